"""Questions to all on the buyer's side: the desk where officers answer, publishing, and what was published."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessor.domain.nota import Spoken, corrections
from assessor.domain.permissions import Action, may
from assessor.domain.questions_to_all import OUTCOMES
from assessor.domain.text import Text
from assessor.services import nota_drafts as drafts
from assessor.services.access import case_for
from assessor.services.nota_drafts import Draft, Words, can_answer, desk, draft_of, open_questions
from assessor.services.notas import notas_of_tender, numbered, preview, publish_nota
from assessor.services.questions_to_all import askable
from assessor.services.refusals import Refused
from assessor.services.tenders import questionnaire_of
from assessor.storage.models import NotaItem
from assessor.web.access import actor, house, needs, tender
from assessor.web.forms import Form, Outcome, choice, hidden, line, paragraphs, said, several, tick, trying
from assessor.web.nota_files import as_file
from assessor.web.setup_forms import SetupForm

pages = Blueprint("questions_to_all", __name__)

_MARKDOWN = Text(
    nl="Begin een nieuwe alinea na een lege regel. **vet**, - voor een lijst.",
    en="Begin a new paragraph after an empty line. **bold**, - for a list.",
)
_PARTS = ("wording", "answer", "changes")
SPOKEN_LABELS = {
    "wording": Text(nl="De vraag zoals u die publiceert", en="The question as you publish it"),
    "answer": Text(nl="Antwoord, of de reden waarom niet", en="Answer, or the reason why not"),
    "changes": Text(nl="Wat wijzigt dit in de stukken?", en="What does this change in the documents?"),
}
_IN = {"nl": Text(nl="Nederlands", en="Dutch"), "en": Text(nl="Engels", en="English")}


def _label(part: str, language: str) -> Text:
    return Text(nl="{what} ({language})", en="{what} ({language})").fill(
        what=SPOKEN_LABELS[part], language=_IN[language]
    )


_GENERAL_WORDS = Text(
    nl="Zonder iets waaraan een leverancier te herkennen is.",
    en="Without anything by which a vendor is recognised.",
)
_CHANGES = Text(
    nl="Leeg: niets. Anders in één of twee zinnen wat er nu geldt.",
    en="Empty: nothing. Otherwise in a sentence or two what holds now.",
)


class ItemForm(SetupForm):
    question = line(Text(nl="Waar gaat dit over?", en="What is this about?"))
    questions = several(
        Text(nl="Vragen die u hiermee beantwoordt", en="Questions that this answers"),
        Text(
            nl="Gelijke vragen krijgen één antwoord. Zonder vraag is dit een mededeling.",
            en="Equal questions get one answer. Without a question this is a remark.",
        ),
    )
    wording_nl = paragraphs(_label("wording", "nl"), _GENERAL_WORDS)
    wording_en = paragraphs(_label("wording", "en"), _GENERAL_WORDS)
    answer_nl = paragraphs(_label("answer", "nl"), _MARKDOWN)
    answer_en = paragraphs(_label("answer", "en"), _MARKDOWN)
    changes_nl = paragraphs(_label("changes", "nl"), _CHANGES)
    changes_en = paragraphs(_label("changes", "en"), _CHANGES)
    outcome = choice(Text(nl="Wat doet u met de vraag?", en="What do you do with the question?"))
    ready = tick(
        Text(nl="Klaar om te publiceren", en="Ready to publish"),
        Text(
            nl="Er gaat niets uit voordat u de hele nota publiceert.",
            en="Nothing goes out before you publish the whole nota.",
        ),
    )

    @staticmethod
    def stored(draft: Draft) -> dict[str, object]:
        """A stored draft as the form shows it."""
        row = draft.row
        shown = {f"{part}_{one}": getattr(row, f"{part}_{one}") for part in _PARTS for one in _IN}
        return shown | {
            "question": row.question,
            "questions": [one.id for one in draft.questions],
            "outcome": row.outcome,
            "ready": row.ready,
            "revision": str(row.revision),
        }

    def words(self) -> Words:
        def spoken(part: str) -> Spoken:
            return Spoken(*(str(self._fields[f"{part}_{one}"].data or "") for one in ("nl", "en")))

        return Words(
            question=self.question.data or "",
            wording=spoken("wording"),
            answer=spoken("answer"),
            changes=spoken("changes"),
            outcome=self.outcome.data or "",
            ready=bool(self.ready.data),
        )


class PublishForm(Form):
    seen = hidden()


# --- the desk ---------------------------------------------------------------------------------------------


@pages.route("/tenders/<tender_id>/questions-to-all")
@needs(Action.READ_QUESTIONS_TO_ALL)
def overview(tender_id: str) -> ResponseReturnValue:
    return _overview(tender_id, Form())


def _overview(tender_id: str, form: Form) -> ResponseReturnValue:
    found = desk(house(), actor(), tender_id)
    page = render_template(
        "questions_to_all/overview.html",
        tender=found.tender,
        desk=found,
        form=form,
        names=_names(),
        notas=notas_of_tender(house(), actor(), tender_id),
        outcomes={one.value: words for one, words in OUTCOMES.items()},
    )
    return page, 422 if form.problems else 200


def _names() -> dict[str, Text]:
    return {q.id: q.name for q in questionnaire_of(house(), tender()).questions}


@pages.route("/tenders/<tender_id>/questions-to-all/items", methods=["POST"])
@needs(Action.ANSWER_QUESTIONS)
def begin(tender_id: str) -> ResponseReturnValue:
    """A draft for the chosen questions; without one a remark, or what puts right a published item."""
    form = Form()
    typed = request.form.get("corrects", "")
    corrects = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else None
    questions = request.form.getlist("questions")
    with trying(form) as outcome:
        if not questions and corrects is None and "remark" not in request.form:
            raise Refused(Text(nl="Kies ten minste één vraag.", en="Choose at least one question."))
        row = drafts.begin(house(), actor(), tender_id, questions, corrects)
    if not outcome.done:
        return _overview(tender_id, form)
    return redirect(url_for("questions_to_all.item", tender_id=tender_id, item_id=row.id))


# --- one answer -------------------------------------------------------------------------------------------


@pages.route("/tenders/<tender_id>/questions-to-all/items/<item_id>")
@needs(Action.READ_QUESTIONS_TO_ALL)
def item(tender_id: str, item_id: str) -> ResponseReturnValue:
    draft = draft_of(house(), actor(), tender_id, item_id)
    return _item(draft, ItemForm(formdata=None, **ItemForm.stored(draft)))


@pages.route("/tenders/<tender_id>/questions-to-all/items/<item_id>", methods=["POST"])
@needs(Action.ANSWER_QUESTIONS)
def save(tender_id: str, item_id: str) -> ResponseReturnValue:
    """Save; with `remove` take it away, with `tell` tell only the one who asked."""
    form = ItemForm()
    draft_of(house(), actor(), tender_id, item_id)
    with trying(form) as outcome:
        if "remove" in request.form:
            drafts.remove(house(), actor(), tender_id, item_id, form.seen)
        else:
            asked = form.questions.data or []
            row = drafts.save(house(), actor(), tender_id, item_id, form.words(), asked, form.seen)
            if "tell" in request.form:
                drafts.tell(house(), actor(), tender_id, item_id, row.revision)
    if not outcome.done:
        return _item(draft_of(house(), actor(), tender_id, item_id), form, outcome)
    if "remove" in request.form:
        said("Het concept is weggehaald.", "The draft has been removed.")
    elif "tell" in request.form:
        said("De vraagsteller kan de reden nu lezen.", "The one who asked can read the reason now.")
    else:
        said("Het concept is bewaard.", "The draft has been saved.")
    return redirect(url_for("questions_to_all.overview", tender_id=tender_id))


def _item(draft: Draft, form: ItemForm, outcome: Outcome | None = None) -> ResponseReturnValue:
    of = tender()
    theirs = outcome.changed.theirs if outcome is not None and outcome.changed is not None else None
    if isinstance(theirs, NotaItem):
        form.revision.data = str(theirs.revision)
    with_id = Text(nl="{id} {name}", en="{id} {name}")
    about = [(q.id, with_id.fill(id=q.id, name=q.name)) for q in askable(house(), of)]
    other = "en" if of.language == "nl" else "nl"
    page = render_template(
        "questions_to_all/item.html",
        tender=of,
        draft=draft,
        form=form,
        theirs=theirs,
        labels=SPOKEN_LABELS,
        names=_names(),
        about_choices=[("", Text(nl="Algemeen", en="General")), *about],
        possible=[*draft.questions, *open_questions(house(), of)],
        languages=[of.language, other] if of.both_languages else [of.language],
        outcomes=[(one.value, words) for one, words in OUTCOMES.items()],
        can_answer=can_answer(house(), actor(), of) and not draft.is_told,
    )
    return page, 422 if form.problems else 200


# --- publishing -------------------------------------------------------------------------------------------


@pages.route("/tenders/<tender_id>/questions-to-all/publish", methods=["GET", "POST"])
@needs(Action.ANSWER_QUESTIONS)
def publish(tender_id: str) -> ResponseReturnValue:
    """The whole nota once more, what to consider, and the button."""
    form = PublishForm()
    if form.sent:
        with trying(form) as outcome:
            publish_nota(house(), actor(), tender_id, form.seen.data or "")
        if outcome.done:
            said("De nota is gepubliceerd. Alle leveranciers kunnen haar nu lezen.",
                 "The nota has been published. All vendors can read it now.")  # fmt: skip
            return redirect(url_for("questions_to_all.notas", tender_id=tender_id))
    shown = preview(house(), actor(), tender_id)
    form.seen.data = shown.seen
    page = render_template(
        "questions_to_all/publish.html",
        tender=tender(),
        form=form,
        shown=shown,
        in_time=can_answer(house(), actor(), tender()),
    )
    return page, 422 if form.problems else 200


# --- what was published -----------------------------------------------------------------------------------


@pages.route("/tenders/<tender_id>/notas")
@needs(Action.SEE_TENDER)
def notas(tender_id: str) -> ResponseReturnValue:
    found = notas_of_tender(house(), actor(), tender_id)
    case = case_for(house(), actor(), tender())
    return render_template(
        "questions_to_all/notas.html",
        tender=tender(),
        notas=found,
        later=corrections(found),
        has_desk=may(actor(), Action.READ_QUESTIONS_TO_ALL, case),
        can_answer=can_answer(house(), actor(), tender()),
    )


@pages.route("/tenders/<tender_id>/notas/<int:number>/<asked_language>.pdf")
@needs(Action.SEE_TENDER)
def nota_file(tender_id: str, number: int, asked_language: str) -> ResponseReturnValue:
    found = notas_of_tender(house(), actor(), tender_id)
    return as_file(numbered(found, number), found, asked_language)
