"""The group of commands. What a command needs is imported when it runs, so that each starts quickly."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from assessor.places import questionnaires_folder


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="assessor")
def main() -> None:
    """Assess vendors of AI for recruitment: questionnaires, scores, figures and reports."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


@main.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(folder: Path | None) -> None:
    """Check questionnaire folders: every fault as file:line: question: fault."""
    from assessor.services.questionnaires import folders_in, read_folder

    place = folder or questionnaires_folder()
    folders = folders_in(place)
    if not folders:
        raise click.ClickException(f"{place} holds no questionnaire (a folder with questionnaire.yaml).")
    broken = False
    for each in folders:
        questionnaire, faults = read_folder(each)
        for fault in faults:
            click.echo(str(fault))
        broken = broken or bool(faults)
        if questionnaire is not None:
            click.echo(
                f"{questionnaire.id}/{questionnaire.version} ({questionnaire.status}): "
                f"{len(questionnaire.questions)} questions, sha256 {questionnaire.sha256}"
            )
    sys.exit(1 if broken else 0)


@main.command()
def schema() -> None:
    """Print the JSON Schema of a file of questions, for editors."""
    import json

    from assessor.domain.questionnaire.model import Question

    one = Question.model_json_schema(by_alias=True)
    definitions = one.pop("$defs")
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A file of questions",
        "type": "object",
        "additionalProperties": False,
        "required": ["questions"],
        "properties": {"questions": {"type": "array", "items": {"$ref": "#/$defs/Question"}}},
        "$defs": definitions | {"Question": one},
    }
    click.echo(json.dumps(whole, indent=2, ensure_ascii=False, sort_keys=True))


def register() -> None:
    """Add the commands that live in modules of their own."""
    from assessor.commands.assess import assess
    from assessor.commands.claims import claims
    from assessor.commands.demo import demo
    from assessor.commands.diff import diff
    from assessor.commands.figures import figures
    from assessor.commands.people import people
    from assessor.commands.serve import serve
    from assessor.commands.tables import tables
    from assessor.commands.verify import verify

    for command in (assess, claims, demo, diff, figures, people, serve, tables, verify):
        main.add_command(command)


register()
