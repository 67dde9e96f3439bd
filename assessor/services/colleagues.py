"""A vendor as a company: its administrator, who has which section, and who did what inside it.

There is always one administrator: the first who came, until it is handed over to a colleague. Handing out a section
is an agreement between colleagues, not a right: everybody of the company reads and writes all of the own response.
Nothing of this is ever shown to the buyer.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select, update

from assessor.domain.answers import Key
from assessor.domain.event_words import words_for
from assessor.domain.formats import ZONE, day
from assessor.domain.permissions import Action, Actor, Role
from assessor.domain.text import Text
from assessor.services.access import find_response, tender_of
from assessor.services.drafts import file_rows, stored_file
from assessor.services.house import House
from assessor.services.refusals import Invalid, NotThere, Refused
from assessor.services.responses import note
from assessor.services.signing_in import end_sessions
from assessor.services.tenders import questionnaire_of
from assessor.storage import events
from assessor.storage.engine import lock_name
from assessor.storage.models import DraftChange, Event, Invitation, Person, Response, SectionTask

# --- people -----------------------------------------------------------------------------------------------


def colleagues(house: House, actor: Actor) -> list[Person]:
    """A vendor's people, to the vendor."""
    if actor.role is not Role.VENDOR:
        raise NotThere
    return list(
        house.db.scalars(
            select(Person).where(Person.company_id == actor.company_id).order_by(Person.name, Person.id)
        )
    )


def colleague(house: House, actor: Actor, person_id: str) -> Person:
    """Somebody of the actor's own company."""
    found = next((one for one in colleagues(house, actor) if one.id == person_id), None)
    if found is None:
        raise NotThere
    return found


def end_access(house: House, actor: Actor, response_id: str, person_id: str) -> None:
    """End a colleague's access at once; what the colleague did stays. Sections fall back to nobody."""
    response = find_response(house, actor, response_id, Action.MANAGE_COLLEAGUES)
    lock_name(house.db, events.HOUSE)
    person = colleague(house, actor, person_id)
    if person.administers:
        raise Refused(
            Text(
                nl="U bent beheerder. Draag het beheer eerst over aan een collega.",
                en="You are the administrator. First hand this over to a colleague.",
            )
        )
    if not person.active:
        return
    person.active = False
    end_sessions(house, person.id)
    house.db.execute(
        update(Invitation)
        .where(Invitation.person_id == person.id, Invitation.used_at.is_(None))
        .values(used_at=house.now())
    )
    house.db.execute(delete(SectionTask).where(SectionTask.person_id == person.id))
    note(house, actor, response, "colleague_removed", {"person": person.id})


def hand_over(house: House, actor: Actor, response_id: str, person_id: str) -> None:
    """Make a colleague administrator of the company instead of the actor, at once."""
    response = find_response(house, actor, response_id, Action.MANAGE_COLLEAGUES)
    lock_name(house.db, events.HOUSE)
    person, own = colleague(house, actor, person_id), colleague(house, actor, actor.id)
    house.db.refresh(own)
    if not own.administers:
        raise NotThere
    if not person.active or person.password_hash is None:
        raise Refused(
            Text(
                nl="{name} kan nog niet inloggen. Draag het beheer pas over als dat wel zo is.",
                en="{name} cannot sign in yet. Hand over once that is so.",
            ).fill(name=person.name)
        )
    if person is own:
        return
    own.administers = False
    house.db.flush()
    person.administers = True
    note(house, actor, response, "administrator_handed_over", {"person": person.id})


# --- sections ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class HandedOut:
    """Who has a section, and until when."""

    person_id: str
    name: str
    until: datetime.date | None


def handed_out(house: House, actor: Actor, response_id: str) -> dict[str, HandedOut]:
    """By section who has it, to everybody of the company."""
    response = find_response(house, actor, response_id, Action.READ_OWN_RESPONSE)
    rows = house.db.execute(
        select(SectionTask, Person.name)
        .join(Person, Person.id == SectionTask.person_id)
        .where(SectionTask.response_id == response.id)
    )
    return {row.section: HandedOut(row.person_id, name, row.until) for row, name in rows}


@dataclass(frozen=True)
class HandOut:
    """To whom a section is to go, and until when; to nobody where the id is empty."""

    person_id: str
    until: datetime.date | None = None


def hand_out(house: House, actor: Actor, response_id: str, wanted: Mapping[str, HandOut]) -> None:
    """Hand sections to colleagues, all or none. Errors are named "SECTION.person" and "SECTION.until"."""
    response = find_response(house, actor, response_id, Action.HAND_OUT_SECTIONS)
    codes = set(questionnaire_of(house, tender_of(house, response)).dimension_by_code)
    if not set(wanted) <= codes:
        raise NotThere
    _refuse_wrong(house, actor, response, wanted)
    stored = {
        row.section: row
        for row in house.db.scalars(select(SectionTask).where(SectionTask.response_id == response.id))
    }
    for section, to in wanted.items():
        row = stored.get(section)
        if not to.person_id:
            if row is not None:
                house.db.delete(row)
                note(house, actor, response, "section_taken_back", {"section": section})
            continue
        if row is not None and (row.person_id, row.until) == (to.person_id, to.until):
            continue
        if row is None:
            row = SectionTask(response_id=response.id, section=section, person_id=to.person_id)
            house.db.add(row)
        row.person_id, row.until = to.person_id, to.until
        about = {"section": section, "person": to.person_id, "until": to.until and to.until.isoformat()}
        note(house, actor, response, "section_handed_out", about)


_NO_COLLEAGUE = Text(nl="Kies een collega uit de lijst.", en="Choose a colleague from the list.")


def _refuse_wrong(house: House, actor: Actor, response: Response, wanted: Mapping[str, HandOut]) -> None:
    present = {one.id for one in colleagues(house, actor) if one.active}
    tender = tender_of(house, response)
    first = house.now().astimezone(ZONE).date()
    last = tender.deadline.astimezone(ZONE).date() if tender.deadline else first
    errors: dict[str, Text] = {}
    for section, to in wanted.items():
        if to.person_id and to.person_id not in present:
            errors[f"{section}.person"] = _NO_COLLEAGUE
        if to.until is not None and not first <= to.until <= last:
            errors[f"{section}.until"] = Text(
                nl="Kies een dag van vandaag tot en met {last}, de dag van de termijn.",
                en="Choose a day from today until {last}, the day of the deadline.",
            ).fill(last=Text(nl=day(last, "nl"), en=day(last, "en")))
    if errors:
        raise Invalid(errors)


# --- who did what -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Done:
    """One line of the company's own log."""

    at: datetime.datetime
    who: str
    """Empty for the system, and for the buyer's people, whose names are not the vendor's to see."""
    words: Text
    about: str = ""
    """Such as the name of a file, or of a colleague."""
    key: Key | None = None
    """The answer it is about."""
    section: str = ""


_ANSWERED = Text(nl="aan antwoord gewerkt", en="worked on an answer")


def company_log(house: House, actor: Actor, response_id: str) -> list[Done]:
    """Who changed what, and when, newest first."""
    response = find_response(house, actor, response_id, Action.READ_OWN_RESPONSE)
    names = {one.id: one.name for one in colleagues(house, actor)}
    changes = house.db.scalars(select(DraftChange).where(DraftChange.response_id == response.id)).all()
    found = [
        Done(row.at, names.get(row.by, ""), _ANSWERED, key=Key(row.question, row.module)) for row in changes
    ]
    files = {row.id: stored_file(house, response, row) for row in file_rows(house, response, removed=True)}
    rows = house.db.scalars(
        select(Event).where(
            Event.chain == events.response_chain(response.id),
            # Each answer that was saved has its own line.
            Event.verb != "answers_saved",
        )
    ).all()
    for row in rows:
        file = files.get(str(row.about.get("file", "")))
        about = file.name if file else names.get(str(row.about.get("person", "")), "")
        if row.verb in ("submitted", "withdrawn"):
            about = str(row.about["version"])
        found.append(
            Done(
                row.at,
                names.get(row.actor, ""),
                words_for(row.verb),
                about,
                file.key if file else None,
                str(row.about.get("section", "")),
            )
        )
    return sorted(found, key=lambda one: one.at, reverse=True)
