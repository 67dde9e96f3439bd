"""The command line. Each command is a few lines: read, call a verb or the domain, say what came out."""

from assessor.commands.main import main

__all__ = ["main"]
