"""All pages, in one list."""

from __future__ import annotations

from flask import Flask

from assessor.domain.permissions import Action
from assessor.web import account, start
from assessor.web.access import needs


def register_pages(app: Flask) -> None:
    for module in (account, start):
        app.register_blueprint(module.pages)
    needs(Action.VISIT)(app.view_functions["static"])
