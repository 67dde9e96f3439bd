"""The page of one question: answering, evidence, and saving in a way that loses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO, cast

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from assessor.domain.answers import WHOLE_OFFER, Answer, Key
from assessor.domain.permissions import Action
from assessor.domain.questionnaire.conditions import asked
from assessor.domain.questionnaire.kinds import Typed
from assessor.domain.questionnaire.model import Question
from assessor.domain.text import Text
from assessor.services.drafts import Draft
from assessor.services.evidence import add_file, remove_file
from assessor.services.incoming import Incoming, receive
from assessor.services.refusals import NotThere
from assessor.services.responses import Filling, filling_of, require_fitting, save_in
from assessor.web.access import actor, done_before, house, needs, response
from assessor.web.forms import trying
from assessor.web.language import in_words, language
from assessor.web.question_form import as_typed
from assessor.web.question_page import QuestionForm, conflict_with, labels_of, saved_words, show
from assessor.web.question_reading import (
    VALUE,
    Reading,
    cleaned,
    first,
    read_answer,
    started_from,
    written_in,
)
from assessor.web.response_parts import is_open, pages, question_url, section_url

_ELSEWHERE = Text(
    nl="Nog niet bewaard: een collega heeft dit antwoord intussen gewijzigd. Kies Opslaan om beide te zien.",
    en="Not saved yet: a colleague has changed this answer meanwhile. Choose Save to see both.",
)
_EXCEPT = Text(nl="{saved} Nog niet bewaard: {problems}", en="{saved} Not saved yet: {problems}")


@pages.route("/responses/<response_id>/questions/<question_id>", defaults={"module": WHOLE_OFFER})
@pages.route("/responses/<response_id>/questions/<question_id>/<module>")
@needs(Action.READ_OWN_RESPONSE)
def question(response_id: str, question_id: str, module: str) -> ResponseReturnValue:  # noqa: ARG001
    filled, key = filling_of(house(), actor(), response()), Key(question_id, module)
    if key not in filled.asked:
        raise NotThere
    draft = filled.drafts.get(key)
    asks = filled.questionnaire.by_id[question_id]
    shown = as_typed(asks, draft.answer if draft else Answer(), language())
    return show(filled, key, QuestionForm(), shown, draft, editable=is_open(filled.tender))


# --- saving -------------------------------------------------------------------------------------------------


def _read_upload() -> Incoming | None:
    file = request.files.get("file")
    return receive(file.filename, cast("BinaryIO", file.stream)) if file and file.filename else None


@pages.route(
    "/responses/<response_id>/questions/<question_id>", defaults={"module": WHOLE_OFFER}, methods=["POST"]
)
@pages.route("/responses/<response_id>/questions/<question_id>/<module>", methods=["POST"])
@needs(Action.READ_OWN_RESPONSE, before=_read_upload)
def save_question(response_id: str, question_id: str, module: str) -> ResponseReturnValue:
    """Save what can be read, do what the button said, and show again whatever could not be read or done."""
    filled, key, asks, typed = _sent(question_id, module)
    draft, form = filled.drafts.get(key), QuestionForm()
    read = read_answer(asks, typed, draft.answer if draft else None, written_in(typed, language()))
    action, _, about = first(typed, "action").partition(":")
    with trying(form) as outcome:
        _save(filled, key, typed, read)
        _files(response_id, key, action, about)
    if outcome.changed is not None:
        theirs = cast("Mapping[Key, Draft]", outcome.changed.theirs)[key]
        conflict = conflict_with(asks, read.answer, theirs)
        return show(filled, key, form, typed, theirs, conflict=conflict), 409
    form.rest_saved = outcome.done
    for name, message in read.problems.items():
        form.problems.setdefault(name, []).append(message)
    if form.problems or action == "row":
        again = filling_of(house(), actor(), response())
        shown = _with_a_row(typed, about) if action == "row" else typed
        return show(again, key, form, shown, again.drafts.get(key)), 422 if form.problems else 200
    return redirect(_next_page(filled, key, read.answer, action))


@pages.route("/responses/<response_id>/questions/<question_id>/<module>/autosave", methods=["POST"])
@needs(Action.READ_OWN_RESPONSE)
def autosave(response_id: str, question_id: str, module: str) -> ResponseReturnValue:  # noqa: ARG001
    """The same without a page: what could not be saved is said, and stays in the browser."""
    filled, key, asks, typed = _sent(question_id, module)
    draft, form = filled.drafts.get(key), QuestionForm()
    read = read_answer(asks, typed, draft.answer if draft else None, written_in(typed, language()))
    saved: int | None = None
    with trying(form) as outcome:
        saved = _save(filled, key, typed, read, autosave=True)
    if not outcome.done:
        said = _ELSEWHERE if outcome.changed else next(iter(form.problems.values()))[0]
        return jsonify(message=in_words(said), fields={}, conflict=True)
    if saved is not None and (draft is None or draft.revision != saved):
        draft = Draft(read.answer, saved, actor().id, house().now())
    said = saved_words(draft)
    if read.problems:
        said = _EXCEPT.fill(saved=said, problems=_in_one_line(asks, read.problems))
    fields = {"revision": str(draft.revision if draft else 0)}
    return jsonify(message=in_words(said), fields=fields, conflict=False)


def _sent(question_id: str, module: str) -> tuple[Filling, Key, Question, Typed]:
    filled = filling_of(house(), actor(), response())
    asks = filled.questionnaire.by_id.get(question_id)
    key = Key(question_id, module)
    if asks is None or filled.scope is None:
        raise NotThere
    require_fitting(filled.questionnaire, filled.scope, (key,))
    return filled, key, asks, cleaned(dict(request.form.lists()))


def _save(filled: Filling, key: Key, typed: Typed, read: Reading, *, autosave: bool = False) -> int | None:
    """The answer's revision; None where there is nothing to save."""
    if read.answer == Answer() and key not in filled.drafts:
        return None  # Looking at a question is not answering it.
    revisions = {key: started_from(typed)}
    answers = {key: read.answer}
    return save_in(house(), actor(), filled, answers, revisions, autosave=autosave)[key]


def _files(response_id: str, key: Key, action: str, about: str) -> None:
    """A chosen file is added whatever the button was, so that no file is forgotten."""
    incoming = cast("Incoming | None", done_before())
    if incoming is not None:
        add_file(house(), actor(), response_id, key, incoming)
    if action == "remove":
        remove_file(house(), actor(), response_id, about)


def _in_one_line(asks: Question, problems: Mapping[str, Text]) -> Text:
    labels, joined = labels_of(asks), Text(nl="{label}: {m}", en="{label}: {m}")
    told = [joined.fill(label=labels[name], m=message) for name, message in problems.items()]
    return Text(nl=" ".join(x.nl for x in told), en=" ".join(x.en for x in told))


def _with_a_row(typed: Typed, field: str) -> Typed:
    rows = first(typed, f"{VALUE}{field}.rows")
    return {
        **typed,
        f"{VALUE}{field}.rows": [str(int(rows) + 1) if rows.isascii() and rows.isdigit() else "2"],
    }


def _next_page(filled: Filling, key: Key, answer: Answer, action: str) -> str:
    if action in ("upload", "remove"):
        return question_url(filled, key) + "#files"
    if action == "section" or filled.scope is None:
        return section_url(filled, filled.questionnaire.by_id[key.question].dimension)
    answers = {**filled.answers, key: answer}
    keys = [
        k
        for k in asked(filled.questionnaire, filled.scope, filled.tender.tier, answers)
        if filled.questionnaire.by_id[k.question].by_vendor
    ]
    later = keys[keys.index(key) + 1 :] if key in keys else []
    return (
        question_url(filled, later[0])
        if later
        else url_for("responses.check", response_id=filled.response.id)
    )
