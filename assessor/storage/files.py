"""Files of vendors, sealed before they come here, each under a random name.

A file is whole on disk before its row is committed, and the row is gone before the file is. So after a crash
there may be a file that no row knows, which `orphans` finds, but never a row without its file.
"""

from __future__ import annotations

import os
import re
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from assessor.domain.chain import sha256

_NAME = re.compile(r"[0-9a-f]{48}")
_UNFINISHED = ".part"


class Damaged(Exception):
    """A stored file is not there or is not what was stored. It is never served."""


@dataclass(frozen=True)
class Files:
    """A folder of sealed files."""

    folder: Path

    def put(self, sealed: bytes) -> str:
        """Store for good; returns the random name. Survives a power cut from here on."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = secrets.token_hex(24)
        unfinished = self.folder / (name + _UNFINISHED)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as out:
                out.write(sealed)
                out.flush()
                os.fsync(out.fileno())
            unfinished.rename(self.folder / name)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise
        self._sync_folder()
        return name

    def read(self, stored_as: str, stored_sha256: str) -> bytes:
        """The sealed bytes, if they still are what was stored."""
        try:
            sealed = self._path(stored_as).read_bytes()
        except OSError as fault:
            raise Damaged(stored_as) from fault
        if sha256(sealed) != stored_sha256:
            raise Damaged(stored_as)
        return sealed

    def remove(self, stored_as: str) -> None:
        """Remove a file whose row is gone; one that is not there is no fault."""
        self._path(stored_as).unlink(missing_ok=True)

    def without_row(self, known: Iterable[str], older_than_seconds: float = 3600) -> list[str]:
        """Files that no row knows, left by a crash. Young ones may still get their row: passed over."""
        if not self.folder.is_dir():
            return []
        before = time.time() - older_than_seconds
        rows = set(known)
        return sorted(
            f.name for f in self.folder.iterdir() if f.name not in rows and f.stat().st_mtime <= before
        )

    def without_file(self, known: Iterable[str]) -> list[str]:
        """Names that rows know and that are not on disk."""
        return sorted(name for name in set(known) if not self._path(name).is_file())

    def sweep(self, known: Iterable[str], older_than_seconds: float = 3600) -> list[str]:
        """Remove what a crash left; returns the names."""
        found = self.without_row(known, older_than_seconds)
        for name in found:
            (self.folder / name).unlink(missing_ok=True)
        return found

    def _path(self, stored_as: str) -> Path:
        if not _NAME.fullmatch(stored_as):
            raise Damaged(stored_as)
        return self.folder / stored_as

    def _sync_folder(self) -> None:
        descriptor = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
