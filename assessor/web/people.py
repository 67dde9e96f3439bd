"""People: who has an account, and the personal links by which they get in. For administrators."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assessor.domain.permissions import Action
from assessor.domain.text import Text
from assessor.domain.words import ROLES
from assessor.services import people
from assessor.services.people import BUYERS_ROLES
from assessor.services.refusals import NotThere
from assessor.storage.models import Person
from assessor.web.access import actor, house, needs
from assessor.web.forms import Form, choice, line, said, trying

pages = Blueprint("people", __name__)

ROLE_HELP = {
    "officer": Text(
        nl="Stelt beoordelingen op, publiceert en opent.", en="Sets up assessments, publishes and opens."
    ),
    "assessor": Text(nl="Scoort wat leveranciers antwoorden.", en="Scores what vendors answer."),
    "manager": Text(nl="Leest de risicobeoordeling en besluit.", en="Reads the risk assessment and decides."),
    "administrator": Text(
        nl="Beheert mensen en instellingen. Leest geen verzegelde inhoud.",
        en="Manages people and settings. Reads no sealed content.",
    ),
    "auditor": Text(
        nl="Leest alles na de opening en wijzigt niets.",
        en="Reads everything after the opening, changes nothing.",
    ),
}
ROLE_CHOICES = [(role.value, ROLES[role.value], ROLE_HELP[role.value]) for role in BUYERS_ROLES]


class InviteForm(Form):
    name = line(Text(nl="Naam", en="Name"))
    email = line(Text(nl="E-mailadres", en="E-mail address"))
    role = choice(Text(nl="Rol", en="Role"))


class RoleForm(Form):
    role = choice(Text(nl="Rol", en="Role"))


@dataclass(frozen=True)
class Standing:
    """Whether somebody can sign in."""

    words: Text
    tone: str


def standing(person: Person) -> Standing:
    if not person.active:
        return Standing(Text(nl="toegang beëindigd", en="access ended"), "neutral")
    if person.password_hash is None:
        return Standing(Text(nl="uitgenodigd", en="invited"), "notice")
    return Standing(Text(nl="actief", en="active"), "positive")


@pages.route("/people")
@needs(Action.MANAGE_PEOPLE)
def overview() -> ResponseReturnValue:
    return render_template(
        "people/overview.html", people=people.buyers_people(house(), actor()), standing=standing
    )


@pages.route("/people/new", methods=["GET", "POST"])
@needs(Action.MANAGE_PEOPLE)
def new() -> ResponseReturnValue:
    form = InviteForm()
    if form.sent:
        name, email = form.name.data or "", form.email.data or ""
        with trying(form) as outcome:
            token = people.invite_person(house(), actor(), email, name, form.role.data or "")
        if outcome.done:
            return _link(token, name)
    return render_template("people/new.html", form=form, roles=ROLE_CHOICES), 422 if form.problems else 200


@pages.route("/people/<person_id>", methods=["GET", "POST"])
@needs(Action.MANAGE_PEOPLE)
def person(person_id: str) -> ResponseReturnValue:
    """One person; the form changes the role."""
    found = _person(person_id)
    form = RoleForm(role=found.role)
    if form.sent:
        with trying(form) as outcome:
            people.change_role(house(), actor(), person_id, form.role.data or "")
        if outcome.done:
            said("De rol is gewijzigd. De persoon meldt zich opnieuw aan.",
                 "The role has been changed. The person signs in again.")  # fmt: skip
            return redirect(url_for("people.overview"))
    return _page(form, person_id)


@pages.route("/people/<person_id>/link", methods=["POST"])
@needs(Action.MANAGE_PEOPLE)
def new_link(person_id: str) -> ResponseReturnValue:
    found = _person(person_id)
    return _link(people.new_link(house(), actor(), person_id), found.name)


@pages.route("/people/<person_id>/end", methods=["POST"])
@needs(Action.MANAGE_PEOPLE)
def end(person_id: str) -> ResponseReturnValue:
    """End somebody's access."""
    form = RoleForm(formdata=None, role=_person(person_id).role)
    with trying(form) as outcome:
        people.deactivate(house(), actor(), person_id)
    if not outcome.done:
        return _page(form, person_id)
    said("De toegang is beëindigd.", "The access has been ended.")
    return redirect(url_for("people.overview"))


@pages.route("/people/<person_id>/restore", methods=["POST"])
@needs(Action.MANAGE_PEOPLE)
def restore(person_id: str) -> ResponseReturnValue:
    people.activate(house(), actor(), person_id)
    said("De toegang is hersteld.", "The access has been restored.")
    return redirect(url_for("people.overview"))


def _person(person_id: str) -> Person:
    found = next((p for p in people.buyers_people(house(), actor()) if p.id == person_id), None)
    if found is None:
        raise NotThere
    return found


def _page(form: RoleForm, person_id: str) -> ResponseReturnValue:
    found = _person(person_id)
    body = render_template(
        "people/person.html", form=form, person=found, standing=standing(found), roles=ROLE_CHOICES
    )
    return body, 422 if form.problems else 200


def _link(token: str, name: str) -> str:
    link = house().address + url_for("account.invitation", token=token)
    return render_template("people/link.html", link=link, name=name, mailed=house().mailed)
