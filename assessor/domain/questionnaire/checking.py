"""Whether the rules of consistency name what is there: questions, fields, options, columns, and each other's names."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from assessor.domain.questionnaire.consistency import DATE_TESTS, EACH, NUMBER_TESTS, Line, Operand, Rule
from assessor.domain.questionnaire.kinds import options_of
from assessor.domain.questionnaire.model import Field, Kind, Question, Questionnaire

Say = Callable[[str, str], None]
"""Which rule, and what is wrong with it."""

_PLACE = re.compile(r"\{([^{}]*)\}")
_NUMBERS = (Kind.NUMBER, Kind.PERCENTAGE)


def check_rules(questionnaire: Questionnaire, unread: Collection[str], say: Say) -> None:
    """Say every fault in the rules of a questionnaire, but of those about a question with faults of its own."""
    for rule in questionnaire.rules:
        if not set(unread).isdisjoint(rule.questions):
            continue
        for message in _faults(questionnaire, rule):
            say(rule.id, message)


def _faults(questionnaire: Questionnaire, rule: Rule) -> Iterator[str]:
    if rule.about not in rule.questions:
        yield f"none of the lines is about {rule.about}"
    if EACH in rule.questions and len(rule.questions) > 1:
        yield "a rule about each question names no other question"
    for line in rule.lines:
        yield from _line_faults(questionnaire, line)
    names = [o.as_ for o in rule.operands if o.as_ is not None]
    for name in sorted({n for n in names if names.count(n) > 1}):
        yield f"the name '{name}' stands twice"
    for text in (rule.one, rule.other, rule.ask):
        for words in (text.nl, text.en):
            for place in _PLACE.findall(words):
                if place not in names:
                    yield f"the sentence names '{place}', which no line has"
        if set(_PLACE.findall(text.nl)) != set(_PLACE.findall(text.en)):
            yield "the Dutch and the English sentence do not name the same values"


def _line_faults(questionnaire: Questionnaire, line: Line) -> Iterator[str]:
    for operand in (line, line.other):
        if operand is not None and operand.question not in (None, EACH):
            yield from _names(questionnaire, operand)
    if line.question in (None, EACH):
        if line.test == "one_of":
            yield "one_of needs a question"
        return
    field = _field(questionnaire, line)
    if field is None or line.part or line.rows or line.evidence_date:
        return
    if line.test == "one_of":
        known = {o.id for o in options_of(field)}
        for option in line.one_of:
            if option not in known:
                yield f"{line.question} has no option '{option}' in {field.id}"
    if line.test in NUMBER_TESTS and field.kind not in _NUMBERS:
        yield f"{line.test} needs a number, and {field.id} of {line.question} is none"
    if line.test in DATE_TESTS and field.kind is not Kind.DATE:
        yield f"{line.test} needs a date, and {field.id} of {line.question} is none"


def _names(questionnaire: Questionnaire, operand: Operand) -> Iterator[str]:
    question = questionnaire.by_id.get(operand.question or "")
    if question is None:
        yield f"the question '{operand.question}' does not exist"
        return
    if not question.by_vendor:
        yield f"{question.id} is not answered by the vendor"
    for name in (operand.field, operand.part, operand.whole):
        if name is not None and question.field(name) is None:
            yield f"{question.id} has no field '{name}'"
    for name in (operand.part, operand.whole):
        found = question.field(name) if name else None
        if found is not None and found.kind not in _NUMBERS:
            yield f"{name} of {question.id} is not a number"
    if operand.rows is not None:
        yield from _row_faults(question, operand)


def _row_faults(question: Question, operand: Operand) -> Iterator[str]:
    assert operand.rows is not None
    field = question.field(operand.field) if operand.field else question.main
    column = next((c for c in field.columns if c.id == operand.rows.column), None) if field else None
    if column is None:
        yield f"{question.id} has no column '{operand.rows.column}' there"
        return
    known = {o.id for o in options_of(column)}
    for option in operand.rows.one_of:
        if option not in known:
            yield f"{question.id} has no option '{option}' in the column {column.id}"


def _field(questionnaire: Questionnaire, operand: Operand) -> Field | None:
    question = questionnaire.by_id.get(operand.question or "")
    if question is None:
        return None
    return question.field(operand.field) if operand.field else question.main
