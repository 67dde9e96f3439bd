"""`assessor serve`: the application and its job worker."""

from __future__ import annotations

import sys

import click


@click.command()
def serve() -> None:
    """Serve this installation (settings: ASSESSOR_HOST, ASSESSOR_PORT, ASSESSOR_ADDRESS, ASSESSOR_INSTANCE)."""
    from assessor.app import serve as serve_application
    from assessor.services.questionnaires import Broken

    try:
        serve_application()
    except Broken as broken:
        for fault in broken.faults:
            click.echo(str(fault), err=True)
        sys.exit(1)
