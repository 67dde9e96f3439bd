"""Every page in its states, in a real browser: nothing for axe to find, no sideways scroll, both languages.

The states stand in tests/pages.py, one list for all tests; a page that is not in it fails there.
"""

from __future__ import annotations

import pytest

from tests.browser.conftest import AXE, Site, Visit, findings, overflow
from tests.pages import PAGES

STATES = [(endpoint, state) for endpoint, states in PAGES.items() for state in states]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("who", sorted({s.who for _, s in STATES}))
def test_each_page_is_accessible_and_fits_a_small_screen(
    site: Site, visit: Visit, who: str, language: str
) -> None:
    page = visit(who, language)
    page.context.add_init_script(AXE)  # with each page, which is faster than sending it into each
    wrong = []
    for endpoint, state in STATES:
        if state.who != who:
            continue
        path = site.scenes.address(endpoint, state)
        answer = page.goto(path)
        assert answer is not None
        if answer.status >= 400:
            wrong.append(f"{path}: {answer.status}")
            continue
        if page.evaluate("document.documentElement.lang") != language:
            wrong.append(f"{path} is not in {language}")
        wrong += [f"{path}: {f}" for f in findings(page)]
        page.set_viewport_size({"width": 320, "height": 800})
        if overflow(page) > 0:
            wrong.append(f"{path} is {overflow(page)} px too wide at 320 px")
        page.set_viewport_size({"width": 1280, "height": 900})
    assert wrong == []
