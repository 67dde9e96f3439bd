"""What was typed for one question becomes an answer. What cannot be read is told and not stored: there the stored
value stays, and the form shows what was typed.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from assessor.domain.answers import Answer, Confidential, Json, Standing
from assessor.domain.confidential import faults
from assessor.domain.language import LANGUAGES, Language
from assessor.domain.limits import NOTE_LENGTH, clean_text
from assessor.domain.questionnaire.counts import more_than_the_whole
from assessor.domain.questionnaire.kinds import Problem, Typed, check, fields_asked, is_empty, read
from assessor.domain.questionnaire.model import EvidenceLevel, Field, Kind, Question
from assessor.domain.text import Text
from assessor.domain.words import EVIDENCE_LEVELS

VALUE = "value."
"""Before the names of a question's own fields, so that none is taken for a field of the form itself."""
LEVEL, NOTE, DATE = "evidence", "evidence_note", "evidence_date"
STANDING, REASON = "standing", "standing_reason"
STANDS = ("unknown", "withheld", "not_applicable")
"""What a vendor can say instead of answering."""

NOTE_FIELD = Field(
    id=NOTE,
    kind=Kind.TEXT,
    longest=NOTE_LENGTH,
    label=Text(nl="Toelichting op het bewijs", en="About the evidence"),
    hint=Text(
        nl="Waar staat het? Noem het bestand en de bladzijde, of het adres waar wij het kunnen inzien.",
        en="Where is it? Name the file and the page, or the address where we can see it.",
    ),
)
DATE_FIELD = Field(
    id=DATE,
    kind=Kind.DATE,
    label=Text(nl="Datum van het bewijs", en="Date of the evidence"),
    hint=Text(
        nl="De dag waarop het onderzoek of rapport is afgerond, bijvoorbeeld 22-11-2026.",
        en="The day the study or report was finished, for example 22-11-2026.",
    ),
)
REASON_FIELD = Field(
    id=REASON,
    kind=Kind.TEXT,
    longest=NOTE_LENGTH,
    label=Text(nl="Wat is de reden?", en="What is the reason?"),
)

CONFIDENTIAL, WHOLE, PART = "confidential", "whole", "part"
CONFIDENTIAL_FILE = "confidential_file"
PASSAGE_FIELD = Field(
    id="confidential_passage",
    kind=Kind.TEXT,
    longest=NOTE_LENGTH,
    label=Text(nl="Welke passage?", en="Which passage?"),
    hint=Text(
        nl="Neem de woorden letterlijk over uit uw antwoord. Een vertrouwelijk bestand kruist u bij de bestanden aan.",
        en="Copy the words literally from your answer. A confidential file is ticked at the files.",
    ),
)
WHY_FIELD = Field(
    id="confidential_reason",
    kind=Kind.TEXT,
    longest=NOTE_LENGTH,
    label=Text(nl="Waarom is dit vertrouwelijk?", en="Why is this confidential?"),
)

_NOT_A_CHOICE = Text(nl="Kies een van de mogelijkheden.", en="Choose one of the options.")


@dataclass(frozen=True)
class Reading:
    """The answer that can be stored, and what was typed that cannot be read, by name in the form."""

    answer: Answer
    problems: Mapping[str, Text]


def cleaned(sent: Mapping[str, Sequence[str]]) -> Typed:
    """What was sent, without characters that no page can show again."""
    return {name: [clean_text(text) for text in texts] for name, texts in sent.items()}


def written_in(typed: Typed, otherwise: Language) -> Language:
    """The language in which the form was shown: 1.234 is another number in the other one."""
    said = first(typed, "written_in")
    return said if said in LANGUAGES else otherwise


def started_from(typed: Typed) -> int:
    """The revision that the person saw; one that cannot be is nobody's."""
    text = first(typed, "revision")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def read_answer(question: Question, typed: Typed, stored: Answer | None, language: Language) -> Reading:
    """What was typed as an answer. Where it cannot be read, what is stored stays and the problem is told.

    Fields that the choices do not ask have no problems: nobody sees them.
    """
    kept = stored or Answer()
    problems: dict[str, Text] = {}
    found = {f.id: read(f, typed, VALUE + f.id, language) for f in question.fields}
    value: dict[str, Json] = {
        id: v for id, v in found.items() if not isinstance(v, Problem) and not is_empty(v)
    }
    asked = fields_asked(question, value)
    for field in question.fields:
        one = found[field.id]
        fault = one.message if isinstance(one, Problem) else check(field, one, finished=False)
        if fault is not None:
            value.pop(field.id, None)
            if not is_empty(kept.value.get(field.id)):
                value[field.id] = kept.value[field.id]
            if field in asked:
                problems[VALUE + field.id] = fault
    for id, fault in more_than_the_whole(question, value).items():
        value.pop(id)
        problems[VALUE + id] = fault
    answer = replace(
        kept,
        value=value,
        evidence_note=_text(NOTE_FIELD, typed, kept.evidence_note, problems),
        standing_reason=_text(REASON_FIELD, typed, kept.standing_reason, problems),
    )
    answer = _about_evidence(answer, typed, problems, language)
    return Reading(_marked(answer, typed, kept.confidential, problems), problems)


def _marked(answer: Answer, typed: Typed, stored: Confidential | None, problems: dict[str, Text]) -> Answer:
    """With what is marked as confidential. A mark that does not hold is told, and what was marked before stays."""
    chosen, files = first(typed, CONFIDENTIAL), tuple(typed.get(CONFIDENTIAL_FILE, ()))
    if chosen not in (WHOLE, PART) and not files:
        return replace(answer, confidential=None)
    mark = Confidential(
        reason=first(typed, WHY_FIELD.id).strip(),
        whole=chosen == WHOLE,
        passage="" if chosen == WHOLE else first(typed, PASSAGE_FIELD.id).strip(),
        files=() if chosen == WHOLE else files,
    )
    marked = replace(answer, confidential=mark)
    found = faults(marked)
    problems |= {f"confidential_{name}": message for name, message in found.items()}
    if not found:
        return marked
    # The stored mark may point at words that are gone by now.
    before = replace(answer, confidential=stored)
    return (
        before if not faults(before) else replace(before, confidential=stored and replace(stored, whole=True))
    )


def _about_evidence(answer: Answer, typed: Typed, problems: dict[str, Text], language: Language) -> Answer:
    level, standing = first(typed, LEVEL), first(typed, STANDING)
    date = read(DATE_FIELD, typed, DATE, language)
    if level in EVIDENCE_LEVELS or not level:
        answer = replace(answer, evidence=EvidenceLevel(level) if level else None)
    else:
        problems[LEVEL] = _NOT_A_CHOICE
    if standing in STANDS or not standing:
        answer = replace(answer, standing=cast(Standing, standing) if standing else None)
    else:
        problems[STANDING] = _NOT_A_CHOICE
    if isinstance(date, Problem):
        problems[DATE] = date.message
    else:
        answer = replace(answer, evidence_date=date_of(date))
    return answer


def _text(field: Field, typed: Typed, stored: str, problems: dict[str, Text]) -> str:
    text = first(typed, field.id).strip()
    fault = check(field, text)
    if fault is not None:
        problems[field.id] = fault
    return stored if fault is not None else text


def first(typed: Typed, name: str) -> str:
    return (typed.get(name) or ("",))[0]


def date_of(value: Json) -> datetime.date | None:
    """A stored date."""
    return datetime.date.fromisoformat(value) if isinstance(value, str) else None
