"""Closing and opening: from sealed responses to readable ones, by two officers, with a protocol.

Closing takes the lock that submitting shares, once no punctual request can still be waiting for it. The opening
reads every submitted version in one transaction: after a crash nothing is opened, and it is done again. A response
that cannot be read is listed and stops nothing.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from assessor.domain.answers import Answer, Key, Scope
from assessor.domain.chain import NOTHING, canonical, sha256, stamp
from assessor.domain.formats import moment
from assessor.domain.package import answer_from_json, key_from, manifest_sha256
from assessor.domain.permissions import Action, Actor
from assessor.domain.tender import RIGHTS_WAIT, State, Step, StepFacts, obstacles
from assessor.domain.text import Text
from assessor.services.access import check, find_response, find_tender, tender_of
from assessor.services.figures import record_contradictions
from assessor.services.house import House
from assessor.services.keys import tender_key
from assessor.services.opened import answers_opened, scope_opened
from assessor.services.refusals import Attempt, NotThere, Refused
from assessor.services.submitting import GRACE, place
from assessor.services.tenders import note, procedure_of
from assessor.storage import events
from assessor.storage.files import Damaged
from assessor.storage.models import (
    Company,
    Event,
    EvidenceFile,
    OpenedAnswer,
    Opening,
    Person,
    Response,
    Submission,
    Tender,
    TenderPerson,
)
from assessor.storage.sealing import Broken, unseal
from assessor.storage.verify import opened_content

TOGETHER = datetime.timedelta(minutes=30)
"""Within this time after the first officer the second one confirms."""

Protocol = dict[str, Any]

_ABOUT_FILES = ("name", "content_type", "size", "sha256", "table")

FAILURES: dict[str, Text] = {
    "altered": Text(
        nl="de inhoud is niet meer wat is ontvangen", en="the content is no longer what was received"
    ),
    "unreadable": Text(nl="de inhoud kan niet worden gelezen", en="the content cannot be read"),
}


# --- closing ----------------------------------------------------------------------------------------------


def close(house: House, actor: Actor, tender_id: str) -> Tender:
    """Close a tender whose deadline has passed; from here on nothing is received."""
    tender = find_tender(house, actor, tender_id, Action.CLOSE_TENDER)
    in_the_way = obstacles(Step.CLOSE, opening_facts(house, actor, tender))
    if in_the_way:
        raise Refused(*in_the_way)
    if not _all_had_their_turn(house, tender):
        raise Refused(
            Text(
                nl="De termijn is net voorbij. Verzoeken die op tijd waren, worden nog verwerkt.",
                en="The deadline has only just passed. Requests that were in time are still being handled.",
            )
        )
    return _close(house, actor.id, tender)


def close_due(house: House) -> list[str]:
    """Close every tender whose deadline has passed, as the system does by itself; returns their ids."""
    due = house.db.scalars(
        select(Tender)
        .where(Tender.state == State.PUBLISHED.value, Tender.deadline <= house.now() - GRACE)
        .order_by(Tender.id)
        .with_for_update()
    ).all()
    return [_close(house, "system", tender).id for tender in due]


def _all_had_their_turn(house: House, tender: Tender) -> bool:
    return tender.deadline is not None and house.now() >= tender.deadline + GRACE


def _close(house: House, actor_id: str, tender: Tender) -> Tender:
    heads = {}
    for response in _responses(house, tender):
        head = events.head_of(house.db, events.response_chain(response.id))
        heads[response.id] = {"number": head.number, "head": head.head}
    tender.state, tender.closed_at = State.CLOSED.value, house.now()
    chain = events.tender_chain(tender.id)
    events.append(house.db, chain, actor_id, "tender_closed", {"heads": heads}, NOTHING, house.now())
    return tender


# --- opening ----------------------------------------------------------------------------------------------


def confirm_opening(house: House, actor: Actor, tender_id: str) -> Opening:
    """Confirm as an officer that the responses may be opened; the second one opens them.

    Where the procedure asks for one officer, the first one opens. Confirming again after the opening changes nothing.
    """
    tender = find_tender(house, actor, tender_id, Action.SEE_TENDER)
    opening = house.db.get(Opening, tender.id)
    if opening is not None and tender.opened_at is not None:
        check(house, actor, Action.READ_PROTOCOL, tender)
        return opening
    check(house, actor, Action.OPEN_RESPONSES, tender)
    facts = opening_facts(house, actor, tender)
    in_the_way = obstacles(Step.OPEN, facts) + _clock_went_back(house)
    if facts.rights_are_new:
        raise OpeningTooSoon(tender, facts, in_the_way)
    if in_the_way:
        raise Refused(*in_the_way)
    now = house.now()
    if opening is None or now >= opening.first_at + TOGETHER:
        if opening is None:
            opening = Opening(tender_id=tender.id, first_by=actor.id, first_at=now)
            house.db.add(opening)
        opening.first_by, opening.first_at = actor.id, now
        note(house, actor, tender, "opening_confirmed_first", {})
        if procedure_of(tender).two_officers:
            house.db.flush()
            return opening
    elif opening.first_by == actor.id:
        raise Refused(
            Text(
                nl="U hebt al bevestigd. Een andere inkoper moet dat nu ook doen, uiterlijk {until}.",
                en="You have confirmed already. Another officer must do so now, by {until}.",
            ).fill(until=_in_words(opening.first_at + TOGETHER))
        )
    else:
        opening.second_by, opening.second_at = actor.id, now
        note(house, actor, tender, "opening_confirmed_second", {})
    _open_all(house, actor, tender, opening)
    return opening


def opening_facts(house: House, actor: Actor, tender: Tender) -> StepFacts:
    """What the needs of closing and opening look at, for this actor."""
    part = house.db.get(TenderPerson, (tender.id, actor.id))
    given_late = part and tender.published_at and part.added_at > tender.published_at
    return StepFacts(
        state=State(tender.state),
        procedure=procedure_of(tender),
        now=house.now(),
        deadline=tender.deadline,
        drain_minutes=tender.drain_minutes,
        rights_from=part.added_at + RIGHTS_WAIT if part and given_late else None,
    )


def waiting_for_second(house: House, actor: Actor, tender_id: str) -> Opening | None:
    """The confirmation of a first officer that still counts, for the page on which the second one confirms."""
    tender = find_tender(house, actor, tender_id, Action.OPEN_RESPONSES)
    opening = house.db.get(Opening, tender.id)
    return opening if opening is not None and house.now() < opening.first_at + TOGETHER else None


def protocol(house: House, actor: Actor, tender_id: str) -> Protocol:
    """Who opened when, and what: received = opened + failed. With its place in the tender's chain."""
    tender = find_tender(house, actor, tender_id, Action.READ_PROTOCOL)
    opening = house.db.get(Opening, tender.id)
    event = house.db.scalars(
        select(Event).where(Event.chain == events.tender_chain(tender.id), Event.verb == "responses_opened")
    ).first()
    if opening is None or opening.protocol is None or event is None:
        raise NotThere
    return opening.protocol | {"chain": {"name": event.chain, "number": event.number, "head": event.head}}


# --- after the opening ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Opened:
    """A response as its readers see it after the opening."""

    response: Response
    scope: Scope
    answers: dict[Key, Answer]
    signed_by: dict[str, str]
    """name and position"""


def opened(house: House, actor: Actor, response_id: str) -> Opened:
    """What was submitted, for those who may read it after the opening."""
    response = find_response(house, actor, response_id, Action.READ_ANSWERS)
    plain = response.opened_scope
    if plain is None:
        raise NotThere
    scope = scope_opened(tender_of(house, response), response)
    return Opened(response, scope, answers_opened(house, response), plain["signed_by"])


def opened_answers(house: House, actor: Actor, response_id: str) -> dict[Key, Answer]:
    """The submitted answers, for those who may read them after the opening."""
    return answers_opened(house, find_response(house, actor, response_id, Action.READ_ANSWERS))


# --- the parts of the opening -----------------------------------------------------------------------------


class OpeningTooSoon(Attempt, Refused):
    """An officer tried to open with rights that were given after publication, less than a day ago."""

    verb = "opening_refused"

    def __init__(self, tender: Tender, facts: StepFacts, reasons: list[Text]) -> None:
        super().__init__(*reasons)
        self.tender_id = tender.id
        self.about = {"rights_from": stamp(facts.rights_from)} if facts.rights_from else {}


class _Failed(Exception):
    """A submission cannot be opened; the argument is a key of FAILURES."""


@dataclass
class _Tally:
    """What the protocol lists, by company."""

    opened: list[dict[str, Any]] = field(default_factory=list)
    failed: list[dict[str, Any]] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    damaged_files: list[dict[str, Any]] = field(default_factory=list)


def _open_all(house: House, actor: Actor, tender: Tender, opening: Opening) -> None:
    tally = _Tally()
    for response in _responses(house, tender):
        _open_one(house, actor, tender, response, tally)
    tender.state, tender.opened_at = State.OPENED.value, house.now()
    opening.protocol = {
        "format": 1,
        "tender": {"id": tender.id, "title": tender.title, "buyer": tender.buyer, "test": tender.test},
        "published_sha256": tender.frozen_sha256,
        "deadline": stamp(tender.deadline) if tender.deadline else None,
        "officers": [
            {"id": id, "name": house.db.get_one(Person, id).name, "confirmed_at": stamp(at)}
            for id, at in ((opening.first_by, opening.first_at), (opening.second_by, opening.second_at))
            if id is not None and at is not None
        ],
        "opened_at": stamp(tender.opened_at),
        "received": len(tally.opened) + len(tally.failed),
        **vars(tally),
    }
    house.db.flush()
    about = {
        "received": len(tally.opened) + len(tally.failed),
        "opened": len(tally.opened),
        "failed": len(tally.failed),
        "withdrawn": len(tally.withdrawn),
        "absent": len(tally.absent),
    }
    note(house, actor, tender, "responses_opened", about, sha256(canonical(opening.protocol)))


def _open_one(house: House, actor: Actor, tender: Tender, response: Response, tally: _Tally) -> None:
    company = house.db.get_one(Company, response.company_id).name
    submission = house.db.get(Submission, response.submission_id) if response.submission_id else None
    if submission is None:
        response.state = "withdrawn" if response.state == "withdrawn" else "absent"
        (tally.withdrawn if response.state == "withdrawn" else tally.absent).append(company)
        return
    line = {
        "response": response.id,
        "company": company,
        "version": submission.version,
        "received_at": stamp(submission.received_at),
        "manifest_sha256": submission.manifest_sha256,
    }
    chain = events.response_chain(response.id)
    try:
        package = _package(house, tender, response, submission)
    except _Failed as fault:
        response.state = "failed"
        tally.failed.append(line | {"reason": str(fault)})
        about = {"version": submission.version, "reason": str(fault)}
        events.append(house.db, chain, actor.id, "opening_failed", about, NOTHING, house.now())
        return
    files, damaged = _open_files(house, response, package["files"])
    tally.damaged_files += [{"company": company} | one for one in damaged]
    tally.opened.append(line | {"answers": len(package["answers"]), "files": len(files)})
    scope = package["scope"] | {"signed_by": package["signed_by"]}
    answers = {key_from(name): answer for name, answer in package["answers"].items()}
    house.db.add_all(
        OpenedAnswer(response_id=response.id, question=key.question, module=key.module, answer=answer)
        for key, answer in answers.items()
    )
    response.state, response.opened_scope = "opened", scope
    content = opened_content(scope, {f"{k.question}@{k.module}": a for k, a in answers.items()}, files)
    about = {"version": submission.version, "tender": tender.id}
    events.append(house.db, chain, actor.id, "response_opened", about, sha256(content), house.now())
    house.db.flush()
    record_contradictions(house, response)


def _package(house: House, tender: Tender, response: Response, submission: Submission) -> dict[str, Any]:
    """The package, if it is still the one that was received."""
    received = next(_events_of(house, response, submission.version), None)
    if received is None or received.digest != sha256(submission.sealed):
        raise _Failed("altered")
    try:
        plain = unseal(tender_key(house, tender), submission.sealed, place(response.id, submission.version))
        package: dict[str, Any] = json.loads(plain)
        for answer in package["answers"].values():
            answer_from_json(answer)
        digest = manifest_sha256(package)
    except (Broken, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise _Failed("unreadable") from fault
    if digest != submission.manifest_sha256 or digest != received.about["manifest_sha256"]:
        raise _Failed("altered")
    return package


def _events_of(house: House, response: Response, version: int) -> Iterator[Event]:
    query = select(Event).where(Event.chain == events.response_chain(response.id), Event.verb == "submitted")
    return (event for event in house.db.scalars(query) if event.about.get("version") == version)


def _open_files(
    house: House, response: Response, files: list[dict[str, Any]]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Make the names of the submitted files readable; returns these by id, and the damaged ones."""
    readable: dict[str, Any] = {}
    damaged: list[dict[str, Any]] = []
    for file in files:
        row = house.db.get(EvidenceFile, file["id"])
        try:
            if row is None or row.response_id != response.id:
                raise Damaged(file["id"])
            house.files.read(row.stored_as, file["stored_sha256"])
        except Damaged:
            damaged.append({"name": file["name"], "sha256": file["sha256"]})
            continue
        row.opened_about = {name: file[name] for name in _ABOUT_FILES if name in file}
        readable[row.id] = row.opened_about
    return readable, damaged


def _responses(house: House, tender: Tender) -> list[Response]:
    query = select(Response).join(Company).where(Response.tender_id == tender.id)
    return list(house.db.scalars(query.order_by(Company.name, Response.id)))


def _clock_went_back(house: House) -> list[Text]:
    latest = events.latest_moment(house.db)
    if latest is None or house.now() >= latest - events.BACK_BY:
        return []
    return [
        Text(
            nl="De klok van de server is teruggezet. Laat de beheerder dat eerst herstellen.",
            en="The clock of the server was set back. Let the administrator put that right first.",
        )
    ]


def _in_words(when: datetime.datetime) -> Text:
    return Text(nl=moment(when, "nl"), en=moment(when, "en"))
