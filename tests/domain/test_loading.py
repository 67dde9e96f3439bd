"""A questionnaire's files are read strictly: every fault is said, with file and line."""

from __future__ import annotations

import pytest

from assessor.domain.questionnaire.loading import load
from assessor.places import questionnaires_folder

FOLDER = questionnaires_folder() / "recruitment-ai" / "1"
FILES = {p.name: p.read_text() for p in FOLDER.glob("*.yaml")}


def faults_after(file: str, old: str, new: str) -> list[str]:
    """The faults after one change in the shipped files."""
    assert old in FILES[file], f"{old!r} is not in {file}"
    _, faults = load(FILES | {file: FILES[file].replace(old, new, 1)})
    return [str(f) for f in faults]


def line_of(file: str, words: str) -> int:
    return FILES[file][: FILES[file].index(words)].count("\n") + 1


def test_the_shipped_questionnaire_has_no_faults() -> None:
    questionnaire, faults = load(FILES)
    assert faults == []
    assert questionnaire is not None
    assert (questionnaire.id, questionnaire.version) == ("recruitment-ai", 1)


CHANGES = {
    "an unknown key": ("oversight.yaml", "    weight: critical", "    wieght: critical", "unknown key 'wieght'"),
    "a missing key": ("oversight.yaml", "    severity: 4\n", "", "the key 'severity' is missing"),
    "a missing translation": (
        "oversight.yaml", "      en: Every way out", "      de: Every way out", "the English (en) text is missing",
    ),
    "an unknown dimension": ("oversight.yaml", "  - id: HUM-02", "  - id: XYZ-02", "dimension 'XYZ' does not exist"),
    "an id twice": ("oversight.yaml", "  - id: HUM-02", "  - id: HUM-01", "this id stands twice"),
    "points out of range": ("oversight.yaml", "points: 4", "points: 5", "less than or equal to 4"),
    "an unknown risk": ("oversight.yaml", "    risks: [R07", "    risks: [R77", "the risk 'R77' does not exist"),
    "an unknown condition": ("oversight.yaml", "id: CC06", "id: CC99", "the condition 'CC99' does not exist"),
    "an unknown reference": (
        "oversight.yaml", "references: [gdpr-22", "references: [gdpr-222", "'gdpr-222' is not in obligations.yaml",
    ),
    "an unknown mark": ("oversight.yaml", "any: [can_reject]", "any: [can_rejekt]", "unknown mark 'can_rejekt'"),
    "a date that is none": ("obligations.yaml", "checked_on: 2026", "checked_on: soon-2026", "checked_on"),
    "an unknown instrument": ("obligations.yaml", "instrument: gdpr", "instrument: gdqr", "'gdqr' is not listed"),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_a_fault_is_said_in_words(what: str) -> None:
    file, old, new, words = CHANGES[what]
    found = faults_after(file, old, new)
    assert any(words in f for f in found), found[:5]


def test_a_fault_names_file_line_and_question() -> None:
    found = faults_after("oversight.yaml", "    weight: critical", "    weight: heavy")
    line = line_of("oversight.yaml", "    weight: critical")
    assert f"oversight.yaml:{line}: HUM-01: weight: 'heavy' is not one of" in found[0]


def test_all_faults_are_said_at_once() -> None:
    changed = FILES | {
        "oversight.yaml": FILES["oversight.yaml"].replace("weight: critical", "weight: heavy"),
        "bias.yaml": FILES["bias.yaml"].replace("severity: 4", "severity: 9"),
        "risks.yaml": "risks: [",
    }
    _, faults = load(changed)
    assert {f.file for f in faults} >= {"oversight.yaml", "bias.yaml", "risks.yaml"}
    assert len([f for f in faults if f.file == "oversight.yaml"]) >= 8


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the file is empty"),
        ("- a\n- b", "must hold a list under 'risks'"),
        ("risks: 3", "must hold a list under 'risks'"),
        ("risks:\n  - id: R01\n    id: R02", "the key 'id' stands twice"),
        ("risks:\n  - &a {id: R01}\n  - *a", "anchors and aliases"),
        ("risks: !!python/object:os.system x", "the tag"),
        ("risks: [\x00]", "not valid YAML"),
        ("risks:\n\t- x", "not valid YAML"),
        ("? [a, b]\n: c", "a key must be a plain word"),
    ],
)
def test_what_is_not_plain_yaml_is_refused(text: str, words: str) -> None:
    _, faults = load(FILES | {"risks.yaml": text})
    assert any(words in str(f) for f in faults), [str(f) for f in faults][:3]


def test_no_and_yes_stay_words() -> None:
    found = faults_after("risks.yaml", "  - id: R01", "  - id: no")
    assert any("'no'" in f for f in found)


def test_a_condition_may_only_look_back() -> None:
    old = "    when:\n      - any: [can_reject]\n"
    for target, words in (("HUM-19", "a later question"), ("HUM-98", "an unknown question")):
        new = f"    when:\n      - {{question: {target}, one_of: [none]}}\n"
        assert any(words in f for f in faults_after("oversight.yaml", old, new))


def test_a_condition_may_only_name_options_that_exist() -> None:
    old = "    when:\n      - any: [can_reject]\n"
    new = "    when:\n      - {question: HUM-01, one_of: [nonsense]}\n"
    assert any("HUM-01 has no option 'nonsense'" in f for f in faults_after("oversight.yaml", old, new))


def test_bands_may_neither_overlap_nor_leave_a_gap() -> None:
    text = FILES["validation.yaml"]
    old = "{at_least: 0.5, below: 2, points: 3}"
    if old not in text:
        at = text.index("bands:")
        old = text[text.index("{", at) : text.index("}", at) + 1]
    gap = faults_after("validation.yaml", old, "{below: -5, points: 4}")
    assert any("no band of" in f or "leave numbers out" in f or "hold the same number" in f for f in gap), gap


def test_a_file_nobody_names_is_a_fault() -> None:
    _, faults = load(FILES | {"extra.yaml": "questions: []"})
    assert [str(f) for f in faults] == ["extra.yaml:1: this file is not named under files"]


def test_the_digest_changes_with_any_letter() -> None:
    first, _ = load(FILES)
    second, _ = load(FILES | {"risks.yaml": FILES["risks.yaml"] + "\n# note\n"})
    assert first is not None
    assert second is not None
    assert first.sha256 != second.sha256
