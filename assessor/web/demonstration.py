"""The demonstration: let in without a password, and look as somebody else with one click."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, request, url_for
from flask.typing import ResponseReturnValue

from assessor.domain.permissions import NOBODY, Action, Role, may
from assessor.services import signing_in
from assessor.services.access import as_actor, case_for, tenders_for
from assessor.services.people import change_language, demonstration_people, demonstration_person
from assessor.services.work import reading
from assessor.storage.models import Person
from assessor.web.access import house, needs
from assessor.web.account import remember
from assessor.web.language import language

pages = Blueprint("demonstration", __name__)


@pages.app_context_processor
def players() -> dict[str, Any]:
    """Who there is to look as; nobody in a real installation.

    Asked in a step of its own: error pages are made when the request's own step is over, or never began.
    """
    if not current_app.config["DEMONSTRATION"]:
        return {"players": []}
    parts = current_app.config["PARTS"]
    with parts.store.sessions() as session:
        own = parts.house(session)
        with reading(own, NOBODY):
            return {"players": demonstration_people(own)}


@pages.route("/demonstration/enter", methods=["POST"])
@needs(Action.VISIT)
def enter() -> ResponseReturnValue:
    person = demonstration_person(house(), request.form.get("person_id", ""))
    return _let_in(person, url_for("start.home"))


def first_sight() -> ResponseReturnValue | None:
    """In as the first manager, at the first comparison there is."""
    manager = next((p for p in demonstration_people(house()) if p.role == Role.MANAGER), None)
    if manager is None:
        return None
    who = as_actor(manager)
    for tender in tenders_for(house(), who):
        if may(who, Action.COMPARE, case_for(house(), who, tender)):
            return _let_in(manager, url_for("comparison.overview", tender_id=tender.id))
    return None


def _let_in(person: Person, to: str) -> ResponseReturnValue:
    """In the visitor's own language: the people of the demonstration have none that matters."""
    change_language(house(), as_actor(person), language())
    return remember(signing_in.start_session(house(), person), person.role == Role.VENDOR, to)
