"""The chain of events: each one's head is a digest over itself and the head before it.

Pure functions, shared by the application and by the verification that runs on a copy without it. Whoever
changes, drops or swaps an event breaks the chain from there on; whoever also rehashes the rest is exposed by
any head that is kept elsewhere, such as in a vendor's receipt.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NOTHING = ""
"""The head before the first event of a chain, and the digest of an event without content."""


@dataclass(frozen=True)
class Link:
    """What an event says, as far as its head covers it."""

    chain: str
    number: int
    at: datetime.datetime
    actor: str
    verb: str
    about: Mapping[str, Any]
    digest: str
    previous: str

    @property
    def head(self) -> str:
        return sha256(
            canonical(
                {
                    "chain": self.chain,
                    "number": self.number,
                    "at": stamp(self.at),
                    "actor": self.actor,
                    "verb": self.verb,
                    "about": dict(self.about),
                    "digest": self.digest,
                    "previous": self.previous,
                }
            )
        )


@dataclass(frozen=True)
class Head:
    """A place in a chain that somebody holds, for instance from a receipt."""

    chain: str
    number: int
    head: str


def id_from(head: str) -> str:
    """The id of the event with this head, so that the id too cannot be altered unseen."""
    return head[:32]


_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def canonical(value: object) -> bytes:
    """The one way to write a value as JSON: sorted keys, no blanks, pure ASCII, no NaN."""
    return _CANONICAL.encode(value).encode("ascii")


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def stamp(at: datetime.datetime) -> str:
    """A moment in UTC to the microsecond, the same whatever zone it came in."""
    return at.astimezone(datetime.UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def content_of_row(values: Mapping[str, object]) -> bytes:
    """What the digest of a whole row covers: its values as a database without types keeps them."""
    return canonical({name: _plain(value) for name, value in values.items()})


def _plain(value: object) -> object:
    # SQLite keeps moments and days as these texts, so a copy can be checked without the application.
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, bytes):
        return sha256(value)
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, dict | list):
        raise TypeError("the digest of a row does not cover JSON columns")
    return value
