"""`assessor tables`: candidate records to tables of counts, on the machine where the records are."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from assessor.domain.language import Language
    from assessor.domain.tables.model import HeaderField, TableCode
    from assessor.domain.text import Text
    from assessor.tables.making import Request
    from assessor.tables.mapping import MappingFile
    from assessor.tables.records import Encoding

_REFUSED = 2
_HEADER = (
    ("--source-of-group", "How it is known which group somebody belongs to."),
    ("--legal-basis", "On which legal basis the group data may be counted."),
    ("--period-from", "First day that is counted, as 2026-01-01."),
    ("--period-to", "Last day that is counted, as 2026-06-30."),
    ("--product-version", "Which version of the product was at work."),
    ("--clients-pooled", "Of how many clients the records are."),
    ("--prepared-by", "Who makes the tables: name and position."),
    ("--signed-off-by", "Who approves the tables: name and position."),
    ("--look-minimum-seconds", "T1x: how long a file has to be open to count as looked at, or unknown."),
    ("--bulk-counts-as-look", "T1x: whether rejections in bulk count as looked at: yes, no or unknown."),
    ("--reviewers-trained", "T1x: whether those who looked were trained: yes, no or unknown."),
    ("--complete-or-sample", "T1x: complete or sample."),
)


def _header_options(command: Callable[..., None]) -> Callable[..., None]:
    for name, help in reversed(_HEADER):
        command = click.option(name, help=help)(command)
    return command


@click.command()
@click.argument("records", type=click.Path(path_type=Path))
@click.option("--table", "tables", multiple=True, help="T1, T1x, T1s, T2 or T4; may be given more than once.")
@click.option(
    "--ground", "grounds", multiple=True, help="A column of groups, or a combination: 'sex x origin'."
)
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="Folder for the tables and the summary."
)
@click.option(
    "--map", "map_file", type=click.Path(path_type=Path), help="YAML that says what columns and values mean."
)
@click.option("--column", "columns", multiple=True, help="Name of a column: group=geslacht.")
@click.option("--value", "constants", multiple=True, help="The same for every row: module_code=T05.")
@click.option("--age-bands", help="Ages at which a band begins: 30,50 (default: 50).")
@click.option("--cutoff", type=float, help="T2: the score from which somebody is through.")
@click.option("--score-stage", type=int, help="T2: the stage whose scores are counted.")
@click.option(
    "--encoding", type=click.Choice(["auto", "utf-8", "utf-16", "latin-1"]), default="auto", help="Of a CSV."
)
@click.option("--memory-gb", type=click.FloatRange(0.25, 1024), default=2, help="Memory to use (default 2).")
@click.option("--threads", type=click.IntRange(1, 256), help="Processors to use (default: all).")
@click.option(
    "--lang", "language", type=click.Choice(["nl", "en"]), default="nl", help="Language of what is said."
)
@_header_options
def tables(
    records: Path,
    tables: tuple[str, ...],
    grounds: tuple[str, ...],
    out: Path,
    map_file: Path | None,
    columns: tuple[str, ...],
    constants: tuple[str, ...],
    language: Language,
    **more: Any,
) -> None:
    """Make tables of counts from RECORDS (CSV or Parquet): one row per candidate and stage.

    Nothing about a single person is written, and nothing leaves this computer. What the columns can be is in
    docs/tables.en.md and docs/tables.nl.md.
    """
    try:
        import duckdb  # noqa: F401
    except ImportError:
        _refuse(_no_duckdb(), language)
    from assessor.tables.making import make_tables
    from assessor.tables.mapping import MappingFile, read_mapping
    from assessor.tables.records import Refused
    from assessor.tables.writing import write

    try:
        given = read_mapping(map_file) if map_file else MappingFile()
        request = _request(
            records, tables or tuple(given.tables), grounds or tuple(given.grounds), given, columns, constants,
            language, more,
        )  # fmt: skip
        made = make_tables(request, _progress(language))
        files = {table.name: table.content for table in made.tables}
        write(out, files | {"summary.txt": made.summary(language)})
    except Refused as refused:
        _refuse(refused.message, language)
    click.echo(made.summary(language, for_file=False), nl=False)
    click.echo(("Geschreven in {p}" if language == "nl" else "Written to {p}").format(p=out))


def _request(
    records: Path,
    asked: tuple[str, ...],
    grounds: tuple[str, ...],
    given: MappingFile,
    columns: tuple[str, ...],
    constants: tuple[str, ...],
    language: Language,
    more: Mapping[str, Any],
) -> Request:
    from assessor.tables.making import Request, default_tables, year_of
    from assessor.tables.mapping import Wishes, grounds_of, tables_of
    from assessor.tables.writing import header_fields

    encoding: Encoding = more["encoding"]
    wishes = Wishes(
        columns=given.columns | _pairs(columns, "--column"),
        values={name: {k: str(v) for k, v in values.items()} for name, values in given.values.items()},
        constants={k: str(v) for k, v in given.constants.items()} | _pairs(constants, "--value"),
        age_bands=_ages(more["age_bands"]) or given.age_bands or [50],
    )
    codes = tables_of(asked) or default_tables(records, wishes, encoding)
    names = {name.removeprefix("--").replace("-", "_") for name, _ in _HEADER}
    typed = {k: _said(v) for k, v in given.header.items()} | {n: more[n] for n in names if more[n]}
    header = _header(codes, typed, language)
    return Request(
        records,
        codes,
        grounds_of(grounds),
        {name: header[name] for name in header if any(name in header_fields(code) for code in codes)},
        Wishes(wishes.columns, wishes.values, wishes.constants, (), wishes.age_bands, year_of(header)),
        given.cutoff if more["cutoff"] is None else more["cutoff"],
        given.score_stage if more["score_stage"] is None else more["score_stage"],
        encoding,
        more["memory_gb"],
        more["threads"],
    )


def _pairs(typed: tuple[str, ...], option: str) -> dict[str, str]:
    from assessor.domain.text import Text
    from assessor.tables.records import Refused

    found = {}
    for one in typed:
        name, sign, value = one.partition("=")
        if not (name.strip() and sign and value.strip()):
            raise Refused(
                Text(
                    nl="{o} {one}: schrijf naam=waarde, zonder spaties om het teken =.",
                    en="{o} {one}: write name=value, without blanks around the sign =.",
                ).fill(o=option, one=one)
            )
        found[name.strip()] = value.strip()
    return found


def _ages(typed: str | None) -> list[int]:
    from assessor.domain.text import Text
    from assessor.tables.records import Refused

    try:
        return [int(part) for part in typed.split(",")] if typed else []
    except ValueError as error:
        raise Refused(
            Text(nl="--age-bands is een lijst als 30,50.", en="--age-bands is a list such as 30,50.")
        ) from error


def _said(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


# --- header ---------------------------------------------------------------------------------------------------


def _header(codes: tuple[TableCode, ...], typed: Mapping[str, str], language: Language) -> dict[str, str]:
    """The header of the tables, complete and each line as its form wants it; what is missing is asked or told."""
    from assessor.domain.tables.forms import FORMS
    from assessor.domain.text import Text
    from assessor.tables.records import Refused

    fields = {field.name: field for code in codes for field in FORMS[code].header}
    found: dict[str, str] = {}
    missing: list[HeaderField] = []
    for name, field in fields.items():
        value = " ".join(typed.get(name, "").split())
        if not value and sys.stdin.isatty():
            value = " ".join(_asked(field, language).split())
        if value:
            found[name] = _checked(field, value)
        else:
            missing.append(field)
    if missing:
        listed = [Text(nl=f"{f.name} ({f.label.nl})", en=f"{f.name} ({f.label.en})") for f in missing]
        raise Refused(
            Text(
                nl="De kop van de tabellen is niet compleet. Er ontbreekt: {m}. Geef ze als optie (--{first} ...) of "
                "onder header in het bestand van --map.",
                en="The header of the tables is not complete. Missing: {m}. Give them as options (--{first} ...) or "
                "under header in the file of --map.",
            ).fill(
                m=Text(nl=", ".join(t.nl for t in listed), en=", ".join(t.en for t in listed)),
                first=missing[0].name.replace("_", "-"),
            )
        )
    return found


def _asked(field: HeaderField, language: Language) -> str:
    click.echo(field.help.to(language), err=True)
    answer: str = click.prompt(field.label.to(language), default="", show_default=False, err=True)
    return answer


def _checked(field: HeaderField, value: str) -> str:
    from assessor.domain.tables.cells import read_cell
    from assessor.domain.tables.grid import Cell
    from assessor.domain.text import Text
    from assessor.tables.records import Refused

    read = read_cell(field, Cell(value, 1, 1), "en")
    if isinstance(read, Text):
        raise Refused(Text(nl=f"{field.name}: {read.nl}", en=f"{field.name}: {read.en}"))
    return f"{read:g}" if isinstance(read, float) else str(read)


# --- what is said ---------------------------------------------------------------------------------------------


def _progress(language: Language) -> Callable[[float], None] | None:
    """A line that fills, where somebody is looking."""
    if not sys.stderr.isatty():
        return None
    word = "Tellen" if language == "nl" else "Counting"

    def tell(share: float) -> None:
        full = round(share * 30)
        click.echo(f"\r{word} [{'#' * full}{' ' * (30 - full)}] {share:4.0%}", nl=share >= 1, err=True)

    return tell


def _no_duckdb() -> Text:
    from assessor.domain.text import Text

    return Text(
        nl="Om te tellen is DuckDB nodig: installeer assessor[tables] of requirements-tables.txt.",
        en="Counting needs DuckDB: install assessor[tables] or requirements-tables.txt.",
    )


def _refuse(message: Text, language: Language) -> NoReturn:
    click.echo(message.to(language), err=True)
    sys.exit(_REFUSED)
