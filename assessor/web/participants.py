"""Who takes part: colleagues with their parts and functions, and the vendors invited."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assessor.domain.mail import STATES
from assessor.domain.permissions import Action
from assessor.domain.text import Text
from assessor.domain.words import LABELS, ROLES
from assessor.services import outbox, participants, setting_up
from assessor.services.access import company_of
from assessor.services.assigning import teams_of
from assessor.services.participants import Participant
from assessor.services.refusals import NotThere
from assessor.services.tenders import procedure_of
from assessor.web.access import actor, house, needs, response, tender
from assessor.web.forms import said, trying
from assessor.web.language import language
from assessor.web.participant_forms import PersonForm, TakeOffForm, VendorForm
from assessor.web.setup_forms import FactsForm
from assessor.web.tender_setup import facts_choices

pages = Blueprint("participants", __name__)

PARTS = [
    (
        "officer",
        ROLES["officer"],
        Text(nl="Stelt op, publiceert, opent en begeleidt.", en="Sets up, publishes, opens and moderates."),
    ),
    (
        "assessor",
        ROLES["assessor"],
        Text(nl="Scoort eerst alleen, daarna samen.", en="Scores alone first, then together."),
    ),
    (
        "manager",
        ROLES["manager"],
        Text(nl="Leest de risicobeoordeling en besluit.", en="Reads the risk assessment and decides."),
    ),
]


# --- colleagues -------------------------------------------------------------------------------------------


@pages.route("/tenders/<tender_id>/people", methods=["GET", "POST"])
@needs(Action.MANAGE_TENDER_PEOPLE)
def people(tender_id: str) -> ResponseReturnValue:
    """Who takes part, and somebody to add."""
    form = PersonForm()
    if form.sent:
        with trying(form) as outcome:
            participants.set_person(
                house(),
                actor(),
                tender_id,
                form.person.data or "",
                form.part.data or "",
                form.labels.data or [],
                share=form.share,
                reason=form.reason.data or "",
            )
        if outcome.done:
            said("Uw collega doet mee.", "Your colleague takes part.")
            return redirect(url_for("participants.people", tender_id=tender_id))
    found = participants.overview(house(), actor(), tender_id)
    candidates = participants.candidates(house(), actor(), tender_id)
    teams = teams_of(house(), tender())
    body = render_template(
        "tenders/people.html",
        form=form,
        tender=tender(),
        groups=[(name, [p for p in found.people if p.part == part]) for part, name, _ in PARTS],
        candidates=[("", Text(nl="Kies een collega", en="Choose a colleague"))]
        + [(p.id, f"{p.name} ({p.email})") for p in candidates],
        parts=PARTS,
        labels=list(LABELS.items()),
        teams=teams,
        sections=[(team.code, team.name) for team in teams],
        names={team.code: team.name for team in teams},
    )
    return body, 422 if form.problems else 200


@pages.route("/tenders/<tender_id>/people/<person_id>", methods=["GET", "POST"])
@needs(Action.MANAGE_TENDER_PEOPLE)
def person(tender_id: str, person_id: str) -> ResponseReturnValue:
    """Somebody's part and functions."""
    found = _participant(tender_id, person_id)
    form = _form_of(found)
    if form.sent:
        with trying(form) as outcome:
            participants.set_person(
                house(), actor(), tender_id, person_id, form.part.data or "", form.labels.data or [],
                share=form.share, reason=form.reason.data or "",
            )  # fmt: skip
        if outcome.done:
            said("De wijziging is opgeslagen.", "The change has been saved.")
            return redirect(url_for("participants.people", tender_id=tender_id))
    return _person(form, found)


@pages.route("/tenders/<tender_id>/people/<person_id>/remove", methods=["POST"])
@needs(Action.MANAGE_TENDER_PEOPLE)
def remove_person(tender_id: str, person_id: str) -> ResponseReturnValue:
    found = _participant(tender_id, person_id)
    form = _form_of(found, formdata=None)
    with trying(form) as outcome:
        participants.remove_person(house(), actor(), tender_id, person_id)
    if not outcome.done:
        return _person(form, found)
    said("Uw collega doet niet meer mee.", "Your colleague no longer takes part.")
    if person_id == actor().id:
        return redirect(url_for("start.home"))
    return redirect(url_for("participants.people", tender_id=tender_id))


@pages.route("/tenders/<tender_id>/people/<person_id>/take-off", methods=["GET", "POST"])
@needs(Action.MANAGE_TENDER_PEOPLE)
def take_off(tender_id: str, person_id: str) -> ResponseReturnValue:
    """After the opening: an assessor withdrawn at once, with the reason."""
    found = _participant(tender_id, person_id)
    if found.part != "assessor" or found.recused or tender().opened_at is None:
        raise NotThere
    form = TakeOffForm()
    if form.sent:
        with trying(form) as outcome:
            participants.remove_person(house(), actor(), tender_id, person_id, form.reason.data or "")
        if outcome.done:
            said("Deze beoordelaar doet niet meer mee.", "This assessor no longer takes part.")
            return redirect(url_for("participants.people", tender_id=tender_id))
    body = render_template("tenders/take_off.html", form=form, tender=tender(), person=found)
    return body, 422 if form.problems else 200


def _form_of(found: Participant, **more: Any) -> PersonForm:
    return PersonForm(
        person=found.person_id,
        part=found.part,
        labels=list(found.labels),
        expertise=found.expertise,
        sections=list(found.sections),
        **more,
    )


def _participant(tender_id: str, person_id: str) -> Participant:
    found = participants.overview(house(), actor(), tender_id).people
    one = next((p for p in found if p.person_id == person_id), None)
    if one is None:
        raise NotThere
    return one


def _person(form: PersonForm, found: Participant) -> ResponseReturnValue:
    body = render_template(
        "tenders/person.html",
        form=form,
        tender=tender(),
        person=found,
        parts=PARTS,
        labels=list(LABELS.items()),
        sections=[(team.code, team.name) for team in teams_of(house(), tender())],
    )
    return body, 422 if form.problems else 200


# --- vendors ----------------------------------------------------------------------------------------------


@pages.route("/tenders/<tender_id>/vendors", methods=["GET", "POST"])
@needs(Action.INVITE_VENDOR)
def vendors(tender_id: str) -> ResponseReturnValue:
    """Whom the officers invited, and a company to invite. The personal link is shown once, here."""
    form = VendorForm()
    if form.sent:
        with trying(form) as outcome:
            invited = participants.invite_vendor(
                house(), actor(), tender_id, form.company.data or "", form.email.data or ""
            )
        if outcome.done:
            return _link(invited.token, form.company.data or "", form.email.data or "")
    found = participants.overview(house(), actor(), tender_id)
    body = render_template(
        "tenders/vendors.html",
        form=form,
        tender=tender(),
        vendors=found.vendors,
        reached=outbox.of_tender(house(), actor(), tender_id),
        states=STATES,
        per_response=procedure_of(tender()).per_response_facts,
    )
    return body, 422 if form.problems else 200


@pages.route("/tenders/<tender_id>/vendors/<response_id>/link", methods=["POST"])
@needs(Action.INVITE_VENDOR)
def new_link(response_id: str, **_: str) -> ResponseReturnValue:
    token = participants.invite_again(house(), actor(), response_id)
    return _link(token, company_of(house(), response()).name, "")


@pages.route("/tenders/<tender_id>/vendors/<response_id>/remove", methods=["POST"])
@needs(Action.INVITE_VENDOR)
def take_back(tender_id: str, response_id: str) -> ResponseReturnValue:
    participants.take_back_invitation(house(), actor(), response_id)
    said("De leverancier staat niet meer op de lijst.", "The vendor is no longer on the list.")
    return redirect(url_for("participants.vendors", tender_id=tender_id))


@pages.route("/tenders/<tender_id>/vendors/<response_id>/facts", methods=["GET", "POST"])
@needs(Action.SET_FACTS)
def facts(tender_id: str, response_id: str) -> ResponseReturnValue:
    """Outside a tender: the use of this product, where it differs from the round's own."""
    own = response().facts
    form = FactsForm(**FactsForm.stored(tender().facts if own is None else own, language()))
    if form.sent:
        with trying(form) as outcome:
            setting_up.set_facts(house(), actor(), response_id, form.facts(language()))
        if outcome.done:
            said("Het gebruik van dit product is opgeslagen.", "The use of this product has been saved.")
            return redirect(url_for("participants.vendors", tender_id=tender_id))
    body = render_template(
        "tenders/vendor_facts.html",
        form=form,
        tender=tender(),
        response=response(),
        company=company_of(house(), response()).name,
        has_own=own is not None,
        **facts_choices(tender()),
    )
    return body, 422 if form.problems else 200


@pages.route("/tenders/<tender_id>/vendors/<response_id>/facts/same", methods=["POST"])
@needs(Action.SET_FACTS)
def same_facts(tender_id: str, response_id: str) -> ResponseReturnValue:
    """Take the round's own use again."""
    setting_up.set_facts(house(), actor(), response_id, None)
    said("Voor dit product geldt weer het gebruik van de hele ronde.",
         "The use of the whole round applies to this product again.")  # fmt: skip
    return redirect(url_for("participants.vendors", tender_id=tender_id))


def _link(token: str, company: str, email: str) -> str:
    return render_template(
        "tenders/link.html",
        tender=tender(),
        company=company,
        email=email,
        mailed=house().mailed,
        sends_mail=house().sends_mail,
        link=house().address + url_for("account.invitation", token=token),
    )
