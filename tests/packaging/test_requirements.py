"""The pinned requirements: complete, hashed, and free of addresses."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = ("requirements.txt", "requirements-test.txt", "requirements-build.txt", "requirements-tables.txt")

each_file = pytest.mark.parametrize("name", FILES)


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def canonical(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


def pins(name: str) -> dict[str, str]:
    return {
        canonical(pin[1]): pin[2] for pin in re.finditer(r"^([\w.-]+)==([\w.]+)", text(name), re.MULTILINE)
    }


def names(requirements: list[str]) -> set[str]:
    return {canonical(re.split(r"[^\w.-]", requirement)[0]) for requirement in requirements}


def project() -> dict[str, Any]:
    return tomllib.loads(text("pyproject.toml"))


@each_file
def test_no_address_stands_in_the_requirements(name: str) -> None:
    assert "http" not in text(name)
    assert "--index" not in text(name)
    assert "--find-links" not in text(name)


@each_file
def test_every_pin_has_its_hashes(name: str) -> None:
    blocks = re.split(r"^(?=[\w.-]+==)", text(name), flags=re.MULTILINE)[1:]
    assert len(blocks) == len(pins(name))
    assert all("--hash=sha256:" in block for block in blocks)


def test_every_dependency_of_the_project_is_pinned() -> None:
    assert names(project()["project"]["dependencies"]) <= pins("requirements.txt").keys()


def test_every_dependency_of_the_tests_is_pinned() -> None:
    assert (
        names(project()["project"]["optional-dependencies"]["test"]) <= pins("requirements-test.txt").keys()
    )


def test_every_dependency_of_the_tables_is_pinned() -> None:
    assert (
        names(project()["project"]["optional-dependencies"]["tables"])
        <= pins("requirements-tables.txt").keys()
    )


def test_the_build_back_end_is_pinned() -> None:
    assert names(project()["build-system"]["requires"]) <= pins("requirements-build.txt").keys()


def test_the_files_agree_with_each_other() -> None:
    tests = pins("requirements-test.txt")
    for name in ("requirements.txt", "requirements-build.txt"):
        assert pins(name).items() <= tests.items(), name
    # Time zones come in a package only where the system has none.
    tables = {name: pin for name, pin in pins("requirements-tables.txt").items() if name != "tzdata"}
    assert tables.items() <= tests.items()


def test_lock_files_that_carry_addresses_are_not_kept() -> None:
    kept = {path.name for path in ROOT.iterdir()}
    assert not kept & {"uv.lock", "pylock.toml", "package-lock.json"}
