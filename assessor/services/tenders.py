"""Tenders and assessment rounds: what they hold, publishing, extending, cancelling.

Publishing freezes everything as canonical JSON under one SHA-256; from then on only state and dates move, each
with an event. `setting_up.py` holds what comes before, `participants.py` the people and the vendors.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import delete, func, select

from assessor.domain.answers import BuyerFacts
from assessor.domain.assignments import Stated, sections_asked, stated_of, too_few
from assessor.domain.award import award_json
from assessor.domain.chain import canonical, sha256, stamp
from assessor.domain.draft_contract import conditions_json
from assessor.domain.permissions import Action, Actor
from assessor.domain.questionnaire.model import Questionnaire
from assessor.domain.questionnaire.parameters import Value
from assessor.domain.tender import PROCEDURES, Procedure, State, Step, StepFacts, obstacles
from assessor.domain.text import Text
from assessor.domain.words import FACTS
from assessor.services import inviting, notices
from assessor.services.access import assignments_of, find_tender
from assessor.services.criteria import award_of, award_set_up
from assessor.services.house import House
from assessor.services.keys import wrapped_tender_key
from assessor.services.refusals import Refused
from assessor.services.typed import Typed
from assessor.storage import events
from assessor.storage.models import (
    EvidenceFile,
    MeasuredTable,
    OwnPdf,
    Person,
    ReportJob,
    Response,
    Table,
    Tender,
    TenderPerson,
    Verification,
)

SHORTEST_REASON = 10
"""Characters that a reason has at least."""


@dataclass(frozen=True)
class Minimum:
    """A published minimum: the least agreed anchor of a question, and why asking it is in proportion."""

    question: str
    least: int
    reason: str


# --- reading ----------------------------------------------------------------------------------------------


def procedure_of(tender: Tender) -> Procedure:
    return PROCEDURES[tender.procedure]


def questionnaire_of(house: House, tender: Tender) -> Questionnaire:
    """The questionnaire a tender uses."""
    return house.library.get(tender.questionnaire, tender.questionnaire_version)


def buyer_facts(tender: Tender, response: Response | None = None) -> BuyerFacts:
    """The buyer's half of the scope; for one response where that has its own, which in a tender none has."""
    own = response.facts if response is not None and procedure_of(tender).per_response_facts else None
    facts = own or tender.facts
    return BuyerFacts(
        name=tender.buyer,
        effect=str(facts.get("effect", "informs")),
        volume_per_year=int(facts.get("volume_per_year", 0)),
        data=tuple(facts.get("data", ())),
        reversibility=str(facts.get("reversibility", "easy")),
        vulnerable_group=bool(facts.get("vulnerable_group", False)),
        learns_live=bool(facts.get("learns_live", False)),
    )


def minimums_of(tender: Tender) -> tuple[Minimum, ...]:
    """The minimum scores of a tender, as set up and, after publication, as frozen."""
    return tuple(Minimum(m["question"], m["least"], m["reason"]) for m in tender.award.get("minimums", ()))


def weights_of(house: House, tender: Tender) -> dict[str, int]:
    """The weight of each scored dimension; what the questionnaire proposes until the officer chooses others."""
    return {s.code: s.weight for s in award_set_up(questionnaire_of(house, tender), tender).sub_criteria}


def published_deadline(tender: Tender) -> datetime.datetime | None:
    """The deadline as it was published, before any extension."""
    frozen = json.loads(tender.frozen or "{}").get("deadline")
    return datetime.datetime.fromisoformat(frozen) if frozen else None


def condition_values(tender: Tender) -> dict[str, dict[str, Value]]:
    """By contract condition the values chosen: as published, else as set up; what is not there has its usual value."""
    if tender.frozen is None:
        return {id: dict(values) for id, values in tender.conditions.items()}
    return {c["id"]: c.get("values", {}) for c in json.loads(tender.frozen).get("conditions", ())}


def wants_verification(tender: Tender) -> bool:
    """Whether the presumptive winner is verified with the full questionnaire: only an award after a quick scan is."""
    return tender.verification and tender.tier == "quick" and procedure_of(tender).award


def agreement_of(tender: Tender) -> str:
    """How scores are agreed: consensus or average."""
    return str(tender.award.get("agreement", "consensus"))


def stated_assessors(tender: Tender) -> tuple[Stated, ...]:
    """What was published of who scores which section; empty where nothing was."""
    published = json.loads(tender.frozen or "{}").get("assessors") or {}
    return tuple(Stated(code, one["number"], tuple(one["expertise"])) for code, one in published.items())


# --- publishing -------------------------------------------------------------------------------------------


def obstacles_to_publishing(house: House, tender: Tender) -> list[Text]:
    """What is still to be done before the tender can be published."""
    return obstacles(Step.PUBLISH, publishing_facts(house, tender))


def publishing_facts(house: House, tender: Tender) -> StepFacts:
    """What the needs of publishing look at."""
    parts = [
        part
        for (part,) in house.db.execute(
            select(TenderPerson.part)
            .join(Person, Person.id == TenderPerson.person_id)
            .where(TenderPerson.tender_id == tender.id, Person.active, TenderPerson.recused_at.is_(None))
        )
    ]
    try:
        status: str | None = questionnaire_of(house, tender).status
        award = award_set_up(questionnaire_of(house, tender), tender)
        weights, unbased = sum(s.weight for s in award.sub_criteria), award.without_questions
        sections = {s.code: s.name for s in sections_asked(questionnaire_of(house, tender), tender.tier)}
        thin = tuple(sections[code] for code in too_few(assignments_of(house, tender, active=True), sections))
        unasked = tuple(
            m.question
            for m in minimums_of(tender)
            if tender.tier == "quick" and questionnaire_of(house, tender).by_id[m.question].quick is None
        )
    except KeyError:
        status, weights, unbased, unasked, thin = None, 0, (), (), ()
    return StepFacts(
        state=State(tender.state),
        procedure=procedure_of(tender),
        now=house.now(),
        title=tender.title,
        test=tender.test,
        demonstration=house.db.get_one(Person, tender.created_by).demonstration,
        deadline=tender.deadline,
        questions_until=tender.questions_until,
        drain_minutes=tender.drain_minutes,
        questionnaire_status=status,
        missing_facts=tuple(
            FACTS[name]
            for name in ("effect", "volume_per_year", "data", "reversibility")
            if name not in tender.facts
        ),
        weight_total=weights,
        # Without the use nobody knows yet what every vendor gets; that lacks by itself.
        weights_without_questions=tuple(s.name for s in unbased) if "effect" in tender.facts else (),
        unasked_minimums=unasked,
        officers=parts.count("officer"),
        assessors=parts.count("assessor"),
        thin_sections=thin,
        managers=parts.count("manager"),
        vendors=house.db.scalar(select(func.count()).where(Response.tender_id == tender.id)) or 0,
    )


def publish(house: House, actor: Actor, tender_id: str) -> Tender:
    """Freeze the tender under one hash and open it to its vendors."""
    tender = find_tender(house, actor, tender_id, Action.PUBLISH_TENDER)
    in_the_way = obstacles_to_publishing(house, tender)
    if in_the_way:
        raise Refused(*in_the_way)
    tender.published_at = house.now()
    frozen = canonical(_all_of_it(house, tender))
    tender.frozen, tender.frozen_sha256 = frozen.decode("ascii"), sha256(frozen)
    tender.wrapped_key = wrapped_tender_key(house, tender.id)
    tender.state = State.PUBLISHED.value
    note(house, actor, tender, "tender_published", {"test": tender.test}, tender.frozen_sha256)
    inviting.published(house, tender)
    return tender


def _all_of_it(house: House, tender: Tender) -> dict[str, Any]:
    """Everything that a vendor may rely on. Nothing of the vendors themselves, as each may read it."""
    questionnaire = questionnaire_of(house, tender)
    return {
        "format": 1,
        "tender": tender.id,
        "title": tender.title,
        "description": tender.description,
        "buyer": tender.buyer,
        "procedure": tender.procedure,
        "test": tender.test,
        "language": tender.language,
        "both_languages": tender.both_languages,
        "questionnaire": {
            "id": questionnaire.id,
            "version": questionnaire.version,
            "sha256": questionnaire.sha256,
            "tier": tender.tier,
        },
        "facts": tender.facts,
        "award": _award(questionnaire, tender),
        "agreement": agreement_of(tender),
        "assessors": _assessors(house, tender),
        "verification": wants_verification(tender),
        "verifies": _verified(house, tender),
        "minimums": [vars(m) for m in minimums_of(tender)],
        "gates": [q.id for q in questionnaire.questions if q.knock_out is not None],
        "conditions": conditions_json(questionnaire, condition_values(tender)),
        "scale": {
            "anchors": [0, 1, 2, 3, 4],
            "evidence": [
                {"level": s.level.value, "cap": s.cap, "factor": s.factor}
                for s in questionnaire.evidence_levels
            ],
            "scoring": questionnaire.scoring.model_dump(mode="json"),
        },
        "deadline": stamp(tender.deadline) if tender.deadline else None,
        "questions_until": stamp(tender.questions_until) if tender.questions_until else None,
        "drain_minutes": tender.drain_minutes,
        "published_at": stamp(tender.published_at) if tender.published_at else None,
    }


def _award(questionnaire: Questionnaire, tender: Tender) -> dict[str, Any] | None:
    """The sub-criteria with their weights and questions, and the formula; nothing where nothing is awarded."""
    award = award_of(questionnaire, tender)
    return award_json(questionnaire, award) if award is not None else None


def _assessors(house: House, tender: Tender) -> dict[str, Any] | None:
    """By section how many assessors score it and what they are expert in, where the officers state that."""
    if not tender.states_assessors:
        return None
    codes = [s.code for s in sections_asked(questionnaire_of(house, tender), tender.tier)]
    return {
        s.section: {"number": s.number, "expertise": list(s.expertise)}
        for s in stated_of(assignments_of(house, tender), codes)
    }


def _verified(house: House, tender: Tender) -> dict[str, Any] | None:
    """Which tender a verification belongs to, and under which hash that was published."""
    link = house.db.get(Verification, tender.id)
    if link is None:
        return None
    original = house.db.get_one(Tender, house.db.get_one(Response, link.response_id).tender_id)
    return {"tender": original.id, "published_sha256": original.frozen_sha256}


# --- afterwards -------------------------------------------------------------------------------------------


def extend_deadline(
    house: House, actor: Actor, tender_id: str, deadline: datetime.datetime, reason: str
) -> Tender:
    """Move the deadline of a published tender later, never earlier, and not once it has passed.

    All vendors are told. One officer can do this for now; the consent of a second one is still to come.
    """
    tender = find_tender(house, actor, tender_id, Action.EXTEND_DEADLINE)
    assert tender.deadline is not None
    typed = Typed()
    reason = typed.paragraphs("reason", reason, shortest=SHORTEST_REASON)
    if deadline <= tender.deadline:
        message = Text(
            nl="De uiterste datum en tijd kunnen alleen later worden.", en="The deadline can only move later."
        )
        typed.wrong("deadline", message)
    typed.stop()
    if house.now() >= tender.deadline:
        raise Refused(
            Text(nl="De uiterste datum en tijd zijn al voorbij.", en="The deadline has already passed.")
        )
    about = {"from": stamp(tender.deadline), "to": stamp(deadline), "reason": reason}
    notices.deadline_moved(house, tender, tender.deadline, deadline)
    tender.deadline = deadline
    note(house, actor, tender, "deadline_extended", about)
    return tender


def cancel(house: House, actor: Actor, tender_id: str, reason: str) -> Tender:
    """Stop a published tender before its scores are in."""
    tender = find_tender(house, actor, tender_id, Action.CANCEL_TENDER)
    typed = Typed()
    tender.end_reason = typed.paragraphs("reason", reason, shortest=SHORTEST_REASON)
    typed.stop()
    tender.state = State.CANCELLED.value
    note(house, actor, tender, "tender_cancelled", {"reason": tender.end_reason})
    notices.cancelled(house, tender)
    return tender


def delete_test_tender(house: House, actor: Actor, tender_id: str) -> None:
    """Delete a draft, or a test at any stage, whole: its rows, and then its files. The log keeps that it was there."""
    tender = find_tender(house, actor, tender_id, Action.DELETE_TENDER)
    own = select(Response.id).where(Response.tender_id == tender.id)
    # What verified one of its offers is nothing without it.
    rounds = select(Verification.tender_id).where(Verification.response_id.in_(own))
    for id in list(house.db.scalars(rounds)):
        _delete(house, actor, house.db.get_one(Tender, id))
    _delete(house, actor, tender)


def _delete(house: House, actor: Actor, tender: Tender) -> None:
    own = select(Response.id).where(Response.tender_id == tender.id)
    about = {
        "tender": tender.id,
        "test": tender.test,
        "last": events.head_of(house.db, events.tender_chain(tender.id)).head,
        "responses": list(house.db.scalars(own)),
    }
    files = [
        *house.db.scalars(select(EvidenceFile.stored_as).where(EvidenceFile.response_id.in_(own))),
        *house.db.scalars(select(MeasuredTable.stored_as).where(MeasuredTable.response_id.in_(own))),
        *house.db.scalars(select(ReportJob.stored_as).where(ReportJob.response_id.in_(own))),
        *house.db.scalars(select(OwnPdf.stored_as).where(OwnPdf.response_id.in_(own))),
    ]
    for table in reversed(Table.metadata.sorted_tables):
        if "response_id" in table.c:
            house.db.execute(delete(table).where(table.c.response_id.in_(own)))
        if "tender_id" in table.c:
            house.db.execute(delete(table).where(table.c.tender_id == tender.id))
    house.db.delete(tender)
    house.db.flush()
    events.append(house.db, events.HOUSE, actor.id, "tender_deleted", about, "", house.now())
    house.afterwards.extend(partial(house.files.remove, name) for name in files if name is not None)


def note(
    house: House, actor: Actor, tender: Tender, verb: str, about: Mapping[str, Any], digest: str = ""
) -> None:
    """Append an event to the tender's chain."""
    events.append(house.db, events.tender_chain(tender.id), actor.id, verb, about, digest, house.now())
