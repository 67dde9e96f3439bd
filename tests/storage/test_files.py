"""Files on disk: whole or not there, never served when altered, orphans found both ways."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assessor.domain.chain import sha256
from assessor.storage.files import Damaged, Files

SEALED = b"sealed bytes"


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "files")


def names_in(files: Files) -> list[str]:
    return sorted(f.name for f in files.folder.iterdir())


def test_a_file_is_stored_under_a_random_name_for_its_owner_only(files: Files) -> None:
    one, other = files.put(SEALED), files.put(SEALED)
    assert one != other
    assert files.read(one, sha256(SEALED)) == SEALED
    assert (files.folder / one).stat().st_mode & 0o777 == 0o600
    assert names_in(files) == sorted([one, other])


def test_an_altered_shortened_or_missing_file_is_never_served(files: Files) -> None:
    name = files.put(SEALED)
    for content in (b"Sealed bytes", SEALED[:-1], b""):
        (files.folder / name).write_bytes(content)
        with pytest.raises(Damaged):
            files.read(name, sha256(SEALED))
    files.remove(name)
    with pytest.raises(Damaged):
        files.read(name, sha256(SEALED))
    files.remove(name)


@pytest.mark.parametrize("name", ["", "..", "../master", "a/b", "x" * 48, "0" * 47, "0" * 48 + "\n"])
def test_a_name_that_was_not_given_out_reaches_no_file(files: Files, name: str) -> None:
    with pytest.raises(Damaged):
        files.read(name, sha256(SEALED))
    with pytest.raises(Damaged):
        files.remove(name)


def test_orphans_are_found_both_ways(files: Files) -> None:
    known, forgotten = files.put(SEALED), files.put(SEALED)
    (files.folder / "unfinished.part").write_bytes(b"half")
    lost = "0" * 48
    assert files.without_file([known, lost]) == [lost]
    assert files.without_row([known]) == [], "a young file may still get its row"
    assert files.without_row([known], older_than_seconds=0) == sorted([forgotten, "unfinished.part"])
    assert files.sweep([known], older_than_seconds=0) == sorted([forgotten, "unfinished.part"])
    assert names_in(files) == [known]


def test_a_folder_that_is_not_made_yet_has_no_orphans(files: Files) -> None:
    assert files.without_row([]) == []


def test_a_full_disk_leaves_nothing_half(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    files.put(SEALED)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.put(SEALED)
    assert len(names_in(files)) == 1
