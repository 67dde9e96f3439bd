"""`assessor assess`: one vendor's answers from a file to level, class, PDF and JSON."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from assessor.places import questionnaires_folder

if TYPE_CHECKING:
    from assessor.domain.answers_file import Named
    from assessor.domain.assess import Case
    from assessor.domain.assessment import Assessment
    from assessor.domain.figures.figures import Figures
    from assessor.domain.findings import Finding
    from assessor.domain.language import Language
    from assessor.domain.tables.model import Table, TableCode

_BROKEN = 2


@click.command()
@click.argument("answers", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--pdf", type=click.Path(dir_okay=False, path_type=Path), help="Write the risk assessment as PDF."
)
@click.option(
    "--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), help="Write it as JSON."
)
@click.option(
    "--lang", "language", type=click.Choice(["nl", "en"]), default="nl", help="Language of text and PDF."
)
@click.option(
    "--questionnaires",
    "shelf",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with questionnaires, instead of those that come with the program.",
)
def assess(
    answers: Path, pdf: Path | None, json_file: Path | None, language: Language, shelf: Path | None
) -> None:
    """Assess one vendor's answers (a YAML file) and print the level and the control class."""
    from assessor.domain.assess import assess as assess_case
    from assessor.domain.export import assessment_json, contradictions_json
    from assessor.domain.words import CONTROL_CLASSES, LEVELS

    case = _read(answers, shelf or questionnaires_folder())
    result = assess_case(case)
    contradictions = _contradictions(case, result)
    if json_file is not None:
        written = assessment_json(result) | {"contradictions": contradictions_json(contradictions)}
        text = json.dumps(written, ensure_ascii=False, indent=2)
        _write(json_file, (text + "\n").encode())
    if pdf is not None:
        _write(pdf, _pdf(case, result, contradictions, language))
    level = LEVELS[result.residual_level].to(language)
    control = result.control_class or "-"
    words = CONTROL_CLASSES[control].to(language) if control in CONTROL_CLASSES else ""
    if language == "nl":
        click.echo(f"Restrisico: {level} ({result.residual_level})")
        click.echo(f"Beheersingsklasse: {control} {words}".rstrip())
        if contradictions:
            click.echo(f"Niet allebei waar: {len(contradictions)} (staat in PDF en JSON)")
    else:
        click.echo(f"Residual risk: {level} ({result.residual_level})")
        click.echo(f"Control class: {control} {words}".rstrip())
        if contradictions:
            click.echo(f"Not both true: {len(contradictions)} (see PDF and JSON)")


def _read(path: Path, shelf: Path) -> Case:
    """The case in the file; ends the command with code 2 and a line for each fault."""
    from assessor.domain.answers_file import named, read_answers
    from assessor.domain.yaml_text import MOST_CHARACTERS
    from assessor.services.questionnaires import Broken, Shelf

    try:
        with path.open(encoding="utf-8") as file:
            # One more than can be read, so that what is longer is told and not taken into memory.
            text = file.read(MOST_CHARACTERS + 1)
    except (OSError, UnicodeDecodeError) as error:
        reason = (
            "is not UTF-8 text"
            if isinstance(error, UnicodeDecodeError)
            else f"cannot be read: {error.strerror}"
        )
        _refuse([f"{path}:1: the file {reason}"])
    which, faults = named(str(path), text)
    if which is None:
        _refuse([str(f) for f in faults])
    try:
        questionnaire = Shelf(shelf).get(which.questionnaire, which.version)
    except Broken as broken:
        _refuse([str(f) for f in broken.faults])
    except KeyError:
        _refuse([f"{path}:1: there is no questionnaire {which.questionnaire}, version {which.version}"])
    case, faults = read_answers(questionnaire, str(path), text)
    if case is None:
        _refuse([str(f) for f in faults])
    return dataclasses.replace(case, figures=_figures(path, which))


def _figures(path: Path, which: Named) -> Figures | None:
    """The figures of the tables beside the file; None where it names none."""
    from assessor.commands.table_files import Refused, read_table_file
    from assessor.domain.figures.figures import figures_of
    from assessor.domain.tables.reconcile import reconcile_pair

    tables: dict[TableCode, Table[Any]] = {}
    lines: list[str] = []
    for code, named in which.tables.items():
        place = f"{path}:{named.line}: {code}:"
        try:
            table = read_table_file(path.parent / named.file, code)
            tables[table.code] = table
        except OSError as error:
            lines.append(f"{place} {named.file} cannot be read: {error.strerror}")
        except Refused as refused:
            lines += [f"{place} {named.file}: {message.en}" for message in refused.messages]
    if "T1" in tables and "T1x" in tables:
        wrong = reconcile_pair(tables["T1"], tables["T1x"])
        lines += [f"{path}:{which.tables['T1x'].line}: T1x: {one.text.en}" for one in wrong]
    if lines:
        _refuse(lines)
    return figures_of(tables) if tables else None


def _refuse(lines: list[str]) -> NoReturn:
    for line in lines:
        click.echo(line, err=True)
    sys.exit(_BROKEN)


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        _refuse([f"{path}: cannot be written: {error.strerror}"])


def _contradictions(case: Case, assessment: Assessment) -> tuple[Finding, ...]:
    """What the answers and tables cannot all be: claims against tables, then the questionnaire's rules."""
    from assessor.domain.claimed import findings_of, judge_claims
    from assessor.domain.consistency import Sent, inconsistencies

    q, figures = case.questionnaire, case.figures
    claims = judge_claims(q, assessment.asked, case.answers, figures) if figures is not None else ()
    sent = Sent(
        asked=tuple(assessment.asked),
        answers=case.answers,
        figures=figures,
        tables=figures.tables if figures is not None else (),
        as_of=case.as_of,
        can_have_files=False,
    )
    return (*findings_of(claims), *inconsistencies(q, sent))


def _pdf(
    case: Case, assessment: Assessment, contradictions: tuple[Finding, ...], language: Language
) -> bytes:
    from assessor.domain.report.making import make_report
    from assessor.domain.report.value import Particulars
    from assessor.reports.pdf import render_pdf

    # Dated by its input, so that the same file gives the same bytes.
    particulars = Particulars(report_date=case.as_of)
    report = make_report(case.questionnaire, assessment, case.answers, particulars, contradictions)
    return render_pdf(report, language)
