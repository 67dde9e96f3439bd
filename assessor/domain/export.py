"""The Assessment as plain JSON, as `assess --json` writes it and reports carry it: codes, no words, no rounding."""

from __future__ import annotations

from collections.abc import Iterable

from assessor.domain.answers import Json
from assessor.domain.assessment import Assessment, QuestionResult
from assessor.domain.figures.export import figures_json
from assessor.domain.findings import Finding
from assessor.domain.text import Text


def contradictions_json(found: Iterable[Finding]) -> list[Json]:
    """What cannot all be true, in the words that a vendor would read; it changes no score."""
    return [
        {
            "code": one.code,
            "question": one.question,
            "module": one.module,
            "source": one.source,
            "one": _both(one.claimed),
            "other": _both(one.recomputed),
            "ask": _both(one.difference),
        }
        for one in found
    ]


def _both(text: Text) -> dict[str, Json]:
    return {"nl": text.nl, "en": text.en}


def assessment_json(assessment: Assessment) -> dict[str, Json]:
    """The assessment under the keys that others rely on (README, `assessor assess`)."""
    a = assessment
    return {
        "questionnaire": a.questionnaire,
        "version": a.version,
        "questionnaire_sha256": a.questionnaire_sha256,
        "tier": a.tier,
        "as_of": a.as_of.isoformat(),
        "vendor": a.vendor,
        "products": list(a.scope.products),
        "inherent": {
            "score": a.inherent.score,
            "band": a.inherent.band,
            "parts": {p.code: p.points for p in a.inherent.parts},
        },
        "dimensions": {
            d.code: {"raw": d.raw, "ceiling": d.ceiling, "score": d.score, "low": d.low, "high": d.high}
            for d in a.dimensions
        },
        "index": a.index,
        "control_class": a.control_class,
        "matrix_level": a.matrix_level,
        "residual_level": a.residual_level,
        "confidence": {
            "score": a.confidence.score,
            "word": a.confidence.word,
            "shares": {p.code: p.share for p in a.confidence.parts},
        },
        "knock_outs": [
            {"question": g.question, "state": g.state} for g in a.knock_outs if g.state is not None
        ],
        "integrity_flags": [
            {"question": f.question, "outcome": f.outcome, "reason": f.reason} for f in a.integrity_flags
        ],
        "conditions": [{"id": c.id, "questions": list(c.questions)} for c in a.conditions],
        "questions": _questions(a),
        "figures": figures_json(a.figures) if a.figures is not None else {},
    }


def _questions(assessment: Assessment) -> dict[str, Json]:
    """Each asked question with its lowest result; the modules beside it where it is asked for each."""
    found: dict[str, Json] = {}
    for id in dict.fromkeys(key.question for key in assessment.asked):
        lowest = assessment.result_of(id)
        assert lowest is not None
        entry = _result(lowest)
        modules = [r for r in assessment.questions if r.key.question == id and r.key.module != "*"]
        if modules:
            entry["modules"] = {r.key.module: _result(r) for r in modules}
        found[id] = entry
    return found


def _result(result: QuestionResult) -> dict[str, Json]:
    return {
        "anchor": result.anchor,
        "evidence": result.evidence.value,
        "score": result.score,
        "why": _both(result.why),
    }
