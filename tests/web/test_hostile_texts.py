"""Naughty texts through every form: no fault of ours, the refused shown again, the stored always text."""

from __future__ import annotations

import itertools
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assessor.domain.limits import clean_text
from tests.factories import Town
from tests.naughty import ALL, CANARY, ENDLESS, NAUGHTY, sample
from tests.pages import MEETLAT, OPEN, PAGES, State, about
from tests.scenes import Scenes
from tests.web.client import Client, Page
from tests.web.sending import SentForm, forms_of, send

STATES = [(endpoint, state) for endpoint, states in PAGES.items() for state in states]
EVERYBODY = sorted({state.who for _, state in STATES})
_RAW = re.compile(rf"<[^<>]*alert\('{CANARY}'\)|<script>|<(img|svg|iframe)[^>]*\son\w+=", re.IGNORECASE)


def client(scenes: Scenes, who: str) -> Client:
    return Client(
        scenes.app, Town(scenes.parts.store, scenes.parts.clock()), scenes.person(who) if who else None
    )


class Keeper:
    """Puts the database back as it was, so that what one form does is not felt by the next."""

    def __init__(self, scenes: Scenes) -> None:
        self.scenes = scenes
        self.file = scenes.parts.settings.instance / "assessor.sqlite"
        self.kept = self.file.with_suffix(".kept")
        self.keep()

    def keep(self) -> None:
        self.scenes.parts.store.engine.dispose()
        shutil.copy(self.file, self.kept)

    def restore(self) -> None:
        self.scenes.parts.store.engine.dispose()
        for left in ("-wal", "-shm"):
            Path(f"{self.file}{left}").unlink(missing_ok=True)
        shutil.copy(self.kept, self.file)


def every_form(scenes: Scenes, who: str, visitor: Client) -> Iterator[SentForm]:
    """The forms that somebody reaches, each address once for each tender."""
    seen: set[tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]]] = set()
    for endpoint, state in STATES:
        if state.who != who:
            continue
        path = scenes.address(endpoint, state)
        for form in forms_of(visitor.get(path), path):
            about = (form.action, form.texts, form.buttons)
            if about not in seen:
                seen.add(about)
                yield form


def filled(form: SentForm, text: Callable[[], str], *, all_of_it: bool, button: int) -> list[tuple[str, str]]:
    """What is sent: hostile in every box, and in every choice and hidden value too when `all_of_it`."""
    pairs = [(name, text()) for name, _ in form.typed] + [(name, text()) for name in form.passwords]
    pairs += [(name, text() if all_of_it and name != "csrf_token" else value) for name, value in form.fixed]
    if form.buttons:
        name, value = form.buttons[button % len(form.buttons)]
        pairs.append((name, f"{value}{text()}" if all_of_it else value))
    return pairs


def check_shown_again(page: Page, form: SentForm, pairs: list[tuple[str, str]]) -> list[str]:
    """Refused with its form: everything typed that can be shown stands in its box again."""
    again = [f for f in forms_of(page, form.page) if set(form.texts) <= set(f.texts)]
    if not again:
        return []
    boxes, sent = dict(again[-1].typed), dict(pairs)
    return [
        f"{form.page}: {name} lost {sent[name][:60]!r}, shows {boxes[name][:60]!r}"
        for name in form.texts
        if not _has_halves(sent[name]) and _folded(boxes[name]) != _folded(clean_text(sent[name]))
    ]


def _has_halves(text: str) -> bool:
    # Half a character is no text: what is on the line is read in more than one way.
    return any("\ud800" <= c <= "\udfff" for c in text)


def _folded(text: str) -> str:
    # A box of one line cannot hold line ends, and white space around a text is nobody's.
    return " ".join(text.split())


def attack(scenes: Scenes, who: str, texts: list[str], times: int) -> list[str]:
    """Send each form a few times with different texts; what went wrong."""
    scenes.app.testing = True
    keeper, visitor = Keeper(scenes), client(scenes, who)
    keeper.keep()
    supply = itertools.cycle(texts)
    wrong: list[str] = []
    for form in list(every_form(scenes, who, visitor)):
        for turn in range(times):
            pairs = filled(form, lambda: next(supply), all_of_it=turn % 3 == 2, button=turn)
            name = next(supply)
            upload = ("file", f"{name}.txt", name.encode("utf-8", "replace")) if form.takes_files else None
            try:
                page = send(visitor, form.action, pairs, upload)
            except Exception as fault:  # noqa: BLE001 - whatever comes out is told with what was sent
                wrong.append(
                    f"{who} {form.action}: {type(fault).__name__} {str(fault)[:400]} on {str(pairs)[:600]}"
                )
                keeper.restore()
                continue
            if page.status >= 500:
                wrong.append(f"{who} {form.action}: {page.status}")
            if page.status in (409, 422) and turn % 3 != 2:
                wrong += check_shown_again(page, form, pairs)
            if _RAW.search(page.text):
                wrong.append(f"{who} {form.action} shows {_RAW.search(page.text)} raw")
            keeper.restore()
    return wrong


def test_there_are_enough_of_them_and_of_every_kind() -> None:
    assert len(ALL) >= 525
    assert len(NAUGHTY) == 20
    assert set(sample(len(ALL) * 3)) == set(ALL)


@pytest.mark.parametrize("who", EVERYBODY, ids=[w.split("@")[0] or "visitor" for w in EVERYBODY])
def test_no_form_breaks_on_naughty_texts_and_none_loses_them(own_scenes: Scenes, who: str) -> None:
    texts = sample(1500, seed=EVERYBODY.index(who))
    assert attack(own_scenes, who, texts, times=6) == []


@pytest.mark.all
@pytest.mark.parametrize("who", EVERYBODY, ids=[w.split("@")[0] or "visitor" for w in EVERYBODY])
def test_no_form_breaks_on_any_of_them(own_scenes: Scenes, who: str) -> None:
    assert attack(own_scenes, who, [*ALL, ENDLESS, *ALL[::-1]], times=40) == []


# --- what is stored -----------------------------------------------------------------------------------------

SCRIPT = f"<script>alert('{CANARY}')</script>"
PICTURE = f"\"'><img src=x onerror=alert('{CANARY}')>{{{{98765*3}}}}{{nl}}"
STAYING = (
    "people.new", "participants.vendors", "responses.colleagues", "tender_setup.new", "tender_setup.basics",
    "tender_setup.agreement", "tender_setup.minimums", "people.person", "responses.question", "scoring.question",
    "agreeing.question", "gates.gate", "decisions.vendor", "participants.people", "participants.person",
    "scoring.interests", "responses.send", "tenders.extend",
)  # fmt: skip
"""Pages whose forms keep a text and leave the others' pages where they are."""


_MARK = "¤"
"""Between what stood there and what was planted, so that planting again replaces it."""


def plant(scenes: Scenes, text: str) -> int:
    """Put a text into every box that takes it; how many forms were taken."""
    taken = 0
    for number, (endpoint, state) in enumerate(STATES):
        if endpoint not in STAYING:
            continue
        path, one = scenes.address(endpoint, state), client(scenes, state.who)
        for form in forms_of(one.get(path), path):
            pairs = [(n, _planted(n, v, text, number)) for n, v in form.typed] + list(form.fixed)
            if any(n.startswith("value.") or n == "reason" for n in form.texts):
                pairs += [("action", "save")]
            upload = ("file", f"{text}.txt".replace("/", "∕"), text.encode()) if form.takes_files else None
            if form.texts and send(one, form.action, pairs, upload).status in (200, 302):
                taken += 1
    return taken


def _planted(name: str, value: str, text: str, number: int) -> str:
    if "email" in name:
        return f"plant{number}-{len(text)}@voorbeeld.example"
    if any(part in name for part in ("date", "time", "minutes", "volume", "weight", "deadline", "revision")):
        return value
    return f"{value.partition(_MARK)[0]}{_MARK}{text}"[:190]


@pytest.mark.parametrize("text", [SCRIPT, PICTURE], ids=["script", "picture"])
def test_what_is_stored_comes_back_as_text_on_every_page(own_scenes: Scenes, text: str) -> None:
    assert plant(own_scenes, text) >= 10
    shown, wrong = 0, []
    for who in EVERYBODY:
        one = client(own_scenes, who)
        for endpoint, state in STATES:
            if state.who != who:
                continue
            answer = one.browser.get(own_scenes.address(endpoint, state))
            if answer.status_code != 200:
                continue
            page = Page(answer)
            shown += CANARY in page.text
            if _RAW.search(page.text) or "296295" in page.text or "&amp;lt;script" in page.text:
                wrong.append(f"{who} {answer.request.path}")
    assert wrong == []
    assert shown > 15


def test_files_as_json_hold_what_is_stored_as_text(own_scenes: Scenes) -> None:
    plant(own_scenes, SCRIPT)
    seen = 0
    receipts = [("receipt", "json"), ("manifest", "json"), ("receipt", "txt")]
    files = [
        ("inge@demo.example", "tenders.frozen", about("", OPEN)),
        ("inge@demo.example", "opening.protocol_file", about("", "Marktverkenning")),
    ]
    for what, kind in receipts:
        state = State(MEETLAT, OPEN, "Eerlijke", {"version": 1, "what": what, "form": kind})
        files.append((MEETLAT, "responses.receipt_file", state))
    for who, endpoint, state in files:
        answer = client(own_scenes, who).browser.get(own_scenes.address(endpoint, state))
        if answer.status_code == 200:
            seen += 1
            assert answer.headers["Content-Disposition"].startswith("attachment")
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.mimetype in ("application/json", "text/plain")
            if answer.mimetype == "application/json":
                json.loads(answer.get_data())
    assert seen >= 2
