"""The empty tables that vendors download: with the columns, what goes in them, and cells that accept nothing else."""

from __future__ import annotations

import io
from typing import Any

from assessor.domain.language import Language
from assessor.domain.limits import TABLE_ROWS
from assessor.domain.tables.grid import column_letters
from assessor.domain.tables.model import Column, HeaderField, TableForm
from assessor.domain.text import Text
from assessor.spreadsheets.workbook import EXPLANATION_SHEET, HEADER_SHEET, Book, heading_of_header
from assessor.spreadsheets.writing import Format, csv_writer, in_bytes

_AS_TEXT = ("word", "choice", "day", "month", "yes_no", "printed")
"""Kinds that a spreadsheet must not turn into a date or a number of its own."""
_WIDTHS = {"word": 24, "choice": 18, "month": 16}
_LONGEST_LIST = 255
"""Characters of a drop-down list that is written out."""

_COLUMN = Text(nl="Kolom", en="Column")
_NAME = Text(nl="Naam", en="Name")
_WHAT = Text(nl="Wat u invult", en="What to fill in")
_NEEDED = Text(nl="Verplicht", en="Required")
_WORDS = Text(nl="Mogelijke woorden", en="Possible words")

_MUST = Text(nl="ja", en="yes")
_MAY_BE_EMPTY = Text(nl="kolom wel, cel mag leeg", en="the column is, a cell may be empty")
_MAY_MISS = Text(nl="nee, kolom mag ontbreken", en="no, the column may be left out")

_RULES = (
    Text(
        nl="Lever aantallen per groep, nooit een rij per persoon. Namen, e-mailadressen, telefoonnummers en "
        "nummers van personen worden geweigerd.",
        en="Deliver counts per group, never a row per person. Names, e-mail addresses, phone numbers and numbers "
        "of persons are refused.",
    ),
    Text(
        nl="Schrijf <10 voor een aantal van 1 tot en met 9. Schrijf 0 alleen als het niet anders kan dan nul zijn.",
        en="Write <10 for a count from 1 to 9. Write 0 only where it cannot be other than zero.",
    ),
    Text(
        nl="Gebruik ground = all en group = all voor de rij met iedereen, en group = unknown voor mensen van wie u "
        "de groep niet weet.",
        en="Use ground = all and group = all for the row with everybody, and group = unknown for people whose "
        "group you do not know.",
    ),
    Text(
        nl="Laat de kolomnamen staan. Kolommen die mogen ontbreken kunt u weghalen. Gebruik geen formules, "
        "samengevoegde cellen of verborgen rijen.",
        en="Leave the column names as they are. Columns that may be left out can be deleted. Use no formulas, "
        "merged cells or hidden rows.",
    ),
    Text(
        nl="Vul ook het blad ‘Kopgegevens’ in.",
        en="Fill in the sheet ‘Header’ too.",
    ),
)

_WRONG = Text(nl="Dit past hier niet", en="This does not fit here")
_CHOOSE = Text(nl="Kies een woord uit de lijst.", en="Choose a word from the list.")
_A_COUNT = Text(
    nl="Vul een heel getal in, of <10 voor 1 tot en met 9.", en="Fill in a whole number, or <10 for 1 to 9."
)
_A_WHOLE = Text(
    nl="Vul een heel getal in van {low} tot en met {high}.", en="Fill in a whole number from {low} to {high}."
)
_A_NUMBER = Text(nl="Vul een getal in.", en="Fill in a number.")
_A_SHARE = Text(
    nl="Vul een deel tussen 0 en 1 in, of een percentage.",
    en="Fill in a part between 0 and 1, or a percentage.",
)


def template(form: TableForm, language: Language, format: Format) -> bytes:
    """The empty table of a form."""
    return _csv(form, language) if format == "csv" else _xlsx(form, language)


def _csv(form: TableForm, language: Language) -> bytes:
    text = io.StringIO(newline="")
    writer = csv_writer(text, language)
    writer.writerow([f"## {form.code} {form.title.to(language)}"])
    for rule in _RULES[:-1]:
        writer.writerow([f"## {rule.to(language)}"])
    for column in form.columns:
        writer.writerow([f"## {column.name}: {_explained(column, language)}"])
    for asked in form.header:
        writer.writerow([f"## {asked.name}: {_explained(asked, language)}"])
        writer.writerow([f"# {asked.name}: "])
    writer.writerow([column.name for column in form.columns])
    return in_bytes(text)


def _explained(asked: Column | HeaderField, language: Language) -> str:
    words = asked.help.to(language)
    return f"{words} ({', '.join(c.code for c in asked.choices)})" if asked.choices else words


def _xlsx(form: TableForm, language: Language) -> bytes:
    book = Book(f"{form.code} {form.title.to(language)}", language)
    if form.header:
        _header(book, form, language)
    _table(book, form, language)
    _explanation(book, form, language)
    return book.content()


def _header(book: Book, form: TableForm, language: Language) -> None:
    page = book.sheet(HEADER_SHEET.to(language))
    for column, words in enumerate(heading_of_header(language)):
        page.write_string(0, column, words, book.heading)
    for line, asked in enumerate(form.header, 1):
        page.write_string(line, 0, asked.name, book.text)
        page.write_blank(line, 1, None, book.text)
        what = f"{asked.label.to(language)}. {asked.help.to(language)}"
        page.write_string(line, 2, what, book.wrapped)
        rule = _list(_codes(asked, language), language)
        if rule:
            page.data_validation(line, 1, line, 1, rule)
    page.set_column(0, 0, 28)
    page.set_column(1, 1, 44)
    page.set_column(2, 2, 80)
    page.freeze_panes(1, 0)


def _table(book: Book, form: TableForm, language: Language) -> None:
    page = book.sheet(form.code)
    for at, column in enumerate(form.columns):
        page.write_string(0, at, column.name, book.heading)
        width = max(len(column.name) + 2, _WIDTHS.get(column.kind, 12))
        page.set_column(at, at, width, book.text if column.kind in _AS_TEXT else None)
        rule = _rule(column, at, language)
        if rule:
            page.data_validation(1, at, TABLE_ROWS, at, rule)
    page.freeze_panes(1, 0)


def _explanation(book: Book, form: TableForm, language: Language) -> None:
    page = book.sheet(EXPLANATION_SHEET.to(language))
    page.set_column(0, 0, 28)
    page.set_column(1, 1, 28)
    page.set_column(2, 2, 80)
    page.set_column(3, 3, 24)
    page.set_column(4, 4, 50)
    page.write_string(0, 0, f"{form.code} {form.title.to(language)}", book.title)
    page.write_string(1, 0, form.purpose.to(language))
    line = 2
    for rule in _RULES if form.header else _RULES[:-1]:
        line += 1
        page.write_string(line, 0, f"• {rule.to(language)}")
    line += 2
    for at, words in enumerate((_COLUMN, _NAME, _WHAT, _NEEDED, _WORDS)):
        page.write_string(line, at, words.to(language), book.heading)
    for column in form.columns:
        line += 1
        needed = _MAY_MISS if not column.required else _MAY_BE_EMPTY if column.empty else _MUST
        choices = "\n".join(f"{c.code}: {c.label.to(language)}" for c in column.choices)
        for at, said in enumerate(
            (
                column.name,
                column.label.to(language),
                column.help.to(language),
                needed.to(language),
                choices,
            )
        ):
            page.write_string(line, at, said, book.wrapped)


def _codes(asked: Column | HeaderField, language: Language) -> list[str]:
    """What the drop-down offers; nothing where other words are welcome too."""
    if asked.kind == "yes_no":
        return ["ja", "nee"] if language == "nl" else ["yes", "no"]
    return [choice.code for choice in asked.choices] if asked.kind == "choice" else []


def _rule(column: Column, at: int, language: Language) -> dict[str, Any] | None:
    """What the cells of a column accept, as the library describes it."""
    if column.choices or column.kind == "yes_no":
        return _list(_codes(column, language), language)
    low = 0 if column.lowest is None else column.lowest
    high = 999_999_999 if column.highest is None else column.highest
    cell = f"{column_letters(at + 1)}2"
    match column.kind:
        case "count":
            formula = f'=OR(AND(ISNUMBER({cell}),{cell}>=0,{cell}=INT({cell})),TRIM({cell})="<10")'
            return _told({"validate": "custom", "value": formula}, _A_COUNT, language)
        case "whole":
            rule = {"validate": "integer", "criteria": "between", "minimum": low, "maximum": high}
            return _told(rule, _A_WHOLE.fill(low=low, high=high), language)
        case "share":
            rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1}
            return _told(rule, _A_SHARE, language)
        case "number":
            least = -1e12 if column.lowest is None else column.lowest
            most = 1e12 if column.highest is None else column.highest
            rule = {"validate": "decimal", "criteria": "between", "minimum": least, "maximum": most}
            return _told(rule, _A_NUMBER, language)
        case _:
            return None


def _list(codes: list[str], language: Language) -> dict[str, Any] | None:
    if not codes or len(",".join(codes)) > _LONGEST_LIST:
        return None
    return _told({"validate": "list", "source": codes}, _CHOOSE, language)


def _told(rule: dict[str, Any], why: Text, language: Language) -> dict[str, Any]:
    return rule | {"error_title": _WRONG.to(language), "error_message": why.to(language)}
