"""People: who has an account, what their role is, and the personal links by which they get in.

An administrator manages the buyer's own people and auditors. Vendors' people are none of the administrator's:
whoever could add somebody to a vendor's company, or choose a password for a vendor, could read its sealed
response. A vendor's first person comes by the invitation to respond, the next ones by a colleague.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal, cast

from sqlalchemy import func, select, update

from assessor.domain.language import Language
from assessor.domain.permissions import Action, Actor, Role
from assessor.domain.text import Text
from assessor.services import notices
from assessor.services.access import check, find_response
from assessor.services.house import House
from assessor.services.passwords import fault_of_password, hash_password
from assessor.services.refusals import NotThere, Refused
from assessor.services.signing_in import (
    digest,
    end_sessions,
    guesses_too_much,
    new_token,
    note_guess,
    note_usual,
)
from assessor.services.typed import Typed
from assessor.storage import events
from assessor.storage.engine import lock_name
from assessor.storage.models import Company, Invitation, Person

LINK_LASTS = datetime.timedelta(days=14)
BUYERS_ROLES = (Role.OFFICER, Role.ASSESSOR, Role.MANAGER, Role.ADMINISTRATOR, Role.AUDITOR)
"""The roles an administrator gives."""


# --- inviting ---------------------------------------------------------------------------------------------


def invite_person(house: House, actor: Actor, email: str, name: str, role: str) -> str:
    """Make an account for one of the buyer's people; returns the token of the one-time link."""
    check(house, actor, Action.MANAGE_PEOPLE)
    _one_at_a_time(house)
    typed = Typed()
    email, name = typed.email("email", email), typed.line("name", name)
    typed.choice("role", role, BUYERS_ROLES)
    if not typed.errors and _by_email(house, email) is not None:
        typed.wrong(
            "email", Text(nl="Dit adres heeft al een account.", en="This address already has an account.")
        )
    typed.stop()
    person = _new_person(house, email, name, role)
    _note(house, actor.id, "person_invited", person, role=role)
    token = _new_link(house, person)
    notices.account_made(house, actor, person, token)
    return token


def invite_colleague(house: House, actor: Actor, response_id: str, email: str, name: str) -> str:
    """Somebody of a vendor invites a colleague of the same company; returns the link's token."""
    response = find_response(house, actor, response_id, Action.INVITE_COLLEAGUE)
    _one_at_a_time(house)
    typed = Typed()
    email, name = typed.email("email", email), typed.line("name", name)
    known = None if typed.errors else _by_email(house, email)
    if known is not None and (known.company_id != actor.company_id or (known.active and known.password_hash)):
        # One sentence for a colleague with an account and for anybody else's address: it tells nothing.
        message = Text(nl="Dit adres kunt u niet uitnodigen.", en="You cannot invite this address.")
        typed.wrong("email", message)
    typed.stop()
    person = known or _new_person(house, email, name, Role.VENDOR, actor.company_id)
    person.active = True
    chain = events.response_chain(response.id)
    events.append(house.db, chain, actor.id, "colleague_invited", {"person": person.id}, "", house.now())
    token = _new_link(house, person)
    notices.colleague_invited(house, actor, response, person, token)
    return token


def invite_to_respond(house: House, company: Company, email: str, tender_id: str) -> str:
    """A link by which a company's first person joins. For the verbs of tenders, which check the actor."""
    token, now = new_token(), house.now()
    house.db.add(
        Invitation(
            token_sha256=digest(token),
            purpose="response",
            email=email,
            company_id=company.id,
            tender_id=tender_id,
            created_at=now,
            expires_at=now + LINK_LASTS,
        )
    )
    return token


def new_link(house: House, actor: Actor, person_id: str) -> str:
    """A new link for somebody who lost the first one, or the password. Older links are worthless then.

    Administrators do this for the buyer's people, a company's own administrator for colleagues; see the top.
    """
    _one_at_a_time(house)
    person = house.db.get(Person, person_id)
    if person is None or not person.active:
        raise NotThere
    if person.role != Role.VENDOR:
        check(house, actor, Action.MANAGE_PEOPLE)
    elif not actor.administers or actor.company_id != person.company_id:
        raise NotThere
    _note(house, actor.id, "link_renewed", person)
    token = _new_link(house, person)
    notices.link_made(house, person, token)
    return token


def add_by_command(house: House, email: str, role: str, name: str = "") -> str:
    """From the command line of the server: a link for somebody new, or for who has this role already.

    It is also the way in for a vendor's only person who lost the password: whoever runs commands on the server
    could read everything anyway, and the event shows it.
    """
    typed = Typed()
    email = typed.email("email", email)
    typed.stop()
    _one_at_a_time(house)
    person = _by_email(house, email)
    if person is None:
        typed.choice("role", role, BUYERS_ROLES)
    elif person.role != role or not person.active:
        message = Text(
            nl="Dit adres hoort bij een account met een andere rol, of bij een account dat is beëindigd.",
            en="This address belongs to an account with another role, or to one that was ended.",
        )
        typed.wrong("email", message)
    typed.stop()
    if person is None:
        person = _new_person(house, email, name or email.split("@", 1)[0], role)
    _note(house, "system", "link_by_command", person, role=role)
    return _new_link(house, person)


# --- accepting --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Invited:
    """What a link's page shows."""

    email: str
    name: str
    purpose: Literal["account", "response"]
    has_account: bool
    """A response's link for somebody who can sign in already: nothing to choose, only to accept."""


def look_at_invitation(house: House, token: str, address: str) -> Invited | None:
    """What a link is for; None when it is not there, used, expired, or too much was tried from this address.

    Looking does not use it up: mail scanners look too. It does not raise, because the caller commits either
    way: a guess must be remembered.
    """
    found = None if guesses_too_much(house, address) else _open_invitation(house, token)
    if found is None:
        note_guess(house, address)
        return None
    person = _invited_person(house, found)
    return Invited(
        email=found.email,
        name=person.name if person else "",
        purpose=cast(Literal["account", "response"], found.purpose),
        has_account=found.purpose == "response" and person is not None and person.password_hash is not None,
    )


def accept_invitation(
    house: House, token: str, password: str, name: str, language: str, address: str = ""
) -> Person:
    """Use a link, once: choose a password, a name and a language. Sessions from before end."""
    _one_at_a_time(house)
    invitation = _open_invitation(house, token)
    if invitation is None:
        raise NotThere
    person = _invited_person(house, invitation)
    if person is not None and invitation.purpose == "response":
        # The officer who invites holds this link too: it must never open an account that exists.
        if person.company_id != invitation.company_id:
            raise NotThere
        if person.password_hash:
            invitation.used_at = house.now()
            return person
    typed = Typed()
    name = typed.line("name", name)
    typed.choice("language", language, ("nl", "en"))
    fault = fault_of_password(password, invitation.email)
    if fault is not None:
        typed.wrong("password", fault)
    typed.stop()
    if person is None:
        person = _new_person(house, invitation.email, name, Role.VENDOR, invitation.company_id)
    person.name, person.language, person.password_hash = name, language, hash_password(password)
    invitation.used_at = house.now()
    end_sessions(house, person.id)
    if address:
        note_usual(house, person.email, address)
    if person.role != Role.VENDOR:
        _note(house, person.id, "invitation_accepted", person)
    return person


def _open_invitation(house: House, token: str) -> Invitation | None:
    invitation = house.db.scalars(
        select(Invitation).where(
            Invitation.token_sha256 == digest(token),
            Invitation.used_at.is_(None),
            Invitation.expires_at > house.now(),
        )
    ).one_or_none()
    if invitation is None:
        return None
    person = _invited_person(house, invitation)
    return None if person is not None and not person.active else invitation


def _invited_person(house: House, invitation: Invitation) -> Person | None:
    if invitation.person_id is not None:
        return house.db.get(Person, invitation.person_id)
    return _by_email(house, invitation.email)


# --- changing ---------------------------------------------------------------------------------------------


def buyers_people(house: House, actor: Actor) -> list[Person]:
    """The buyer's people and auditors, by name. Vendors' people are not shown: it would tell who signed up."""
    check(house, actor, Action.MANAGE_PEOPLE)
    return list(
        house.db.scalars(select(Person).where(Person.role != Role.VENDOR).order_by(Person.name, Person.id))
    )


def change_language(house: House, actor: Actor, language: str) -> None:
    """The language in which the house speaks to the actor."""
    check(house, actor, Action.USE_OWN_ACCOUNT)
    typed = Typed()
    typed.choice("language", language, ("nl", "en"))
    typed.stop()
    house.db.execute(update(Person).where(Person.id == actor.id).values(language=cast(Language, language)))


def change_role(house: House, actor: Actor, person_id: str, role: str) -> None:
    """Another role for one of the buyer's people, at once."""
    person = _buyers_person(house, actor, person_id)
    typed = Typed()
    typed.choice("role", role, BUYERS_ROLES)
    typed.stop()
    if role != Role.ADMINISTRATOR:
        _keep_an_administrator(house, person)
    person.role = role
    end_sessions(house, person.id)
    _note(house, actor.id, "role_changed", person, role=role)


def deactivate(house: House, actor: Actor, person_id: str) -> None:
    """End somebody's access at once; what they did stays theirs."""
    person = _buyers_person(house, actor, person_id)
    _keep_an_administrator(house, person)
    person.active = False
    end_sessions(house, person.id)
    _note(house, actor.id, "person_deactivated", person)


def activate(house: House, actor: Actor, person_id: str) -> None:
    """Give access back."""
    person = _buyers_person(house, actor, person_id)
    person.active = True
    _note(house, actor.id, "person_activated", person)


def has_demonstration_people(house: House) -> bool:
    """Whether somebody here has a password that everybody knows."""
    return bool(house.db.scalar(select(func.count()).where(Person.demonstration)))


def demonstration_people(house: House) -> list[Person]:
    """The people of the demonstration, the buyer's before the vendors'."""
    order = {role: place for place, role in enumerate(Role)}
    found = house.db.scalars(select(Person).where(Person.demonstration, Person.active)).all()
    return sorted(found, key=lambda p: (p.role == Role.VENDOR, order[Role(p.role)], p.created_at, p.email))


def demonstration_person(house: House, person_id: str) -> Person:
    """Somebody of the demonstration, whose password everybody knows, so that none is asked for."""
    person = house.db.get(Person, person_id)
    if person is None or not person.demonstration or not person.active:
        raise NotThere
    return person


def add_demonstration_person(
    house: House, email: str, name: str, role: str, password: str, company_id: str | None = None
) -> Person:
    """Somebody of the demonstration, with a password that everybody knows. Refused once real people are here."""
    if house.db.scalar(select(func.count()).where(~Person.demonstration)):
        raise Refused(
            Text(
                nl="Hier werken al echte mensen. De demonstratie kan alleen in een lege installatie.",
                en="Real people work here already. The demonstration needs an empty installation.",
            )
        )
    person = _new_person(house, email, name, role, company_id)
    person.password_hash, person.demonstration = hash_password(password), True
    return person


def _buyers_person(house: House, actor: Actor, person_id: str) -> Person:
    check(house, actor, Action.MANAGE_PEOPLE)
    _one_at_a_time(house)
    person = house.db.get(Person, person_id)
    if person is None or person.role == Role.VENDOR:
        raise NotThere
    return person


def _one_at_a_time(house: House) -> None:
    """Two clicks, or two administrators, at the same moment: who comes second sees what the first did."""
    lock_name(house.db, events.HOUSE)


def _keep_an_administrator(house: House, person: Person) -> None:
    others = house.db.scalar(
        select(func.count()).where(
            Person.role == Role.ADMINISTRATOR,
            Person.active,
            Person.password_hash.is_not(None),
            Person.id != person.id,
        )
    )
    if person.role == Role.ADMINISTRATOR and not others:
        raise Refused(
            Text(
                nl="Dit is de laatste beheerder. Maak eerst iemand anders beheerder.",
                en="This is the last administrator. Make somebody else an administrator first.",
            )
        )


def _by_email(house: House, email: str) -> Person | None:
    return house.db.scalars(select(Person).where(Person.email == email)).one_or_none()


def _new_person(house: House, email: str, name: str, role: str, company_id: str | None = None) -> Person:
    # The first of a company is its administrator.
    administers = company_id is not None and not house.db.scalar(
        select(func.count()).where(Person.company_id == company_id, Person.administers)
    )
    person = Person(email=email, name=name, role=str(role), company_id=company_id,
                    created_at=house.now(), administers=administers)  # fmt: skip
    house.db.add(person)
    house.db.flush()
    return person


def _new_link(house: House, person: Person) -> str:
    token, now = new_token(), house.now()
    house.db.execute(
        update(Invitation)
        .where(Invitation.person_id == person.id, Invitation.used_at.is_(None))
        .values(used_at=now)
    )
    house.db.add(
        Invitation(
            token_sha256=digest(token),
            purpose="account",
            email=person.email,
            person_id=person.id,
            created_at=now,
            expires_at=now + LINK_LASTS,
        )
    )
    return token


def _note(house: House, actor_id: str, verb: str, person: Person, **about: str) -> None:
    told = {"person": person.id, **{name: str(value) for name, value in about.items()}}
    events.append(house.db, events.HOUSE, actor_id, verb, told, "", house.now())
