"""What answering asks of a vendor, in minutes and hours. An estimate, for setting up and before starting."""

from __future__ import annotations

from collections.abc import Iterable

from assessor.domain.answers import Key, Scope
from assessor.domain.questionnaire.conditions import asked
from assessor.domain.questionnaire.model import Field, Questionnaire


def minutes_for(questionnaire: Questionnaire, keys: Iterable[Key]) -> int:
    """Minutes for the vendor's questions among these, field by field.

    Follow-ups count too, as nobody knows yet who gets them. A table of counts is delivered once, whichever questions
    rest on it, and counts once.
    """
    minutes, tables = 0, set[str]()
    for key in keys:
        question = questionnaire.by_id[key.question]
        if question.by_vendor:
            minutes += questionnaire.minutes.question
            minutes += sum(
                _of_field(questionnaire, field) for field in question.fields if field.table is None
            )
            tables |= {field.table for field in question.fields if field.table is not None}
    return minutes + len(tables) * questionnaire.minutes.counts


def _of_field(questionnaire: Questionnaire, field: Field) -> int:
    return int(getattr(questionnaire.minutes, field.kind.value))


def in_hours(minutes: int) -> int:
    """Whole hours, rounded up."""
    return -(-minutes // 60)


def hours_asked(questionnaire: Questionnaire, effect: str, tier: str) -> tuple[int, int]:
    """Hours of a vendor: for the lightest product there is, and for all kinds together with every mark."""
    types = tuple(t.code for t in questionnaire.product_types if not t.prohibited)
    marks = frozenset(m.code for m in questionnaire.marks)

    def hours(scope: Scope) -> int:
        return in_hours(minutes_for(questionnaire, asked(questionnaire, scope, tier, {})))

    lightest = min((hours(Scope((code,), effect=effect)) for code in types), default=0)
    return lightest, hours(Scope(types, marks, effect))


def further(questionnaire: Questionnaire, scope: Scope) -> tuple[int, int]:
    """What the full questionnaire asks of this offer beyond the quick scan: how many questions, and how many hours."""
    quick, full = (
        [key for key in asked(questionnaire, scope, tier, {}) if questionnaire.by_id[key.question].by_vendor]
        for tier in ("quick", "full")
    )
    minutes = minutes_for(questionnaire, full) - minutes_for(questionnaire, quick)
    return len(set(full) - set(quick)), in_hours(max(0, minutes))
