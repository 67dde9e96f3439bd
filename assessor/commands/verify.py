"""`assessor verify`: check the trail on a copy, without the application and without its keys."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from assessor.config import read_settings


@click.command()
@click.argument("database", required=False, type=click.Path(path_type=Path))
@click.option("--files", type=click.Path(file_okay=False, path_type=Path), help="The folder of stored files.")
@click.option(
    "--receipt",
    "receipts",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A receipt or protocol (JSON) whose head the chain must hold; may be given more than once.",
)
def verify(database: Path | None, files: Path | None, receipts: tuple[Path, ...]) -> None:
    """Check every chain of events and every stored digest of DATABASE, a file of SQLite (default: this installation's).

    Of an installation on PostgreSQL a copy of this moment is made first and checked.
    """
    from assessor.services.upkeep import NoReceipt, file_of
    from assessor.services.upkeep import verify as verify_copy

    settings = read_settings()
    folder = files or (database.parent / "files" if database else settings.files)
    with TemporaryDirectory() as passing:
        try:
            place = database or file_of(settings.database, Path(passing))
            faults = verify_copy(place, folder if folder.is_dir() else None, receipts)
        except NoReceipt as fault:
            raise click.ClickException(f"{fault}.") from fault
    for found in faults:
        click.echo(found)
    if faults:
        sys.exit(1)
    click.echo(f"{database or 'This installation'}: every chain and every digest is as it was recorded.")
