"""A file of candidate records, opened for counting: CSV or Parquet, read by DuckDB and by nothing else.

DuckDB may read this one file and touch nothing besides: no other file, no network, no extension, no spilling of
records to disk. What is wrong with the file is said in a sentence that holds no cell of it.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Literal

import duckdb

from assessor.domain.text import Text

Encoding = Literal["auto", "utf-8", "utf-16", "latin-1"]
Progress = Callable[[float], None]

_LOOKED_AT = 128 * 1024
_SAMPLE_ROWS = 200
_MOST_COLUMNS = 2000
_DELIMITERS = ";,\t|"
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class Refused(Exception):
    """Why the records cannot be counted, in both languages."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


def _t(nl: str, en: str) -> Text:
    return Text(nl=nl, en=en)


@dataclass(frozen=True)
class RecordColumn:
    name: str
    """As the file has it."""
    sql: str
    """How it is written in a statement; quoted."""
    kind: str
    """DuckDB's type; VARCHAR for every column of a CSV."""
    look: Callable[[], tuple[str, ...]]

    @cached_property
    def sample(self) -> tuple[str, ...]:
        """What stands in the first rows, as text, empty cells left out."""
        return self.look()


@dataclass
class Records:
    """An open file of records. `rows` is what stands after FROM, `parameters` what belongs to it."""

    connection: duckdb.DuckDBPyConnection
    rows: str
    parameters: Mapping[str, Any]
    columns: tuple[RecordColumn, ...]
    progress: Progress | None = None

    def column(self, name: str) -> RecordColumn | None:
        """The column of this name; capitals and blanks around it do not matter."""
        exact = next((c for c in self.columns if c.name == name), None)
        plain = name.strip().casefold()
        return exact or next((c for c in self.columns if c.name.strip().casefold() == plain), None)

    def scan(self, statement: str, **values: object) -> list[tuple[Any, ...]]:
        """Run a statement that reads the records; `{rows}` in it stands for them."""
        with self._told():
            return self._run(statement.replace("{rows}", self.rows), {**self.parameters, **values} or None)

    def run(self, statement: str, values: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
        """Run a statement on what was counted before."""
        return self._run(statement, values)

    def close(self) -> None:
        self.connection.close()

    def _run(self, statement: str, values: Mapping[str, object] | None) -> list[tuple[Any, ...]]:
        try:
            return self.connection.execute(statement, values).fetchall()
        except duckdb.OutOfMemoryException as error:
            raise Refused(TOO_LITTLE_MEMORY) from error
        except duckdb.Error as error:
            raise Refused(_in_words(str(error))) from error

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell, four times a second, how far a scan is."""
        tell = self.progress
        if tell is None:
            yield
            return
        done = threading.Event()

        def watch() -> None:
            while not done.wait(0.25):
                share = self.connection.query_progress()
                if share > 0:
                    tell(min(share / 100, 1.0))

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield
            tell(1.0)
        finally:
            done.set()
            watcher.join()


def open_records(
    path: Path,
    encoding: Encoding = "auto",
    memory_gb: float = 2,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Records:
    """The records in the file, or a Refused that says what is wrong with it. Close it after use."""
    place = _place(path)
    start = _start(place)
    connection = _connection(str(place), memory_gb, threads, progress is not None)
    try:
        if start.startswith(b"PAR1"):
            rows, parameters, columns = _parquet(connection, str(place))
        else:
            rows, parameters, columns = _csv(str(place), start, encoding)
    except BaseException:
        connection.close()
        raise
    return Records(connection, rows, parameters, columns, progress)


def _place(path: Path) -> Path:
    if not path.exists():
        raise Refused(_t("Het bestand {p} is er niet.", "The file {p} does not exist.").fill(p=path))
    if not path.is_file():
        raise Refused(
            _t(
                "{p} is geen bestand. Noem één CSV- of Parquet-bestand.",
                "{p} is not a file. Name one CSV or Parquet file.",
            ).fill(p=path)
        )
    place = path.resolve()
    if any(sign in str(place) for sign in "*?["):
        raise Refused(
            _t(
                "In de naam van het bestand of de map staat *, ? of [. Geef het een naam zonder die tekens: {p}.",
                "The name of the file or folder holds *, ? or [. Give it a name without those: {p}.",
            ).fill(p=path)
        )
    return place


def _start(place: Path) -> bytes:
    try:
        with place.open("rb") as file:
            start = file.read(_LOOKED_AT)
    except OSError as error:
        raise Refused(
            _t("Het bestand {p} is niet te lezen: {why}.", "The file {p} cannot be read: {why}.").fill(
                p=place.name, why=error.strerror or error
            )
        ) from error
    if not start.strip():
        raise Refused(_t("Het bestand is leeg.", "The file is empty."))
    if start.startswith(b"PK\x03\x04"):
        raise Refused(
            _t(
                "Dit is een Excel- of zipbestand. Sla de gegevens op als CSV (UTF-8) en probeer het opnieuw.",
                "This is an Excel or zip file. Save the data as CSV (UTF-8) and try again.",
            )
        )
    if start.startswith((b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"BZh")):
        raise Refused(
            _t(
                "Dit bestand is ingepakt. Pak het eerst uit en noem het bestand dat eruit komt.",
                "This file is compressed. Unpack it first and name the file that comes out.",
            )
        )
    return start


def _connection(place: str, memory_gb: float, threads: int | None, told: bool) -> duckdb.DuckDBPyConnection:
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "memory_limit": f"{max(memory_gb, 0.25) * 1000:.0f}MB",
        "temp_directory": "",  # records never leave memory, not even for a moment
    }
    if threads:
        config["threads"] = str(threads)
    connection = duckdb.connect(":memory:", config=config)
    # Progress is asked for by `Records.scan`; DuckDB itself prints nothing. Keeping it costs a few percent.
    connection.execute("set enable_progress_bar_print = false")
    connection.execute(f"set enable_progress_bar = {'true' if told else 'false'}")
    connection.execute("set allowed_paths = $paths", {"paths": [place]})
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return connection


def quoted(name: str) -> str:
    """A name as an identifier of SQL, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'


# --- Parquet ------------------------------------------------------------------------------------------------


def _parquet(
    connection: duckdb.DuckDBPyConnection, place: str
) -> tuple[str, Mapping[str, Any], tuple[RecordColumn, ...]]:
    rows, parameters = "read_parquet($path)", {"path": place}
    try:
        described = connection.execute(f"describe select * from {rows}", parameters).fetchall()
    except duckdb.Error as error:
        raise Refused(
            _t(
                "Dit Parquet-bestand is beschadigd, versleuteld of niet volledig.",
                "This Parquet file is damaged, encrypted or incomplete.",
            )
        ) from error
    if len(described) > _MOST_COLUMNS:
        raise Refused(_too_many_columns(len(described)))
    columns = [
        RecordColumn(
            str(name),
            quoted(str(name)),
            str(kind),
            partial(_first_texts, connection, place, quoted(str(name))),
        )
        for name, kind, *_ in described
    ]
    return rows, parameters, tuple(columns)


def _first_texts(connection: duckdb.DuckDBPyConnection, place: str, column: str) -> tuple[str, ...]:
    statement = f"select left(cast({column} as varchar), 40) from read_parquet($path) limit {_SAMPLE_ROWS}"
    try:
        found = connection.execute(statement, {"path": place}).fetchall()
    except duckdb.OutOfMemoryException as error:
        raise Refused(TOO_LITTLE_MEMORY) from error
    except duckdb.Error as error:
        raise Refused(_in_words(str(error))) from error
    return tuple(row[0] for row in found if row[0])


# --- CSV ----------------------------------------------------------------------------------------------------


def _csv(
    place: str, start: bytes, encoding: Encoding
) -> tuple[str, Mapping[str, Any], tuple[RecordColumn, ...]]:
    used = _encoding(start, encoding)
    text = _text(start, used)
    first = text.partition("\n")[0]
    if "\0" in text:
        raise Refused(NO_TEXT)
    if first.lstrip()[:1] == "<":
        raise Refused(
            _t("Dit is een webpagina (HTML) en geen CSV.", "This is a web page (HTML) and not CSV.")
        )
    delimiter = max(_DELIMITERS, key=_outside_quotes(first).count)
    try:
        lines = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise Refused(NO_TEXT) from error
    # The last line may have been cut off in the middle.
    lines = [line for line in (lines if len(start) < _LOOKED_AT else lines[:-1]) if line]
    if not lines:
        raise Refused(_t("De eerste regel is te lang.", "The first line is too long."))
    names = [name.strip() for name in lines[0]]
    if len(names) > _MOST_COLUMNS:
        raise Refused(_too_many_columns(len(names)))
    _check_names(names)
    sample = lines[1 : 1 + _SAMPLE_ROWS]
    columns = tuple(
        RecordColumn(name, f"c{n}", "VARCHAR", partial(_first_cells, sample, n))
        for n, name in enumerate(names)
    )
    parameters = {
        "path": place,
        "delimiter": delimiter,
        "encoding": used,
        "columns": {c.sql: "VARCHAR" for c in columns},
    }
    # Everything is read as text: a value that is no number then costs one cell and not the whole file.
    rows = (
        "read_csv($path, delim=$delimiter, quote='\"', escape='\"', header=true, encoding=$encoding, "
        "auto_detect=false, columns=$columns, strict_mode=true, max_line_size=1000000)"
    )
    return rows, parameters, columns


def _first_cells(sample: Sequence[Sequence[str]], number: int) -> tuple[str, ...]:
    cells = (line[number] for line in sample if number < len(line))
    return tuple(cell[:40] for cell in cells if cell.strip())


def _encoding(start: bytes, asked: Encoding) -> str:
    if asked != "auto":
        return asked
    return next((name for bom, name in _BOMS if start.startswith(bom)), "utf-8")


def _text(start: bytes, encoding: str) -> str:
    try:
        decoder = codecs.getincrementaldecoder("utf-8-sig" if encoding == "utf-8" else encoding)()
        return decoder.decode(start).replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise Refused(OTHER_ENCODING) from error


def _outside_quotes(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line)


def _check_names(names: Sequence[str]) -> None:
    if not any(names):
        raise Refused(_t("De eerste rij bevat geen kolomnamen.", "The first row holds no column names."))
    double = sorted({name for name in names if name and names.count(name) > 1})
    if double:
        raise Refused(
            _t("Deze kolommen staan er twee keer: {n}.", "These columns are there twice: {n}.").fill(
                n=", ".join(double[:5])
            )
        )


# --- sentences ----------------------------------------------------------------------------------------------

OTHER_ENCODING = _t(
    "Het bestand is geen UTF-8. Sla het op als 'CSV UTF-8', of voeg --encoding latin-1 toe als het met een ouder "
    "programma is gemaakt.",
    "The file is not UTF-8. Save it as 'CSV UTF-8', or add --encoding latin-1 if an older program made it.",
)
NO_TEXT = _t(
    "Dit bestand is geen CSV en geen Parquet.",
    "This file is neither CSV nor Parquet.",
)
TOO_LITTLE_MEMORY = _t(
    "Er is te weinig geheugen om dit bestand te tellen. Vraag minder gronden tegelijk, of geef met --memory-gb meer "
    "geheugen als deze computer dat heeft.",
    "There is too little memory to count this file. Ask for fewer grounds at a time, or give more memory with "
    "--memory-gb if this computer has it.",
)


def _too_many_columns(number: int) -> Text:
    return _t(
        "Het bestand heeft {n} kolommen; er kunnen er {most} zijn.",
        "The file has {n} columns; there can be {most}.",
    ).fill(n=number, most=_MOST_COLUMNS)


def _in_words(error: str) -> Text:
    """What DuckDB says of a file, without the line it quotes: that line is about a person."""
    line = re.search(r"Line: (\d+)", error)
    where = _t("Regel {n}:", "Line {n}:").fill(n=line[1]) if line else None
    if "unicode" in error or "utf-8" in error.casefold():
        what = OTHER_ENCODING
    elif found := re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", error):
        what = _t(
            "hier staan {f} cellen en de eerste rij heeft er {e}. Staat er een scheidingsteken in een tekst zonder "
            "aanhalingstekens?",
            "there are {f} cells here and the first row has {e}. Is there a delimiter in a text without quotes?",
        ).fill(e=found[1], f=found[2])
    elif "nterminated quote" in error:
        what = _t(
            "hier wordt een aanhalingsteken geopend dat niet meer sluit.",
            "a quotation mark opens here and never closes.",
        )
    elif "aximum line size" in error:
        what = _t(
            "deze regel is langer dan een miljoen tekens.", "this line is longer than a million characters."
        )
    else:
        what = _t(
            "dit deel van het bestand is niet te lezen; het is beschadigd of niet wat het lijkt.",
            "this part of the file cannot be read; it is damaged or not what it seems.",
        )
    return Text(nl=f"{where.nl} {what.nl}", en=f"{where.en} {what.en}") if where else what
