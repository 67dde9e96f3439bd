"""The script `run`: the way in for people and for the checks of a change."""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run(*words: str, cwd: Path, **surroundings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "run", *words],
        cwd=cwd,
        env=os.environ | surroundings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_both_scripts_can_be_started_as_they_are() -> None:
    assert os.access(ROOT / "run", os.X_OK)
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_the_script_says_from_anywhere_what_it_can_do(tmp_path: Path) -> None:
    told = run("help", cwd=tmp_path)
    assert told.returncode == 0
    assert "./run test all" in told.stdout


def test_the_checks_of_a_change_are_those_that_a_person_runs() -> None:
    assert "./run test\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_a_browser_that_cannot_be_run_ends_the_tests_with_one_sentence(tmp_path: Path) -> None:
    told = run("test", cwd=tmp_path, ASSESSOR_CHROMIUM=str(tmp_path / "no-browser"))
    assert told.returncode == 1
    assert told.stdout == ""
    assert told.stderr.count("\n") == 1
    assert "no-browser, which cannot be run" in told.stderr


def test_without_rights_to_install_the_line_to_run_is_printed(tmp_path: Path) -> None:
    answers = {"apt-get": "exit 1", "ldconfig": "exit 1", "sudo": "exit 1", "id": "echo 1000"}
    for name, answer in answers.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{answer}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    told = run("check", cwd=tmp_path, PATH=f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert told.returncode == 1
    assert told.stdout == ""
    assert told.stderr.count("\n") == 1
    assert "please run `sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0" in told.stderr
