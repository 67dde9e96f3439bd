"""Sealing: what a vendor writes is unreadable in the database, on disk and in every backup until the opening.

Each response has a key for its drafts and files, each tender one for submitted versions. They lie in the
database wrapped by a master key, which is a file of its own, never beside the data. A sealed piece is bound
to what it belongs to: put in another place, it does not open. It is padded first, so that its size says
little: to 1, 2, 4 ... 64 KiB, and above that to the next eighth of a power of two (at most 12.5 % more).

Layout of a sealed piece: one byte for the format, 12 bytes nonce, AES-256-GCM over (8 bytes length, content,
zeros).
"""

from __future__ import annotations

import hmac
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

_FORMAT = b"\x01"
_NONCE = 12
_LENGTH = 8
_SMALLEST = 1024
_DOUBLING_UP_TO = 64 * 1024


class Broken(Exception):
    """A sealed piece does not open: altered, truncated, put in another place, or another key."""


class KeyFileFault(Exception):
    """The file of the master key is not there, not a key, or readable by others."""


def new_key() -> bytes:
    return secrets.token_bytes(32)


def seal(key: bytes, plain: bytes, about: str) -> bytes:
    """Encrypt `plain` as what belongs to `about`, such as "answer/RESPONSE/VAL-03/*"."""
    nonce = secrets.token_bytes(_NONCE)
    framed = len(plain).to_bytes(_LENGTH, "big") + plain
    framed += bytes(_padded(len(framed)) - len(framed))
    return _FORMAT + nonce + AESGCM(key).encrypt(nonce, framed, _FORMAT + about.encode())


def unseal(key: bytes, sealed: bytes, about: str) -> bytes:
    """The content of what was sealed for `about`; `Broken` when it is not that."""
    if sealed[:1] != _FORMAT:
        raise Broken(about)
    nonce, body = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    try:
        framed = AESGCM(key).decrypt(nonce, body, _FORMAT + about.encode())
    except (InvalidTag, ValueError) as fault:
        raise Broken(about) from fault
    length = int.from_bytes(framed[:_LENGTH], "big")
    return framed[_LENGTH : _LENGTH + length]


def _padded(size: int) -> int:
    if size <= _SMALLEST:
        return _SMALLEST
    power = 1 << (size - 1).bit_length()
    if power <= _DOUBLING_UP_TO:
        return power
    step = power // 16  # an eighth of the power of two below
    return -(-size // step) * step


@dataclass(frozen=True, repr=False)
class MasterKey:
    """The one secret outside the database. Everything else is derived from it or wrapped by it."""

    secret: bytes

    @classmethod
    def read(cls, file: Path) -> MasterKey:
        """The key in `file`, which only its owner may read or write."""
        try:
            mode = stat.S_IMODE(file.stat().st_mode)
            if mode & 0o077:
                raise KeyFileFault(f"{file} can be read by others (mode {mode:o}); it must be 600")
            secret = bytes.fromhex(file.read_text("ascii").strip())
        except FileNotFoundError as fault:
            raise KeyFileFault(f"{file} is not there") from fault
        except ValueError as fault:
            raise KeyFileFault(f"{file} is not a key") from fault
        if len(secret) != 32:
            raise KeyFileFault(f"{file} is not a key")
        return cls(secret)

    @classmethod
    def make(cls, file: Path) -> MasterKey:
        """A new key in a new file; an existing file is never overwritten."""
        file.parent.mkdir(parents=True, exist_ok=True)
        secret = new_key()
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as out:
            out.write(secret.hex() + "\n")
            out.flush()
            os.fsync(out.fileno())
        return cls(secret)

    def wrap(self, key: bytes, about: str) -> bytes:
        """A data key as it may lie in the database, bound to what it is the key of."""
        return seal(self.derived("wrap"), key, about)

    def unwrap(self, wrapped: bytes, about: str) -> bytes:
        return unseal(self.derived("wrap"), wrapped, about)

    def sign(self, content: bytes) -> str:
        """A signature that only this installation can make and check."""
        return hmac.digest(self.derived("sign"), content, "sha256").hex()

    def is_signed(self, content: bytes, signature: str) -> bool:
        return hmac.compare_digest(self.sign(content).encode(), signature.encode())

    def derived(self, purpose: str) -> bytes:
        """A key for one purpose; none of them tells another."""
        return HKDFExpand(hashes.SHA256(), 32, b"assessor/" + purpose.encode()).derive(self.secret)
