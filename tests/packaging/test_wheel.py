"""The wheel holds all that the program needs, and works where nothing else is installed."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from assessor.places import PACKAGE, questionnaires_folder, templates_folder

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


def files_below(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_package_templates_and_questionnaires(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    assert {f"assessor/{name}" for name in files_below(PACKAGE)} <= held
    assert {f"assessor/templates/{name}" for name in files_below(templates_folder())} <= held
    assert {f"assessor/questionnaires/{name}" for name in files_below(questionnaires_folder())} <= held


def test_the_wheel_carries_its_licence_and_no_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = archive.namelist()
    assert any(name.endswith("licenses/LICENSE") for name in held)
    assert not [name for name in held if name.startswith(("tests/", "benchmarks/", "instance/"))]


@pytest.mark.all
def test_an_installed_wheel_checks_its_questionnaires_and_makes_a_report(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "environment"
    venv.create(home, with_pip=True)
    pip: list[str | Path] = [home / "bin" / "pip", "install", "--no-input", "--no-deps", "--quiet"]
    subprocess.run([*pip, "--require-hashes", "-r", ROOT / "requirements.txt"], check=True)
    subprocess.run([*pip, wheel], check=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    surroundings = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8"}

    def assessor(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [home / "bin" / "assessor", *words],
            cwd=elsewhere,
            env=surroundings,
            capture_output=True,
            text=True,
            check=False,
        )

    checked = assessor("check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    answers = elsewhere / "answers.yaml"
    answers.write_text(ANSWERS, encoding="utf-8")
    assessed = assessor("assess", "answers.yaml", "--pdf", "report.pdf")
    assert assessed.returncode == 0, assessed.stdout + assessed.stderr
    assert (elsewhere / "report.pdf").read_bytes().startswith(b"%PDF-")


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
answers: {}
"""
