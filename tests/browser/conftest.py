"""A real browser against a real server with the demonstration in it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from waitress.server import create_server

from assessor.demo.people import PASSWORD
from assessor.services.jobs import start_worker
from tests.scenes import Scenes

CHROMIUM = os.environ.get("ASSESSOR_CHROMIUM", "/usr/bin/chromium")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE = 20_000
"""Milliseconds that a page may take on a busy machine."""
AXE = (Path(__file__).parent / "axe.min.js").read_text()


@dataclass(frozen=True)
class Site:
    """The demonstration, served on this machine."""

    address: str
    scenes: Scenes


@pytest.fixture(scope="session")
def site(scenes: Scenes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    own = scenes.copied_to(tmp_path_factory.mktemp("site") / "demonstration")
    own.app.testing = False
    parts = own.parts
    server: Any = create_server(own.app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    worker = start_worker(parts)
    yield Site(f"http://127.0.0.1:{server.effective_port}", own)
    worker.stop()
    server.close()
    parts.store.engine.dispose()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    assert Path(CHROMIUM).exists(), f"no browser at {CHROMIUM}; ASSESSOR_CHROMIUM names another"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


Visit = Callable[..., Page]


@pytest.fixture
def visit(site: Site, chromium: Browser) -> Iterator[Visit]:
    """A window of somebody: `visit("inge@demo.example", "nl", 1280)`; nobody for a visitor.

    What the browser's console says against the page (a blocked style, a failed script) fails the test.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_window(who: str = "", language: str = "nl", width: int = 1280, script: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            locale="nl-NL" if language == "nl" else "en-GB",
            java_script_enabled=script,
            base_url=site.address,
        )
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if who:
            sign_in(page, who, language)
        return page

    yield open_window
    for context in contexts:
        context.close()
    real = [c for c in complaints if "status of 4" not in c]
    assert real == []


def sign_in(page: Page, who: str, language: str = "nl") -> None:
    """Sign in and choose the language, as a person does."""
    page.goto("/sign-in")
    page.fill("#email", who)
    page.fill("#password", PASSWORD)
    page.click("main button[type=submit]")
    if page.locator("html").get_attribute("lang") != language:
        page.click(f"button[name=language][value={language}]")


def findings(page: Page) -> list[str]:
    """What axe finds on the page as it is now."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    return [f"{v['id']}: {n['target']} {n['failureSummary']}" for v in found for n in v["nodes"]]


def overflow(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
