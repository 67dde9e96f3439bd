"""The manager's decisions: a closed list, each with a reason, and what was decided when."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from assessor.domain.decisions import ChoiceRule
from assessor.domain.permissions import Action, may
from assessor.domain.text import Text
from assessor.domain.words import DECISIONS
from assessor.reports.risk_pictures import level_sign
from assessor.services import conditions, decisions, reports
from assessor.services.access import case_for
from assessor.services.comparison import compare
from assessor.services.refusals import Refused
from assessor.services.tenders import questionnaire_of
from assessor.web.access import actor, house, needs, response, tender
from assessor.web.forms import Form, paragraphs, said, trying
from assessor.web.forms import choice as one_of
from assessor.web.verification import panel

pages = Blueprint("decisions", __name__)


class DecisionForm(Form):
    choice = one_of(Text(nl="Uw besluit", en="Your decision"))
    requirement = one_of(
        Text(nl="Aan welke minimumeis is niet voldaan?", en="Which minimum requirement is missed?"),
        Text(nl="Alleen nodig bij terzijde leggen.", en="Needed only for setting aside."),
    )
    reason = paragraphs(
        Text(nl="Reden", en="Reason"),
        Text(
            nl="Leg uit waarom, ook als u het advies volgt. De reden komt in het logboek.",
            en="Explain why, also where you follow the advice. The reason goes into the log.",
        ),
    )


@pages.route("/tenders/<tender_id>/decision")
@needs(Action.COMPARE)
def overview(tender_id: str) -> ResponseReturnValue:
    found = compare(house(), actor(), tender_id)
    may_decide = may(actor(), Action.DECIDE, case_for(house(), actor(), tender()))
    open_choices = decisions.choices(house(), actor(), tender_id) if may_decide else ()
    places = found.standing.by_response if found.standing else {}
    return render_template(
        "decisions/overview.html",
        tender=tender(),
        vendors=[
            (row, DECISIONS[row.decision.value] if row.decision else None, places.get(row.response_id))
            for row in found.in_order
            if row.assessment
        ],
        conditions=conditions.applying(
            house(), tender(), {row.response_id: row.assessment for row in found.in_order if row.assessment}
        ),
        standing=found.standing,
        taken=decisions.taken(house(), actor(), tender_id),
        about_vendor=any(rule.about_response for rule in open_choices),
        about_all=[rule for rule in open_choices if not rule.about_response],
        may_decide=may_decide,
        verification=panel(tender()),
    )


@pages.route("/tenders/<tender_id>/decision/procedure", methods=["GET", "POST"])
@needs(Action.DECIDE)
def procedure(tender_id: str) -> ResponseReturnValue:
    """A decision about the procedure as a whole."""
    rules = [r for r in decisions.choices(house(), actor(), tender_id) if not r.about_response]
    form = DecisionForm()
    if form.sent and _decided(form, tender_id, None):
        return redirect(url_for("decisions.overview", tender_id=tender_id))
    page = render_template(
        "decisions/decide.html", form=form, tender=tender(), rules=_radio(rules), about=None
    )
    return page, 422 if form.problems else 200


@pages.route("/tenders/<tender_id>/decision/<response_id>", methods=["GET", "POST"])
@needs(Action.DECIDE)
def vendor(tender_id: str, response_id: str) -> ResponseReturnValue:
    """A decision about one vendor's offer."""
    form = DecisionForm()
    if form.sent and _decided(form, tender_id, response_id):
        return redirect(url_for("decisions.overview", tender_id=tender_id))
    rules = [r for r in decisions.choices(house(), actor(), tender_id) if r.about_response]
    if not rules:
        raise Refused(
            Text(
                nl="Over deze inschrijving is nu niets te besluiten.",
                en="There is nothing to decide on this now.",
            )
        )
    report = reports.report_of(house(), actor(), response().id)
    missed = decisions.requirements(house(), actor(), tender_id, response_id)
    standing = decisions.standing(house(), actor(), tender_id)
    page = render_template(
        "decisions/decide.html",
        form=form,
        tender=tender(),
        rules=_radio(rules),
        about=report,
        standing=standing,
        place=standing.by_response.get(response_id) if standing else None,
        questionnaire=questionnaire_of(house(), tender()),
        sign=Markup(level_sign(report.assessment.residual_level)),  # noqa: S704 - our own drawing
        response_id=response_id,
        missed=[(id, Text(nl="{i}: {n}", en="{i}: {n}").fill(i=id, n=name)) for id, name in missed.items()],
        needs_requirement=any(rule.needs_requirement for rule in rules),
    )
    return page, 422 if form.problems else 200


def _decided(form: DecisionForm, tender_id: str, response_id: str | None) -> bool:
    with trying(form) as outcome:
        decisions.decide(
            house(),
            actor(),
            tender_id,
            form.choice.data or "",
            form.reason.data or "",
            response_id,
            form.requirement.data or None,
        )
    if outcome.done:
        said("Uw besluit is vastgelegd.", "Your decision is recorded.")
    return outcome.done


def _radio(rules: list[ChoiceRule]) -> list[tuple[str, Text, Text]]:
    return [(rule.choice.value, rule.name, rule.help) for rule in rules]
