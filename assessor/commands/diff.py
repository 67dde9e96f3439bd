"""`assessor diff`: what changed between two versions of a questionnaire, and what it does to scores."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from assessor.domain.language import Language
    from assessor.domain.questionnaire.model import Questionnaire

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("old", type=_FOLDER)
@click.argument("new", type=_FOLDER)
@click.option(
    "--lang", type=click.Choice(["nl", "en", "both"]), default="both", help="Language of the lines."
)
def diff(old: Path, new: Path, lang: str) -> None:
    """Say what changed from the questionnaire in the folder OLD to the one in NEW."""
    from assessor.domain.questionnaire.difference import difference, questions_with_other_scores

    changes = difference(_read(old), _read(new))
    languages: tuple[Language, ...] = ("nl", "en") if lang == "both" else ("nl",) if lang == "nl" else ("en",)
    for one in changes:
        for place, language in enumerate(languages):
            start = f"{one.about}: " if place == 0 else " " * (len(one.about) + 2)
            click.echo(f"{start}{one.words.to(language)} [{one.effect.to(language)}]")
    touched = ", ".join(questions_with_other_scores(changes)) or "-"
    lines = {
        "nl": f"{len(changes)} wijzigingen. Scores kunnen veranderen bij: {touched}",
        "en": f"{len(changes)} changes. Scores can change at: {touched}",
    }
    for language in languages:
        click.echo(lines[language])


def _read(folder: Path) -> Questionnaire:
    from assessor.services.questionnaires import read_folder

    questionnaire, faults = read_folder(folder)
    if questionnaire is None:
        raise click.ClickException("\n".join(str(fault) for fault in faults))
    return questionnaire
