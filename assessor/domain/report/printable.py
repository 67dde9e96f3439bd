"""Texts that people typed, made fit to be printed."""

from __future__ import annotations

import re
import unicodedata

from assessor.domain.text import Text

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# Not allowed in XML or HTML (control characters, lone surrogates, noncharacters), or able to make a text look like
# another one (marks that turn the direction of writing around).
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\u202a-\u202e\u2066-\u2069"
    + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "]"
)


LONGEST = 20_000
"""The longest text of a form; what comes in longer by another road is cut, so that no text stops a document."""


def printable(text: str) -> str:
    """`text` with every character that no document may hold replaced by U+FFFD, and with plain line ends."""
    kept = text if len(text) <= LONGEST else f"{text[:LONGEST]} […]"
    plain = _UNFIT.sub(REPLACEMENT, kept.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", plain).strip()


def same(text: str, empty: Text) -> Text:
    """A typed text as it stands, in both languages alike; `empty` when nothing was typed."""
    words = printable(text)
    return Text(nl=words, en=words) if words else empty


def shortened(text: str, longest: int) -> str:
    """At most `longest` characters on one line, ended at a word, with an ellipsis where something is left out."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    kept = line[: longest - 1]
    whole = kept.rsplit(" ", 1)[0] if " " in kept[longest // 2 :] else kept
    return whole.rstrip(" ,;:.–(") + "…"
