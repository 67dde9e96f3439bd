"""Files made to break the reader: a line that says what is wrong and an exit code, never a trace."""

from __future__ import annotations

from pathlib import Path

import click.testing
import pytest

from assessor.commands.main import main
from assessor.places import questionnaires_folder
from tests.commands.test_assess import ANSWERS

BOMB = "\n".join(
    [
        "a: &a [x, x]",
        *(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
    ]
)

HOSTILE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "the file is empty"),
    "only a remark": (b"# nothing", "the file is empty"),
    "NUL": (b"\0\0", "not valid YAML"),
    "another code": ("café: 1".encode("latin-1"), "not UTF-8"),
    "sixteen bits": ("vendor: x".encode("utf-16"), "not UTF-8"),
    "a bomb of aliases": (BOMB.encode(), "write the value out"),
    "an alias in itself": (b"&a [*a]", "write the value out"),
    "nested without end": (b"[" * 100_000, "nested more than 40 deep"),
    "nested and closed": (b"[" * 900 + b"]" * 900, "nested more than 40 deep"),
    "nested mappings": (b"{a: " * 900 + b"1" + b"}" * 900, "nested more than 40 deep"),
    "nested by indenting": (b"".join(b" " * n + b"a:\n" for n in range(900)), "nested more than 40 deep"),
    "nested lists on one line": (b"- " * 20_000, "nested more than 40 deep"),
    "ten million characters": (b"a: " + b"x" * 10_000_000, "too long"),
    "a tag that would run something": (b"a: !!python/object/apply:os.system ['id']", "is not used here"),
    "half a character": (b'a: "\\ud800"', "not valid YAML"),
    "a list as key": (b"? [1, 2]\n: x", "a key must be a plain word"),
    "a second document": (b"a: 1\n---\nb: 2", "a second document begins here"),
    "only a word": (b"word", "'word': input should be an object"),
    "only a list": (b"- 1", "input should be an object"),
    "a number without end": (b"version: " + b"9" * 100_000, "version"),
    "more than any number": (b"version: 1e999", "version"),
    "a questionnaire elsewhere": (ANSWERS.replace("recruitment-ai", "../../etc/passwd").encode(), "no questionnaire"),
    "an answer nested in itself": (ANSWERS.replace("changed: 9.5", f"changed: {'[' * 60 + ']' * 60}").encode(), "deep"),
}  # fmt: skip


def run(*words: str | Path) -> click.testing.Result:
    return click.testing.CliRunner().invoke(main, [str(w) for w in words])


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_of_answers_is_refused_with_its_line(tmp_path: Path, name: str) -> None:
    content, said = HOSTILE[name]
    file = tmp_path / "antwoorden.yaml"
    file.write_bytes(content)
    found = run("assess", file)
    assert isinstance(found.exception, SystemExit), found.exception
    assert found.exit_code == 2
    lines = found.stderr.splitlines()
    assert any(said in line for line in lines), lines[:3]
    assert all(line.startswith(f"{file}:") for line in lines), lines[:3]
    assert ": : " not in found.stderr


def test_what_cannot_be_read_or_written_is_said(tmp_path: Path) -> None:
    good = tmp_path / "goed.yaml"
    good.write_text(ANSWERS)
    for words in (
        ("assess", tmp_path),
        ("assess", tmp_path / "none"),
        ("assess", good, "--json", tmp_path / "no" / "x"),
    ):
        found = run(*words)
        assert isinstance(found.exception, SystemExit), found.exception
        assert found.exit_code == 2
        assert found.stderr


FRAMES = {
    "nothing": (b"", "is empty"),
    "a word": (b"word", "must hold keys"),
    "a list": (b"- 1", "must hold keys"),
    "files that are no list": (b"files: 5", "files must be a list"),
    "no files": (b"files:", "files must be a list"),
    "files of a wrong kind": (b"files: [[], {}, 1]", "file is missing"),
    "nested without end": (b"[" * 100_000, "nested more than 40 deep"),
    "another code": (b"a: caf\xe9", "not UTF-8"),
}


@pytest.mark.parametrize("name", FRAMES)
def test_a_hostile_questionnaire_is_refused_with_its_line(tmp_path: Path, name: str) -> None:
    content, said = FRAMES[name]
    folder = tmp_path / "vragen"
    folder.mkdir()
    (folder / "questionnaire.yaml").write_bytes(content)
    found = run("check", tmp_path)
    assert isinstance(found.exception, SystemExit), found.exception
    assert found.exit_code == 1
    assert said in found.stdout


def test_a_folder_named_like_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "questionnaire.yaml").mkdir()
    found = run("check", tmp_path)
    assert isinstance(found.exception, SystemExit), found.exception
    assert found.exit_code == 1
    assert "cannot be read" in found.stdout


def test_the_questionnaires_that_come_along_are_sound() -> None:
    assert run("check", questionnaires_folder()).exit_code == 0
