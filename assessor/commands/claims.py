"""`assessor claims`: which questions test which sentence of the article."""

from __future__ import annotations

from pathlib import Path

import click

from assessor.places import questionnaires_folder


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def claims(folder: Path | None) -> None:
    """Print the claims of the article with their questions, as Markdown (docs/claims.md)."""
    from assessor.domain.questionnaire.claims import claims_table
    from assessor.services.questionnaires import read_folder

    questionnaire, faults = read_folder(folder or questionnaires_folder() / "recruitment-ai" / "1")
    if questionnaire is None:
        raise click.ClickException("\n".join(str(fault) for fault in faults))
    click.echo(claims_table(questionnaire), nl=False)
