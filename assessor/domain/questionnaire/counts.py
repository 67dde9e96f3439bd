"""Counts among other counts in one answer: 22 of 25 planted errors caught.

The share follows from the two wherever the answer is read, of a sample with its uncertainty; and a part cannot be
more than the whole.
"""

from __future__ import annotations

from assessor.domain.answers import Json, Value
from assessor.domain.figures.intervals import wilson
from assessor.domain.figures.reviews import highest_rate
from assessor.domain.figures.values import as_percent
from assessor.domain.figures.words import between
from assessor.domain.formats import number
from assessor.domain.language import Language
from assessor.domain.questionnaire.kinds import display, fields_asked
from assessor.domain.questionnaire.model import Field, Question
from assessor.domain.text import Text


def in_words(question: Question, field: Field, value: Value, language: Language) -> list[str]:
    """The value of a field in words, one line each; a count among another one with its share of that."""
    lines = display(field, value.get(field.id), language)
    share = share_of(question, field, value)
    if lines and share is not None:
        lines[-1] += f", {share.to(language)}"
    return lines


def share_of(question: Question, field: Field, value: Value) -> Text | None:
    """What share one count is of the other; None where there are no two such counts.

    Of a sample with its 95 % interval. None of a sample is never "0 %": the highest share that n such cases still
    allow is said instead (one-sided, exact).
    """
    whole = _whole(question, field, value)
    k, n = _count(value.get(field.id)), whole and _count(value.get(whole.id))
    if k is None or not n or k > n:
        return None
    if not field.sample:
        return _SHARE.fill(share=as_percent(k / n), n=float(n))
    if k == 0:
        return _NONE.fill(n=float(n), most=as_percent(highest_rate(0, n)))
    ci = between(wilson(k, n), percent=True)
    return _SHARE_OF_SAMPLE.fill(share=as_percent(k / n), n=float(n), ci=ci)


_SHARE = Text(nl="dat is {share} van {n}", en="which is {share} of {n}")
_SHARE_OF_SAMPLE = Text(nl="dat is {share} van {n} (95%: {ci})", en="which is {share} of {n} (95%: {ci})")
_NONE = Text(
    nl="van {n}: met 95% zekerheid hoogstens {most}", en="of {n}: with 95% confidence at most {most}"
)


def more_than_the_whole(question: Question, value: Value) -> dict[str, Text]:
    """By field: a count that is more than the one it is among."""
    found = {}
    for field in fields_asked(question, value):
        whole = _whole(question, field, value)
        if whole is None:
            continue
        part, most = _number(value.get(field.id)), _number(value.get(whole.id))
        if part is not None and most is not None and part > most:
            n = Text(nl=number(most, "nl"), en=number(most, "en"))
            found[field.id] = _TOO_MANY.fill(whole=whole.label, n=n)
    return found


_TOO_MANY = Text(
    nl="Dit is meer dan bij '{whole}' staat: {n}.", en="This is more than it says at '{whole}': {n}."
)


def _whole(question: Question, field: Field, value: Value) -> Field | None:
    return next((f for f in fields_asked(question, value) if f.id == field.of), None) if field.of else None


def _number(value: Json) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _count(value: Json) -> int | None:
    found = _number(value)
    return int(found) if found is not None and found >= 0 and found == int(found) else None
