"""What is asked: a closed condition over product types, scope, effect and earlier answers.

The path through a questionnaire is derived from the answers each time, never stored. Answers that are no longer
asked stay where they are and are neither shown, scored nor printed.
"""

from __future__ import annotations

from assessor.domain.answers import WHOLE_OFFER, Answers, Key, Scope
from assessor.domain.questionnaire.model import Clause, Condition, Question, Questionnaire

EFFECT = "effect_"


def known_marks(questionnaire: Questionnaire) -> frozenset[str]:
    """Every mark a condition may name."""
    return frozenset(
        [t.code for t in questionnaire.product_types]
        + [m.code for m in questionnaire.marks]
        + [EFFECT + f.code for f in questionnaire.inherent.effects]
        + list(questionnaire.groups)
    )


def marks_of(questionnaire: Questionnaire, scope: Scope) -> frozenset[str]:
    """The marks that hold for a scope: products, effect, declared and implied marks, and groups of these."""
    marks = set(scope.products) | set(scope.marks) | {EFFECT + scope.effect}
    marks |= {m.code for m in questionnaire.marks if marks & set(m.implied_by)}
    marks |= {name for name, members in questionnaire.groups.items() if marks & set(members)}
    return frozenset(marks)


def asked(questionnaire: Questionnaire, scope: Scope, tier: str, answers: Answers) -> tuple[Key, ...]:
    """The questions asked of this offer, in order; a question `per: module` once for each module it fits."""
    keys: list[Key] = []
    marks = {m: marks_of(questionnaire, _of_module(scope, m)) for m in (WHOLE_OFFER, *scope.products)}
    for question in questionnaire.questions:
        if tier == "quick" and question.quick is None:
            continue
        lines = question.when + ((question.quick or ()) if tier == "quick" else ())
        for module in _modules(question, scope):
            key = Key(question.id, module)
            if _holds(lines, marks[module], answers, key):
                keys.append(key)
    return tuple(keys)


def asked_of_all(questionnaire: Questionnaire, effect: str, tier: str) -> frozenset[str]:
    """The questions that every vendor gets, whatever it offers: only these may carry the award.

    What holds for each product alone, with no mark and with all of them, holds for every offer: a line asks for any of
    some marks, or for none of them. What follows from an answer is never asked of all.
    """
    marks = frozenset(m.code for m in questionnaire.marks)
    offers = [
        Scope((t.code,), declared, effect)
        for t in questionnaire.product_types
        if not t.prohibited
        for declared in (frozenset[str](), marks)
    ]
    found = [frozenset(k.question for k in asked(questionnaire, offer, tier, {})) for offer in offers]
    return frozenset.intersection(*found) if found else frozenset()


def _modules(question: Question, scope: Scope) -> tuple[str, ...]:
    return scope.products if question.per == "module" else (WHOLE_OFFER,)


def _of_module(scope: Scope, module: str) -> Scope:
    if module == WHOLE_OFFER:
        return scope
    return Scope(products=(module,), marks=scope.marks, effect=scope.effect)


def _holds(condition: Condition, marks: frozenset[str], answers: Answers, key: Key) -> bool:
    return all(_line_holds(line, marks, answers, key) for line in condition)


def _line_holds(line: Clause, marks: frozenset[str], answers: Answers, key: Key) -> bool:
    if line.any:
        return not marks.isdisjoint(line.any)
    if line.none:
        return marks.isdisjoint(line.none)
    assert line.question is not None
    answer = answers.get(Key(line.question, key.module)) or answers.get(Key(line.question))
    if answer is None or answer.standing is not None:
        return False
    chosen = answer.value.get(line.field) if line.field else next(iter(answer.value.values()), None)
    if isinstance(chosen, dict):
        chosen = chosen.get("choice")
    return bool(
        {str(c) for c in chosen} & set(line.one_of) if isinstance(chosen, list) else chosen in line.one_of
    )


def decisive(questionnaire: Questionnaire) -> frozenset[str]:
    """The questions whose answers decide what else is asked, or state something of the whole offer."""
    named = {
        line.question
        for question in questionnaire.questions
        for line in (*question.when, *(question.quick or ()))
        if line.question is not None
    }
    stating = {q.id for q in questionnaire.questions if any(f.states == "unseen_share" for f in q.fields)}
    return frozenset(named | stating)
