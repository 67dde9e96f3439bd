"""How the vendors of the demonstration take part: invited, joined, filled in, sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessor.demo.people import PASSWORD
from assessor.demo.stage import Stage
from assessor.demo.stories import Vendor, table_code
from assessor.domain.answers import Key
from assessor.domain.permissions import NOBODY, Actor, Role
from assessor.domain.signing import Signature
from assessor.services.access import as_actor
from assessor.services.evidence import add_file
from assessor.services.incoming import receive, receive_table
from assessor.services.participants import invite_vendor
from assessor.services.people import accept_invitation, add_demonstration_person, change_language
from assessor.services.providers import declare_providers
from assessor.services.responses import declare_scope, save_answers
from assessor.services.submitting import submit
from assessor.services.tables import deliver_table


@dataclass(frozen=True)
class Entrant:
    """A vendor in one tender, with the person who acts for it."""

    vendor: Vendor
    actor: Actor
    response_id: str


def join(stage: Stage, officer: Actor, tender_id: str, vendor: Vendor, facts: Mapping[str, Any]) -> Entrant:
    """An officer invites the firm for its own use, and its contact takes the link."""
    contact, company = vendor.story.contact, vendor.story.company
    with stage.step(officer) as house:
        invited = invite_vendor(house, officer, tender_id, company, contact.email, dict(facts))
        response_id, company_id, token = invited.response.id, invited.response.company_id, invited.token
    stage.clock.forward(15)
    with stage.step(NOBODY) as house:
        person = add_demonstration_person(
            house, contact.email, contact.name, Role.VENDOR, PASSWORD, company_id
        )
        accept_invitation(house, token, PASSWORD, contact.name, contact.language)
        change_language(house, as_actor(person), contact.language)
        actor = as_actor(person)
    return Entrant(vendor, actor, response_id)


def join_again(stage: Stage, officer: Actor, tender_id: str, entrant: Entrant) -> Entrant:
    """The same firm in another tender; its contact has an account already."""
    story = entrant.vendor.story
    with stage.step(officer) as house:
        invited = invite_vendor(house, officer, tender_id, story.company, story.contact.email)
        response_id = invited.response.id
        accept_invitation(house, invited.token, "", story.contact.name, story.contact.language)
    return Entrant(entrant.vendor, entrant.actor, response_id)


def fill_in(stage: Stage, entrant: Entrant, keys: Sequence[Key], minutes: float) -> None:
    """Declare what is offered, then answer question by question, each with its evidence."""
    vendor, actor, id = entrant.vendor, entrant.actor, entrant.response_id
    with stage.step(actor) as house:
        declare_scope(house, actor, id, vendor.story.products, vendor.story.marks, 0)
        declare_providers(house, actor, id, vendor.story.providers, 1)
        for key in keys:
            stage.clock.forward(minutes)
            given = vendor.answers[key]
            save_answers(house, actor, id, {key: given.answer()}, {key: 0})
            for name in given.files:
                if table_code(name) is None:
                    add_file(house, actor, id, key, receive(name, vendor.content(name)))
        named = dict.fromkeys(name for key in keys for name in vendor.answers[key].files)
        for name in named:
            code = table_code(name)
            if code is not None:
                deliver_table(house, actor, id, receive_table(code, name, vendor.content(name)))


def send(stage: Stage, entrant: Entrant) -> None:
    """Sign and submit."""
    signed_by = entrant.vendor.story.signed_by
    with stage.step(entrant.actor) as house:
        submit(
            house,
            entrant.actor,
            entrant.response_id,
            once=f"demonstration-{entrant.vendor.slug}",
            signature=Signature(
                signed_by.name, signed_by.position, "registered", authorised=True, truthful=True
            ),
            received_at=stage.clock(),
        )
