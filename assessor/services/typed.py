"""What people type into plain fields: cleaned, or a message at the field.

Some characters no name, title or reason can do without harm: those that end a line in a mail header or a log,
and those that databases, spreadsheets and PDF refuse. They are refused here, by name, before anything is stored.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field

from assessor.domain.limits import is_no_character
from assessor.domain.text import Text
from assessor.services.refusals import Invalid

_EMAIL = re.compile(r"[^\s@<>()\[\]\\,;:\"]{1,64}@[^\s@<>()\[\]\\,;:\"]{1,180}\.[^\s@<>()\[\]\\,;:\".]{2,60}")

_MISSING = Text(nl="Vul dit in.", en="Fill this in.")
_TOO_LONG = Text(nl="Gebruik hier hoogstens {n} tekens.", en="Use {n} characters at most.")
_TOO_SHORT = Text(nl="Gebruik hier ten minste {n} tekens.", en="Use {n} characters at least.")
_BAD_CHARACTER = Text(
    nl="Hier staat een teken dat niet kan worden bewaard. Typ de tekst opnieuw.",
    en="This contains a character that cannot be stored. Type the text again.",
)
_NOT_AN_EMAIL = Text(
    nl="Vul een e-mailadres in, zoals naam@voorbeeld.nl.",
    en="Enter an e-mail address, like name@example.org.",
)
_NOT_A_CHOICE = Text(nl="Kies een van de mogelijkheden.", en="Choose one of the options.")


@dataclass
class Typed:
    """Gathers what is wrong, field by field; `stop` refuses when something is."""

    errors: dict[str, Text] = field(default_factory=dict)

    def line(self, name: str, value: str, *, longest: int = 200, obligatory: bool = True) -> str:
        """One line: a name, a title."""
        return self._words(name, value.strip(), longest, 1 if obligatory else 0, "")

    def paragraphs(self, name: str, value: str, *, longest: int = 4000, shortest: int = 0) -> str:
        """Text that may have several lines; `shortest` above 0 makes it obligatory."""
        clean = value.replace("\r\n", "\n").replace("\r", "\n").strip()
        return self._words(name, clean, longest, shortest, "\n\t")

    def email(self, name: str, value: str) -> str:
        """An address, in lower case."""
        clean = self.line(name, value, longest=254).lower()
        if name not in self.errors and not _EMAIL.fullmatch(clean):
            self.errors[name] = _NOT_AN_EMAIL
        return clean

    def choice(self, name: str, value: str, among: Collection[str]) -> str:
        """One of a closed list."""
        if value not in among:
            self.errors[name] = _NOT_A_CHOICE
        return value

    def wrong(self, name: str, message: Text) -> None:
        self.errors.setdefault(name, message)

    def stop(self) -> None:
        """Refuse with a message at each field, if there is any."""
        if self.errors:
            raise Invalid(self.errors)

    def _words(self, name: str, clean: str, longest: int, shortest: int, allowed: str) -> str:
        if not clean:
            if shortest:
                self.errors[name] = _MISSING
        elif any(_is_harmful(c) and c not in allowed for c in clean):
            self.errors[name] = _BAD_CHARACTER
        elif len(clean) > longest:
            self.errors[name] = _TOO_LONG.fill(n=longest)
        elif len(clean) < shortest:
            self.errors[name] = _TOO_SHORT.fill(n=shortest)
        return clean


def _is_harmful(character: str) -> bool:
    # Cc: controls, with NUL and line ends. Cs: halves of a character. Zl, Zp: line ends of their own.
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or is_no_character(character)
