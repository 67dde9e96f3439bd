"""Each rule of consistency speaks for answers that cannot all be true, and for no others."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from assessor.domain.answers import Answer, Key
from assessor.domain.consistency import Sent, inconsistencies
from assessor.domain.figures.figures import figures_of
from assessor.domain.findings import Finding, sides
from assessor.domain.questionnaire.loading import load
from assessor.domain.questionnaire.model import EvidenceLevel
from assessor.places import questionnaires_folder
from tests.domain.figures.tables import demo
from tests.domain.miniature import AS_OF, shipped

CASES: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "consistency.yaml").read_text()
)
FOLDER = questionnaires_folder() / "recruitment-ai" / "1"
FILES = {p.name: p.read_text() for p in FOLDER.glob("*.yaml")}
Q = shipped()
ABOUT_ANSWER = ("evidence", "evidence_date", "evidence_note", "files", "standing")


def key_of(question: str) -> Key:
    return Key(question, "T05") if Q.by_id[question].per == "module" else Key(question)


def answer_of(question: str, given: dict[str, Any]) -> Answer:
    main = Q.by_id[question].main.id
    value = {main if name == "main" else name: v for name, v in given.items() if name not in ABOUT_ANSWER}
    date = given.get("evidence_date")
    return Answer(
        value=value,
        evidence=EvidenceLevel(given["evidence"]) if "evidence" in given else None,
        evidence_date=datetime.date.fromisoformat(date) if date else None,
        evidence_note=given.get("evidence_note", ""),
        files=tuple(given.get("files", ())),
        standing=given.get("standing"),
    )


def found(answers: dict[str, dict[str, Any]], tables: list[str] | None = None) -> dict[str, Finding]:
    given = {key_of(question): answer_of(question, one) for question, one in answers.items()}
    figures = figures_of({code: demo("luchtkasteel", code) for code in tables or ()})  # type: ignore[arg-type, misc]
    sent = Sent(tuple(given), given, figures if tables else None, tables or (), AS_OF)
    return {finding.code.split("/")[1].partition("@")[0]: finding for finding in inconsistencies(Q, sent)}


def changed(case: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {q: one | case["silent"].get(q, {}) for q, one in case["speaks"].items()}


def test_each_rule_has_its_case() -> None:
    assert {rule.id for rule in Q.rules} == set(CASES)


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_speaks_when_the_answers_cannot_all_be_true(rule: str) -> None:
    case = CASES[rule]
    finding = found(case["speaks"], case.get("tables"))[rule]
    assert finding.source == "pair"
    for _, words in sides(finding, to_vendor=True):
        assert "{" not in words.nl + words.en
        assert words.nl != words.en or not words.nl.isalpha()


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_is_silent_when_they_can(rule: str) -> None:
    assert rule not in found(changed(CASES[rule]), CASES[rule].get("tables"))


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_is_silent_when_something_was_not_asked_or_not_answered(rule: str) -> None:
    case = CASES[rule]
    for question in case["speaks"]:
        rest = {q: one for q, one in case["speaks"].items() if q != question}
        assert rule not in found(rest, case.get("tables"))
        unknown = rest | {question: case["speaks"][question] | {"standing": "unknown"}}
        assert rule not in found(unknown, case.get("tables"))
    if "tables" in case:
        assert rule not in found(case["speaks"])


def test_what_was_not_asked_does_not_count_although_it_was_answered() -> None:
    case = CASES["nobody_unseen_and_rejected_in_batches"]["speaks"]
    given = {key_of(question): answer_of(question, one) for question, one in case.items()}
    assert inconsistencies(Q, Sent((Key("HUM-01"),), given, None, (), AS_OF)) == ()


def test_a_rule_about_a_module_speaks_for_that_module_alone() -> None:
    answers = {
        Key("HUM-01"): answer_of("HUM-01", {"main": "zero_all_clients"}),
        Key("HUM-03", "T05"): answer_of("HUM-03", {"main": "over_half", "never_opened": 370}),
        Key("HUM-03", "T03"): answer_of("HUM-03", {"main": "to_five", "never_opened": 0}),
    }
    (finding,) = inconsistencies(Q, Sent(tuple(answers), answers, None, (), AS_OF))
    assert finding.key == Key("HUM-03", "T05")
    assert finding.code == "pair/nobody_unseen_and_list_not_opened@T05"
    assert "370 kandidaten" in finding.recomputed.nl


def test_a_file_that_came_with_another_answer_and_is_named_is_no_lack() -> None:
    answers: dict[str, dict[str, Any]] = {
        "HUM-02": {"main": "totals", "evidence": "E3", "evidence_note": "Zie log.csv, blad 2"},
        "HUM-04": {"main": "absent", "files": ["log.csv"]},
    }
    assert found(answers) == {}
    assert set(found({"HUM-02": answers["HUM-02"]})) == {"recomputable_without_anything_to_recompute"}


def test_where_no_files_can_come_their_lack_says_nothing() -> None:
    answer = answer_of("HUM-02", {"main": "totals", "evidence": "E3"})
    sent = Sent((Key("HUM-02"),), {Key("HUM-02"): answer}, None, (), AS_OF)
    assert inconsistencies(Q, sent)
    assert inconsistencies(Q, replace(sent, can_have_files=False)) == ()


FAULTS = {
    "an unknown question": ("about: HUM-01", "about: HUM-99", "none of the lines is about HUM-99"),
    "an unknown field": ("field: unseen_share, as: share, diff", "field: unsean, as: share, diff", "no field 'unsean'"),
    "an unknown option": ("one_of: [zero_on_merit, zero_all", "one_of: [zero, zero_all", "has no option 'zero'"),
    "an unknown column": ("column: reuse", "column: reused", "no column 'reused'"),
    "no number": ("field: clients_on, above", "field: version, above", "needs a number"),
    "no date": ("field: validated_on, as", "field: validated, as", "needs a date"),
    "a name nobody has": ("HUM-01 noemt {share}", "HUM-01 noemt {shared}", "names 'shared', which no line has"),
    "values in one language": ("HUM-01 noemt {share}", "HUM-01 noemt een deel van de", "do not name the same values"),
    "two tests": ("field: clients_on, above: 0", "field: clients_on, above: 0, below: 9", "exactly one test"),
    "an unknown figure": ("figure: lowest_impact_ratio", "figure: lowest_ratio", "figure"),
    "the buyer's question": (
        "{question: HUM-02, field: bulk", "{question: CTX-02, field: bulk", "not answered by the vendor",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", FAULTS)
def test_a_fault_in_a_rule_is_said_with_its_line(what: str) -> None:
    old, new, words = FAULTS[what]
    text = FILES["consistency.yaml"]
    assert old in text
    _, faults = load(FILES | {"consistency.yaml": text.replace(old, new, 1)})
    said = [fault for fault in faults if words in fault.message]
    assert said, faults[:3]
    assert all(fault.file == "consistency.yaml" and fault.line > 1 for fault in said)


def test_a_questionnaire_needs_no_rules() -> None:
    questionnaire, faults = load({name: text for name, text in FILES.items() if name != "consistency.yaml"})
    assert faults == []
    assert questionnaire is not None
    assert questionnaire.rules == ()


def test_whoever_never_found_anything_without_a_search_gets_nothing() -> None:
    for id, claimed, searched in (
        ("BIA-16", "none", "searched"), ("VAL-20", "never", "searched"), ("VAL-18", "never", "never_checked"),
    ):  # fmt: skip
        points = {o.id: o.points for field in Q.by_id[id].fields for o in field.options}
        assert (points[claimed], points[searched], points["new"]) == (0, 2, 2), id
