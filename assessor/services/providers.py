"""Who makes each module that a vendor offers: itself, or a third party with the name and version of its product.

It is part of the declared scope: sealed with it, submitted with it, and read by the assessors after the opening.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from assessor.domain.answers import Provider, Scope
from assessor.domain.permissions import Action, Actor
from assessor.domain.questionnaire.model import Questionnaire
from assessor.domain.text import Text
from assessor.services.access import check, find_response
from assessor.services.drafts import put_scope, require_open, scope_in
from assessor.services.house import House
from assessor.services.refusals import Changed, NotThere, Refused
from assessor.services.responses import AS_OFFERED, NO_SCOPE, SOMEBODY_ELSE, note
from assessor.services.tenders import procedure_of
from assessor.services.typed import Typed


def declare_providers(
    house: House, actor: Actor, response_id: str, providers: Collection[Provider], revision: int
) -> int:
    """Say who makes which module; modules that are not named keep what was said. Returns the scope's new revision.

    A third party's name and version are refused when they are missing. Errors are named "MODULE.name".
    """
    response = find_response(house, actor, response_id, Action.READ_OWN_RESPONSE)
    tender = require_open(house, response)
    check(house, actor, Action.FILL_IN, tender, response)
    stored = scope_in(house, response, tender)
    if stored is None:
        raise Refused(NO_SCOPE)
    named = _cleaned(providers)
    if not set(named) <= set(stored.products):
        raise NotThere
    known = {one.module: one for one in stored.providers}
    both = known | named
    found = tuple(both[code] for code in stored.products if code in both)
    if found == stored.providers:
        return response.scope_revision
    if procedure_of(tender).verifies and any(known.get(code, one) != one for code, one in named.items()):
        raise Refused(AS_OFFERED)
    if revision != response.scope_revision:
        raise Changed(SOMEBODY_ELSE, stored)
    put_scope(house, response, replace(stored, providers=found))
    note(house, actor, response, "providers_declared", {"revision": response.scope_revision})
    return response.scope_revision


def _cleaned(providers: Collection[Provider]) -> dict[str, Provider]:
    typed, found = Typed(), {}
    for one in providers:
        name = "" if one.own else typed.line(f"{one.module}.name", one.name)
        version = typed.line(f"{one.module}.version", one.version, longest=80, obligatory=not one.own)
        found[one.module] = replace(one, name=name, version=version)
    typed.stop()
    return found


def require_providers(questionnaire: Questionnaire, scope: Scope) -> None:
    """Refuse to submit a module of which nobody said who makes it."""
    missing = [questionnaire.type_by_code[code].name for code in scope.without_provider]
    if missing:
        text = Text(
            nl="Geef eerst aan wie deze onderdelen maakt: {names}.",
            en="First declare who makes these modules: {names}.",
        )
        names = Text(nl="; ".join(n.nl for n in missing), en="; ".join(n.en for n in missing))
        raise Refused(text.fill(names=names))
