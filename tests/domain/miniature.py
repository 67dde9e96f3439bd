"""Small questionnaires for tests of the rules: the shipped frame (every number of the method) with own questions."""

from __future__ import annotations

import datetime
from typing import Any

from assessor.domain.answers import Agreed, BuyerFacts, Fit, Key
from assessor.domain.questionnaire.loading import load
from assessor.domain.questionnaire.model import EvidenceLevel, Question, Questionnaire
from assessor.places import questionnaires_folder

AS_OF = datetime.date(2026, 11, 22)
_TEXT = {"nl": "tekst", "en": "text"}


def question(id: str, weight: str = "critical", **more: Any) -> Question:
    """A question with nothing but what the rule under test needs."""
    whole = {
        "id": id,
        "name": _TEXT,
        "text": _TEXT,
        "why": _TEXT,
        "help": _TEXT,
        "weight": weight,
        "fields": [{"id": "main", "kind": "text", "label": _TEXT}],
        "anchors": {str(points): _TEXT for points in range(5)},
        "evidence": {"accepted": _TEXT, "minimum": "E2"},
        "risks": ["R01"],
        "severity": 3,
        "references": ["gdpr-22"],
        "warning_signs": [_TEXT],
    } | more
    return Question.model_validate(whole)


def shipped() -> Questionnaire:
    """The questionnaire that comes with the program."""
    folder = questionnaires_folder() / "recruitment-ai" / "1"
    found, faults = load({p.name: p.read_text() for p in folder.glob("*.yaml")})
    assert found is not None, "\n".join(str(f) for f in faults)
    return found


_SHIPPED = shipped()


def miniature(*questions: Question) -> Questionnaire:
    """A draft with the shipped frame, and these questions in place of its own."""
    frame = {name: getattr(_SHIPPED, name) for name in Questionnaire.model_fields}
    return Questionnaire.model_validate(frame | {"questions": questions, "status": "draft"})


def agreed(
    anchor: Any, evidence: str = "E2", months_old: int | None = 0, fit: Fit = "both", reason: str = "reden"
) -> Agreed:
    """An agreed score whose evidence is so many whole months old on AS_OF; None is undated."""
    date = None
    if months_old is not None:
        years, month = divmod(AS_OF.month - 1 - months_old, 12)
        date = AS_OF.replace(year=AS_OF.year + years, month=month + 1)
    return Agreed(anchor, EvidenceLevel(evidence), date, fit, reason)


def keys(*ids: str) -> tuple[Key, ...]:
    return tuple(Key(id) for id in ids)


def facts(
    effect: str, volume: int, data: tuple[str, ...] = ("cv_text",), back: str = "reapply", **more: bool
) -> BuyerFacts:
    return BuyerFacts("Gemeente Waterstad (fictief)", effect, volume, data, back, **more)
