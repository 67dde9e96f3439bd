"""`assessor demo`: the demonstration, made where it is missing, then served."""

from __future__ import annotations

import sys

import click

from assessor.commands.starting import starting


@click.command()
@click.option("--no-serve", is_flag=True, help="Only make the demonstration.")
def demo(no_serve: bool) -> None:
    """Make the demonstration in the instance folder if it is not there, and serve it on this machine."""
    from assessor.config import read_settings
    from assessor.demo.making import InTheWay, is_made, make_demonstration, read_sign

    settings = read_settings(mail=None)  # its people are invented, and so are their addresses
    if not settings.is_local:
        raise click.ClickException(
            "The demonstration has passwords that everybody knows, so it is served on this machine only. "
            "Unset ASSESSOR_HOST."
        )
    if not is_made(settings):
        click.echo("De demonstratie wordt gemaakt … / The demonstration is being made …")
        sys.stdout.flush()
    with starting():
        try:
            make_demonstration(settings)
        except InTheWay as fault:
            raise click.ClickException(str(fault)) from fault
    click.echo(f"\n{read_sign(settings)}")
    if no_serve:
        return
    click.echo(f"{settings.address}\n")
    sys.stdout.flush()
    from assessor.app import serve

    with starting():
        serve(settings)
