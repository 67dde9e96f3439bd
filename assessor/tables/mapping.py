"""From the vendor's own names to those of the tables: columns, values, groups, bands of age.

Everything here works on the few different values that a column holds, not on the rows.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from pydantic import BaseModel, ConfigDict

from assessor.domain.tables.grounds import ground_code
from assessor.domain.tables.model import ALL, UNKNOWN, TableCode
from assessor.domain.tables.suppress import JOINED
from assessor.domain.text import Text
from assessor.domain.yaml_text import MOST_CHARACTERS, check, read_yaml
from assessor.tables.fields import FIELDS, NOT_KNOWN, WORDS
from assessor.tables.records import RecordColumn, Records, Refused

MOST_GROUPS = 60
"""A column with more different groups than this does not hold groups."""
LONGEST_GROUP = 60
YOUNGEST, OLDEST = 14, 99
AGE = "age"

Scalar = str | int | float | bool


def _t(nl: str, en: str) -> Text:
    return Text(nl=nl, en=en)


class MappingFile(BaseModel):
    """The YAML of `--map`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    columns: dict[str, str] = {}
    """Field or ground: the name of the column."""
    values: dict[str, dict[str, Scalar]] = {}
    """Field or ground: what stands in the file: what it means."""
    constants: dict[str, Scalar] = {}
    """Fields that are the same in every row and have no column."""
    grounds: list[str] = []
    tables: list[str] = []
    age_bands: list[int] = []
    """The ages at which a new band begins; [50] gives <50 and 50+."""
    cutoff: float | None = None
    score_stage: int | None = None
    header: dict[str, Scalar] = {}


def read_mapping(path: Path) -> MappingFile:
    """The mapping in the file, or a Refused that names every line that is wrong."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            text = file.read(MOST_CHARACTERS + 1)
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "UTF-8"
        raise Refused(
            _t(
                "Het bestand {p} van --map is niet te lezen ({why}).",
                "The file {p} of --map cannot be read ({why}).",
            ).fill(p=path.name, why=why)
        ) from error
    document, faults = read_yaml(path.name, text)
    found = None
    if document is not None:
        found, faults = check(MappingFile, document, (), "")
    if found is None:
        told = "\n".join(str(f) for f in faults)
        raise Refused(
            _t("Het bestand van --map klopt niet:\n{f}", "The file of --map is not right:\n{f}").fill(f=told)
        )
    return found


@dataclass(frozen=True)
class Wishes:
    """What was asked, options and file together."""

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    grounds: Sequence[str] = ()
    age_bands: Sequence[int] = (50,)
    reference_year: int = 0
    """The year in which age is taken, for years of birth."""


@dataclass(frozen=True)
class Ground:
    """One ground that is asked: a column, or a combination of them."""

    name: str
    parts: tuple[str, ...]


def grounds_of(asked: Sequence[str]) -> tuple[Ground, ...]:
    """The grounds in the order asked, none twice."""
    found: dict[str, Ground] = {}
    for one in asked:
        name = ground_code(one)
        parts = tuple(name.split(JOINED))
        if name == ALL or not all(parts) or len(set(parts)) != len(parts) or len(parts) > 3:
            raise Refused(
                _t(
                    "'{g}' is geen grond. Noem een kolom, of een combinatie van twee of drie als 'sex x origin'.",
                    "'{g}' is not a ground. Name a column, or a combination of two or three as 'sex x origin'.",
                ).fill(g=one)
            )
        found[name] = Ground(name, parts)
    return tuple(found.values())


class Places:
    """Where each field and each ground stands in the file."""

    def __init__(self, records: Records, mapping: Wishes) -> None:
        self.records = records
        self.mapping = mapping
        self.named = {
            (key if key in FIELDS else ground_code(key)): column for key, column in mapping.columns.items()
        }

    def field(self, name: str) -> RecordColumn | None:
        """The column of a field; None where the file has none. A column that was named has to be there."""
        if name in self.named:
            return self._needed(self.named[name])
        for known in (name, *FIELDS[name]):
            column = self.records.column(known)
            if column is not None:
                return column
        return None

    def ground(self, name: str) -> RecordColumn:
        """The column of a single ground."""
        if name in self.named:
            return self._needed(self.named[name])
        for column in self.records.columns:
            if ground_code(column.name) == name:
                return column
        raise Refused(no_column(name, self.records))

    def constant(self, name: str) -> str | None:
        return self.mapping.constants.get(name)

    def has(self, name: str) -> bool:
        return self.field(name) is not None or self.constant(name) is not None

    def _needed(self, column: str) -> RecordColumn:
        found = self.records.column(column)
        if found is None:
            raise Refused(no_column(column, self.records))
        return found


def no_column(name: str, records: Records) -> Text:
    """That a column is missing, and which there are."""
    there = ", ".join(c.name or "(-)" for c in records.columns[:40])
    return _t(
        "Er is geen kolom {n}. De kolommen in dit bestand zijn: {there}. Wijs de goede aan met --column {n}=KOLOM.",
        "There is no column {n}. The columns in this file are: {there}. Point to the right one with "
        "--column {n}=COLUMN.",
    ).fill(n=name, there=there)


# --- values -------------------------------------------------------------------------------------------------


def plain(value: str) -> str:
    return " ".join(value.split()).casefold()


class FixedWords:
    """What a cell of a field with fixed values means; None where it means none of them."""

    def __init__(self, name: str, given: Mapping[str, str]) -> None:
        known = WORDS[name]
        self.meanings: dict[str, str] = {}
        for code, words in known.items():
            self.meanings[plain(code)] = code
            self.meanings |= {plain(word): code for word in words}
        for typed, code in given.items():
            meant = self.meanings.get(plain(str(code)))
            if meant is None:
                raise Refused(
                    _t(
                        "De waarde '{typed}' van {n} kan niet '{code}' betekenen; kies uit {codes}.",
                        "The value '{typed}' of {n} cannot mean '{code}'; choose from {codes}.",
                    ).fill(typed=typed, n=name, code=code, codes=", ".join(known))
                )
        self.meanings |= {plain(typed): self.meanings[plain(str(code))] for typed, code in given.items()}

    def __call__(self, raw: str) -> str | None:
        return self.meanings.get(plain(raw))


def free_word(raw: str) -> str | None:
    """A name as it stands, without blanks around it; None when the cell is empty."""
    word = " ".join(raw.split())
    return word[:100] or None


def stage_number(raw: str) -> str | None:
    """The number of a stage, 1 to 99."""
    found = re.fullmatch(r"\s*0*([1-9][0-9]?)(?:\.0+)?\s*", raw)
    return found[1] if found else None


_ONE_PERSON = re.compile(r"@|\d{6}|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")


class Groups:
    """What a cell of a ground means: a group, or unknown. With a given list, what is not on it is not known."""

    def __init__(self, ground: str, given: Mapping[str, str]) -> None:
        self.ground = ground
        self.given = {plain(typed): group.strip() for typed, group in given.items()}
        self.spelled: dict[str, str] = {}

    def __call__(self, raw: str) -> str | None:
        word = plain(raw)
        if word in self.given:
            meant = self.given[word]
            return UNKNOWN if plain(meant) in NOT_KNOWN else meant
        if word in NOT_KNOWN:
            return UNKNOWN
        if self.given or word == ALL or (self.ground == AGE and word.isdecimal()):
            return None
        if _ONE_PERSON.search(word):
            raise Refused(
                _t(
                    "De kolom van {g} bevat datums, adressen of nummers; dat zijn geen groepen.",
                    "The column of {g} holds dates, addresses or numbers; those are not groups.",
                ).fill(g=self.ground)
            )
        # `Man` and `man ` are one group, spelled as it was first seen.
        return self.spelled.setdefault(word, " ".join(raw.split())[:LONGEST_GROUP])


def check_number_of_groups(ground: str, groups: Sequence[str]) -> None:
    """A ground with very many groups is a name, a date or a number, and is refused before anything is written."""
    if len(groups) > MOST_GROUPS:
        raise Refused(
            _t(
                "De kolom van {g} heeft {n} verschillende waarden; dat zijn geen groepen. Zet in het bestand van --map "
                "onder values welke waarden bij welke groep horen.",
                "The column of {g} has {n} different values; those are not groups. Say in the file of --map, under "
                "values, which values belong to which group.",
            ).fill(g=ground, n=len(groups))
        )


# --- age ----------------------------------------------------------------------------------------------------


class Ages:
    """A column of ages, years of birth, dates of birth or bands, and the bands that are written; never finer."""

    def __init__(self, column: RecordColumn, bands: Sequence[int], year: int) -> None:
        if list(bands) != sorted(set(bands)) or not all(YOUNGEST < b <= OLDEST for b in bands):
            raise Refused(
                _t(
                    "Leeftijdsgrenzen zijn oplopende leeftijden, zoals 30,50.",
                    "Limits of age bands are ages that go up, such as 30,50.",
                )
            )
        close = any(b - a < 5 for a, b in itertools.pairwise(bands))
        if close:
            raise Refused(
                _t(
                    "Leeftijdsgroepen van minder dan vijf jaar zijn te fijn.",
                    "Bands of age of less than five years are too fine.",
                )
            )
        self.bands = list(bands)
        self.year = year
        self.expression = self._expression(column)

    def _expression(self, column: RecordColumn) -> str | None:
        """SQL for the age in whole years; None where the column holds bands already."""
        if column.kind.startswith(("DATE", "TIMESTAMP")):
            return self._of_year(f"year({column.sql})")
        if column.kind != "VARCHAR":
            return self._of_number(f"try_cast({column.sql} as integer)")
        sample = [value.strip() for value in column.sample]
        if not sample:
            return None
        if _most(sample, r"\d{4}-\d{1,2}-\d{1,2}.*|\d{8}"):
            return self._of_year(f"try_cast(left(trim({column.sql}), 4) as integer)")
        if _most(sample, r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"):
            return self._of_year(f"try_cast(right(trim({column.sql}), 4) as integer)")
        if _most(sample, r"\d{1,4}(\.0+)?"):
            return self._of_number(f"try_cast(trim({column.sql}) as integer)")
        return None

    def _of_year(self, year: str) -> str:
        return f"{self.year:d} - {year}"

    def _of_number(self, number: str) -> str:
        return f"case when {number} >= 1900 then {self.year:d} - {number} else {number} end"

    @property
    def sql(self) -> str | None:
        """SQL for the band, null where the age is not plausible."""
        if self.expression is None:
            return None
        age = f"({self.expression})"
        parts = [f"when {age} is null or {age} not between {YOUNGEST:d} and {OLDEST:d} then null"]
        parts += [f"when {age} < {limit:d} then '{self.labels[n]}'" for n, limit in enumerate(self.bands)]
        return f"case {' '.join(parts)} else '{self.labels[-1]}' end"

    @property
    def labels(self) -> list[str]:
        """<30, 30-49, 50+."""
        first, last = self.bands[0], self.bands[-1]
        between = [f"{a}-{b - 1}" for a, b in itertools.pairwise(self.bands)]
        return [f"<{first}", *between, f"{last}+"]


def _most(sample: Sequence[str], pattern: str) -> bool:
    shaped = sum(1 for value in sample if re.fullmatch(pattern, value))
    return shaped * 10 >= len(sample) * 6


# --- moments ------------------------------------------------------------------------------------------------


def moment(column: RecordColumn) -> tuple[str, bool]:
    """SQL for the moment in a column, and whether it has a time of day besides the date."""
    if column.kind == "DATE":
        return f"cast({column.sql} as timestamp)", False
    if column.kind.startswith("TIMESTAMP WITH TIME ZONE"):
        return f"make_timestamp(epoch_us({column.sql}))", True
    if column.kind.startswith("TIMESTAMP"):
        return f"cast({column.sql} as timestamp)", True
    timed = any(":" in value for value in column.sample)
    if _most(list(column.sample) or [""], r"\s*\d{1,2}[-/.]\d{1,2}[-/.]\d{4}.*"):
        dashes = f"replace(replace(trim({column.sql}), '/', '-'), '.', '-')"
        forms = "['%d-%m-%Y %H:%M:%S', '%d-%m-%Y %H:%M', '%d-%m-%Y']"
        return f"try_strptime({dashes}, {forms})", timed
    return f"try_cast({column.sql} as timestamp)", timed


def number_in(column: RecordColumn) -> str:
    """SQL for the number in a column; a decimal comma is read where the first rows have one."""
    if column.kind != "VARCHAR":
        return f"try_cast({column.sql} as double)"
    if any(re.fullmatch(r"\s*-?\d+,\d+\s*", value) for value in column.sample):
        return f"try_cast(replace({column.sql}, ',', '.') as double)"
    return f"try_cast({column.sql} as double)"


def day(text: str, name: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text.strip())
    except ValueError as error:
        raise Refused(
            _t(
                "{n} hoort een datum te zijn als jaar-maand-dag, zoals 2026-03-31.",
                "{n} has to be a date as year-month-day, such as 2026-03-31.",
            ).fill(n=name)
        ) from error


TABLES: tuple[TableCode, ...] = ("T1", "T1x", "T1s", "T2", "T4")


def tables_of(asked: Sequence[str]) -> tuple[TableCode, ...]:
    """The tables by their codes; capitals do not matter."""
    codes = {code.casefold(): code for code in TABLES}
    found: list[TableCode] = []
    for one in asked:
        code = codes.get(one.strip().casefold())
        if code is None:
            known = one.strip() in get_args(TableCode)
            raise Refused(
                _t(
                    "Tabel {c} wordt niet uit kandidaatgegevens gemaakt; kies uit {all}."
                    if known
                    else "Er is geen tabel {c}; kies uit {all}.",
                    "Table {c} is not made of candidate records; choose from {all}."
                    if known
                    else "There is no table {c}; choose from {all}.",
                ).fill(c=one, all=", ".join(TABLES))
            )
        if code not in found:
            found.append(code)
    return tuple(found)
