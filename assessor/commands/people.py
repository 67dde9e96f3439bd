"""`assessor people`: the first administrator, and a new link for somebody locked out."""

from __future__ import annotations

import click

from assessor.commands.starting import starting


@click.group()
def people() -> None:
    """People who can sign in."""


@people.command()
@click.argument("email")
@click.option(
    "--role",
    type=click.Choice(["administrator", "officer", "assessor", "manager", "auditor", "vendor"]),
    required=True,
    help="What the person is here. A vendor's people are invited by an officer; this gives them a new link.",
)
@click.option("--name", default="", help="The person's name.")
def add(email: str, role: str, name: str) -> None:
    """Print a one-time link with which EMAIL chooses a password."""
    from assessor.config import read_settings
    from assessor.domain.permissions import NOBODY
    from assessor.parts import open_parts
    from assessor.services.people import add_by_command
    from assessor.services.refusals import Refusal
    from assessor.services.work import writing

    with starting():
        parts = open_parts(read_settings())
    with parts.store.sessions() as session:
        house = parts.house(session)
        try:
            with writing(house, NOBODY):
                token = add_by_command(house, email, role, name)
        except Refusal as refusal:
            raise click.ClickException(f"{refusal.message.nl} / {refusal.message.en}") from refusal
    click.echo(f"{parts.settings.address}/invitation/{token}")
