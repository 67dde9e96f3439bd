"""Sealed pieces open only with their key and in their place; the master key is nobody else's to read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.storage.sealing import Broken, KeyFileFault, MasterKey, new_key, seal, unseal

KEY = new_key()


@given(st.binary(max_size=5000), st.text(max_size=40).filter(lambda t: t.isprintable()))
def test_what_was_sealed_comes_back(content: bytes, about: str) -> None:
    assert unseal(KEY, seal(KEY, content, about), about) == content


def test_a_sealed_piece_put_in_another_place_is_refused() -> None:
    one, other = seal(KEY, b"yes", "answer/r1/HUM-01/*"), seal(KEY, b"no", "answer/r1/HUM-02/*")
    assert unseal(KEY, one, "answer/r1/HUM-01/*") == b"yes"
    for swapped in ("answer/r1/HUM-02/*", "answer/r2/HUM-01/*", "answer/r1/HUM-01/T05"):
        with pytest.raises(Broken):
            unseal(KEY, one, swapped)
    with pytest.raises(Broken):
        unseal(KEY, other, "answer/r1/HUM-01/*")


def test_every_altered_byte_and_every_shortening_is_found() -> None:
    sealed = seal(KEY, b"a small answer", "here")
    for place in range(len(sealed)):
        altered = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(Broken):
            unseal(KEY, altered, "here")
    for length in (0, 1, 12, 13, 28, len(sealed) - 1):
        with pytest.raises(Broken):
            unseal(KEY, sealed[:length], "here")


def test_another_key_opens_nothing() -> None:
    with pytest.raises(Broken):
        unseal(new_key(), seal(KEY, b"x", "here"), "here")


def test_the_same_content_never_looks_the_same_twice() -> None:
    assert seal(KEY, b"x", "here") != seal(KEY, b"x", "here")


@pytest.mark.parametrize(
    ("smaller", "larger", "same"),
    [(0, 1000, True), (3, 900, True), (1100, 2000, True), (1000, 1100, False), (70_000, 72_000, True)],
)
def test_sizes_are_padded_to_buckets(smaller: int, larger: int, same: bool) -> None:
    sizes = [len(seal(KEY, bytes(n), "here")) for n in (smaller, larger)]
    assert (sizes[0] == sizes[1]) is same


@pytest.mark.parametrize("size", [100_000, 1_000_003, 5_000_000])
def test_padding_of_large_files_costs_at_most_an_eighth(size: int) -> None:
    assert len(seal(KEY, bytes(size), "here")) <= size * 1.126


def test_the_key_file_is_made_once_and_only_for_its_owner(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "master"
    made = MasterKey.make(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert MasterKey.read(file) == made
    with pytest.raises(FileExistsError):
        MasterKey.make(file)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o777])
def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "master"
    MasterKey.make(file)
    file.chmod(mode)
    with pytest.raises(KeyFileFault):
        MasterKey.read(file)


@pytest.mark.parametrize("content", ["", "zz", "00ff", "0" * 63])
def test_a_file_that_is_no_key_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "master"
    file.write_text(content)
    file.chmod(0o600)
    with pytest.raises(KeyFileFault):
        MasterKey.read(file)


def test_a_missing_key_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyFileFault):
        MasterKey.read(tmp_path / "master")


def test_data_keys_are_bound_to_what_they_are_the_key_of() -> None:
    master = MasterKey(new_key())
    key = new_key()
    wrapped = master.wrap(key, "response/1")
    assert master.unwrap(wrapped, "response/1") == key
    assert key not in wrapped
    with pytest.raises(Broken):
        master.unwrap(wrapped, "tender/1")
    with pytest.raises(Broken):
        MasterKey(new_key()).unwrap(wrapped, "response/1")


def test_a_signature_is_of_one_content_and_one_installation() -> None:
    master = MasterKey(new_key())
    signature = master.sign(b"receipt")
    assert master.is_signed(b"receipt", signature)
    assert not master.is_signed(b"receipt.", signature)
    assert not master.is_signed(b"receipt", "é" + signature[1:])
    assert not MasterKey(new_key()).is_signed(b"receipt", signature)


def test_the_key_does_not_show_when_it_is_printed() -> None:
    master = MasterKey(new_key())
    assert master.secret.hex() not in repr(master)
    assert str(master.secret) not in repr(master)
