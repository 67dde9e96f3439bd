"""Scoring alone: the declaration of interests, the list of responses, and one question after the other."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from assessor.domain.answers import Key
from assessor.domain.findings import today
from assessor.domain.permissions import Action, may
from assessor.domain.providers import provider_words
from assessor.domain.signing import signed_words
from assessor.domain.text import Text
from assessor.services import evidence, scoring
from assessor.services.access import case_for, company_of
from assessor.services.decisions import decisions_of
from assessor.services.finding_lists import findings_about
from assessor.services.finishing import finish_scoring
from assessor.services.opening import opened
from assessor.services.refusals import Invalid, NotThere
from assessor.services.scoring_progress import ScoringRound, scoring_round
from assessor.services.tenders import agreement_of
from assessor.web.access import actor, house, needs, response, tender
from assessor.web.figures import figures_behind
from assessor.web.forms import Form, choice, paragraphs, said, trying
from assessor.web.headers import FILE_POLICY
from assessor.web.in_offer import in_offer
from assessor.web.judging import (
    NO_ANCHOR,
    JudgementForm,
    answered,
    fits,
    key_in,
    neighbours,
    next_missing,
    steps,
)
from assessor.web.sheets import address, score_in_words, sections_of

pages = Blueprint("scoring", __name__)


class InterestsForm(Form):
    interests = choice(
        Text(nl="Hebt u een belang bij de uitkomst?", en="Do you have an interest in the outcome?"),
        Text(
            nl="Denk aan werk voor een van de leveranciers, aandelen, familie of vriendschap.",
            en="Think of work for one of the vendors, shares, family or friendship.",
        ),
    )


class RecusalForm(Form):
    reason = paragraphs(
        Text(nl="Waarom trekt u zich terug?", en="Why do you withdraw?"),
        Text(
            nl="Zeg om wat voor belang het gaat. De reden komt in het logboek van deze procedure.",
            en="Say what kind of interest it is. The reason goes into the log of this procedure.",
        ),
    )


class EmptyForm(Form):
    """Nothing to fill in, a button only."""


# --- the tender -------------------------------------------------------------------------------------------


@pages.route("/tenders/<tender_id>/scoring")
@needs(Action.SEE_TENDER)
def overview(tender_id: str) -> ResponseReturnValue:
    found = scoring_round(house(), actor(), tender_id)
    if found.may_declare:
        return redirect(url_for("scoring.interests", tender_id=tender_id))
    return _overview(found, EmptyForm())


def _overview(found: ScoringRound, form: Form) -> ResponseReturnValue:
    returned = None
    if found.is_returned and found.may_compare:
        kinds = decisions_of(house(), actor(), found.tender.id)
        returned = next((d for d in reversed(kinds) if d.choice == "return_to_assessors"), None)
    page = render_template(
        "scoring/overview.html",
        round=found,
        tender=found.tender,
        form=form,
        returned=returned,
        scores_here=found.part is not None and found.part.part == "assessor",
        may_recuse=may(actor(), Action.RECUSE, case_for(house(), actor(), found.tender)),
        may_see_differences=any(row.finals is not None for row in found.rows),
    )
    return page, 422 if form.problems else 200


@pages.route("/tenders/<tender_id>/scoring/interests", methods=["GET", "POST"])
@needs(Action.DECLARE_INTERESTS)
def interests(tender_id: str) -> ResponseReturnValue:
    form = InterestsForm()
    if form.sent:
        chosen = form.interests.data
        with trying(form) as outcome:
            if chosen not in ("none", "some"):
                raise Invalid({"interests": Text(nl="Kies een van beide.", en="Choose one of the two.")})
            scoring.declare_interests(house(), actor(), tender_id, none=chosen == "none")
        if outcome.done and chosen == "none":
            said("Uw verklaring is vastgelegd.", "Your declaration has been recorded.")
            return redirect(url_for("scoring.overview", tender_id=tender_id))
        if outcome.done:
            said("U doet niet meer mee aan deze beoordeling.", "You no longer take part in this assessment.")
            return redirect(url_for("start.home"))
    found = scoring_round(house(), actor(), tender_id)
    page = render_template("scoring/interests.html", round=found, tender=found.tender, form=form)
    return page, 422 if form.problems else 200


@pages.route("/tenders/<tender_id>/scoring/recuse", methods=["GET", "POST"])
@needs(Action.RECUSE)
def recuse(tender_id: str) -> ResponseReturnValue:
    form = RecusalForm()
    if form.sent:
        with trying(form) as outcome:
            scoring.recuse(house(), actor(), tender_id, form.reason.data or "")
        if outcome.done:
            said("U doet niet meer mee aan deze beoordeling.", "You no longer take part in this assessment.")
            return redirect(url_for("start.home"))
    page = render_template("scoring/recuse.html", tender=tender(), form=form)
    return page, 422 if form.problems else 200


@pages.route("/tenders/<tender_id>/scoring/finish", methods=["POST"])
@needs(Action.FINISH_SCORING)
def finish(tender_id: str) -> ResponseReturnValue:
    form = EmptyForm()
    with trying(form) as outcome:
        finish_scoring(house(), actor(), tender_id)
    if outcome.done:
        said("De scores zijn overgedragen aan de opdrachtgever.", "The scores were handed to the manager.")
        return redirect(url_for("comparison.overview", tender_id=tender_id))
    return _overview(scoring_round(house(), actor(), tender_id), form)


# --- one response -----------------------------------------------------------------------------------------


@pages.route("/scoring/<response_id>")
@needs(Action.READ_ANSWERS)
def sheet(response_id: str) -> ResponseReturnValue:
    own = scoring.my_sheet(house(), actor(), response_id)
    offer = opened(house(), actor(), response_id)
    case = case_for(house(), actor(), tender(), response())
    upcoming = next(iter(own.missing), None)
    return render_template(
        "scoring/sheet.html",
        next_url=address("scoring.question", response_id, upcoming) if upcoming else "",
        sheet=own,
        tender=tender(),
        vendor=company_of(house(), response()).name,
        sections=sections_of(own),
        modules=[
            (own.questionnaire.type_by_code[code].name, provider_words(offer.scope.provider_of(code)))
            for code in offer.scope.products
        ],
        signed=signed_words(offer.signed_by),
        scores_here=case.part == "assessor",
        may_finish=may(actor(), Action.FINISH_SHEET, case),
        may_read_all=may(actor(), Action.READ_ALL_SCORES, case),
    )


@pages.route("/scoring/<response_id>/files/<file_id>")
@needs(Action.READ_ANSWERS)
def file(response_id: str, file_id: str) -> ResponseReturnValue:
    """What a vendor sent, only ever as a download: nothing in it runs here."""
    found = evidence.read_file(house(), actor(), response_id, file_id)
    sent = send_file(
        BytesIO(found.content), mimetype=found.content_type, as_attachment=True, download_name=found.name
    )
    sent.headers["Content-Security-Policy"] = FILE_POLICY
    return sent


@pages.route("/scoring/<response_id>/questions/<question>")
@pages.route("/scoring/<response_id>/questions/<question>/<module>")
@needs(Action.READ_ANSWERS)
def question(response_id: str, question: str, module: str | None = None) -> ResponseReturnValue:
    own = scoring.my_sheet(house(), actor(), response_id)
    key = _key(own, question, module)
    return _question(own, key, JudgementForm.of(own.scores.get(key)))


@pages.route("/scoring/<response_id>/questions/<question>", methods=["POST"])
@pages.route("/scoring/<response_id>/questions/<question>/<module>", methods=["POST"])
@needs(Action.RECORD_SCORE)
def score(response_id: str, question: str, module: str | None = None) -> ResponseReturnValue:
    own = scoring.my_sheet(house(), actor(), response_id)
    key = _key(own, question, module)
    form = JudgementForm()
    if "reuse" in request.form:
        return _question(own, key, _with_own_words(form, response_id, key))
    outcome = form.record(lambda found: scoring.record_score(house(), actor(), response_id, key, found))
    if not outcome.done:
        return _question(scoring.my_sheet(house(), actor(), response_id), key, form)
    after = next_missing(own.own, own.missing, key)
    if request.form.get("then") == "list":
        return redirect(url_for("scoring.sheet", response_id=response_id))
    if after is None:
        end = "scoring.final" if own.final_at is None else "scoring.sheet"
        return redirect(url_for(end, response_id=response_id))
    return redirect(address("scoring.question", response_id, after))


def _with_own_words(form: JudgementForm, response_id: str, key: Key) -> JudgementForm:
    """The form as typed, with an earlier reason of one's own put below what the box holds. Nothing is stored."""
    chosen = request.form.get("reuse")
    earlier = scoring.own_words(house(), actor(), response_id, key)
    words = next((one.reason for one in earlier if one.id == chosen), "")
    form.reason.data = "\n".join(part for part in ((form.reason.data or "").strip(), words) if part)
    return form


def _key(own: scoring.Sheet, question: str, module: str | None) -> Key:
    key = key_in(own, question, module)
    if key is None:
        raise NotThere
    return key


def _question(own: scoring.Sheet, key: Key, form: JudgementForm) -> ResponseReturnValue:
    case = case_for(house(), actor(), tender(), response())
    own_score, question = own.scores.get(key), own.questionnaire.by_id[key.question]
    is_own = own.holds(key)
    may_score = (
        is_own
        and key in own.answers
        and (own.final_at is None or agreement_of(tender()) == "average")
        and may(actor(), Action.RECORD_SCORE, case)
    )
    page = render_template(
        "scoring/question.html",
        form=form,
        tender=tender(),
        response_id=own.response.id,
        vendor=company_of(house(), response()).name,
        answered=answered(
            own.questionnaire,
            key,
            own.answers.get(key),
            evidence.list_files(house(), actor(), own.response.id),
            today(house().now()),
        ),
        offer=in_offer(own, key),
        figures=figures_behind(question),
        findings=findings_about(house(), actor(), own.response.id, key),
        own=own_score,
        own_words=score_in_words(own_score) if own_score else "",
        anchors=[(str(n), question.anchors[n]) for n in range(5)],
        steps=steps(own.questionnaire),
        around=neighbours(own.own if is_own else own.keys, key),
        address=address,
        may_score=may_score,
        is_own=is_own,
        earlier=scoring.own_words(house(), actor(), own.response.id, key) if may_score else (),
        progress=(len(own.to_score) - len(own.missing), len(own.to_score)),
        standings=NO_ANCHOR,
        fits=fits(),
    )
    return page, 422 if form.problems else 200


@pages.route("/scoring/<response_id>/final", methods=["GET", "POST"])
@needs(Action.FINISH_SHEET)
def final(response_id: str) -> ResponseReturnValue:
    form = EmptyForm()
    if form.sent:
        with trying(form) as outcome:
            scoring.make_final(house(), actor(), response_id)
        if outcome.done:
            said("Uw scores zijn definitief.", "Your scores are final.")
            return redirect(url_for("agreeing.overview", response_id=response_id))
    own = scoring.my_sheet(house(), actor(), response_id)
    page = render_template(
        "scoring/final.html",
        form=form,
        sheet=own,
        tender=tender(),
        vendor=company_of(house(), response()).name,
        sections=sections_of(own),
    )
    return page, 422 if form.problems else 200
