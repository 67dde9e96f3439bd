"""From an actor to what the actor may reach. Every search for vendors' data starts here.

Not there and not yours are one answer: `NotThere`. A verb first finds its tender or response with the action it is
about to take, and works with what it gets.
"""

from __future__ import annotations

from typing import Protocol, cast

from sqlalchemy import bindparam, select

from assessor.domain.assignments import Assignment
from assessor.domain.language import Language
from assessor.domain.permissions import Action, Actor, Case, Role, may
from assessor.domain.tender import State
from assessor.services.house import House
from assessor.services.refusals import Attempt, NotThere
from assessor.storage import events
from assessor.storage.engine import get_locked
from assessor.storage.models import Company, Person, Response, ScoreSheet, Tender, TenderPerson

_OPENED_ONLY = frozenset(
    {
        Action.READ_ANSWERS,
        Action.READ_ALL_SCORES,
        Action.READ_ASSESSMENT,
        Action.COMPARE,
        Action.READ_PROTOCOL,
        # The vendor's own pages: somebody of the buyer has no business there at any time.
        Action.READ_OWN_RESPONSE,
    }
)


class Sealed(Attempt, NotThere):
    """Somebody of the buyer tried to read before the opening. Looks like `NotThere`."""

    verb = "reading_sealed_refused"

    def __init__(self, tender_id: str, action: Action) -> None:
        super().__init__()
        self.tender_id = tender_id
        self.about = {"action": action.value}


class Named(Protocol):
    """A person, or the columns of one that the rules ask for."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def company_id(self) -> str | None: ...
    @property
    def language(self) -> str: ...
    @property
    def administers(self) -> bool: ...


def as_actor(person: Named) -> Actor:
    """A person as the rules know it."""
    return Actor(
        id=person.id,
        name=person.name,
        role=Role(person.role),
        company_id=person.company_id,
        language=cast(Language, person.language),
        administers=person.administers,
    )


def case_for(house: House, actor: Actor, tender: Tender | None, response: Response | None = None) -> Case:
    """What the rules ask about a tender, or one response to it, for this actor."""
    if tender is None:
        return Case()
    # Vendors take part through their company: they have no part in a tender and no sheet.
    of_the_house = bool(actor.id) and actor.role is not Role.VENDOR
    part = house.db.get(TenderPerson, (tender.id, actor.id)) if of_the_house else None
    return Case(
        tender=tender.id,
        tender_state=State(tender.state),
        procedure=tender.procedure,
        test=tender.test,
        was_opened=tender.opened_at is not None,
        returned=tender.state == State.SCORED and tender.scored_at is None,
        created_by=tender.created_by,
        part=part.part if part else None,
        labels=frozenset(part.labels) if part else frozenset(),
        declared=part is not None and part.declared_at is not None,
        recused=part is not None and part.recused_at is not None,
        all_final=all_final(house, tender, response),
        company_id=response.company_id if response else None,
        response_state=response.state if response else None,
        own_final=response is not None and of_the_house and is_final(house, actor.id, response),
    )


def check(
    house: House,
    actor: Actor,
    action: Action,
    tender: Tender | None = None,
    response: Response | None = None,
) -> None:
    """Raise NotThere unless the actor may take the action."""
    if may(actor, action, case_for(house, actor, tender, response)):
        return
    sealed = tender is not None and tender.state in (State.PUBLISHED, State.CLOSED)
    if tender is not None and sealed and action in _OPENED_ONLY and actor.role is not Role.VENDOR:
        raise Sealed(tender.id, action)
    raise NotThere


def note_attempt(house: House, actor: Actor, refusal: Attempt) -> None:
    """Put an attempt in the tender's log. It was rolled back with its transaction; this needs one of its own."""
    chain = events.tender_chain(refusal.tender_id)
    events.append(house.db, chain, actor.id, refusal.verb, refusal.about, "", house.now())


def find_tender(house: House, actor: Actor, id: str, action: Action) -> Tender:
    """The tender, if it is there and the actor may take the action on it.

    In a step that writes it is locked from here on, so that what is checked now still holds at the end.
    """
    tender = get_locked(house.db, Tender, id)
    if tender is None:
        raise NotThere
    check(house, actor, action, tender)
    return tender


def find_response(house: House, actor: Actor, id: str, action: Action) -> Response:
    """The response, if it is there and the actor may take the action on it."""
    return find_with_tender(house, actor, id, action)[0]


def find_with_tender(house: House, actor: Actor, id: str, action: Action) -> tuple[Response, Tender]:
    """The response and its tender, if they are there and the actor may take the action on them.

    A vendor's search is limited to its own company in the query itself; others reach a response through
    their part in its tender. In a step that writes, the response is locked, and its tender too: vendors share that
    lock among them, the buyer's people have it alone. So nothing is received while a tender is closed or opened.
    """
    is_vendor = actor.role is Role.VENDOR
    query = _OWN_RESPONSE if is_vendor else _RESPONSE
    found = house.db.execute(query, {"id": id, "company_id": actor.company_id}).one_or_none()
    if found is None:
        raise NotThere
    # On a server these read both once more, under their locks; else they are at hand by now.
    tender = get_locked(house.db, Tender, found.Tender.id, share=is_vendor)
    response = get_locked(house.db, Response, id)
    if tender is None or response is None:
        raise NotThere
    check(house, actor, action, tender, response)
    return response, tender


_RESPONSE = (
    select(Response, Tender)
    .join(Tender, Tender.id == Response.tender_id)
    .where(Response.id == bindparam("id"))
)
_OWN_RESPONSE = _RESPONSE.where(Response.company_id == bindparam("company_id"))


def tender_of(house: House, response: Response) -> Tender:
    """The tender a response belongs to."""
    return house.db.get_one(Tender, response.tender_id)


def company_of(house: House, response: Response) -> Company:
    """The vendor whose response it is."""
    return house.db.get_one(Company, response.company_id)


def tenders_for(house: House, actor: Actor) -> list[Tender]:
    """The tenders an actor may see: of one's own part, or all that an auditor may read."""
    if actor.role is Role.VENDOR:
        return []
    query = select(Tender).order_by(Tender.created_at.desc(), Tender.id)
    if actor.role is not Role.AUDITOR:
        query = query.join(TenderPerson, TenderPerson.tender_id == Tender.id).where(
            TenderPerson.person_id == actor.id
        )
    found = house.db.scalars(query).all()
    return [t for t in found if may(actor, Action.SEE_TENDER, case_for(house, actor, t))]


def responses_of_vendor(house: House, actor: Actor) -> list[tuple[Response, Tender]]:
    """A vendor's own responses with their tenders, newest first."""
    if actor.role is not Role.VENDOR:
        return []
    rows = house.db.execute(
        select(Response, Tender)
        .join(Tender, Tender.id == Response.tender_id)
        .where(Response.company_id == actor.company_id)
        .order_by(Response.created_at.desc(), Response.id)
    ).all()
    return [
        (response, tender)
        for response, tender in rows
        if may(actor, Action.READ_OWN_RESPONSE, case_for(house, actor, tender, response))
    ]


def opened_responses(house: House, tender: Tender) -> list[Response]:
    """The responses that were opened, by the name of their vendor. Callers have checked the actor."""
    return list(
        house.db.scalars(
            select(Response)
            .join(Company, Company.id == Response.company_id)
            .where(Response.tender_id == tender.id, Response.state == "opened")
            .order_by(Company.name, Response.id)
        )
    )


# --- final sheets -----------------------------------------------------------------------------------------


def is_final(house: House, person_id: str, response: Response) -> bool:
    """Whether this person's own scores of the response are final."""
    return house.db.get(ScoreSheet, (response.id, person_id)) is not None


def active_assessors(house: House, tender: Tender) -> list[Person]:
    """The assessors of a tender who have not withdrawn, by name."""
    return list(
        house.db.scalars(
            select(Person)
            .join(TenderPerson, TenderPerson.person_id == Person.id)
            .where(
                TenderPerson.tender_id == tender.id,
                TenderPerson.part == "assessor",
                TenderPerson.recused_at.is_(None),
            )
            .order_by(Person.name, Person.id)
        )
    )


def assignments_of(house: House, tender: Tender, *, active: bool = False) -> tuple[Assignment, ...]:
    """Which sections each assessor scores who has not withdrawn, by name; `active`: and who still has access.

    Callers have checked the actor.
    """
    query = (
        select(TenderPerson, Person.name)
        .join(Person, Person.id == TenderPerson.person_id)
        .where(
            TenderPerson.tender_id == tender.id,
            TenderPerson.part == "assessor",
            TenderPerson.recused_at.is_(None),
        )
        .order_by(Person.name, Person.id)
    )
    rows = house.db.execute(query.where(Person.active) if active else query)
    return tuple(Assignment(p.person_id, name, frozenset(p.sections), p.expertise) for p, name in rows)


def all_final(house: House, tender: Tender, response: Response | None = None) -> bool:
    """Whether every assessor's scores are final: of one response, or of all that were opened."""
    if tender.opened_at is None:
        return False
    open_sheets = (
        select(Response.id)
        .join(TenderPerson, TenderPerson.tender_id == Response.tender_id)
        .outerjoin(
            ScoreSheet,
            (ScoreSheet.response_id == Response.id) & (ScoreSheet.assessor_id == TenderPerson.person_id),
        )
        .where(
            Response.tender_id == tender.id,
            Response.state == "opened",
            TenderPerson.part == "assessor",
            TenderPerson.recused_at.is_(None),
            ScoreSheet.response_id.is_(None),
        )
    )
    if response is not None:
        open_sheets = open_sheets.where(Response.id == response.id)
    return house.db.scalar(open_sheets.limit(1)) is None
