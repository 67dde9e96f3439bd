"""Setting up a tender: a task list with a page for each topic, and publishing at its end."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessor.domain.figures.words import capital
from assessor.domain.permissions import Action
from assessor.domain.procedures import TO_CHOOSE
from assessor.domain.questions_to_all import late_warning
from assessor.domain.text import Text
from assessor.domain.words import AGREEMENT, PROCEDURE_HELP, TIERS, procedure_steps
from assessor.services import setting_up, tenders
from assessor.services.assigning import state_assessors, teams_of
from assessor.services.participants import Overview, hours_asked, overview
from assessor.services.refusals import NotThere, Refused
from assessor.services.tenders import agreement_of, minimums_of, questionnaire_of
from assessor.storage.models import Tender
from assessor.web import tender_summary as summary
from assessor.web.access import actor, house, needs, tender
from assessor.web.forms import Outcome, said, trying
from assessor.web.language import language
from assessor.web.setup_forms import (
    AgreementForm,
    BasicsForm,
    DatesForm,
    FactsForm,
    MinimumForm,
    QuestionnaireForm,
    SetupForm,
)
from assessor.web.setup_tasks import setup_tasks
from assessor.web.use_risk import UseRisk, use_risk

pages = Blueprint("tender_setup", __name__)

LANGUAGES = [("nl", Text(nl="Nederlands", en="Dutch")), ("en", Text(nl="Engels", en="English"))]


# --- what every page does ---------------------------------------------------------------------------------


def page(template: str, form: SetupForm, outcome: Outcome | None = None, **more: Any) -> ResponseReturnValue:
    """A page of setting up; after somebody else's change with what is stored now, and ready to be saved again."""
    changed = outcome is not None and outcome.changed is not None
    if changed:
        form.revision.data = str(tender().revision)
    body = render_template(f"tenders/{template}.html", form=form, tender=tender(), changed=changed, **more)
    return body, 422 if form.problems else 200


def saved() -> ResponseReturnValue:
    said("De wijziging is opgeslagen.", "The change has been saved.")
    return redirect(url_for("tenders.overview", tender_id=tender().id))


# --- what it is -------------------------------------------------------------------------------------------


def procedures() -> list[tuple[str, Text, Text]]:
    """The procedures with what each means."""
    text = Text(nl="{help} {steps}", en="{help} {steps}")
    return [
        (code, p.name, text.fill(help=PROCEDURE_HELP[code], steps=procedure_steps(code)))
        for code, p in TO_CHOOSE.items()
    ]


@pages.route("/tenders/new", methods=["GET", "POST"])
@needs(Action.CREATE_TENDER)
def new() -> ResponseReturnValue:
    form = BasicsForm(language="nl", both_languages=True)
    if form.sent:
        newest = max(house().library.all(), key=lambda q: (q.status == "published", q.version))
        with trying(form) as outcome:
            typed = form.basics(newest.id, newest.version, "quick", verification=True)
            made = setting_up.create(house(), actor(), typed)
        if outcome.done:
            said("Het concept is gemaakt. Alleen u ziet het nu.", "The draft was made. Only you see it now.")
            return redirect(url_for("tenders.overview", tender_id=made.id))
    body = render_template("tenders/new.html", form=form, procedures=procedures(), languages=LANGUAGES)
    return body, 422 if form.problems else 200


@pages.route("/tenders/<tender_id>/basics", methods=["GET", "POST"])
@needs(Action.EDIT_TENDER)
def basics(tender_id: str) -> ResponseReturnValue:
    found = tender()
    form = BasicsForm(obj=found)
    outcome = None
    if form.sent:
        typed = form.basics(
            found.questionnaire, found.questionnaire_version, found.tier, verification=found.verification
        )
        with trying(form) as outcome:
            setting_up.edit_basics(house(), actor(), tender_id, typed, form.seen)
        if outcome.done:
            return saved()
    rows = summary.basics_rows(tender())
    return page("basics", form, outcome, stored=rows, procedures=procedures(), languages=LANGUAGES)


@pages.route("/tenders/<tender_id>/questionnaire", methods=["GET", "POST"])
@needs(Action.EDIT_TENDER)
def questionnaire(tender_id: str) -> ResponseReturnValue:
    found = tender()
    chosen = f"{found.questionnaire}/{found.questionnaire_version}"
    form = QuestionnaireForm(
        questionnaire=chosen,
        tier=found.tier,
        verification=found.verification,
        revision=str(found.revision),
    )
    form.offers_verification = found.tier == "quick" and tenders.procedure_of(found).award
    outcome = None
    if form.sent:
        with trying(form) as outcome:
            setting_up.edit_basics(house(), actor(), tender_id, form.basics(found), form.seen)
        if outcome.done:
            return saved()
    hours = hours_asked(house(), tender())
    rows = summary.questionnaire_rows(questionnaire_of(house(), tender()), tender(), hours)
    return page(
        "questionnaire",
        form,
        outcome,
        stored=rows,
        shelf=_shelf(),
        tiers=_tiers(),
        questionnaire_url=_questionnaire_url(),
    )


def _shelf() -> list[tuple[str, Text, Text]]:
    text = Text(nl="{title}, versie {n}", en="{title}, version {n}")
    draft = Text(nl="Concept: alleen voor tests.", en="Draft: for tests only.")
    done = Text(nl="Gepubliceerd.", en="Published.")
    return [
        (f"{q.id}/{q.version}", text.fill(title=q.title, n=q.version), draft if q.status == "draft" else done)
        for q in house().library.all()
    ]


def _questionnaire_url() -> str:
    of = tender()
    return url_for("questionnaires.contents", id=of.questionnaire, version=of.questionnaire_version)


def _tiers() -> list[tuple[str, Text, Text]]:
    """The sizes, each with what it asks of a vendor."""
    text = Text(nl="Een leverancier is hiermee {hours} bezig.", en="This takes a vendor {hours}.")
    return [
        (tier, capital(name), text.fill(hours=summary.hours_in_words(hours_asked(house(), tender(), tier))))
        for tier, name in TIERS.items()
    ]


# --- the use ----------------------------------------------------------------------------------------------


@pages.route("/tenders/<tender_id>/facts", methods=["GET", "POST"])
@needs(Action.EDIT_TENDER)
def facts(tender_id: str) -> ResponseReturnValue:
    found = tender()
    form = FactsForm(revision=str(found.revision), **FactsForm.stored(found.facts, language()))
    outcome = None
    if form.sent:
        with trying(form) as outcome:
            setting_up.edit_facts(house(), actor(), tender_id, form.facts(language()), form.seen)
        if outcome.done:
            said("Het gebruik is opgeslagen. Hieronder staat het risico dat erbij hoort.",
                 "The use has been saved. The risk that belongs to it is below.")  # fmt: skip
            return redirect(url_for("tender_setup.facts", tender_id=tender_id) + "#risk")
    rows = summary.facts_rows(questionnaire_of(house(), tender()), tender().facts)
    return page("facts", form, outcome, stored=rows, **facts_choices(tender()), risk=_risk())


def facts_choices(of: Tender) -> dict[str, Any]:
    """The choices of the facts, the effects explained as the questionnaire explains them."""
    found = questionnaire_of(house(), of)
    about_use = found.by_id.get("CTX-01")
    field = about_use.field("effect") if about_use is not None else None
    explained = {option.id: option.label for option in field.options} if field is not None else {}
    inherent = found.inherent
    return {
        "effects": [(f.code, explained.get(f.code, f.name)) for f in inherent.effects],
        "data_kinds": [(f.code, f.name) for f in inherent.data],
        "reversibilities": [(f.code, f.name) for f in inherent.reversibility],
    }


def _risk() -> UseRisk | None:
    """The inherent risk of the stored use, for the kind of product in the address."""
    if tenders.publishing_facts(house(), tender()).missing_facts:
        return None
    found = questionnaire_of(house(), tender())
    return use_risk(found, tenders.buyer_facts(tender()), request.args.get("product", ""))


# --- how it is judged -------------------------------------------------------------------------------------


@pages.route("/tenders/<tender_id>/agreement", methods=["GET", "POST"])
@needs(Action.EDIT_TENDER)
def agreement(tender_id: str) -> ResponseReturnValue:
    found = tender()
    form = AgreementForm(
        revision=str(found.revision), agreement=agreement_of(found), stated=found.states_assessors
    )
    outcome = None
    if form.sent:
        with trying(form) as outcome:
            setting_up.edit_award(
                house(), actor(), tender_id,
                minimums=minimums_of(found), agreement=form.agreement.data or "", revision=form.seen,
            )  # fmt: skip
            state_assessors(house(), actor(), tender_id, stated=bool(form.stated.data))
        if outcome.done:
            return saved()
    rows = summary.agreement_rows(tender()) + summary.assessor_rows(tender(), teams_of(house(), tender()))
    return page("agreement", form, outcome, stored=rows, modes=list(AGREEMENT.items()))


@pages.route("/tenders/<tender_id>/minimums", methods=["GET", "POST"])
@pages.route("/tenders/<tender_id>/minimums/<question>", methods=["GET", "POST"])
@needs(Action.EDIT_TENDER)
def minimums(tender_id: str, question: str | None = None) -> ResponseReturnValue:
    """The minimum scores: a list, and one to add or (with a question in the address) to change."""
    found = tender()
    stored = {m.question: m for m in minimums_of(found)}
    if question is not None and question not in stored:
        raise NotThere
    one = stored.get(question or "")
    shown = {"question": one.question, "least": str(one.least), "reason": one.reason} if one else {}
    form = MinimumForm(revision=str(found.revision), **shown)
    outcome = None
    if form.sent:
        kept = [m for m in stored.values() if m.question != question]
        form.place = len(kept)
        new = [] if "remove" in request.form else [form.minimum()]
        with trying(form) as outcome:
            setting_up.edit_award(
                house(), actor(), tender_id,
                minimums=[*kept, *new], agreement=agreement_of(found), revision=form.seen,
            )  # fmt: skip
        if outcome.done:
            said("De minimumscores zijn opgeslagen.", "The minimum scores have been saved.")
            return redirect(url_for("tender_setup.minimums", tender_id=tender_id))
    own = questionnaire_of(house(), tender())
    rows = list(zip(minimums_of(tender()), summary.minimum_rows(own, tender()), strict=True))
    return page("minimums", form, outcome, minimums=rows, editing=question, **_questions(tender()))


def _questions(of: Tender) -> dict[str, Any]:
    """What a minimum can be set on, by dimension, with the anchors of each."""
    own = questionnaire_of(house(), of)
    asked = [
        q for q in own.questions
        if q.is_scored and (of.tier == "full" or q.quick is not None)
    ]  # fmt: skip
    groups = [(d, [q for q in asked if q.dimension == d.code]) for d in own.dimensions if not d.gate]
    return {
        "groups": [(d, questions) for d, questions in groups if questions],
        "scores": [(str(n), Text(nl=f"Score {n}", en=f"Score {n}")) for n in (1, 2, 3, 4)],
    }


# --- when -------------------------------------------------------------------------------------------------


@pages.route("/tenders/<tender_id>/dates", methods=["GET", "POST"])
@needs(Action.EDIT_TENDER)
def dates(tender_id: str) -> ResponseReturnValue:
    found = tender()
    form = DatesForm(
        revision=str(found.revision),
        drain_minutes=str(found.drain_minutes),
        **DatesForm.stored(found.deadline),
        **DatesForm.stored(found.questions_until, "questions"),
    )
    outcome = None
    if form.sent:
        deadline, until, minutes = form.deadline(), form.moment("questions"), form.minutes()
        if not form.problems:
            with trying(form) as outcome:
                setting_up.edit_dates(house(), actor(), tender_id, deadline, minutes, form.seen, until)
            if outcome.done:
                return saved()
    of = tender()
    late = of.questions_until and late_warning(of.procedure, of.deadline, of.questions_until)
    return page("dates", form, outcome, stored=summary.date_rows(of), late=late)


# --- the whole --------------------------------------------------------------------------------------------


def task_list(found: Overview) -> ResponseReturnValue:
    """The first page of a draft."""
    groups = setup_tasks(found)
    done = [task for group in groups for task in group.tasks if task.hint is None]
    return render_template(
        "tenders/tasks.html",
        tender=found.tender,
        groups=groups,
        done=len(done),
        total=sum(len(group.tasks) for group in groups),
        ready=not tenders.obstacles_to_publishing(house(), found.tender),
    )


@pages.route("/tenders/<tender_id>/publish", methods=["GET", "POST"])
@needs(Action.PUBLISH_TENDER)
def publish(tender_id: str) -> ResponseReturnValue:
    """Everything once more, and the button; what is in the way where it cannot be published yet."""
    form = SetupForm(revision=str(tender().revision))
    if form.sent:
        with trying(form) as outcome:
            if form.seen != tender().revision:
                raise Refused(
                    Text(
                        nl="Iemand anders heeft dit net gewijzigd. Controleer alles opnieuw.",
                        en="Somebody else has just changed this. Check everything again.",
                    )
                )
            tenders.publish(house(), actor(), tender_id)
        if outcome.done:
            said("Gepubliceerd. De leveranciers kunnen beginnen.", "Published. The vendors can begin.")
            return redirect(url_for("tenders.overview", tender_id=tender_id))
        form.revision.data = str(tender().revision)
    found = overview(house(), actor(), tender_id)
    body = render_template(
        "tenders/publish.html",
        form=form,
        tender=found.tender,
        blocks=check_blocks(found),
        obstacles=tenders.obstacles_to_publishing(house(), found.tender),
    )
    return body, 422 if form.problems else 200


def check_blocks(found: Overview) -> list[tuple[Text, str, list[summary.Row]]]:
    """Everything that is published, by topic, with the page where it is changed."""
    of = found.tender
    own = questionnaire_of(house(), of)
    blocks = [
        (Text(nl="Titel, procedure en taal", en="Title, procedure and language"), "tender_setup.basics",
         summary.basics_rows(of)),
        (Text(nl="Vragenlijst", en="Questionnaire"), "tender_setup.questionnaire",
         summary.questionnaire_rows(own, of, found.hours)),
        (Text(nl="Gebruik", en="Use"), "tender_setup.facts", summary.facts_rows(own, of.facts)),
        (Text(nl="Weging van de dimensies", en="Weights of the dimensions"), "tender_setup.weights",
         summary.weight_rows(own, of)),
        (Text(nl="Minimumscores", en="Minimum scores"), "tender_setup.minimums",
         summary.minimum_rows(own, of)),
        (Text(nl="Werkwijze", en="Way of working"), "tender_setup.agreement",
         summary.agreement_rows(of) + summary.assessor_rows(of, teams_of(house(), of))),
        (Text(nl="Contractvoorwaarden", en="Contract conditions"), "conditions.overview",
         summary.condition_rows(own, of)),
        (Text(nl="Collega's", en="Colleagues"), "participants.people", summary.people_rows(found)),
        (Text(nl="Leveranciers", en="Vendors"), "participants.vendors", summary.vendor_rows(found)),
        (Text(nl="Termijn", en="Dates"), "tender_setup.dates", summary.date_rows(of)),
    ]  # fmt: skip
    award = tenders.procedure_of(of).award
    return [block for block in blocks if award or block[1] != "tender_setup.weights"]
