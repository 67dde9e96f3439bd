"""The Report as a value: advice, reasons, conditions, law and benefits follow from the Assessment."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

from assessor.domain.answers import Agreed, Key
from assessor.domain.assess import Case, assess
from assessor.domain.assessment import Assessment, Gate, Unseen
from assessor.domain.language import Language
from assessor.domain.questionnaire.model import EvidenceLevel, Level
from assessor.domain.report import Particulars, make_report
from assessor.domain.report.advice import advice, decisions, signed_by, unseen_sentence, unseen_value
from assessor.domain.report.making import a_year_after
from assessor.domain.report.printable import LONGEST, printable, shortened
from assessor.domain.text import Text
from assessor.reports.documents import render_html
from tests.reports import samples

SOURCE = Text(nl="Herberekend.", en="Recomputed.")


def assessment(**changes: object) -> Assessment:
    return dataclasses.replace(assess(samples.small_and_good()), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("level", "in_tender", "words"),
    [
        ("low", True, "Gunnen en in gebruik nemen kan"),
        ("low", False, "U kunt dit product kopen"),
        ("moderate", True, "beoordeel over 12 maanden opnieuw"),
        ("moderate", False, "over 12 maanden opnieuw"),
        ("high", True, "beëindig de procedure dan zonder gunning"),
        ("high", False, "begin met een schaduwpilot"),
        ("very_high", True, "Neem dit product niet in gebruik"),
        ("very_high", False, "Neem dit product niet in gebruik"),
        ("unacceptable", True, "Leg deze inschrijving terzijde"),
        ("unacceptable", False, "Koop dit product niet"),
    ],
)
def test_each_level_has_its_advice_in_and_outside_a_tender(level: Level, in_tender: bool, words: str) -> None:
    assert words in advice(assessment(residual_level=level), in_tender).nl


def test_a_suspected_gate_blocks_the_advice_to_buy() -> None:
    gate = Gate("PRO-02", "suspected", Text(nl="Vermoed.", en="Suspected."))
    advised = advice(assessment(residual_level="high", knock_outs=(gate,)), True)
    assert advised.nl.startswith("Neem nog geen besluit tot kopen")
    assert "PRO-02" in advised.en


def test_the_decisions_are_the_closed_list_of_the_manager() -> None:
    assert [d.nl for d in decisions(True)] == [
        "Gunning goedkeuren", "Inschrijving terzijde leggen", "Beëindigen zonder gunning", "Terug naar de beoordelaars",
    ]  # fmt: skip
    assert "Gunning goedkeuren" not in [d.nl for d in decisions(False)]
    assert "Directeur" in signed_by("high").nl
    assert signed_by("very_high").nl == "Opdrachtgever"


@pytest.mark.parametrize(
    ("unseen", "value", "words"),
    [
        (None, "n.v.t.", "houdt niemand tegen"),
        (Unseen(None, 1.0, SOURCE), "onbekend", "Ga uit van het ergste"),
        (Unseen(0.87, 0.87, SOURCE), "87%", "is 87% door geen mens gezien"),
        (Unseen(0.56, 0.61, SOURCE), "56% tot 61%", "ten minste 56% en hoogstens 61%"),
        (Unseen(0.56, 1.0, SOURCE), "ten minste 56%", "hoeveel meer is niet nagerekend"),
    ],
)
def test_the_share_no_human_saw_is_said_as_far_as_it_is_known(
    unseen: Unseen | None, value: str, words: str
) -> None:
    found = assessment(unseen=unseen)
    assert unseen_value(found).nl == value
    assert words in unseen_sentence(found).nl


def test_a_breach_comes_before_a_misleading_answer_and_that_before_a_ceiling() -> None:
    report = samples.report_of(samples.bluffer())
    assert [r.kind for r in report.reasons] == ["gate", "misleading", "ceiling"]
    assert report.reasons[0].questions == ("HUM-01",)
    assert "Minimumeis geschonden" in report.reasons[0].headline.nl


def test_reasons_name_a_question_once_and_are_three_at_most() -> None:
    for case in (samples.bluffer(), samples.half_open(), samples.small_and_good()):
        named = [q for r in samples.report_of(case).reasons for q in r.questions]
        assert len(named) == len(set(named))
        assert 1 <= len(samples.report_of(case).reasons) <= 3


def test_a_good_offer_is_told_its_strength_and_its_weakest_point() -> None:
    reasons = samples.report_of(samples.small_and_good()).reasons
    assert [r.kind for r in reasons] == ["sound", "strong", "critical"]
    assert reasons[1].needed is None
    assert reasons[2].needed is not None


def test_what_a_ceiling_needs_is_a_good_practice_in_the_words_of_its_anchor() -> None:
    report = samples.report_of(samples.half_open())
    ceiling = next(r for r in report.reasons if r.kind == "ceiling")
    assert ceiling.needed == samples.questionnaire().by_id[ceiling.questions[0]].anchors[3]


def _finding(case: Case, question: str) -> object:
    report = samples.report_of(case)
    return next(f for g in report.groups for f in g.findings if f.id == question)


def test_a_bare_claim_is_told_that_evidence_would_score_higher() -> None:
    found = _finding(samples.bluffer(), "VAL-09")
    assert found.anchor == 4  # type: ignore[attr-defined]
    assert ["E3" in text.nl for text in found.higher] == [True]  # type: ignore[attr-defined]
    assert found.short_of_minimum is not None  # type: ignore[attr-defined]


def test_a_proved_low_answer_is_told_the_next_practice() -> None:
    found = _finding(samples.bluffer(), "HUM-12")
    anchors = samples.questionnaire().by_id["HUM-12"].anchors
    assert found.higher == (anchors[1],)  # type: ignore[attr-defined]


def test_old_evidence_about_another_version_is_told_both() -> None:
    case = samples.small_and_good()
    key = Key("BIA-01")
    old = Agreed(3, EvidenceLevel.E3, datetime.date(2024, 1, 1), "one", "Oud.")
    case = dataclasses.replace(case, agreed={**case.agreed, key: old})
    texts = " ".join(t.en for t in _finding(case, "BIA-01").higher)  # type: ignore[attr-defined]
    assert "12 months old" in texts
    assert "this version" in texts


def test_every_asked_question_has_its_finding_with_the_sum() -> None:
    case = samples.half_open()
    report = samples.report_of(case)
    assert sum(len(g.findings) for g in report.groups) == len(report.assessment.asked)
    scored = [f for g in report.groups for f in g.findings if f.weight and f.anchor is not None]
    assert all("=" in f.why.nl for f in scored)


def test_conditions_come_hardest_first_with_owner_date_and_consequence() -> None:
    report = samples.report_of(samples.bluffer())
    assert [c.hardness for c in report.conditions] == sorted(
        (c.hardness for c in report.conditions), reverse=True
    )
    assert report.hardest == report.conditions[:3]
    assert {c.id for c in report.conditions} == {c.id for c in report.assessment.conditions}
    for condition in report.conditions:
        assert condition.causes or condition.rule
        for text in (condition.text, condition.due, condition.consequence):
            assert "{" not in text.nl + text.en


def test_law_is_dated_against_the_day_of_the_assessment() -> None:
    case = samples.half_open()
    before = {e.id: e for e in samples.report_of(case).law}
    later = dataclasses.replace(case, as_of=datetime.date(2028, 1, 1))
    after = {e.id: e for e in samples.report_of(later).law}
    risk = before["aia-9"]
    assert risk.is_later
    assert risk.applies.nl == "geldt vanaf 2 december 2027"
    assert after["aia-9"].applies.nl != risk.applies.nl
    assert "applies now, since 2 February 2025" in {e.applies.en for e in before.values()}
    assert any(e.disputed for e in before.values())
    assert any("werkgever" in e.binds.nl for e in before.values())


def test_every_gate_shows_the_law_behind_it_since_when_it_applies_and_its_clause() -> None:
    report = samples.report_of(samples.bluffer())
    law = {entry.id: entry for entry in report.law}
    assert report.gates
    for gate in report.gates:
        assert gate.law, gate.question
        assert all(one.id in law and one.is_law for one in gate.law)
        assert [code for code, _ in gate.clauses] == [
            t.id for t in report.questionnaire.by_id[gate.question].conditions
        ]
        assert gate.clauses, gate.question
    ban = next(gate for gate in report.gates if gate.question == "PRO-01")
    assert "law, applies now, since 2 February 2025" in [one.basis.en for one in ban.law]
    assert ban.clauses[0][0] == "CC01"


@pytest.mark.parametrize(
    ("language", "since"), [("nl", "sinds 2 februari 2025"), ("en", "since 2 February 2025")]
)
def test_the_report_prints_law_and_clause_with_the_gates(language: Language, since: str) -> None:
    html = render_html(samples.report_of(samples.bluffer()), language)
    gates = html[html.index('id="gates"') :].split("</section>")[0]
    assert since in gates
    assert "CC01" in gates


def test_no_framework_is_printed_as_law() -> None:
    report = samples.report_of(samples.half_open())
    known = samples.questionnaire().obligation_by_id
    assert all(known[e.id].demand_basis in ("law_now", "law_later") for e in report.law)
    assert report.frameworks


def test_a_benefit_counts_as_shown_only_when_all_questions_about_it_show_it() -> None:
    good = {b.code: b.status for b in samples.report_of(samples.small_and_good()).benefits}
    bluff = {b.code: b.status for b in samples.report_of(samples.bluffer()).benefits}
    assert good["S04"] == "shown"
    assert set(bluff.values()) == {"not_shown"}
    assert list(good) == ["S04", "S05", "S06", "S07", "S08", "S09"]


def test_open_points_name_why_they_are_open() -> None:
    points = samples.report_of(samples.half_open()).open_points
    assert {p.standing for p in points} == {"unknown", "withheld", "unanswered"}


def test_the_report_is_valid_for_a_year() -> None:
    assert samples.report_of(samples.bluffer()).valid_until == datetime.date(2027, 11, 22)
    assert a_year_after(datetime.date(2028, 2, 29)) == datetime.date(2029, 2, 28)


def test_the_group_difference_is_not_more_than_is_known() -> None:
    text = samples.report_of(samples.bluffer()).group_difference
    assert text.nl.startswith("Niet nagerekend.")
    known = Text(nl="Vrouwen 0,72 (0,61 tot 0,86)", en="Women 0.72 (0.61 to 0.86)")
    assert samples.report_of(samples.bluffer(), group_difference=known).group_difference == known


def test_a_vendor_without_a_name_still_has_a_report() -> None:
    case = dataclasses.replace(samples.bluffer(), vendor=" \x00 ".strip("\x00 "))
    report = make_report(case.questionnaire, assess(case), {}, Particulars(samples.REPORT_DATE))
    assert report.assessment.vendor == "–"


def test_unprintable_characters_become_visible_and_lines_stay() -> None:
    assert printable("a\x00b\r\nc\ud800d\ufffee\u202ef") == "a�b\nc�d�e�f"
    assert printable("e\u0301") == "\u00e9"
    assert len(printable("x" * (LONGEST * 2))) < LONGEST + 10


@pytest.mark.parametrize(
    ("text", "longest", "expected"),
    [
        ("kort", 10, "kort"),
        ("een twee drie vier", 10, "een twee…"),
        ("a\n  b", 10, "a b"),
        ("abcdefghijklmnop", 8, "abcdefg…"),
    ],
)
def test_texts_are_shortened_at_a_word(text: str, longest: int, expected: str) -> None:
    assert shortened(text, longest) == expected
    assert len(shortened(text, longest)) <= longest
