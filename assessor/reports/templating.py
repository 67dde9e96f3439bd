"""Where the documents' templates come from, and how strict they are: a name that is missing is a fault."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assessor.places import templates_folder


@cache
def templates() -> Environment:
    """One environment for all documents; who needs filters of its own takes an overlay."""
    return Environment(
        loader=FileSystemLoader(templates_folder()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
