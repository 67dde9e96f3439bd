"""Minimum requirements of one response: suspected, then confirmed or cleared by two people with a reason."""

from __future__ import annotations

from typing import Literal, cast

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessor.domain.permissions import Action
from assessor.domain.references import clauses_of, law_behind, references_of
from assessor.domain.text import Text
from assessor.reports.wording import GATE_BASIS
from assessor.services import gates
from assessor.services.access import company_of
from assessor.services.judged_gates import Gates, GateStanding, gates_of
from assessor.services.opened import as_of
from assessor.services.refusals import NotThere
from assessor.services.tenders import questionnaire_of
from assessor.web.access import actor, house, needs, response, tender
from assessor.web.forms import Form, choice, paragraphs, said, trying
from assessor.web.sheets import score_in_words

pages = Blueprint("gates", __name__)


class ProposalForm(Form):
    state = choice(
        Text(nl="Wat stelt u voor?", en="What do you propose?"),
    )
    reason = paragraphs(
        Text(nl="Reden", en="Reason"),
        Text(
            nl="Noem waar u het op baseert. Deze tekst komt in het logboek.",
            en="Say what you base it on. This text goes into the log.",
        ),
    )


class DecliningForm(Form):
    reason = paragraphs(
        Text(nl="Waarom u het er niet mee eens bent", en="Why you disagree"),
        Text(nl="Nodig als u het voorstel afwijst.", en="Needed where you decline the proposal."),
    )


@pages.route("/scoring/<response_id>/gates")
@needs(Action.READ_ASSESSMENT)
def overview(response_id: str) -> ResponseReturnValue:
    found = gates_of(house(), actor(), response_id)
    questionnaire = questionnaire_of(house(), tender())
    return render_template(
        "scoring/gates.html",
        tender=tender(),
        response_id=response_id,
        vendor=company_of(house(), response()).name,
        found=found,
        law={s.question.id: law_behind(questionnaire, s.question, as_of(tender())) for s in found.standings},
        clauses={s.question.id: clauses_of(questionnaire, s.question) for s in found.standings},
        basis={s.question.id: GATE_BASIS[s.rule.basis] for s in found.standings},
    )


@pages.route("/scoring/<response_id>/gates/<question>")
@needs(Action.READ_ASSESSMENT)
def gate(response_id: str, question: str) -> ResponseReturnValue:
    waiting = _standing(gates_of(house(), actor(), response_id), question).waiting
    return _gate(response_id, question, DecliningForm() if waiting else ProposalForm())


@pages.route("/scoring/<response_id>/gates/<question>", methods=["POST"])
@needs(Action.JUDGE_GATE)
def judge(response_id: str, question: str) -> ResponseReturnValue:
    """Propose, or decide on the proposal that the page showed."""
    did = request.form.get("did", "propose")
    form: Form = ProposalForm() if did == "propose" else DecliningForm()
    with trying(form) as outcome:
        if isinstance(form, ProposalForm):
            state = cast(Literal["confirmed", "cleared"], form.state.data or "")
            gates.propose_gate(house(), actor(), response_id, question, state, form.reason.data or "")
        elif did == "agree":
            gates.confirm_gate(house(), actor(), request.form.get("judgement", ""))
        else:
            reason = cast(DecliningForm, form).reason.data or ""
            gates.decline_gate(house(), actor(), request.form.get("judgement", ""), reason)
    if not outcome.done:
        return _gate(response_id, question, form)
    if did == "propose":
        said(
            "Uw voorstel is vastgelegd. Een tweede persoon beslist.",
            "Your proposal is recorded. A second person decides.",
        )
    elif did == "agree":
        said("Het oordeel is vastgelegd.", "The judgement is recorded.")
    else:
        said("Het voorstel is afgewezen.", "The proposal was declined.")
    return redirect(url_for("gates.overview", response_id=response_id))


def _gate(response_id: str, question: str, form: Form) -> ResponseReturnValue:
    found = gates_of(house(), actor(), response_id)
    standing, questionnaire = _standing(found, question), questionnaire_of(house(), tender())
    page = render_template(
        "scoring/gate.html",
        form=form,
        tender=tender(),
        response_id=response_id,
        vendor=company_of(house(), response()).name,
        found=found,
        standing=standing,
        score_in_words=score_in_words,
        basis=GATE_BASIS[standing.rule.basis],
        references=references_of(questionnaire, standing.question, as_of(tender())),
        clauses=clauses_of(questionnaire, standing.question),
    )
    return page, 422 if form.problems else 200


def _standing(found: Gates, question: str) -> GateStanding:
    standing = next((s for s in found.standings if s.question.id == question), None)
    if standing is None:
        raise NotThere
    return standing
