"""Contract conditions: chosen before publication, settled after scoring, and handed out as an annex."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any, cast

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from assessor.domain.contract import Contract
from assessor.domain.draft_contract import trigger_lines, triggers_of
from assessor.domain.event_words import words_for
from assessor.domain.permissions import Action, may
from assessor.domain.questionnaire.model import ContractCondition, Questionnaire
from assessor.domain.questionnaire.parameters import UNITS
from assessor.domain.report import Report
from assessor.domain.report.annex import annex, paragraphs_of
from assessor.domain.report.conditions import OWNERS, blanks
from assessor.domain.report.value import ConditionEntry
from assessor.domain.tender import PROCEDURES
from assessor.domain.text import Text
from assessor.services import conditions, reports
from assessor.services.access import case_for, company_of
from assessor.services.refusals import NotThere
from assessor.services.tenders import condition_values, questionnaire_of, wants_verification
from assessor.storage.models import Tender
from assessor.web.access import actor, house, needs, response, tender
from assessor.web.condition_forms import (
    OwnForm,
    ReasonForm,
    RewordForm,
    as_typed,
    places_form,
    values_form,
)
from assessor.web.forms import Form, said, trying
from assessor.web.language import language
from assessor.web.tender_summary import chosen_rows

pages = Blueprint("conditions", __name__)

DOCUMENT_TYPES = {
    "pdf": reports.PDF,
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


# --- in a tender --------------------------------------------------------------------------------------------


@pages.route("/tenders/<tender_id>/conditions")
@needs(Action.SEE_TENDER)
def overview(tender_id: str) -> ResponseReturnValue:  # noqa: ARG001
    """The library with its triggers and the values chosen; to be changed while it is a draft."""
    of = tender()
    own = questionnaire_of(house(), of)
    values = condition_values(of)
    return render_template(
        "conditions/overview.html",
        tender=of,
        library=[
            (c, c.worded(values.get(c.id)), chosen_rows(c, values.get(c.id, {})))
            for c in own.contract_conditions
        ],
        triggers=_triggers(own, of),
        owners=OWNERS,
        editable=may(actor(), Action.EDIT_TENDER, case_for(house(), actor(), of)),
        procedure=PROCEDURES[of.procedure],
    )


@pages.route("/tenders/<tender_id>/conditions/<condition>", methods=["GET", "POST"])
@needs(Action.EDIT_TENDER)
def values(tender_id: str, condition: str) -> ResponseReturnValue:
    """The values of one condition."""
    of = tender()
    own = questionnaire_of(house(), of)
    found = _condition(own, condition)
    stored = condition_values(of).get(condition, {})
    form = values_form(found)(revision=str(of.revision), **as_typed(found, stored, language()))
    changed = False
    if form.sent:
        with trying(form) as outcome:
            conditions.choose_values(
                house(), actor(), tender_id, condition, form.given(), language(), form.seen
            )
        if outcome.done:
            said("De waarden zijn opgeslagen.", "The values have been saved.")
            return redirect(url_for("conditions.overview", tender_id=tender_id) + f"#{condition}")
        changed = outcome.changed is not None
        if changed:
            form.revision.data = str(tender().revision)
    now = condition_values(tender()).get(condition, {})
    body = render_template(
        "conditions/values.html",
        tender=tender(),
        form=form,
        changed=changed,
        stored=chosen_rows(found, now),
        condition=found,
        worded=found.worded(now),
        triggers=_triggers(own, of)[condition],
        owners=OWNERS,
        units=UNITS,
    )
    return body, 422 if form.problems else 200


def _triggers(questionnaire: Questionnaire, of: Tender) -> dict[str, list[Text]]:
    """By condition in words what makes it apply here."""
    is_verified = wants_verification(of)
    return {
        id: [words for words, _ in trigger_lines(questionnaire, id, triggers, of.tier, is_verified)]
        for id, triggers in triggers_of(questionnaire).items()
    }


def _condition(questionnaire: Questionnaire, id: str) -> ContractCondition:
    found = questionnaire.condition_by_id.get(id)
    if found is None:
        raise NotThere
    return found


# --- for one vendor -----------------------------------------------------------------------------------------


@pages.route("/assessments/<response_id>/conditions/<condition>")
@needs(Action.READ_ASSESSMENT)
def applied(response_id: str, condition: str) -> ResponseReturnValue:
    return _applied(response_id, condition)


def _applied(
    response_id: str, condition: str, sent: Form | None = None, refused: str = ""
) -> ResponseReturnValue:
    """One condition for one vendor, with what an officer may do about it; `sent` is a form that was refused."""
    report = reports.report_of(house(), actor(), response_id)
    found = _condition(report.questionnaire, condition)
    contract = report.particulars.contract
    forms: dict[str, Any] = {
        "switch": ReasonForm(formdata=None),
        "fill": places_form(found)(
            formdata=None, **as_typed(found, contract.values.get(condition, {}), language())
        ),
        "reword": _reword_form(found, contract),
    }
    if sent is not None and refused:
        forms[refused] = sent
    body = render_template(
        "conditions/applied.html",
        tender=tender(),
        response_id=response_id,
        vendor=company_of(house(), response()).name,
        condition=found,
        entry=_entry(report, condition),
        worded=found.worded(contract.values.get(condition)),
        off=contract.off.get(condition),
        reworded=contract.reworded.get(condition),
        blanks=blanks(found, contract),
        places=[name for name, p in found.parameters.items() if p.is_open],
        forms=forms,
        form=sent or forms["switch"],
        may=rights(),
        owners=OWNERS,
        steps=[
            (words_for(f"condition_{row.kind}"), row.reason, name, row.at)
            for row, name in conditions.history(house(), actor(), response_id, condition)
        ],
    )
    return body, 422 if sent is not None else 200


def _reword_form(condition: ContractCondition, contract: Contract) -> RewordForm:
    text = contract.reworded.get(condition.id) or condition.worded(contract.values.get(condition.id)).text
    return RewordForm(formdata=None, text_nl=_unwrapped(text.nl), text_en=_unwrapped(text.en))


def _unwrapped(text: str) -> str:
    """Without the line ends that the file has within a paragraph."""
    return "\n\n".join(
        "\n".join([words, *(f"- {point}" for point in points)]) for words, points in paragraphs_of(text)
    )


def rights() -> dict[str, bool]:
    """What the actor may do about the conditions of this vendor."""
    case = case_for(house(), actor(), tender(), response())
    actions = {
        "settle": Action.SETTLE_CONDITIONS,
        "fill": Action.FILL_IN_CONDITIONS,
        "edit": Action.EDIT_CONDITIONS,
    }
    return {name: may(actor(), action, case) for name, action in actions.items()}


def _entry(report: Report, condition: str) -> ConditionEntry | None:
    """The condition as it follows from the scores, switched off or not."""
    off = [one.condition for one in report.settled.off]
    return next((c for c in (*report.conditions, *off) if c.id == condition), None)


def _done(
    response_id: str, condition: str, name: str, form: Form, work: Callable[[], None]
) -> ResponseReturnValue:
    with trying(form) as outcome:
        work()
    if not outcome.done:
        return _applied(response_id, condition, form, name)
    said("De wijziging is opgeslagen.", "The change has been saved.")
    return redirect(url_for("conditions.applied", response_id=response_id, condition=condition))


@pages.route("/assessments/<response_id>/conditions/<condition>/switch", methods=["POST"])
@needs(Action.SETTLE_CONDITIONS)
def switch(response_id: str, condition: str) -> ResponseReturnValue:
    """Off, or with `on` on again."""
    form = ReasonForm()
    verb = conditions.switch_on if "on" in request.form else conditions.switch_off
    reason = form.reason.data or ""
    return _done(
        response_id, condition, "switch", form, lambda: verb(house(), actor(), response_id, condition, reason)
    )


@pages.route("/assessments/<response_id>/conditions/<condition>/names", methods=["POST"])
@needs(Action.FILL_IN_CONDITIONS)
def fill(response_id: str, condition: str) -> ResponseReturnValue:
    found = _condition(questionnaire_of(house(), tender()), condition)
    form = places_form(found)()
    given = form.given()
    return _done(
        response_id,
        condition,
        "fill",
        form,
        lambda: conditions.fill_in(house(), actor(), response_id, condition, given),
    )


@pages.route("/assessments/<response_id>/conditions/<condition>/words", methods=["POST"])
@needs(Action.EDIT_CONDITIONS)
def reword(response_id: str, condition: str) -> ResponseReturnValue:
    """Other words, or with `restore` the published ones again."""
    form = RewordForm()

    def work() -> None:
        if "restore" in request.form:
            conditions.restore(house(), actor(), response_id, condition)
            return
        conditions.reword(
            house(), actor(), response_id, condition,
            form.text_nl.data or "", form.text_en.data or "", form.why.data or "",
        )  # fmt: skip

    return _done(response_id, condition, "reword", form, work)


@pages.route("/assessments/<response_id>/own-conditions/to-discuss", methods=["GET", "POST"])
@needs(Action.SETTLE_CONDITIONS)
def note(response_id: str) -> ResponseReturnValue:
    """Note what was not published, for a conversation outside this procedure."""
    return _own(response_id, "to_discuss")


@pages.route("/assessments/<response_id>/own-conditions/added", methods=["GET", "POST"])
@needs(Action.EDIT_CONDITIONS)
def add(response_id: str) -> ResponseReturnValue:
    """Add a condition of one's own to this contract."""
    return _own(response_id, "added")


def _own(response_id: str, kind: str) -> ResponseReturnValue:
    form = OwnForm()
    if form.sent:
        with trying(form) as outcome:
            conditions.add_own(house(), actor(), response_id, cast(Any, kind), form.words())
        if outcome.done:
            said("De voorwaarde is opgeslagen.", "The condition has been saved.")
            return redirect(url_for("assessments.conditions", response_id=response_id) + "#own")
    body = render_template(
        "conditions/own.html",
        tender=tender(),
        response_id=response_id,
        vendor=company_of(house(), response()).name,
        form=form,
        kind=kind,
    )
    return body, 422 if form.problems else 200


@pages.route("/assessments/<response_id>/own-conditions/<code>/remove", methods=["POST"])
@needs(Action.READ_ASSESSMENT)
def remove(response_id: str, code: str) -> ResponseReturnValue:
    """Take out what was added or noted; the service asks for the right that belongs to it."""
    conditions.take_out(house(), actor(), response_id, code)
    said("De voorwaarde is weggehaald.", "The condition has been taken out.")
    return redirect(url_for("assessments.conditions", response_id=response_id) + "#own")


# --- the annex ----------------------------------------------------------------------------------------------


@pages.route("/assessments/<response_id>/annex/<asked_language>/<kind>")
@needs(Action.READ_ASSESSMENT)
def file(response_id: str, asked_language: str, kind: str) -> ResponseReturnValue:
    """The annex to the contract as a PDF or a Word document."""
    if kind not in DOCUMENT_TYPES:
        raise NotThere
    found, name = reports.annex_of(house(), actor(), response_id, asked_language)
    # Both libraries are slow to load, and most requests need neither.
    if kind == "pdf":
        from assessor.reports.pdf import annex_pdf  # noqa: PLC0415

        content = annex_pdf(annex(found, name.language))
    else:
        from assessor.reports.annexes import annex_docx  # noqa: PLC0415

        content = annex_docx(annex(found, name.language))
    return send_file(
        BytesIO(content),
        mimetype=DOCUMENT_TYPES[kind],
        as_attachment=True,
        download_name=f"{name.stem}.{kind}",
    )
