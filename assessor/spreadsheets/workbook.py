"""A workbook being written: its looks, and the properties that say what it is and in which language."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any

from assessor.domain.language import Language
from assessor.domain.text import Text

HEADER_SHEET = Text(nl="Kopgegevens", en="Header")
EXPLANATION_SHEET = Text(nl="Uitleg", en="Explanation")
LONGEST_IN_CELL = 32_767
"""What a cell of a workbook can hold; the library would leave out a longer text without a word."""

_CREATED = datetime.datetime(2026, 1, 1)  # noqa: DTZ001 — one moment for all, so that equal tables give equal files
_CODES = {"nl": "nl-NL", "en": "en-GB"}
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


class Book:
    """A workbook in memory."""

    def __init__(self, title: str, language: Language) -> None:
        from xlsxwriter import Workbook

        self._to = io.BytesIO()
        self._language = language
        self._book = Workbook(
            self._to,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._book.set_properties({"title": title, "created": _CREATED})
        self._numbers: dict[str, Any] = {}
        self.heading = self.format(bold=True, text_wrap=True, valign="top", bg_color="#E6E6F0", bottom=1)
        self.text = self.format(num_format="@", valign="top")
        """A text however it looks: 1-2 stays 1-2 and becomes no date."""
        self.wrapped = self.format(text_wrap=True, valign="top")
        self.title = self.format(bold=True, font_size=14)

    def format(self, **looks: Any) -> Any:
        return self._book.add_format(looks)

    def number(self, shown: str) -> Any:
        """A number shown as 0.00 or 0% says."""
        if shown not in self._numbers:
            self._numbers[shown] = self.format(num_format=shown)
        return self._numbers[shown]

    def sheet(self, name: str) -> Any:
        return self._book.add_worksheet(name.translate(_FORBIDDEN).strip()[:31] or None)

    def content(self) -> bytes:
        self._book.close()
        return _with_language(self._to.getvalue(), _CODES[self._language])


def heading_of_header(language: Language) -> tuple[str, str, str]:
    """What stands above the columns of the sheet with the header."""
    return ("Gegeven", "Waarde", "Uitleg") if language == "nl" else ("Entry", "Value", "Explanation")


def _with_language(content: bytes, code: str) -> bytes:
    """The library writes no language into the properties; a screen reader picks its voice by it."""
    end = b"</cp:coreProperties>"
    to = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            body = old.read(part)
            if part.filename == "docProps/core.xml":
                body = body.replace(end, f"<dc:language>{code}</dc:language>".encode() + end)
            new.writestr(part, body, zipfile.ZIP_DEFLATED)
    return to.getvalue()
