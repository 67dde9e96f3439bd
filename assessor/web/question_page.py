"""Everything that the page of one question shows, prepared: nothing in its template computes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template

from assessor.domain.answers import Answer, Key
from assessor.domain.findings import today
from assessor.domain.formats import moment
from assessor.domain.limits import FILE_BYTES, FILE_TYPES, MEGABYTE, RESPONSE_BYTES, TYPES_IN_WORDS
from assessor.domain.questionnaire.kinds import Typed
from assessor.domain.questionnaire.model import Question
from assessor.domain.text import Text
from assessor.services.colleagues import colleagues
from assessor.services.drafts import Draft, StoredFile
from assessor.services.evidence import list_files
from assessor.services.responses import Filling
from assessor.web.access import actor, house
from assessor.web.language import language
from assessor.web.own_tables import state_of, tables_behind
from assessor.web.own_verification import beside, saved_from_offer
from assessor.web.question_blank import boxes, introduction, sheet_of
from assessor.web.question_form import Difference, answer_lines, differences
from assessor.web.question_reading import (
    CONFIDENTIAL_FILE,
    DATE_FIELD,
    LEVEL,
    NOTE_FIELD,
    PASSAGE_FIELD,
    REASON_FIELD,
    STANDING,
    VALUE,
    WHY_FIELD,
)
from assessor.web.response_parts import autosave_url, can_ask, module_name, question_url, section_url

_AT = {
    "evidence_note": NOTE_FIELD.id,
    "standing": REASON_FIELD.id,
    "confidential_passage": PASSAGE_FIELD.id,
    "confidential_reason": WHY_FIELD.id,
}


class QuestionForm:
    """What is told about a question's form. Its fields are read by their kinds, so it is no form of the library."""

    def __init__(self) -> None:
        self.problems: dict[str, list[Text]] = {}
        self.field_labels: Mapping[str, Text] = {}
        self.rest_saved = False
        """Something could not be read, and everything else was saved."""

    def refuse(self, errors: Mapping[str, Text]) -> None:
        """A verb names a field "KEY.field"; this form shows one question only."""
        for name, message in errors.items():
            _, _, field = name.partition(".")
            at = _AT.get(field, VALUE + field) if field else name
            self.problems.setdefault(at, []).append(message)


@dataclass(frozen=True)
class Conflict:
    """What a colleague saved first, beside what was typed."""

    by: str
    at: str
    differences: Sequence[Difference]


def show(
    filled: Filling,
    key: Key,
    form: QuestionForm,
    shown: Typed,
    draft: Draft | None,
    *,
    editable: bool = True,
    conflict: Conflict | None = None,
) -> str:
    """The page of a question with these texts in its form."""
    asks = filled.questionnaire.by_id[key.question]
    earlier, later, number = _around(filled, key)
    if form.problems:
        form.field_labels = labels_of(asks)
    in_offer = beside(filled, key, draft.answer if draft else None)
    sheet = sheet_of(filled.questionnaire, asks, language(), shown)
    return render_template(
        "responses/question.html",
        form=form,
        tender=filled.tender,
        response=filled.response,
        asks=asks,
        dimension=filled.questionnaire.dimension_by_code[asks.dimension],
        section=section_url(filled, asks.dimension),
        module=module_name(filled.questionnaire, key),
        introduction=introduction(sheet, today(house().now())),
        boxes=boxes(sheet, shown, form.problems) if editable else "",
        revision=draft.revision if draft else 0,
        saved=saved_from_offer(in_offer) or saved_words(draft),
        files=_files(filled, key, draft),
        confidential_files=shown.get(CONFIDENTIAL_FILE, ()),
        accept=",".join(f".{extension}" for extension in FILE_TYPES),
        tables=[(one, *state_of(one, None)) for one in tables_behind(filled, key)],
        types=TYPES_IN_WORDS,
        most=(FILE_BYTES // MEGABYTE, RESPONSE_BYTES // MEGABYTE),
        most_bytes=FILE_BYTES,
        editable=editable,
        can_ask=can_ask(filled.tender),
        autosave=autosave_url(filled, key),
        earlier=earlier and question_url(filled, earlier),
        later=later and question_url(filled, later),
        number=number,
        total=len(filled.asked),
        lines=[] if editable else answer_lines(asks, draft.answer if draft else Answer(), language()),
        conflict=conflict,
        in_offer=in_offer,
    )


def _files(filled: Filling, key: Key, draft: Draft | None) -> list[StoredFile]:
    if draft is None or not draft.answer.files:
        return []
    return [file for file in list_files(house(), actor(), filled.response.id) if file.key == key]


def _around(filled: Filling, key: Key) -> tuple[Key | None, Key | None, int | None]:
    """The questions before and after, and the place among all; nothing for one that is no longer asked."""
    if key not in filled.asked:
        return None, None, None
    place = filled.asked.index(key)
    later = filled.asked[place + 1] if place + 1 < len(filled.asked) else None
    return (filled.asked[place - 1] if place else None), later, place + 1


def labels_of(asks: Question) -> dict[str, Text]:
    """What each field in the form of this question is called."""
    return {VALUE + f.id: f.label for f in asks.fields} | {
        **{f.id: f.label for f in (NOTE_FIELD, DATE_FIELD, REASON_FIELD, PASSAGE_FIELD, WHY_FIELD)},
        LEVEL: Text(nl="Bewijsniveau", en="Evidence level"),
        STANDING: Text(nl="Kunt u deze vraag beantwoorden?", en="Can you answer this question?"),
        "file": Text(nl="Kies een bestand", en="Choose a file"),
    }


def saved_words(draft: Draft | None) -> Text:
    """Until where this answer is saved, and by whom."""
    if draft is None or draft.revision == 0:
        return Text(nl="Nog niets bewaard.", en="Nothing saved yet.")
    at = Text(nl=moment(draft.saved_at, "nl"), en=moment(draft.saved_at, "en"))
    return Text(nl="Concept bewaard op {at} door {who}.", en="Draft saved on {at} by {who}.").fill(
        at=at, who=name_of(draft.saved_by)
    )


def name_of(person_id: str) -> str:
    """A colleague's name."""
    if person_id == actor().id:
        return actor().name
    return next((p.name for p in colleagues(house(), actor()) if p.id == person_id), "")


def conflict_with(asks: Question, mine: Answer, theirs: Draft) -> Conflict:
    """What a colleague saved meanwhile, and where it parts from what was typed."""
    return Conflict(
        by=name_of(theirs.saved_by),
        at=moment(theirs.saved_at, language()),
        differences=differences(asks, mine, theirs.answer, language()),
    )
