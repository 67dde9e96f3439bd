"""`assessor demo`: the demonstration, made where it is missing, then served."""

from __future__ import annotations

import sys

import click


@click.command()
@click.option("--no-serve", is_flag=True, help="Only make the demonstration.")
def demo(no_serve: bool) -> None:
    """Make the demonstration in the instance folder if it is not there, and serve it on this machine."""
    from assessor.config import read_settings
    from assessor.demo.making import InTheWay, make_demonstration

    settings = read_settings()
    if not settings.is_local:
        raise click.ClickException(
            "The demonstration has passwords that everybody knows and is served on 127.0.0.1 only. Unset ASSESSOR_HOST."
        )
    if not (settings.instance / "assessor.sqlite").exists():
        click.echo("De demonstratie wordt gemaakt … / The demonstration is being made …")
    try:
        make_demonstration(settings)
    except InTheWay as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(_who_is_who(settings.address))
    sys.stdout.flush()
    if not no_serve:
        from assessor.app import serve

        serve(settings)


def _who_is_who(address: str) -> str:
    """The address, the password and two lines for everybody who can sign in."""
    from assessor.demo.people import PASSWORD, everybody
    from assessor.domain.words import ROLES

    people = everybody()
    widest = max(len(person.email) for person in people)
    lines = [
        "",
        "Demonstratie: alles is verzonnen. / Demonstration: everything is invented.",
        "",
        f"  {'Adres / Address':<{widest}}  {address}",
        f"  {'Wachtwoord / Password':<{widest}}  {PASSWORD}",
        "",
    ]
    for person in people:
        role = ROLES[person.role.value]
        lines.append(f"  {person.email:<{widest}}  {person.name}: {role.nl} / {role.en}")
        lines.append(f"  {'':<{widest}}  {person.shows.nl} / {person.shows.en}")
    return "\n".join([*lines, ""])
