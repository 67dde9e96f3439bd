"""Whatever people type, nothing of it runs: payloads in every stored text, every page of every role, a real browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog
from playwright.sync_api import Page as Window
from waitress.server import create_server

from tests.browser.conftest import Site, sign_in
from tests.pages import PAGES
from tests.scenes import Scenes
from tests.web.test_hostile_texts import plant

pytestmark = pytest.mark.all

RUN = "window.ran=(window.ran||0)+1;alert(1)"
PAYLOADS = (
    f"<script>{RUN}</script>", f'"><script>{RUN}</script>', f"'><script>{RUN}</script>",
    f"</title><script>{RUN}</script>", f"</textarea><script>{RUN}</script>",
    f"</option></select><script>{RUN}</script>", f"--><script>{RUN}</script>", f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}>", f"<svg><script>{RUN}</script></svg>", f"<body onload={RUN}>",
    f"<details open ontoggle={RUN}>", f"<input autofocus onfocus={RUN}>", f'" autofocus onfocus="{RUN}',
    f"' onmouseover='{RUN}", f'<iframe src="javascript:{RUN}">', f'<iframe srcdoc="<script>{RUN}</script>">',
    f'<object data="javascript:{RUN}">', f'<embed src="javascript:{RUN}">',
    f'<a href="javascript:{RUN}" id=x>x</a>', f"[x](javascript:{RUN})", f"javascript:{RUN}",
    f'<form action="javascript:{RUN}"><button>x', f'<math><mi xlink:href="javascript:{RUN}">x',
    f"<video><source onerror={RUN}>", f"<style>@import 'javascript:{RUN}'</style>",
    f'<link rel=stylesheet href="javascript:{RUN}">', f'<meta http-equiv=refresh content="0;javascript:{RUN}">',
    f"<base href=//evil.example/><script src=x>{RUN}</script>", f"{{{{constructor.constructor('{RUN}')()}}}}",
)  # fmt: skip

STATES = [(endpoint, state) for endpoint, states in PAGES.items() for state in states]
WATCH = """
window.violations = [];
document.addEventListener('securitypolicyviolation', e => window.violations.push(e.violatedDirective + ' ' + e.sample));
"""
LEFT = """() => [
  window.ran || 0, window.violations,
  [...document.querySelectorAll('*')].flatMap(e => [...e.attributes].filter(
    a => a.name.startsWith('on') || a.name === 'srcdoc' || /^\\s*javascript:/i.test(a.value) && a.name !== 'value'
  ).map(a => e.tagName + ' ' + a.name)),
  document.querySelectorAll('script:not([src]), iframe, object, embed, base, svg script').length,
]"""


@pytest.fixture
def sown(site: Site, tmp_path: Path) -> Iterator[tuple[Scenes, str]]:
    """A copy of the demonstration that may be changed, served at an address of its own."""
    scenes = site.scenes.copied_to(tmp_path / "sown")
    server: Any = create_server(scenes.app, host="127.0.0.1", port=0, threads=4)
    threading.Thread(target=server.run, daemon=True).start()
    yield scenes, f"http://127.0.0.1:{server.effective_port}"
    server.close()
    scenes.parts.store.engine.dispose()


def test_there_are_thirty_of_them() -> None:
    assert len(set(PAYLOADS)) == 30


@pytest.mark.parametrize("round", range(6))
def test_nothing_that_was_typed_runs_on_any_page(
    sown: tuple[Scenes, str], chromium: Browser, round: int
) -> None:
    """Five payloads a round: lists hold all of them, a single text the last."""
    scenes, address = sown
    for payload in PAYLOADS[round::6]:
        assert plant(scenes, payload) >= 8
    wrong: list[str] = []
    shown = 0

    def dismiss(dialog: Dialog) -> None:
        wrong.append(f"a dialog {dialog.message}")
        dialog.dismiss()

    for who in sorted({state.who for _, state in STATES}):
        context = chromium.new_context(base_url=address)
        context.add_init_script(WATCH)
        page = context.new_page()
        page.on("dialog", dismiss)
        if who:
            sign_in(page, who)
        for endpoint, state in STATES:
            if state.who == who:
                wrong += _look(page, scenes.address(endpoint, state))
                shown += "window.ran" in page.content()
        context.close()
    assert wrong == []
    assert shown > 15, "the payloads stand on the pages, as text"


def _look(page: Window, path: str) -> list[str]:
    answer = page.goto(path)
    assert answer is not None
    if answer.status >= 500:
        return [f"{path}: {answer.status}"]
    left = page.evaluate(LEFT)
    return [] if left == [0, [], [], 0] else [f"{path}: {left}"]
