"""An opened round for the web's tests, on the questionnaire with a gate, with browsers for its people."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from assessor.app import create_app
from assessor.config import read_settings
from assessor.domain.permissions import Actor
from assessor.parts import Parts
from tests.services.assessing import GatedShelf, Stage
from tests.web.client import Client

REASON = "Het rapport noemt methode en aantallen."


def app_over(stage: Stage) -> Flask:
    """The web application over a stage."""
    folder: Path = stage.town.store.files.folder.parent
    shelf = GatedShelf()
    parts = Parts(read_settings(folder), stage.town.store, shelf, lambda: stage.town.now)  # type: ignore[arg-type]
    app = create_app(parts)
    app.testing = True
    return app


class Office:
    """A stage with a browser for whoever comes in."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.app = app_over(stage)

    def browser(self, who: Actor, forbidden: tuple[str, ...] = ()) -> Client:
        return Client(self.app, self.stage.town, who, forbidden)


def judgement(anchor: str = "3", **more: str) -> dict[str, str]:
    """What the form of a score sends."""
    return {
        "anchor": anchor,
        "evidence": "E2",
        "evidence_date": "1-3-2026",
        "fit": "both",
        "reason": REASON,
    } | more
