"""The law as data: it agrees with what was researched, and no other file knows a date of law."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from assessor.domain.formats import day
from assessor.domain.questionnaire.loading import load
from assessor.domain.text import Text
from assessor.places import questionnaires_folder, templates_folder
from tests.domain.miniature import shipped

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "law.yaml").read_text())
FOLDER = questionnaires_folder() / "recruitment-ai" / "1"
FILES = {p.name: p.read_text() for p in FOLDER.glob("*.yaml")}
LAW = shipped().obligation_by_id
MOVED = datetime.date(2031, 5, 6)


def id_of(row: dict[str, Any]) -> str:
    return str(row.get("article") or row.get("day"))


@pytest.mark.parametrize("row", CASES["dates"], ids=id_of)
def test_each_rule_applies_from_the_date_that_was_researched(row: dict[str, Any]) -> None:
    assert {id: LAW[id].applies_from for id in row["rules"]} == dict.fromkeys(row["rules"], row["day"])
    as_of = datetime.date(2026, 11, 22)
    basis = "law_later" if row["day"] > as_of else "law_now"
    assert {LAW[id].demand_basis for id in row["rules"]} == {basis}
    assert {LAW[id].basis_on(as_of) for id in row["rules"]} == {basis}


@pytest.mark.parametrize("row", CASES["duties"], ids=id_of)
def test_each_duty_binds_whom_it_binds_and_says_what_was_researched(row: dict[str, Any]) -> None:
    rules = [LAW[id] for id in row["rules"]]
    assert {rule.instrument for rule in rules} == {"aia"}
    assert {rule.binds for rule in rules} == {tuple(row["binds"])}
    for words, language in zip(row["says"], ("nl", "en"), strict=True):
        text = " ".join(getattr(rule.title, language) + " " + getattr(rule.duty, language) for rule in rules)
        assert [one for one in words if one.lower() not in text.lower()] == []
    if row.get("from_memory"):
        later = datetime.date(2026, 11, 22)
        assert all(not rule.verified or rule.checked_on > later for rule in rules)


def test_the_rules_that_are_read_both_ways_carry_both_readings() -> None:
    disputed = {id for id, rule in LAW.items() if rule.disputed is not None}
    assert {id for id in disputed if id.startswith("aia-")} == set(CASES["disputed"])
    for id in disputed:
        found = LAW[id].disputed
        assert found is not None
        assert found.one != found.other
        assert found.one.nl in found.words.nl
        assert found.other.en in found.words.en


def test_every_rule_of_the_act_stands_in_the_cases() -> None:
    cased = {id for row in (*CASES["dates"], *CASES["duties"]) for id in row["rules"]} | set(
        CASES["disputed"]
    )
    definitions = {id for id in LAW if id.startswith("aia-3-")} | {"aia-85"}
    assert {id for id in LAW if id.startswith("aia-")} - definitions == cased


def test_no_knock_out_rests_on_a_disputed_rule_or_one_that_is_to_come() -> None:
    for question in shipped().questions:
        if question.knock_out is None or question.knock_out.basis == "our_requirement":
            continue
        in_force = [
            LAW[r] for r in question.references if LAW[r].demand_basis == "law_now" and not LAW[r].disputed
        ]
        assert in_force, question.id


def test_what_is_known_by_heart_only_is_marked_as_not_checked() -> None:
    for rule in LAW.values():
        by_heart = re.match(r"General knowledge|.*from memory", rule.source.en)
        assert not (by_heart and rule.verified), rule.id


def test_a_place_in_a_law_is_a_number_or_a_name_or_words_in_both_languages() -> None:
    for rule in LAW.values():
        words = re.findall(r"(?<![^\W\d_])[a-z]{4,}", rule.article.nl)
        if words and rule.id != "crm-2021":  # the title of a Dutch report
            assert rule.article.nl != rule.article.en, rule.id
    assert LAW["aia-26-6"].article == Text(nl="26(6)", en="26(6)")
    assert LAW["aia-annex-iv"].article == Text(nl="Bijlage IV", en="Annex IV")


def test_a_place_in_words_needs_both_languages() -> None:
    changed = FILES["obligations.yaml"].replace('      en: "Annex IV"\n', "", 1)
    _, faults = load(FILES | {"obligations.yaml": changed})
    assert any("article" in str(fault) and "English" in str(fault) for fault in faults), faults[:3]


def test_a_date_that_moves_is_changed_in_one_line() -> None:
    old = "date: 2027-12-02"
    assert FILES["obligations.yaml"].count("2027-12-02") == 1
    files = FILES | {"obligations.yaml": FILES["obligations.yaml"].replace(old, f"date: {MOVED}")}
    questionnaire, faults = load(files)
    assert questionnaire is not None, faults
    moved = {o.id for o in questionnaire.obligations if o.applies_from == MOVED}
    assert moved == set(next(row for row in CASES["dates"] if "aia-9" in row["rules"])["rules"])
    disputed = questionnaire.obligation_by_id["aia-43"].disputed
    assert disputed is not None
    assert "6 mei 2031" in disputed.other.nl
    assert "6 May 2031" in disputed.other.en
    assert not any("2027" in o.duty.en + o.source.en for o in questionnaire.obligations)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("applies_from: high_risk", "applies_from: hi_risk", "applies_from"),
        ("disputed: section_5", "disputed: section_9", "'section_9' is not listed under disputes"),
        ("source: aia_consolidated", "source: by_heart", "'by_heart' is not listed under sources"),
        ("{high_risk}", "{low_risk}", "'{low_risk}' is not listed under dates"),
        ("date: 2027-12-02", "date: soon", "the date 'high_risk' needs a date"),
    ],
)
def test_a_name_that_is_not_there_is_a_fault(old: str, new: str, words: str) -> None:
    assert old in FILES["obligations.yaml"]
    changed = FILES["obligations.yaml"].replace(old, new, 1)
    _, faults = load(FILES | {"obligations.yaml": changed})
    assert any(words in str(fault) and "obligations.yaml" in fault.file for fault in faults), faults[:3]


# --- no other file holds a date of law --------------------------------------------------------------------

OUR_FILES = (
    *questionnaires_folder().rglob("*.yaml"),
    *questionnaires_folder().rglob("*.md"),
    *templates_folder().rglob("*.*"),
    *(Path(__file__).parents[2] / "assessor").rglob("*.py"),
    *(Path(__file__).parents[2] / "assessor" / "demo").rglob("*.yaml"),
)
READ = (".py", ".yaml", ".html", ".md", ".txt", ".css")
ABOUT_LAW = re.compile(
    r"verordening|\bwet\b|wetten|richtlijn|artikel|geldt|gelden|van kracht|in werking|van toepassing|AI Act|"
    r"\blaw\b|regulation|directive|article|applies|apply from|in force|AVG|GDPR|omnibus|hoog risico|high.risk",
    re.IGNORECASE,
)


def written(date: datetime.date) -> list[str]:
    """The ways in which somebody may write a date, the month alone included."""
    forms = [date.isoformat(), f"{date.day}-{date.month}-{date.year}", f"{date:%d-%m-%Y}", f"{date:%d/%m/%Y}"]
    return forms + [w.split(" ", 1)[1] for w in (day(date, "nl"), day(date, "en"))]


def test_no_other_file_holds_a_date_of_law() -> None:
    dates = {o.applies_from for o in LAW.values() if o.applies_from} | {
        d.date for d in shipped().dates.values()
    }
    wanted = re.compile(
        "|".join(rf"(?<![\w.]){re.escape(w)}(?!\w)" for d in dates for w in written(d)), re.IGNORECASE
    )
    assert len(OUR_FILES) > 300
    found = []
    for path in OUR_FILES:
        if path.name == "obligations.yaml" or path.suffix not in READ:
            continue
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            if wanted.search(line) and ABOUT_LAW.search(line):
                found.append(f"{path.name}:{number}: {line.strip()[:120]}")
    assert found == []
