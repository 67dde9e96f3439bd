"""`assessor verify`: check the trail on a copy, without the application and without its keys."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from assessor.places import instance_folder


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
    """Check every chain of events and every stored digest of DATABASE (default: this installation's)."""
    from assessor.services.upkeep import NoReceipt
    from assessor.services.upkeep import verify as verify_copy

    place = database or instance_folder() / "assessor.sqlite"
    folder = files or (place.parent / "files" if (place.parent / "files").is_dir() else None)
    try:
        faults = verify_copy(place, folder, receipts)
    except NoReceipt as fault:
        raise click.ClickException(f"{fault}.") from fault
    for found in faults:
        click.echo(found)
    if faults:
        sys.exit(1)
    click.echo(f"{place}: every chain and every digest is as it was recorded.")
