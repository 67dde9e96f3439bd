"""`assessor assess`, `check` and `schema`, run as a user runs them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import page
import pytest

from assessor.places import questionnaires_folder
from assessor.services.questionnaires import Shelf
from tests.reports.reading import whole_text

ANSWERS = """\
questionnaire: recruitment-ai
version: 1
tier: quick
as_of: 2026-11-22
vendor: Voorbeeld BV (fictief)
buyer:
  name: Gemeente Waterstad (fictief)
  effect: ranks
  volume_per_year: 1800
  data: [cv_text]
  reversibility: reapply
  vulnerable_group: false
  learns_live: false
products: [T05]
scope: [learned]
answers:
  VAL-03: {anchor: 3, evidence: E2, date: 2026-03-01, fit: one, note: Een studie}
  VAL-09: {value: {tested: current, changed: 9.5}, evidence: E3, date: 2026-09-01}
  HUM-01@T05: {anchor: unknown}
  HUM-03: {anchor: 4, evidence: E4, date: 2026-11-01}
  PRO-05: {anchor: 1, evidence: E3}
  BIA-04: {anchor: 4, evidence: E2}
  ACC-04: {anchor: not_applicable, note: Er komt geen contract}
knock_outs: {PRO-05: cleared}
integrity_flags: [{question: BIA-04, outcome: misleading, reason: Cijfers kloppen niet}]
"""


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assessor", *map(str, words)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    file = tmp_path / "antwoorden.yaml"
    file.write_text(ANSWERS)
    return file


def test_a_file_of_answers_becomes_a_level_a_class_and_json(answers: Path, tmp_path: Path) -> None:
    target = tmp_path / "uit.json"
    found = run("assess", answers, "--json", target, "--lang", "en")
    assert found.returncode == 0, found.stderr
    assert "Very high (very_high)" in found.stdout
    assert "D insufficient" in found.stdout
    data = json.loads(target.read_text())
    assert data["inherent"] == {"score": 65, "band": "I3", "parts": data["inherent"]["parts"]}
    assert data["questions"]["VAL-03"]["score"] == pytest.approx(3 * 0.85 * 0.80)
    assert data["questions"]["VAL-09"] | {"why": ""} == {
        "anchor": 1,
        "evidence": "E3",
        "score": 0.95,
        "why": "",
    }
    assert data["questions"]["HUM-01"]["anchor"] == "unknown"
    assert data["questions"]["HUM-03"]["modules"]["T05"]["score"] == 4
    assert data["questions"]["BIA-04"]["score"] == 0
    assert {"question": "PRO-05", "state": "cleared"} in data["knock_outs"]
    assert {"question": "HUM-01", "state": "suspected"} in data["knock_outs"]
    assert data["dimensions"]["ACC"]["score"] is None
    assert data["integrity_flags"][0]["outcome"] == "misleading"
    assert data["as_of"] == "2026-11-22"
    assert data["figures"] == {}
    wanted = {
        "inherent", "dimensions", "index", "control_class", "residual_level", "confidence", "knock_outs",
        "integrity_flags", "conditions", "questions", "figures", "as_of",
    }  # fmt: skip
    assert wanted <= set(data)
    assert data["contradictions"] == []
    assert "Not both true" not in found.stdout


CLASHING = ANSWERS.replace(
    "  HUM-01@T05: {anchor: unknown}\n  HUM-03: {anchor: 4, evidence: E4, date: 2026-11-01}",
    "  HUM-01: {value: {situation: zero_on_merit}, anchor: 4, evidence: E3}\n"
    "  HUM-03: {value: {practice: over_half, never_opened: 370}, anchor: 4, evidence: E4, date: 2026-11-01}",
)
SIDES = {
    "nl": ("Niet allebei waar: 1", "Wat niet allebei waar kan zijn", "370 kandidaten"),
    "en": ("Not both true: 1", "What cannot both be true", "370 candidates"),
}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_answers_that_cannot_both_be_true_are_told_and_change_no_score(
    answers: Path, tmp_path: Path, language: str
) -> None:
    before, after, paper = (tmp_path / name for name in ("voor.json", "na.json", "na.pdf"))
    answers.write_text(CLASHING.replace("never_opened: 370", "never_opened: 0"))
    assert run("assess", answers, "--json", before).returncode == 0
    answers.write_text(CLASHING)
    found = run("assess", answers, "--json", after, "--pdf", paper, "--lang", language)
    assert found.returncode == 0, found.stderr
    told, heading, side = SIDES[language]
    assert told in found.stdout
    data = json.loads(after.read_text())
    (one,) = data.pop("contradictions")
    assert one["code"] == "pair/nobody_unseen_and_list_not_opened@T05"
    assert (one["question"], one["module"], one["source"]) == ("HUM-03", "T05", "pair")
    assert side in one["other"][language]
    assert one["ask"]["nl"]
    earlier = json.loads(before.read_text())
    assert earlier.pop("contradictions") == []
    assert data == earlier
    text = " ".join(whole_text(paper.read_bytes()).split())
    assert heading in text
    assert side in text
    assert page.validate_pdf_bytes(paper.read_bytes(), profile="ua1").is_compliant


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_report_is_a_conforming_pdf(answers: Path, tmp_path: Path, language: str) -> None:
    target = tmp_path / "rapport.pdf"
    found = run("assess", answers, "--pdf", target, "--lang", language)
    assert found.returncode == 0, found.stderr
    report = page.validate_pdf_bytes(target.read_bytes(), profile="ua1")
    assert report.is_compliant, report


BROKEN = {
    "an unknown question": ("VAL-03:", "VAL-93:", "VAL-93: this question is not in the questionnaire"),
    "an unknown key": ("vendor:", "vender:", "unknown key 'vender'"),
    "an unknown product": ("[T05]", "[T55]", "unknown product type 'T55'"),
    "an unknown effect": ("effect: ranks", "effect: rank", "effect: 'rank' is not one of"),
    "a bad date": ("as_of: 2026-11-22", "as_of: 2026-11-32", "as_of"),
    "evidence after the deadline": ("date: 2026-03-01", "date: 2027-03-01", "dated after as_of"),
    "an anchor out of range": ("anchor: 3", "anchor: 5", "less than or equal to 4"),
    "an unknown field": ("changed: 9.5", "chanced: 9.5", "there is no field 'chanced'"),
    "a value out of range": ("changed: 9.5", "changed: 109.5", "Enter 100 or less"),
    "an unknown module": ("HUM-01@T05", "HUM-01@T09", "'T09' is not a product here"),
    "not applicable without a note": (", note: Er komt geen contract", "", "needs a note"),
    "no knock-out": ("{PRO-05: cleared}", "{VAL-03: cleared}", "VAL-03: this question is not a knock-out"),
    "an unknown version": ("version: 1", "version: 7", "no questionnaire recruitment-ai, version 7"),
    "a key twice": ("tier: quick", "tier: quick\ntier: full", "the key 'tier' stands twice"),
    "no YAML": ("buyer:", "buyer: [", "not valid YAML"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_file_is_refused_line_by_line(answers: Path, tmp_path: Path, what: str) -> None:
    old, new, words = BROKEN[what]
    assert old in ANSWERS
    answers.write_text(ANSWERS.replace(old, new, 1))
    found = run("assess", answers, "--json", tmp_path / "uit.json")
    assert found.returncode == 2
    assert words in found.stderr
    assert f"{answers}:" in found.stderr
    assert not (tmp_path / "uit.json").exists()


def test_all_faults_of_a_file_are_said_at_once(answers: Path) -> None:
    answers.write_text(ANSWERS.replace("[T05]", "[T55]").replace("VAL-03:", "VAL-93:"))
    found = run("assess", answers)
    assert len(found.stderr.splitlines()) >= 3


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"- a", b"x"])
def test_a_file_of_something_else_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(content)
    assert run("assess", file).returncode == 2
    assert run("assess", tmp_path / "absent.yaml").returncode == 2


def test_check_finds_nothing_in_the_shipped_questionnaires() -> None:
    found = run("check")
    assert found.returncode == 0, found.stdout
    files = (questionnaires_folder() / "recruitment-ai" / "1").glob("*.yaml")
    count = sum(len(re.findall(r"(?m)^  - id: [A-Z]{3}-\d\d$", f.read_text("utf-8"))) for f in files)
    assert f": {count} questions, " in found.stdout


def test_check_prints_each_fault_and_fails(tmp_path: Path) -> None:
    folder = tmp_path / "eigen"
    folder.mkdir()
    for file in (questionnaires_folder() / "recruitment-ai" / "1").glob("*.yaml"):
        text = file.read_text()
        (folder / file.name).write_text(text.replace("weight: critical", "weight: heavy", 1))
    found = run("check", folder)
    assert found.returncode == 1
    assert f"{folder}/oversight.yaml:" in found.stdout
    assert "HUM-01: weight: 'heavy' is not one of" in found.stdout


def test_the_committed_schema_is_the_one_of_the_model() -> None:
    assert (questionnaires_folder() / "question.schema.json").read_text() == run("schema").stdout


def test_a_published_version_is_never_edited() -> None:
    lines = (questionnaires_folder() / "PUBLISHED").read_text().splitlines()
    published = {tuple(line.split()) for line in lines if line and not line.startswith("#")}
    shipped = Shelf(questionnaires_folder()).all()
    assert published == {(f"{q.id}/{q.version}", q.sha256) for q in shipped if q.status == "published"}
