"""`assessor serve`: the application and its job worker."""

from __future__ import annotations

import click

from assessor.commands.starting import starting


@click.command()
def serve() -> None:
    """Serve this installation (settings: ASSESSOR_HOST, ASSESSOR_PORT, ASSESSOR_ADDRESS, ASSESSOR_INSTANCE)."""
    from assessor.app import serve as serve_application

    with starting():
        serve_application()
