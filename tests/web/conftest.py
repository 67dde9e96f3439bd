"""The web application of a test, and browsers for its people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from assessor.domain.permissions import Actor
from tests.factories import Town
from tests.scenes import Scenes
from tests.web.client import Client, app_of

Browser = Callable[..., Client]


@pytest.fixture
def app(town: Town) -> Flask:
    return app_of(town)


@pytest.fixture
def browser(app: Flask, town: Town) -> Browser:
    """Makes a browser for somebody: `browser(actor)`, or `browser()` for a visitor."""

    def make(who: Actor | None = None, forbidden: tuple[str, ...] = ()) -> Client:
        return Client(app, town, who, forbidden)

    return make


@pytest.fixture
def own_scenes(scenes: Scenes, tmp_path: Path) -> Iterator[Scenes]:
    """A copy to do with as one likes."""
    found = scenes.copied_to(tmp_path / "demonstration")
    yield found
    found.parts.store.engine.dispose()
