"""What keeps an installation from starting, said in lines instead of a trace."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click


@contextmanager
def starting() -> Iterator[None]:
    """Every fault of the questionnaires, or one sentence for what else is broken; then the command ends with 1."""
    from assessor.parts import CannotStart
    from assessor.services.questionnaires import Broken

    try:
        yield
    except Broken as broken:
        for fault in broken.faults:
            click.echo(str(fault), err=True)
        sys.exit(1)
    except CannotStart as fault:
        raise click.ClickException(str(fault)) from fault
