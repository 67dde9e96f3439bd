"""A vendor as a company: its people and administrator, who has which section, and who did what inside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from assessor.domain.answers import Key
from assessor.domain.formats import day, read_day
from assessor.domain.permissions import Action
from assessor.domain.questionnaire.model import Questionnaire
from assessor.domain.text import Text
from assessor.services import colleagues as company
from assessor.services.colleagues import Done, HandOut
from assessor.services.people import invite_colleague, new_link
from assessor.services.refusals import Invalid
from assessor.services.responses import Filling, filling
from assessor.web.access import actor, house, needs, response, tender
from assessor.web.forms import Form, line, said, trying
from assessor.web.response_parts import is_open, pages, question_name, question_url


class InviteForm(Form):
    name = line(Text(nl="Naam", en="Name"))
    email = line(Text(nl="E-mailadres", en="E-mail address"))


# --- people -----------------------------------------------------------------------------------------------


@pages.route("/responses/<response_id>/colleagues")
@needs(Action.READ_OWN_RESPONSE)
def colleagues(response_id: str) -> ResponseReturnValue:  # noqa: ARG001
    return _page(InviteForm())


@pages.route("/responses/<response_id>/colleagues", methods=["POST"])
@needs(Action.INVITE_COLLEAGUE)
def invite(response_id: str) -> ResponseReturnValue:
    form = InviteForm()
    name, email = form.name.data or "", form.email.data or ""
    with trying(form) as outcome:
        token = invite_colleague(house(), actor(), response_id, email, name)
    if not outcome.done:
        return _page(form), 422
    return _page(InviteForm(formdata=None), name, token)


@pages.route("/responses/<response_id>/colleagues/<person_id>")
@needs(Action.MANAGE_COLLEAGUES)
def colleague(response_id: str, person_id: str) -> ResponseReturnValue:  # noqa: ARG001
    return _about(person_id, Form())


@pages.route("/responses/<response_id>/colleagues/<person_id>/link", methods=["POST"])
@needs(Action.MANAGE_COLLEAGUES)
def renew_link(response_id: str, person_id: str) -> ResponseReturnValue:  # noqa: ARG001
    name = company.colleague(house(), actor(), person_id).name
    token = new_link(house(), actor(), person_id)
    return _page(InviteForm(formdata=None), name, token)


@pages.route("/responses/<response_id>/colleagues/<person_id>/end", methods=["POST"])
@needs(Action.MANAGE_COLLEAGUES)
def end_access(response_id: str, person_id: str) -> ResponseReturnValue:
    form = Form()
    with trying(form) as outcome:
        company.end_access(house(), actor(), response_id, person_id)
    if not outcome.done:
        return _about(person_id, form), 422
    said("De toegang is beëindigd.", "The access has been ended.")
    return redirect(url_for("responses.colleagues", response_id=response_id))


@pages.route("/responses/<response_id>/colleagues/<person_id>/administrator", methods=["POST"])
@needs(Action.MANAGE_COLLEAGUES)
def hand_over(response_id: str, person_id: str) -> ResponseReturnValue:
    form = Form()
    with trying(form) as outcome:
        company.hand_over(house(), actor(), response_id, person_id)
    if not outcome.done:
        return _about(person_id, form), 422
    said("Uw collega is nu beheerder.", "Your colleague is administrator now.")
    return redirect(url_for("responses.colleagues", response_id=response_id))


def _about(person_id: str, form: Form) -> str:
    return render_template(
        "responses/colleague.html",
        form=form,
        tender=tender(),
        response=response(),
        person=company.colleague(house(), actor(), person_id),
    )


def _page(form: InviteForm, name: str = "", token: str = "") -> str:
    """The list; with a token also its link, which is shown this once."""
    path = url_for("account.invitation", token=token) if token else ""
    return render_template(
        "responses/colleagues.html",
        form=form,
        tender=tender(),
        response=response(),
        people=company.colleagues(house(), actor()),
        invited=name,
        link=house().address.rstrip("/") + path if token else None,
        mailed=house().mailed,
        editable=is_open(tender()),
    )


# --- sections ---------------------------------------------------------------------------------------------


class DivisionForm(Form):
    """For each section a colleague and a day."""

    @classmethod
    def of(cls, questionnaire: Questionnaire, codes: list[str]) -> type[DivisionForm]:
        boxes: dict[str, object] = {}
        for code in codes:
            name = questionnaire.dimension_by_code[code].name
            who = Text(nl="Wie doet {name}?", en="Who does {name}?").fill(name=name)
            until = Text(nl="Uiterlijk (niet verplicht)", en="By (optional)")
            boxes[f"{code}.person"] = SelectField(who, choices=[], validate_choice=False)  # type: ignore[arg-type]
            boxes[f"{code}.until"] = line(
                until, Text(nl="Bijvoorbeeld 3-12-2026.", en="For example 3-12-2026.")
            )
        return type("DivisionFormOfQuestionnaire", (cls,), boxes)

    def wanted(self, codes: list[str]) -> dict[str, HandOut]:
        """What was chosen; a day that is none is refused here, as nothing could be made of it."""
        found, errors = {}, {}
        for code in codes:
            typed = (self[f"{code}.until"].data or "").strip()
            until = read_day(typed)
            if typed and until is None:
                errors[f"{code}.until"] = _NO_DAY
            found[code] = HandOut(self[f"{code}.person"].data or "", until)
        if errors:
            raise Invalid(errors)
        return found


_NO_DAY = Text(
    nl="Dit is geen datum. Schrijf bijvoorbeeld 3-12-2026.",
    en="This is not a date. Write for example 3-12-2026.",
)
_NOBODY = Text(nl="niemand in het bijzonder", en="nobody in particular")


@pages.route("/responses/<response_id>/division")
@needs(Action.READ_OWN_RESPONSE)
def division(response_id: str) -> ResponseReturnValue:
    filled = filling(house(), actor(), response_id)
    codes = _codes(filled)
    known = company.handed_out(house(), actor(), response_id)
    values = {f"{code}.person": one.person_id for code, one in known.items()}
    values |= {f"{code}.until": f"{one.until:%d-%m-%Y}" for code, one in known.items() if one.until}
    return _division(filled, codes, DivisionForm.of(filled.questionnaire, codes)(**values))


@pages.route("/responses/<response_id>/division", methods=["POST"])
@needs(Action.HAND_OUT_SECTIONS)
def divide(response_id: str) -> ResponseReturnValue:
    filled = filling(house(), actor(), response_id)
    codes = _codes(filled)
    form = DivisionForm.of(filled.questionnaire, codes)()
    with trying(form) as outcome:
        company.hand_out(house(), actor(), response_id, form.wanted(codes))
    if not outcome.done:
        return _division(filling(house(), actor(), response_id), codes, form), 422
    said("De verdeling is bewaard.", "The division has been saved.")
    return redirect(url_for("responses.tasks", response_id=response_id))


def _codes(filled: Filling) -> list[str]:
    return [one.section for one in filled.progress]


def _division(filled: Filling, codes: list[str], form: DivisionForm) -> str:
    people = [one for one in company.colleagues(house(), actor()) if one.active]
    by_code = filled.questionnaire.dimension_by_code
    return render_template(
        "responses/division.html",
        form=form,
        tender=filled.tender,
        response=filled.response,
        sections=[(by_code[code], form[f"{code}.person"], form[f"{code}.until"]) for code in codes],
        people=[("", _NOBODY), *((one.id, one.name) for one in people)],
        known=handed_out_words(filled),
        editable=is_open(filled.tender) and actor().administers,
        alone=len(people) < 2,
    )


def handed_out_words(filled: Filling) -> Mapping[str, Text]:
    """By section who has it and until when, as the task list says it."""
    found = {}
    for code, one in company.handed_out(house(), actor(), filled.response.id).items():
        name = Text(nl=one.name, en=one.name)
        if one.until is not None:
            until = Text(nl=day(one.until, "nl"), en=day(one.until, "en"))
            name = Text(nl="{name}, uiterlijk {until}", en="{name}, by {until}").fill(name=name, until=until)
        found[code] = name
    return found


# --- who did what -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One thing that was done, with the answer or section it was about."""

    done: Done
    about: Text | str
    url: str


@pages.route("/responses/<response_id>/history")
@needs(Action.READ_OWN_RESPONSE)
def history(response_id: str) -> ResponseReturnValue:
    filled = filling(house(), actor(), response_id)
    return render_template(
        "responses/history.html",
        tender=filled.tender,
        response=filled.response,
        lines=[_line(filled, one) for one in company.company_log(house(), actor(), response_id)],
    )


def _line(filled: Filling, done: Done) -> Line:
    if done.section in filled.questionnaire.dimension_by_code:
        name = filled.questionnaire.dimension_by_code[done.section].name
        both = Text(nl="{name}: {who}", en="{name}: {who}").fill(name=name, who=done.about)
        return Line(done, both if done.about else name, "")
    if done.key is None or done.key.question not in filled.questionnaire.by_id:
        return Line(done, done.about, "")
    named = _numbered(filled, done.key)
    both = Text(nl="{name}: {what}", en="{name}: {what}").fill(name=named, what=done.about)
    return Line(
        done,
        both if done.about else named,
        question_url(filled, done.key) if done.key in filled.asked else "",
    )


def _numbered(filled: Filling, key: Key) -> Text:
    return Text(nl="{id} {name}", en="{id} {name}").fill(
        id=key.question, name=question_name(filled.questionnaire, key)
    )
