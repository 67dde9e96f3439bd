"""Three invented offers on the shipped questionnaire: a bluffer, a good small vendor, and one that left much open."""

from __future__ import annotations

import datetime
from functools import cache

from assessor.domain.answers import (
    Agreed,
    Answer,
    BuyerFacts,
    GateState,
    IntegrityFlag,
    Json,
    Key,
    Scope,
    Standing,
)
from assessor.domain.assess import Case, assess
from assessor.domain.questionnaire.conditions import asked
from assessor.domain.questionnaire.loading import load
from assessor.domain.questionnaire.model import EvidenceLevel, Field, Kind, Question, Questionnaire
from assessor.domain.report import Particulars, Report, make_report
from assessor.places import questionnaires_folder

AS_OF = datetime.date(2026, 11, 22)
REPORT_DATE = datetime.date(2026, 11, 30)
BUYER = "Gemeente Waterstad (fictief)"

Judged = tuple[int | Standing, str]
"""An anchor (or why there is none) with the evidence found."""


@cache
def questionnaire() -> Questionnaire:
    folder = questionnaires_folder() / "recruitment-ai" / "1"
    found, faults = load({path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.yaml"))})
    assert found is not None, faults[:3]
    return found


def _value(field: Field, anchor: int) -> Json:
    match field.kind:
        case Kind.ONE_OF:
            fitting = [o.id for o in field.options if o.points == anchor]
            return (fitting or [o.id for o in field.options])[0]
        case Kind.SEVERAL_OF:
            return [field.options[0].id]
        case Kind.YES_NO:
            return {"choice": "yes", "reason": "Zie het rapport.\nBladzijde 12 en verder."}
        case Kind.NUMBER:
            return 1240
        case Kind.PERCENTAGE:
            return 12.5
        case Kind.DATE:
            return "2026-03-01"
        case Kind.TEXT:
            return "Zie hoofdstuk 3 van het rapport van maart 2026."
        case _:
            return None


def answer_to(question: Question, anchor: int | Standing, evidence: str) -> Answer:
    """An answer as a vendor with this score could have given it."""
    if not isinstance(anchor, int):
        return Answer(standing=anchor, standing_reason="Wij zoeken dit uit voor 1 maart 2027.")
    value = {f.id: v for f in question.fields if (v := _value(f, anchor)) is not None}
    return Answer(value=value, evidence=EvidenceLevel(evidence), evidence_note="Rapport, hoofdstuk 3")


def case(
    vendor: str,
    scope: Scope,
    buyer: BuyerFacts,
    usual: Judged,
    judged: dict[str, Judged],
    values: dict[str, dict[str, Json]] | None = None,
    flags: tuple[IntegrityFlag, ...] = (),
    gates: dict[str, GateState] | None = None,
) -> Case:
    """A case in which every question was judged `usual` unless said otherwise."""
    q = questionnaire()
    keys = asked(q, scope, "quick", {})
    answers, agreed = {}, {}
    for key in keys:
        question = q.by_id[key.question]
        anchor, evidence = judged.get(key.question) or judged.get(question.dimension) or usual
        answer = answer_to(question, anchor, evidence)
        if values and key.question in values:
            answer = Answer(
                {**answer.value, **values[key.question]}, answer.evidence, answer.evidence_note, None,
                answer.standing, answer.standing_reason, ("rapport-2026.pdf",),
            )  # fmt: skip
        answers[key] = answer
        good = isinstance(anchor, int) and anchor > 2
        reason = "Het rapport noemt methode en aantallen." if good else "Wij zagen geen cijfers."
        agreed[key] = Agreed(anchor, EvidenceLevel(evidence), datetime.date(2026, 3, 1), "both", reason)
    return Case(q, "quick", AS_OF, vendor, buyer, scope, answers, agreed, gates or {}, flags)


def bluffer() -> Case:
    """Claims the best of everything, proves nothing: class D, the highest band."""
    return case(
        "Luchtkasteel Talent Cloud (fictief)",
        Scope(("T03", "T05"), frozenset({"learned"}), "rejects"),
        BuyerFacts(BUYER, "rejects", 6200, ("cv_text",), "none", learns_live=True),
        (4, "E1"),
        {"PRO": (4, "E3"), "HUM-01": (0, "E3"), "HUM-03": (1, "E0"), "BIA-04": (1, "E3"), "VAL-01": (1, "E1"),
         "VAL-03": (1, "E0"), "BIA-24": (4, "E0"), "CTX-08": (1, "E0"), "HUM-12": (0, "E1")},
        {"HUM-01": {"unseen_share": 87}},
        (IntegrityFlag("BIA-04", "misleading", "De tabel zegt 0,72 en het antwoord 0,97; een verklaring bleef uit."),),
        {"HUM-01": "confirmed"},
    )  # fmt: skip


def small_and_good() -> Case:
    """Nine people, no certificates, all figures open."""
    return case(
        "Eerlijke Meetlat Assessments (fictief)",
        Scope(("T07", "T09"), frozenset({"learned"}), "highlights"),
        BuyerFacts(BUYER, "highlights", 4800, ("behaviour",), "easy", learns_live=False),
        (4, "E3"),
        {"PRO": (4, "E3"), "SEC": (3, "E3"), "ACC": (3, "E2"), "BIA-04": (3, "E3"), "VAL-09": (3, "E3"),
         "CTX": (3, "E3"), "BIA-25": (2, "E2")},
        {"HUM-01": {"unseen_share": 0}},
    )  # fmt: skip


def half_open() -> Case:
    """Friendly and fast, but much is unknown or withheld."""
    return case(
        "Papegaai & Prompt (fictief)",
        Scope(("T10", "T11"), frozenset({"learned", "uses_llm"}), "filters"),
        BuyerFacts(BUYER, "filters", 6200, ("audio", "cv_text"), "reapply"),
        (3, "E2"),
        {"PRO-02": ("unknown", "E0"), "VAL-03": ("withheld", "E0"), "VAL-09": ("unknown", "E0"),
         "BIA-13": ("unanswered", "E0"), "BIA-14": ("unknown", "E0"), "HUM-03": ("unknown", "E0"),
         "TRA": (2, "E2"), "SEC": (2, "E1")},
    )  # fmt: skip


def report_of(found: Case, **more: object) -> Report:
    settings: dict[str, object] = {
        "report_date": REPORT_DATE,
        "title": "Marktverkenning werving 2026 (fictief)",
        "assessors": ("A. de Wit (fictief)", "B. Okafor (fictief)"),
        "publication_hash": "9f2c41d07be34a5f8a1c0d5e6b7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091",
        "chain_head": "5d1e77aa0c9b4e6d8f0a1b2c3d4e5f60718293a4b5c6d7e8f9012a3b4c5d6e7f",
    }
    settings.update(more)
    return make_report(found.questionnaire, assess(found), found.answers, Particulars(**settings))  # type: ignore[arg-type]


def key(question: str) -> Key:
    return Key(question)
