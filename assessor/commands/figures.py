"""`assessor figures`: a table of counts to figures with their uncertainty, and to JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from assessor.domain.figures.baseline import Change
    from assessor.domain.figures.figures import Figures
    from assessor.domain.figures.grounds import GroundFigures
    from assessor.domain.figures.oversight import Oversight
    from assessor.domain.language import Language
    from assessor.domain.tables.model import Table, TableCode
    from assessor.domain.text import Text

_REFUSED = 2


@click.command()
@click.argument("table", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), help="Write the figures as JSON."
)
@click.option("--table", "code", help="Which table it is (T1, T1x, ...), where its columns leave doubt.")
@click.option(
    "--reference", "references", multiple=True, help="Compare with this group instead of the highest rate."
)
@click.option(
    "--before",
    type=click.Path(dir_okay=False, path_type=Path),
    help="An earlier table of the same kind: show what changed since, with the same code.",
)
@click.option("--details", is_flag=True, help="In the JSON also what the published form leaves out.")
@click.option(
    "--lang", "language", type=click.Choice(["nl", "en"]), default="nl", help="Language of the messages."
)
def figures(
    table: Path,
    json_file: Path | None,
    code: str | None,
    references: tuple[str, ...],
    before: Path | None,
    details: bool,
    language: Language,
) -> None:
    """Compute the figures of a table of counts (CSV or XLSX): T1 to T9, or ground,group,n_in,n_through."""
    from assessor.domain.figures.export import figures_json, plain
    from assessor.domain.figures.figures import figures_of

    read = _read(table, code, language)
    _check_references(table, read, references, language)
    found = figures_of({read.code: read}, references)
    changes: tuple[Change, ...] = ()
    if before is not None:
        changes = _changes(before, read.code, found, references, language)
    if json_file is not None:
        published = figures_json(found, details)
        if before is not None:
            published["changes"] = plain(changes)
        text = json.dumps(published, ensure_ascii=False, indent=2)
        try:
            json_file.write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            _refuse([f"{json_file}: {error.strerror}"])
    for line in _lines(found, language):
        click.echo(line)
    if before is not None:
        for line in _change_lines(changes, language):
            click.echo(line)


def _changes(
    path: Path, code: TableCode, now: Figures, references: tuple[str, ...], language: Language
) -> tuple[Change, ...]:
    from assessor.domain.figures.baseline import beside
    from assessor.domain.figures.figures import figures_of

    earlier = _read(path, code, language)
    _check_references(path, earlier, references, language)
    return beside(figures_of({code: earlier}, references), now)


def _change_lines(changes: tuple[Change, ...], language: Language) -> Iterator[str]:
    from assessor.domain.figures.change_words import line_of, shown_changes

    yield ""
    yield "Naast de eerdere tabel:" if language == "nl" else "Beside the earlier table:"
    for one in shown_changes(changes):
        yield f"  {line_of(one).to(language)}"
    if not changes:
        yield "  Niets om te vergelijken." if language == "nl" else "  Nothing to compare."


def _read(path: Path, code: str | None, language: Language) -> Table[Any]:
    """The table; ends the command with code 2 and a line for each fault."""
    from assessor.commands.table_files import Refused, read_table_file

    try:
        return read_table_file(path, code)
    except OSError as error:
        _refuse([f"{path}: {error.strerror}"])
    except Refused as refused:
        _refuse_with(path, refused.messages, language)


def _check_references(path: Path, table: Table[Any], references: tuple[str, ...], language: Language) -> None:
    from assessor.domain.text import Text

    groups = {str(getattr(row, "group", "")).casefold() for row in table.rows}
    no_group = Text(nl="groep {name} staat niet in de tabel", en="group {name} is not in the table")
    missing = [no_group.fill(name=name) for name in references if name.casefold() not in groups]
    if missing:
        _refuse_with(path, missing, language)


def _refuse_with(path: Path, messages: Iterable[Text], language: Language) -> NoReturn:
    _refuse([f"{path}: {message.to(language)}" for message in messages])


def _refuse(lines: list[str]) -> NoReturn:
    for line in lines:
        click.echo(line, err=True)
    sys.exit(_REFUSED)


# --- on screen --------------------------------------------------------------------------------------------


def _lines(found: Figures, language: Language) -> Iterator[str]:
    for ground in found.grounds:
        yield from _ground(ground, language)
    if found.oversight is not None:
        yield from _oversight(found.oversight, language)
    if not found.grounds and found.oversight is None:
        yield (
            "De cijfers staan in de JSON (--json)."
            if language == "nl"
            else "The figures are in the JSON (--json)."
        )


def _ground(ground: GroundFigures, language: Language) -> Iterator[str]:
    from assessor.domain.figures.groups import READINGS
    from assessor.domain.figures.values import as_count, as_number, as_percent

    stage = f", {ground.stage}" if ground.stage else ""
    beside = "vergeleken met" if language == "nl" else "compared with"
    yield f"{ground.ground}{stage} ({beside} {ground.reference or '-'})"
    for group in ground.groups:
        rate = as_percent(group.rate).to(language) if group.rate is not None else "-"
        ratio = "-"
        if group.impact_ratio is not None:
            ratio = as_number(group.impact_ratio).to(language)
            if group.impact_ratio_ci95 is not None:
                low, high = (as_number(end).to(language) for end in group.impact_ratio_ci95)
                ratio += f" [{low}-{high}]"
        words = READINGS[group.reading].to(language) if group.reading is not None else ""
        counts = f"{as_count(group.n_through).to(language)}/{as_count(group.n_in).to(language)}"
        claim = "" if group.claim == "not_claimed" else f"  {_VERDICTS[group.claim][language]}"
        yield f"  {group.group:<24} {counts:>16} {rate:>8}  {ratio:<20} {words}{claim}".rstrip()
    if ground.unknown.n_in.high:
        unknown = "onbekend" if language == "nl" else "unknown"
        yield f"  {unknown:<24} {as_count(ground.unknown.n_in).to(language):>16}"


_VERDICTS = {
    "agrees": {"nl": "opgave klopt", "en": "claim agrees"},
    "differs_slightly": {"nl": "opgave wijkt iets af", "en": "claim differs slightly"},
    "contradicts": {"nl": "opgave wordt tegengesproken", "en": "claim is contradicted"},
}


def _oversight(found: Oversight, language: Language) -> Iterator[str]:
    from assessor.domain.figures.values import as_percent

    title = "Afwijzingen die geen mens zag" if language == "nl" else "Rejections that no human saw"
    overall = found.overall
    if overall.share is None:
        unknown = "niet te berekenen" if language == "nl" else "cannot be computed"
        yield f"{title}: {unknown}"
        return
    share = as_percent(overall.share).to(language)
    if overall.share_max is not None and overall.share_max > overall.share:
        to = "tot" if language == "nl" else "to"
        share += f" {to} {as_percent(overall.share_max).to(language)}"
    yield f"{title}: {share} (n = {overall.n})"
