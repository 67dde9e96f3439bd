"""Findings: recorded, put to the vendor or set aside, replied to, and judged by two assessors.

What was recorded stays as it is; every step is a row and an event of its own. The steps between the buyer and the
vendor stand in the vendor's own chain, the others in the tender's. A finding changes the assessment only through
`flags_of`, and that gives nothing before two assessors agree.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable

from sqlalchemy import func, select

from assessor.domain import findings as rules
from assessor.domain.answers import IntegrityFlag, Key
from assessor.domain.findings import Finding, FindingState
from assessor.domain.formats import day, moment
from assessor.domain.permissions import Action, Actor
from assessor.domain.text import Text
from assessor.services.access import find_response, tender_of
from assessor.services.found import Recorded, of_response, of_tender, recorded
from assessor.services.house import House
from assessor.services.opened import answers_opened, keys_to_score, scope_opened
from assessor.services.refusals import Invalid, NotThere, Refused
from assessor.services.tenders import SHORTEST_REASON, questionnaire_of
from assessor.services.typed import Typed
from assessor.storage import events
from assessor.storage.models import FindingJudgement, FindingStep, RecordedFinding, Response, Table, Tender

SYSTEM = "system"
LONGEST_REPLY = 10_000


# --- what came of them ----------------------------------------------------------------------------------


def flags_of(house: House, response: Response) -> tuple[IntegrityFlag, ...]:
    """What the judged findings of a response mean for its assessment. For services that checked the actor."""
    found = (
        rules.flag_of(one.finding, one.judgements)
        for one in recorded(house, of_response(response.id))
        if one.state(house.now()) is FindingState.JUDGED
    )
    return tuple(flag for flag in found if flag is not None)


def flags_of_tender(house: House, tender: Tender) -> dict[str, tuple[IntegrityFlag, ...]]:
    """The same for every response of a tender, by response, in one go."""
    found: dict[str, tuple[IntegrityFlag, ...]] = {}
    for one in recorded(house, of_tender(tender.id)):
        flag = rules.flag_of(one.finding, one.judgements)
        if flag is not None and one.state(house.now()) is FindingState.JUDGED:
            found[one.row.response_id] = (*found.get(one.row.response_id, ()), flag)
    return found


def explained_findings(house: House, response: Response) -> frozenset[str]:
    """The codes of findings that were judged to be explained."""
    judged = recorded(house, of_response(response.id))
    flags = ((one, rules.flag_of(one.finding, one.judgements)) for one in judged)
    return frozenset(
        one.finding.code for one, flag in flags if flag is not None and flag.outcome == "explained"
    )


def open_findings(house: House, tender: Tender) -> int:
    """How many are neither set aside nor judged. For services that checked the actor."""
    now = house.now()
    return sum(not one.state(now).is_settled for one in recorded(house, of_tender(tender.id)))


# --- finding ----------------------------------------------------------------------------------------------


def record_found(
    house: House, actor: Actor | None, response: Response, findings: Iterable[Finding]
) -> list[RecordedFinding]:
    """Record what recomputing found; what has a code that is there already is passed over. Gives the new rows.

    For services that checked the actor, or the program itself (None).
    """
    known = set(
        house.db.scalars(select(RecordedFinding.code).where(RecordedFinding.response_id == response.id))
    )
    added = []
    for finding in findings:
        if finding.code not in known:
            known.add(finding.code)
            added.append(_record(house, actor, response, finding, "finding_found"))
    return added


def add_finding(
    house: House,
    actor: Actor,
    response_id: str,
    key: Key,
    *,
    claimed: str,
    recomputed: str,
    difference: str,
    reason: str,
) -> RecordedFinding:
    """An officer adds a finding by hand. The reason is for the buyer's side; the rest is put to the vendor."""
    response = find_response(house, actor, response_id, Action.HANDLE_FINDINGS)
    typed = Typed()
    if key not in questions_asked(house, response):
        typed.wrong("key", Text(nl="Kies een vraag.", en="Choose a question."))
    claimed = typed.paragraphs("claimed", claimed, shortest=1)
    recomputed = typed.paragraphs("recomputed", recomputed, shortest=1)
    difference = typed.paragraphs("difference", difference, shortest=1)
    reason = typed.paragraphs("reason", reason, shortest=SHORTEST_REASON)
    typed.stop()
    by_hand = (RecordedFinding.response_id == response.id) & (RecordedFinding.source == "officer")
    number = 1 + (house.db.scalar(select(func.count()).select_from(RecordedFinding).where(by_hand)) or 0)
    finding = Finding(
        question=key.question,
        module=key.module,
        code=f"officer-{number}",
        claimed=Text(nl=claimed, en=claimed),
        recomputed=Text(nl=recomputed, en=recomputed),
        difference=Text(nl=difference, en=difference),
        source="officer",
    )
    return _record(house, actor, response, finding, "finding_added", reason)


def questions_asked(house: House, response: Response) -> tuple[Key, ...]:
    """The vendor's questions that a finding can be about, in order. For services that checked the actor."""
    tender = tender_of(house, response)
    scope, answers = scope_opened(tender, response), answers_opened(house, response)
    return keys_to_score(questionnaire_of(house, tender), tender, scope, answers)


def _record(
    house: House, actor: Actor | None, response: Response, finding: Finding, verb: str, reason: str = ""
) -> RecordedFinding:
    row = RecordedFinding(
        response_id=response.id,
        question=finding.question,
        module=finding.module,
        code=finding.code,
        source=finding.source,
        claimed_nl=finding.claimed.nl,
        claimed_en=finding.claimed.en,
        recomputed_nl=finding.recomputed.nl,
        recomputed_en=finding.recomputed.en,
        difference_nl=finding.difference.nl,
        difference_en=finding.difference.en,
        reason=reason,
        found_by=actor.id if actor else None,
        found_at=house.now(),
    )
    _add(house, actor, response, verb, row, row)
    return row


# --- the officer ------------------------------------------------------------------------------------------


def put_to_vendor(
    house: House, actor: Actor, response_id: str, finding_ids: Collection[str], until: datetime.date
) -> None:
    """Put findings to the vendor, who can reply up to and including the day `until`.

    All that wait for it at once: a vendor is asked one time, not piece by piece.
    """
    response = find_response(house, actor, response_id, Action.HANDLE_FINDINGS)
    waiting = {
        one.id: one
        for one in recorded(house, of_response(response.id))
        if one.state(house.now()) is FindingState.FOUND
    }
    fault = rules.fault_of_term(until, house.now())
    if fault is not None:
        raise Invalid({"until": fault})
    if not waiting or set(finding_ids) != set(waiting):
        raise Refused(
            Text(
                nl="De lijst is gewijzigd. Bekijk haar opnieuw: alles wat open is, gaat tegelijk naar de leverancier.",
                en="The list has changed. Look at it again: all that is open goes to the vendor at once.",
            )
        )
    for one in waiting.values():
        _step(house, actor, response, one, "put", last_day=until)


def set_aside(house: House, actor: Actor, finding_id: str, reason: str) -> None:
    """Do not put a finding to the vendor, with the reason. It counts for nothing from here on."""
    response, one = _find(house, actor, finding_id, Action.HANDLE_FINDINGS)
    typed = Typed()
    reason = typed.paragraphs("reason", reason, shortest=SHORTEST_REASON)
    typed.stop()
    if one.state(house.now()) is not FindingState.FOUND:
        raise Refused(
            Text(
                nl="Alleen wat nog niet is voorgelegd, kan terzijde worden gelegd.",
                en="Only what has not been put to the vendor yet can be set aside.",
            )
        )
    _step(house, actor, response, one, "set_aside", text=reason)


# --- the vendor -------------------------------------------------------------------------------------------


def reply(house: House, actor: Actor, finding_id: str, text: str, received_at: datetime.datetime) -> None:
    """The vendor's reply, once and in time. The same reply sent twice is one reply."""
    response, one = _find(house, actor, finding_id, Action.REPLY_TO_FINDING)
    if one.last_day is None:
        raise NotThere
    typed = Typed()
    text = typed.paragraphs("text", text, shortest=1, longest=LONGEST_REPLY)
    earlier = one.steps.get("replied")
    if earlier is not None:
        if earlier.text == text:
            return
        raise Refused(
            Text(
                nl="Op deze bevinding is al gereageerd. Die reactie blijft staan.",
                en="A reply to this finding was sent already. That reply stands.",
            )
        )
    if not rules.is_in_time(one.last_day, received_at, house.now()):
        raise Refused(_too_late(one.last_day, received_at))
    typed.stop()
    _step(house, actor, response, one, "replied", text=text)


def _too_late(last_day: datetime.date, received_at: datetime.datetime) -> Text:
    return Text(
        nl="U kon reageren tot en met {last}. Uw reactie kwam op {received} en is niet vastgelegd.",
        en="You could reply up to and including {last}. Your reply came on {received} and was not recorded.",
    ).fill(
        last=Text(nl=day(last_day, "nl"), en=day(last_day, "en")),
        received=Text(nl=moment(received_at, "nl"), en=moment(received_at, "en")),
    )


# --- the assessors ----------------------------------------------------------------------------------------


def judge(house: House, actor: Actor, finding_id: str, outcome: str, reason: str) -> FindingJudgement:
    """An assessor judges a finding; a new judgement is added to the earlier one, which stays."""
    response, one = _find(house, actor, finding_id, Action.JUDGE_FINDING)
    refused = rules.why_not_judged(one.state(house.now()), one.judgements, actor.id)
    if refused is not None:
        raise Refused(refused)
    typed = Typed()
    outcome = typed.choice("outcome", outcome, rules.OUTCOMES)
    reason = typed.paragraphs("reason", reason, shortest=SHORTEST_REASON)
    typed.stop()
    earlier = max((j.at for j in one.judgements), default=None)
    # "The newest counts" must hold even when two come within one tick of the clock.
    at = house.now() if earlier is None else max(house.now(), earlier + datetime.timedelta(microseconds=1))
    row = FindingJudgement(
        finding_id=one.id,
        response_id=response.id,
        assessor_id=actor.id,
        outcome=outcome,
        reason=reason,
        at=at,
    )
    # Nothing of what was judged: the log is read by people who may not know it yet.
    _add(house, actor, response, "finding_judged", one.row, row)
    return row


# --- steps ------------------------------------------------------------------------------------------------


def _find(house: House, actor: Actor, finding_id: str, action: Action) -> tuple[Response, Recorded]:
    """The finding with its response, which is locked from here on in a step that writes."""
    row = house.db.get(RecordedFinding, finding_id)
    if row is None:
        raise NotThere
    response = find_response(house, actor, row.response_id, action)
    [one] = recorded(house, RecordedFinding.id == finding_id)
    return response, one


def _step(
    house: House,
    actor: Actor,
    response: Response,
    one: Recorded,
    kind: str,
    *,
    last_day: datetime.date | None = None,
    text: str = "",
) -> None:
    step = FindingStep(
        finding_id=one.id,
        response_id=response.id,
        kind=kind,
        last_day=last_day,
        text=text,
        by=actor.id,
        at=house.now(),
    )
    _add(house, actor, response, f"finding_{kind}", one.row, step)


def _add(
    house: House,
    actor: Actor | None,
    response: Response,
    verb: str,
    finding: RecordedFinding,
    row: Table,
) -> None:
    house.db.add(row)
    house.db.flush()
    between_the_two = verb in ("finding_put", "finding_replied")
    chain = events.response_chain(response.id) if between_the_two else events.tender_chain(response.tender_id)
    about = {
        "response": response.id,
        "question": str(Key(finding.question, finding.module)),
        "finding": finding.id,
    }
    who = actor.id if actor else SYSTEM
    events.append(house.db, chain, who, verb, about, "", house.now(), row)
