"""The kinds of field: one place for the several views of one value.

For each kind: `read` what was typed, `typed` back again for a form, `check` a stored value, `is_empty`, `display`
it, and the anchor it settles.
Adding a kind touches this module (and one macro of the web). Stored values are plain JSON:

one_of "id" · several_of ["id"] · yes_no {"choice": "yes", "reason": "..."} · number and percentage 12.5 ·
date "2026-11-22" · text "..." · table [{"column": value}] · files nothing (the evidence list holds them).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessor.domain.answers import Json, Value
from assessor.domain.formats import day, number, read_day, read_number, typed_number
from assessor.domain.language import Language
from assessor.domain.questionnaire.model import Column, Field, Kind, Option, Question
from assessor.domain.text import Text

YES_NO = (
    Option.model_validate({"id": "yes", "label": {"nl": "Ja", "en": "Yes"}}),
    Option.model_validate({"id": "no", "label": {"nl": "Nee", "en": "No"}}),
)

Typed = Mapping[str, Sequence[str]]
"""What a form sent: the texts under each name."""


@dataclass(frozen=True)
class Problem:
    """What was typed cannot be read. `typed` is kept to be shown again."""

    message: Text
    typed: str


def options_of(field: Field | Column) -> tuple[Option, ...]:
    """The choices of a field; a yes/no field has its two even when the file names none."""
    return field.options or (YES_NO if field.kind == "yes_no" else ())


def read(field: Field, typed: Typed, name: str, language: Language) -> Json | Problem:
    """The value in what was typed under `name`; None when nothing was typed.

    A yes/no field also reads `name.reason`; a table reads `name.ROW.COLUMN`, rows without content are dropped.
    """
    texts = typed.get(name, ())
    first = texts[0].strip() if texts else ""
    match field.kind:
        case Kind.SEVERAL_OF:
            return list(dict.fromkeys(t for t in texts if t)) or None
        case Kind.YES_NO:
            reason = (typed.get(f"{name}.reason", ("",)) or ("",))[0].strip()
            return {"choice": first, "reason": reason} if first or reason else None
        case Kind.TABLE:
            return _read_rows(field, typed, name, language)
        case Kind.FILES:
            return None
        case kind:
            return _read_one(kind.value, first, language)


def _read_one(kind: str, text: str, language: Language) -> Json | Problem:
    if not text:
        return None
    if kind in ("number", "percentage"):
        found = read_number(text, language)
        if found is None:
            example = Text(nl="bijvoorbeeld 1.234,5", en="for example 1,234.5")
            message = Text(nl="Vul een getal in, {e}.", en="Enter a number, {e}.").fill(e=example)
            return Problem(message, text)
        return int(found) if found == found.to_integral_value() else float(found)
    if kind == "date":
        date = read_day(text)
        if date is None:
            return Problem(
                Text(
                    nl="Vul een datum in, bijvoorbeeld 22-11-2026.",
                    en="Enter a date, for example 22-11-2026.",
                ),
                text,
            )
        return date.isoformat()
    return text


def _read_rows(field: Field, typed: Typed, name: str, language: Language) -> Json | Problem:
    rows: dict[int, dict[str, Json]] = {}
    for place in range(field.most_rows):
        for column in field.columns:
            texts = typed.get(f"{name}.{place}.{column.id}", ())
            found = _read_one(column.kind, texts[0].strip() if texts else "", language)
            if isinstance(found, Problem):
                where = Text(nl="Rij {n}, {c}: {m}", en="Row {n}, {c}: {m}")
                return Problem(where.fill(n=place + 1, c=column.label, m=found.message), found.typed)
            if found is not None:
                rows.setdefault(place, {})[column.id] = found
    return [rows[place] for place in sorted(rows)] or None


def typed(field: Field, value: Json, name: str, language: Language) -> dict[str, list[str]]:
    """The texts a form shows for a value; `read` makes the same value of them."""
    match value:
        case _ if is_empty(value) or field.kind is Kind.FILES:
            return {}
        case list() if field.kind is Kind.TABLE:
            kinds = {c.id: c.kind for c in field.columns}
            return {
                f"{name}.{place}.{id}": [_typed_one(kinds.get(id, "text"), cell, language)]
                for place, row in enumerate(value)
                if isinstance(row, dict)
                for id, cell in row.items()
            }
        case list():
            return {name: [str(one) for one in value]}
        case dict():
            return {
                name: [str(value.get("choice") or "")],
                f"{name}.reason": [str(value.get("reason") or "")],
            }
        case _:
            return {name: [_typed_one(field.kind.value, value, language)]}


def _typed_one(kind: str, value: Json, language: Language) -> str:
    if kind in ("number", "percentage") and isinstance(value, int | float) and not isinstance(value, bool):
        return typed_number(value, language)
    if kind == "date" and isinstance(value, str) and _is_iso(value):
        date = datetime.date.fromisoformat(value)
        return f"{date.day:02}-{date.month:02}-{date.year:04}"
    return str(value)


def is_empty(value: Json) -> bool:
    """Nothing was filled in."""
    if isinstance(value, dict):
        return not any(value.values())
    return value is None or value in ("", [])


def check(field: Field, value: Json, *, finished: bool = True) -> Text | None:
    """What is wrong with a value, or None. An empty value is never wrong here: it is open.

    Of a draft that is not `finished`, rows of a table may lack cells.
    """
    if is_empty(value):
        return None
    match field.kind:
        case Kind.ONE_OF:
            return _choice(field, value)
        case Kind.SEVERAL_OF:
            if not isinstance(value, list):
                return Text(nl="Dit moet een lijst van keuzes zijn.", en="This must be a list of choices.")
            return next((fault for one in value if (fault := _choice(field, one))), None)
        case Kind.YES_NO:
            if not isinstance(value, dict) or set(value) - {"choice", "reason"}:
                return Text(nl="Kies ja of nee.", en="Choose yes or no.")
            return _choice(field, value.get("choice")) or _longest(field, value.get("reason"))
        case Kind.NUMBER | Kind.PERCENTAGE:
            return _within(field, value)
        case Kind.DATE:
            return None if isinstance(value, str) and _is_iso(value) else _NOT_A_DATE
        case Kind.TEXT:
            return _longest(field, value)
        case Kind.TABLE:
            return _rows(field, value, finished)
        case Kind.FILES:
            return Text(nl="Bestanden horen bij het bewijs.", en="Files belong with the evidence.")


_NOT_A_DATE = Text(nl="Dit is geen datum.", en="This is not a date.")


def _is_iso(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _choice(field: Field | Column, value: Json) -> Text | None:
    if value in [o.id for o in options_of(field)]:
        return None
    return Text(nl="Kies een van de antwoorden.", en="Choose one of the answers.")


def _within(field: Field, value: Json) -> Text | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return Text(nl="Dit is geen getal.", en="This is not a number.")
    low = 0.0 if field.kind is Kind.PERCENTAGE and field.minimum is None else field.minimum
    high = 100.0 if field.kind is Kind.PERCENTAGE and field.maximum is None else field.maximum
    if low is not None and value < low:
        return Text(nl="Vul {low} of meer in.", en="Enter {low} or more.").fill(low=float(low))
    if high is not None and value > high:
        return Text(nl="Vul {high} of minder in.", en="Enter {high} or less.").fill(high=float(high))
    return None


def _longest(field: Field, value: Json) -> Text | None:
    if value is None:
        return None
    if not isinstance(value, str):
        return Text(nl="Dit moet tekst zijn.", en="This must be text.")
    if len(value) > field.longest:
        message = Text(
            nl="Dit zijn {n} tekens; er passen er hoogstens {most}.",
            en="This is {n} characters; at most {most} fit.",
        )
        return message.fill(n=float(len(value)), most=float(field.longest))
    return None


def _rows(field: Field, value: Json, finished: bool) -> Text | None:
    if field.table is not None:
        return Text(
            nl="Lever deze tabel als bestand bij het bewijs.", en="Deliver this table as an evidence file."
        )
    if not isinstance(value, list) or len(value) > field.most_rows:
        most = Text(nl="Er passen hoogstens {n} rijen.", en="At most {n} rows fit.")
        return most.fill(n=field.most_rows)
    known = {c.id: c for c in field.columns}
    for place, row in enumerate(value, start=1):
        if not isinstance(row, dict) or set(row) - set(known):
            return Text(nl="Rij {n} heeft een onbekende kolom.", en="Row {n} has an unknown column.").fill(
                n=place
            )
        for id, cell in row.items():
            if not _cell_fits(known[id], cell):
                message = Text(
                    nl="Rij {n}, {c}: dit past hier niet.", en="Row {n}, {c}: this does not fit here."
                )
                return message.fill(n=place, c=known[id].label)
        for column in field.columns:
            if finished and not column.optional and is_empty(row.get(column.id)):
                message = Text(nl="Rij {n}: {c} ontbreekt.", en="Row {n}: {c} is missing.")
                return message.fill(n=place, c=column.label)
    return None


def _cell_fits(column: Column, cell: Json) -> bool:
    match column.kind:
        case "number" | "percentage":
            return isinstance(cell, int | float) and not isinstance(cell, bool)
        case "date":
            return isinstance(cell, str) and _is_iso(cell)
        case "one_of" | "yes_no":
            return cell in [o.id for o in options_of(column)]
        case _:
            return isinstance(cell, str) and len(cell) <= 2000


def display(field: Field, value: Json, language: Language) -> list[str]:
    """The value in words, one line each; nothing when empty. A table gives a line a row."""
    if is_empty(value):
        return []
    match field.kind:
        case Kind.SEVERAL_OF if isinstance(value, list):
            return [_label(field, one, language) for one in value]
        case Kind.YES_NO if isinstance(value, dict):
            choice, reason = _label(field, value.get("choice"), language), str(value.get("reason") or "")
            return [part for part in (choice, reason) if part]
        case Kind.NUMBER if isinstance(value, int | float):
            unit = f" {field.unit.to(language)}" if field.unit else ""
            return [number(value, language) + unit]
        case Kind.TABLE if isinstance(value, list):
            return [" · ".join(display_row(field, row, language)) for row in value if isinstance(row, dict)]
        case _:
            return [_plain(field, field.kind.value, value, language)]


def display_row(field: Field, row: Mapping[str, Json], language: Language) -> list[str]:
    """The cells of one row in words, in the order of the columns."""
    return [_plain(c, c.kind, row.get(c.id), language) for c in field.columns]


def _plain(field: Field | Column, kind: str, value: Json, language: Language) -> str:
    if value is None:
        return ""
    if kind in ("one_of", "yes_no"):
        return _label(field, value, language)
    if kind == "percentage" and isinstance(value, int | float):
        return f"{number(value, language)}%"
    if kind == "number" and isinstance(value, int | float):
        return number(value, language)
    if kind == "date" and isinstance(value, str) and _is_iso(value):
        return day(datetime.date.fromisoformat(value), language)
    return str(value)


def _label(field: Field | Column, id: Json, language: Language) -> str:
    return next(
        (o.label.to(language) for o in options_of(field) if o.id == id), "" if id is None else str(id)
    )


def fields_asked(question: Question, value: Value) -> tuple[Field, ...]:
    """The fields that are asked now: a follow-up only after its choice, and after that its own follow-ups."""
    found: dict[str, Field] = {}
    for field in question.fields:
        if field.asked_if is None or (field.asked_if.field in found and _chosen(field, value)):
            found[field.id] = field
    return tuple(found.values())


def _chosen(field: Field, value: Value) -> bool:
    assert field.asked_if is not None
    chosen = value.get(field.asked_if.field)
    if isinstance(chosen, dict):
        chosen = chosen.get("choice")
    wanted = field.asked_if.one_of
    return any(c in wanted for c in chosen) if isinstance(chosen, list) else chosen in wanted


def proposed_anchor(question: Question, value: Value) -> int | None:
    """The anchor that the answer settles by itself, or None where an assessor must judge.

    Where several fields settle one (a practice and its share, say), the lowest counts: a strong word does not
    outweigh a weak number.
    """
    found = [p for f in fields_asked(question, value) if (p := _points(f, value.get(f.id))) is not None]
    return min(found, default=None)


def _points(field: Field, value: Json) -> int | None:
    if field.kind in (Kind.NUMBER, Kind.PERCENTAGE):
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return next((band.points for band in field.bands if band.holds(value)), None)
    if isinstance(value, dict):
        value = value.get("choice")
    chosen = value if isinstance(value, list) else [value]
    points = [o.points for o in field.options if o.id in chosen and o.points is not None]
    return min(points, default=None)
