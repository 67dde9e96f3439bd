"""The risk assessment to read and to keep: the Report of a response, and its PDF, made once for each input.

A PDF is asked for, made by a job (`jobs.py`), and kept by the hash of everything that went into it: asking for the
same again gives what is there. It is offered once the scores have been handed in; before that the Report is read on
the screen only, as it may still change.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from sqlalchemy import or_, select

from assessor import __version__
from assessor.domain.answers import Answer, Key
from assessor.domain.assess import assess
from assessor.domain.assessment import Assessment
from assessor.domain.chain import canonical, sha256
from assessor.domain.export import assessment_json
from assessor.domain.formats import ZONE, day
from assessor.domain.language import LANGUAGES, Language
from assessor.domain.package import answer_to_json, scope_to_json
from assessor.domain.permissions import Action, Actor
from assessor.domain.report import Particulars, Report, make_report
from assessor.domain.text import Text
from assessor.domain.verification import OUTCOMES
from assessor.services.access import active_assessors, company_of, find_response, is_final, tender_of
from assessor.services.assessments import case_of, material_of
from assessor.services.conditions import contract_of
from assessor.services.house import House
from assessor.services.opened import answers_opened
from assessor.services.readiness import planned_in
from assessor.services.refusals import NotThere, Refused
from assessor.services.scoring import newest_agreed
from assessor.services.tenders import procedure_of, questionnaire_of
from assessor.services.verifications import verifications_of, verified_by
from assessor.storage import events
from assessor.storage.engine import lock_name
from assessor.storage.files import Damaged
from assessor.storage.models import Decision, EvidenceFile, ReportJob, Response, Tender

PDF = "application/pdf"


@dataclass(frozen=True)
class Finished:
    """A finished PDF on its way to a person."""

    name: str
    content_type: str
    content: bytes


# --- the report -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reading:
    """The report of a response with what there is of it on paper."""

    report: Report
    response: Response
    tender: Tender
    is_handed_in: bool
    """The assessors handed the scores in, and the manager did not return them."""
    jobs: Mapping[Language, ReportJob]
    """By language the newest PDF job for the report as it stands now."""


def report_of(house: House, actor: Actor, response_id: str) -> Report:
    """Everything the risk assessment of a response shows, on screen and on paper."""
    return _report(house, find_response(house, actor, response_id, Action.READ_ASSESSMENT))[0]


def read(house: House, actor: Actor, response_id: str) -> Reading:
    """The report with its finished or running PDFs."""
    response = find_response(house, actor, response_id, Action.READ_ASSESSMENT)
    tender = tender_of(house, response)
    report, answers = _report(house, response)
    jobs: dict[Language, ReportJob] = {}
    if tender.scored_at is not None:
        for language in LANGUAGES:
            job = _newest(house, response, language, input_sha256(report, answers, language))
            if job is not None:
                jobs[language] = job
    return Reading(report, response, tender, tender.scored_at is not None, jobs)


def _report(house: House, response: Response) -> tuple[Report, dict[Key, Answer]]:
    tender = tender_of(house, response)
    questionnaire = questionnaire_of(house, tender)
    assessment, answers = _assessed(house, tender, response)
    return make_report(questionnaire, assessment, answers, _particulars(house, tender, response)), answers


def _assessed(house: House, tender: Tender, response: Response) -> tuple[Assessment, dict[Key, Answer]]:
    answers = _with_files(house, response, answers_opened(house, response))
    case = case_of(
        house, tender, response, company_of(house, response).name, material_of(house, response, answers)
    )
    return assess(case), answers


def _with_files(house: House, response: Response, answers: Mapping[Key, Answer]) -> dict[Key, Answer]:
    """The answers with the names of the files that were submitted with them."""
    rows = house.db.scalars(
        select(EvidenceFile)
        .where(EvidenceFile.response_id == response.id, EvidenceFile.opened_about.is_not(None))
        .order_by(EvidenceFile.uploaded_at, EvidenceFile.id)
    )
    names: dict[Key, list[str]] = {}
    for row in rows:
        assert row.opened_about is not None
        names.setdefault(Key(row.question, row.module), []).append(str(row.opened_about["name"]))
    return {key: replace(answer, files=tuple(names.get(key, ()))) for key, answer in answers.items()}


def _particulars(house: House, tender: Tender, response: Response) -> Particulars:
    people = active_assessors(house, tender)
    return Particulars(
        report_date=_report_date(house, tender, response),
        is_tender=procedure_of(tender).in_tender,
        is_verification=procedure_of(tender).verifies,
        verification=_verification(house, tender, response),
        title=tender.title,
        assessors=tuple(p.name for p in people if is_final(house, p.id, response)),
        is_test=tender.test,
        publication_hash=tender.frozen_sha256 or "",
        chain_head=events.head_of(house.db, events.tender_chain(tender.id)).head,
        contract=contract_of(house, tender, response),
        readiness=planned_in(house, tender),
    )


_VERIFIES = Text(
    nl="Verificatie van de inschrijving in {title}, gepubliceerd onder {hash}",
    en="Verification of the offer in {title}, published under {hash}",
)
_VERIFIED = Text(
    nl="Verificatie met de volledige vragenlijst: {outcome}{day}, gepubliceerd onder {hash}",
    en="Verification with the full questionnaire: {outcome}{day}, published under {hash}",
)


def _verification(house: House, tender: Tender, response: Response) -> Text | None:
    """Which verification belongs to an offer, or of which offer this is the verification."""
    own = verified_by(house, tender)
    if own is not None:
        original = tender_of(house, own.offer)
        return _VERIFIES.fill(title=original.title, hash=(original.frozen_sha256 or "-")[:16])
    found = [one for one in verifications_of(house, tender) if one.offer.id == response.id]
    if not found:
        return None
    newest, on = found[-1], Text(nl=", {d}", en=", {d}")
    at = newest.decided_at.astimezone(ZONE).date() if newest.decided_at else None
    told = on.fill(d=Text(nl=day(at, "nl"), en=day(at, "en"))) if at else ""
    return _VERIFIED.fill(
        outcome=OUTCOMES[newest.outcome], day=told, hash=(newest.tender.frozen_sha256 or "-")[:16]
    )


def _report_date(house: House, tender: Tender, response: Response) -> datetime.date:
    """The day of the newest decision, else of the hand-in, else of the newest agreed score."""
    decided = house.db.scalars(
        select(Decision.at)
        .where(
            Decision.tender_id == tender.id,
            or_(Decision.response_id == response.id, Decision.response_id.is_(None)),
        )
        .order_by(Decision.at.desc())
        .limit(1)
    ).first()
    agreed = max((row.at for row in newest_agreed(house, response).values()), default=None)
    moment = decided or tender.scored_at or agreed or tender.opened_at
    assert moment is not None
    return moment.astimezone(ZONE).date()


def input_sha256(report: Report, answers: Mapping[Key, Answer], language: Language) -> str:
    """The hash of everything a PDF depends on, this program's version among it."""
    assessment = report.assessment
    particulars = asdict(report.particulars)
    return sha256(
        canonical(
            {
                "program": __version__,
                "language": language,
                "assessment": assessment_json(assessment),
                "agreed": {
                    str(result.key): [result.agreed.reason, result.agreed.fit, str(result.agreed.date or "")]
                    for result in assessment.questions
                    if result.agreed is not None
                },
                "buyer": asdict(assessment.buyer),
                "scope": scope_to_json(assessment.scope),
                "answers": {str(key): answer_to_json(answer) for key, answer in answers.items()},
                "particulars": {
                    **particulars,
                    "report_date": report.particulars.report_date.isoformat(),
                    "group_difference": None,
                    "verification": _plain(report.particulars.verification),
                    "contract": report.particulars.contract.as_json(),
                    "readiness": {
                        question: [p.owner, p.due.isoformat() if p.due else None, p.done, p.note]
                        for question, p in report.particulars.readiness.items()
                    },
                },
            }
        )
    )


def _plain(text: Text | None) -> list[str] | None:
    return [text.nl, text.en] if text is not None else None


@dataclass(frozen=True)
class FileName:
    """What a document is called, without its ending, and its language."""

    stem: str
    language: Language


def annex_of(house: House, actor: Actor, response_id: str, language: str) -> tuple[Report, FileName]:
    """What the annex to the contract is made of, once the scores are handed in, and what it is called."""
    response = find_response(house, actor, response_id, Action.READ_ASSESSMENT)
    chosen = _language(language)
    if tender_of(house, response).scored_at is None:
        raise NotThere
    report = _report(house, response)[0]
    kind = "contractvoorwaarden" if chosen == "nl" else "contract-conditions"
    date = report.particulars.report_date.isoformat()
    return report, FileName(f"{kind}-{slug(report.assessment.vendor)}-{date}-{chosen}", chosen)


# --- asking for a PDF, and getting it -----------------------------------------------------------------------


def ask_for_report(house: House, actor: Actor, response_id: str, language: str) -> ReportJob:
    """The job of this PDF: the one that is there for the same input, else a new one that waits for the worker."""
    response = find_response(house, actor, response_id, Action.READ_ASSESSMENT)
    chosen = _language(language)
    if tender_of(house, response).scored_at is None:
        raise Refused(
            Text(
                nl="De PDF kan worden gemaakt zodra de scores zijn overgedragen.",
                en="The PDF can be made once the scores have been handed over.",
            )
        )
    _one_at_a_time(house, response.id)
    digest = input_sha256(*_report(house, response), chosen)
    known = _newest(house, response, chosen, digest)
    if known is not None and known.state != "failed" and _is_whole(house, known):
        return known
    job = ReportJob(
        response_id=response.id,
        language=chosen,
        input_sha256=digest,
        asked_by=actor.id,
        asked_at=house.now(),
    )
    house.db.add(job)
    house.db.flush()
    return job


def _one_at_a_time(house: House, response_id: str) -> None:
    """Two people may ask, or two workers finish, at the same moment."""
    lock_name(house.db, f"report:{response_id}")


def _is_whole(house: House, job: ReportJob) -> bool:
    """Whether what a finished job made is still there; a job that is not finished may still do so."""
    if job.state != "ready":
        return True
    try:
        house.files.read(job.stored_as or "", job.stored_sha256 or "")
    except Damaged:
        return False
    return True


def find_report(house: House, actor: Actor, response_id: str, job_id: str) -> ReportJob:
    """One job of this response."""
    response = find_response(house, actor, response_id, Action.READ_ASSESSMENT)
    job = house.db.get(ReportJob, job_id)
    if job is None or job.response_id != response.id:
        raise NotThere
    return job


def read_report(house: House, actor: Actor, response_id: str, job_id: str) -> Finished:
    """The finished PDF under a readable name; a damaged one is never handed out."""
    job = find_report(house, actor, response_id, job_id)
    if job.state != "ready" or job.stored_as is None or job.stored_sha256 is None:
        raise NotThere
    try:
        content = house.files.read(job.stored_as, job.stored_sha256)
    except Damaged as fault:
        message = Text(
            nl="Dit bestand is bij ons beschadigd. Laat de PDF opnieuw maken.",
            en="This file was damaged here. Have the PDF made again.",
        )
        raise Refused(message) from fault
    return Finished(file_name(house, job), PDF, content)


def file_name(house: House, job: ReportJob) -> str:
    """Such as risicobeoordeling-eerlijke-meetlat-2026-11-20-nl.pdf."""
    response = house.db.get_one(Response, job.response_id)
    report, answers = _report(house, response)
    language = _language(job.language)
    is_current = input_sha256(report, answers, language) == job.input_sha256
    date = report.particulars.report_date if is_current else job.asked_at.astimezone(ZONE).date()
    kind = "risicobeoordeling" if language == "nl" else "risk-assessment"
    return f"{kind}-{slug(report.assessment.vendor)}-{date.isoformat()}-{language}.pdf"


def slug(name: str) -> str:
    """A name as part of a file name."""
    bare = unicodedata.normalize("NFKD", name.replace("(fictief)", "")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", bare.lower()).strip("-")[:60].strip("-") or "x"


def _language(language: str) -> Language:
    for known in LANGUAGES:
        if known == language:
            return known
    raise NotThere


def _newest(house: House, response: Response, language: Language, digest: str) -> ReportJob | None:
    return house.db.scalars(
        select(ReportJob)
        .where(
            ReportJob.response_id == response.id,
            ReportJob.language == language,
            ReportJob.input_sha256 == digest,
        )
        .order_by(ReportJob.asked_at.desc(), ReportJob.id)
        .limit(1)
    ).first()


# --- making it, in a job ------------------------------------------------------------------------------------


def unfinished(house: House) -> list[str]:
    """Jobs that a stop of the program left waiting or half done."""
    query = (
        select(ReportJob.id).where(ReportJob.state.in_(("waiting", "running"))).order_by(ReportJob.asked_at)
    )
    return list(house.db.scalars(query))


def begin(house: House, job_id: str) -> bool:
    """Mark a job as running; False where there is nothing to do, since it is finished, given up or not there."""
    job = house.db.get(ReportJob, job_id)
    if job is None or job.state not in ("waiting", "running"):
        return False
    job.state, job.progress = "running", 10
    return True


def progress(house: House, job_id: str, per_cent: int) -> None:
    """How far a job is."""
    job = house.db.get_one(ReportJob, job_id)
    if job.state == "running":
        job.progress = per_cent


def ingredients(house: House, job_id: str) -> tuple[Report, Language, str]:
    """What the PDF is made of now, and the hash of it. The right to it was checked when it was asked for."""
    job = house.db.get_one(ReportJob, job_id)
    report, answers = _report(house, house.db.get_one(Response, job.response_id))
    language = _language(job.language)
    return report, language, input_sha256(report, answers, language)


def finish(house: House, job_id: str, content: bytes, digest: str) -> None:
    """Keep the finished PDF. Of two workers with the same job the first one's counts."""
    job = house.db.get_one(ReportJob, job_id)
    _one_at_a_time(house, job.response_id)
    house.db.refresh(job)
    if job.state == "ready":
        return
    job.stored_as, job.stored_sha256 = house.files.put(content), sha256(content)
    # What was scored may have changed between asking and making; the PDF says what it was made of.
    job.input_sha256 = digest
    job.state, job.progress, job.ready_at = "ready", 100, house.now()


def give_up(house: House, job_id: str) -> None:
    """A job that failed says so; asking again makes a new one."""
    job = house.db.get(ReportJob, job_id)
    if job is not None and job.state != "ready":
        job.state, job.progress = "failed", 0
