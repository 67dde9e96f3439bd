"""Who takes part in a tender: the buyer's people with their parts, and the vendors invited.

Until the opening nothing here says whether a vendor signed in, started or submitted: `overview` shows whom the
officers invited, and no more.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select, update

from assessor.domain.chain import stamp
from assessor.domain.permissions import STAFF, Action, Actor, Role
from assessor.domain.questionnaire import hours
from assessor.domain.tender import RIGHTS_WAIT
from assessor.domain.text import Text
from assessor.domain.words import LABELS
from assessor.services import notices
from assessor.services.access import find_response, find_tender, tender_of
from assessor.services.assigning import Share, assign, refuse_more_than_stated
from assessor.services.house import House
from assessor.services.interests import checked_reason, take_off
from assessor.services.keys import wrapped_response_key
from assessor.services.people import invite_to_respond
from assessor.services.refusals import NotThere, Refused
from assessor.services.setting_up import clean_facts
from assessor.services.tenders import buyer_facts, note, questionnaire_of
from assessor.services.typed import Typed
from assessor.storage.models import Company, Invitation, Person, Response, Tender, TenderPerson, new_id

PARTS = ("officer", "assessor", "manager")


# --- the buyer's people -----------------------------------------------------------------------------------


def candidates(house: House, actor: Actor, tender_id: str) -> list[Person]:
    """Who can be given a part in the tender and has none yet."""
    tender = find_tender(house, actor, tender_id, Action.MANAGE_TENDER_PEOPLE)
    here = select(TenderPerson.person_id).where(TenderPerson.tender_id == tender.id)
    return list(
        house.db.scalars(
            select(Person)
            .where(Person.active, Person.role.in_(sorted(STAFF)), Person.id.not_in(here))
            .order_by(Person.name, Person.id)
        )
    )


def set_person(
    house: House,
    actor: Actor,
    tender_id: str,
    person_id: str,
    part: str,
    labels: Sequence[str] = (),
    *,
    share: Share | None = None,
    reason: str = "",
) -> TenderPerson:
    """Give somebody a part in the tender, or other labels. After publication a part no longer changes.

    Who becomes officer after publication cannot use that to open for a day (`RIGHTS_WAIT`). Of an assessor also the
    sections and the expertise, where given; who becomes one after the opening does so for a reason.
    """
    tender = find_tender(house, actor, tender_id, Action.MANAGE_TENDER_PEOPLE)
    person = house.db.get(Person, person_id)
    typed = Typed()
    typed.choice("part", part, PARTS)
    for label in labels:
        typed.choice("labels", label, LABELS)
    if person is None or not person.active or person.role not in STAFF:
        typed.wrong("person", Text(nl="Kies iemand uit de lijst.", en="Choose somebody from the list."))
    typed.stop()
    row = house.db.get(TenderPerson, (tender.id, person_id))
    about: dict[str, Any] = {"person": person_id, "part": part}
    verb = "person_set"
    if row is None:
        _refuse_late_assessor(tender, part)
        if part == "assessor" and tender.opened_at is not None:
            verb, about["reason"] = "assessor_added_late", checked_reason(reason)
        row = TenderPerson(tender_id=tender.id, person_id=person_id, part=part, added_at=house.now())
        house.db.add(row)
        if part == "officer" and tender.published_at is not None:
            verb = "officer_added_late"
            about["opens_from"] = stamp(row.added_at + RIGHTS_WAIT)
    elif row.part != part:
        if tender.published_at is not None:
            raise Refused(
                Text(
                    nl="Na de publicatie krijgt niemand een andere rol in dezelfde procedure.",
                    en="After publication nobody gets another part in the same procedure.",
                )
            )
        _keep_an_officer(house, tender, row)
        row.part = part
    row.labels = sorted(set(labels))
    house.db.flush()
    note(house, actor, tender, verb, about | {"labels": row.labels})
    if part == "assessor" and share is not None and row.recused_at is None:
        assign(house, actor, tender.id, person_id, share, reason)
    if verb == "assessor_added_late":
        refuse_more_than_stated(house, tender)
    return row


def remove_person(house: House, actor: Actor, tender_id: str, person_id: str, reason: str = "") -> None:
    """Take somebody's part away. Of an assessor after the opening with a reason; the scores stay in the trail."""
    tender = find_tender(house, actor, tender_id, Action.MANAGE_TENDER_PEOPLE)
    row = house.db.get(TenderPerson, (tender.id, person_id))
    if row is None:
        raise NotThere
    _keep_an_officer(house, tender, row)
    if row.part == "assessor" and tender.opened_at is not None and row.recused_at is None:
        take_off(house, actor, tender, row, reason)
        return
    # Who withdrew is kept, also so as not to come back as somebody new.
    if row.recused_at is None:
        house.db.delete(row)
    note(house, actor, tender, "person_removed", {"person": person_id})


def _refuse_late_assessor(tender: Tender, part: str) -> None:
    if part == "assessor" and tender.state == "scored":
        raise Refused(
            Text(
                nl="De scores zijn al vastgesteld. Een nieuwe beoordelaar kan niet meer meedoen.",
                en="The scores have been settled. A new assessor can no longer take part.",
            )
        )


def _keep_an_officer(house: House, tender: Tender, row: TenderPerson) -> None:
    officers = house.db.scalar(
        select(func.count()).where(TenderPerson.tender_id == tender.id, TenderPerson.part == "officer")
    )
    if row.part == "officer" and officers == 1:
        raise Refused(
            Text(
                nl="Dit is de laatste inkoper. Voeg eerst iemand anders toe.",
                en="This is the last officer. Add somebody else first.",
            )
        )


# --- vendors ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Invited:
    """A vendor's response, and the token of the link for its contact."""

    response: Response
    token: str


def invite_vendor(
    house: House,
    actor: Actor,
    tender_id: str,
    company: str,
    email: str,
    facts: dict[str, Any] | None = None,
) -> Invited:
    """Invite a company by the address of its contact. `facts` only outside a tender, for this offer alone.

    Companies are told apart by the contact's account and never by name: a name proves nothing, and whoever
    joins a company reads its responses.
    """
    tender = find_tender(house, actor, tender_id, Action.INVITE_VENDOR)
    typed = Typed()
    company, email = typed.line("company", company), typed.email("email", email)
    found = None if typed.errors else _company_of_contact(house, typed, tender, email)
    typed.stop()
    if found is None:
        found = Company(name=company, created_at=house.now())
        house.db.add(found)
        house.db.flush()
    id = new_id()
    response = Response(
        id=id,
        tender_id=tender.id,
        company_id=found.id,
        wrapped_key=wrapped_response_key(house, id),
        created_at=house.now(),
    )
    house.db.add(response)
    house.db.flush()
    if facts is not None:
        find_response(house, actor, response.id, Action.SET_FACTS)
        response.facts = clean_facts(questionnaire_of(house, tender), facts)
    token = invite_to_respond(house, found, email, tender.id)
    about = {"response": response.id, "company": company, "email": email, "facts": response.facts}
    note(house, actor, tender, "vendor_invited", about)
    notices.vendor_invited(house, tender, response, email, token)
    return Invited(response, token)


def _company_of_contact(house: House, typed: Typed, tender: Tender, email: str) -> Company | None:
    taken = Text(nl="Dit adres is al uitgenodigd.", en="This address has been invited already.")
    invited = house.db.scalar(
        select(Invitation.id).where(Invitation.tender_id == tender.id, Invitation.email == email).limit(1)
    )
    person = house.db.scalars(select(Person).where(Person.email == email)).one_or_none()
    if invited is not None:
        typed.wrong("email", taken)
    elif person is not None and (person.role != Role.VENDOR or not person.active):
        message = Text(
            nl="Met dit adres kan geen leverancier meedoen. Vraag om een ander adres.",
            en="A vendor cannot take part with this address. Ask for another one.",
        )
        typed.wrong("email", message)
    elif person is not None and person.company_id is not None:
        company = house.db.get_one(Company, person.company_id)
        if house.db.scalar(
            select(Response.id).where(Response.tender_id == tender.id, Response.company_id == company.id)
        ):
            typed.wrong("email", taken)
        return company
    return None


def invite_again(house: House, actor: Actor, response_id: str) -> str:
    """A new link for the contact who was invited; the old one is worthless then.

    It opens no account that exists, so it says nothing and gives nothing where the contact already joined.
    """
    response = find_response(house, actor, response_id, Action.INVITE_VENDOR)
    tender = tender_of(house, response)
    company = house.db.get_one(Company, response.company_id)
    email = house.db.scalar(
        select(Invitation.email)
        .where(Invitation.tender_id == tender.id, Invitation.company_id == company.id)
        .order_by(Invitation.created_at)
        .limit(1)
    )
    if email is None:
        raise NotThere
    house.db.execute(
        update(Invitation)
        .where(
            Invitation.tender_id == tender.id,
            Invitation.company_id == company.id,
            Invitation.used_at.is_(None),
        )
        .values(used_at=house.now())
    )
    note(house, actor, tender, "vendor_invited_again", {"response": response.id})
    token = invite_to_respond(house, company, email, tender.id)
    notices.vendor_invited(house, tender, response, email, token)
    return token


def take_back_invitation(house: House, actor: Actor, response_id: str) -> None:
    """Take a vendor off the list while the tender is a draft."""
    response = find_response(house, actor, response_id, Action.INVITE_VENDOR)
    tender = find_tender(house, actor, response.tender_id, Action.EDIT_TENDER)
    house.db.execute(
        delete(Invitation).where(
            Invitation.tender_id == tender.id, Invitation.company_id == response.company_id
        )
    )
    house.db.delete(response)
    note(house, actor, tender, "invitation_taken_back", {"response": response.id})


# --- what may be seen -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Participant:
    """One of the buyer's people in a tender."""

    person_id: str
    name: str
    part: str
    labels: tuple[str, ...]
    added_at: datetime.datetime
    declared: bool
    recused: bool
    sections: tuple[str, ...]
    """The dimensions an assessor scores; none named: all of them."""
    expertise: str


@dataclass(frozen=True)
class InvitedVendor:
    """A vendor as the buyer may know it; the state of its response only after the opening."""

    response_id: str
    company: str
    email: str
    own_facts: bool
    state: str | None


@dataclass(frozen=True)
class Overview:
    """A tender as its own people see it."""

    tender: Tender
    people: tuple[Participant, ...]
    vendors: tuple[InvitedVendor, ...]
    hours: tuple[int, int]
    """What answering asks of a vendor: of one simple product, and of everything at once."""


def overview(house: House, actor: Actor, tender_id: str) -> Overview:
    """The tender, its people and whom it invited."""
    tender = find_tender(house, actor, tender_id, Action.SEE_TENDER)
    people = house.db.execute(
        select(TenderPerson, Person.name)
        .join(Person, Person.id == TenderPerson.person_id)
        .where(TenderPerson.tender_id == tender.id)
        .order_by(Person.name, Person.id)
    ).all()
    return Overview(
        tender=tender,
        people=tuple(
            Participant(
                person_id=row.person_id,
                name=name,
                part=row.part,
                labels=tuple(row.labels),
                added_at=row.added_at,
                declared=row.declared_at is not None,
                recused=row.recused_at is not None,
                sections=tuple(row.sections),
                expertise=row.expertise,
            )
            for row, name in people
        ),
        vendors=_vendors(house, tender),
        hours=hours_asked(house, tender),
    )


def _vendors(house: House, tender: Tender) -> tuple[InvitedVendor, ...]:
    contacts = house.db.execute(
        select(Invitation.company_id, func.min(Invitation.email))
        .where(Invitation.tender_id == tender.id)
        .group_by(Invitation.company_id)
    )
    emails = {company: email for company, email in contacts if company is not None}
    rows = house.db.execute(
        select(Response, Company)
        .join(Company, Company.id == Response.company_id)
        .where(Response.tender_id == tender.id)
        .order_by(Company.name, Response.id)
    ).all()
    return tuple(
        InvitedVendor(
            response_id=response.id,
            company=company.name,
            email=emails.get(company.id, ""),
            own_facts=response.facts is not None,
            state=response.state if tender.opened_at is not None else None,
        )
        for response, company in rows
    )


def hours_asked(house: House, tender: Tender, tier: str = "") -> tuple[int, int]:
    """Hours asked of a vendor: for the lightest product, and for all together; `tier` for another size."""
    return hours.hours_asked(questionnaire_of(house, tender), buyer_facts(tender).effect, tier or tender.tier)
