"""An empty installation served on this machine, with a clock that is set, and people at their browsers.

A person clicks and types only, finding everything by the words on the screen in the person's own language.
"""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from waitress.server import create_server

from assessor.app import create_app
from assessor.config import read_settings
from assessor.demo.stage import Clock, Stage
from assessor.domain.language import Language
from assessor.domain.permissions import NOBODY
from assessor.parts import open_parts, utc_now
from assessor.services.jobs import start_worker
from assessor.services.people import add_by_command
from tests.browser.conftest import PATIENCE

Role = Literal["button", "link", "radio", "checkbox", "heading"]


@dataclass(frozen=True)
class Town:
    """A fresh installation: where it is, its clock, and the link of its first administrator."""

    address: str
    clock: Clock
    first_link: str


@contextmanager
def fresh_town(folder: Path) -> Iterator[Town]:
    """Serve an installation without anything in it, with its worker, until the test ends."""
    door = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{door.getsockname()[1]}"
    clock = Clock(utc_now())
    parts = open_parts(read_settings(folder, address=address), clock)
    server = create_server(create_app(parts), sockets=[door], threads=4)
    threading.Thread(target=server.run, daemon=True).start()
    worker = start_worker(parts)
    with Stage(parts, clock).step(NOBODY) as house:
        token = add_by_command(house, "beheer@waterstad.example", "administrator")
    yield Town(address, clock, f"{address}/invitation/{token}")
    worker.stop()
    server.close()
    parts.store.engine.dispose()


@dataclass
class Windows:
    """The browser windows of everybody, and what their consoles said against a page."""

    browser: Browser
    address: str
    language: Language
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self) -> Page:
        """A window of somebody else: nothing is shared with the other windows."""
        context = self.browser.new_context(
            base_url=self.address,
            locale="nl-NL" if self.language == "nl" else "en-GB",
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        page = context.new_page()
        self.listen(page)
        return page

    def listen(self, page: Page) -> None:
        """Keep what the console says; refusals (4xx) are part of the story."""
        page.on(
            "console",
            lambda message: (
                self.complaints.append(message.text)
                if message.type == "error" and "status of 4" not in message.text
                else None
            ),
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@dataclass
class Person:
    """Somebody at a browser."""

    name: str
    email: str
    password: str
    language: Language
    page: Page

    def t(self, nl: str, en: str = "") -> str:
        """The words in the person's language; the Dutch ones where both are the same."""
        return nl if self.language == "nl" or not en else en

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    # --- doing --------------------------------------------------------------------------------------------

    def find(self, role: Role, nl: str, en: str = "", *, begins: bool = False) -> Locator:
        """What has this name; or, with `begins`, what has a name that begins with it."""
        words = self.t(nl, en)
        if begins:
            return self.main.get_by_role(role, name=re.compile("^" + re.escape(words)))
        return self.main.get_by_role(role, name=words, exact=True)

    def press(self, nl: str, en: str = "", *, begins: bool = False) -> None:
        self.find("button", nl, en, begins=begins).click()

    def follow(self, nl: str, en: str = "", *, begins: bool = False) -> None:
        self.find("link", nl, en, begins=begins).first.click()

    def choose(self, nl: str, en: str = "", *, begins: bool = False) -> None:
        # Where the mouse goes down lies the label, drawn over the circle itself.
        self.find("radio", nl, en, begins=begins).check(force=True)

    def tick(self, nl: str, en: str = "", *, begins: bool = False) -> None:
        self.find("checkbox", nl, en, begins=begins).check(force=True)

    def untick(self, nl: str, en: str = "", *, begins: bool = False) -> None:
        self.find("checkbox", nl, en, begins=begins).uncheck(force=True)

    def box(self, nl: str, en: str = "") -> Locator:
        """A box to type in, by its label."""
        return self.main.get_by_label(re.compile("^" + re.escape(self.t(nl, en))))

    def write(self, nl: str, en: str, text: str) -> None:
        self.box(nl, en).fill(text)

    def pick(self, nl: str, en: str, option: str) -> None:
        """Pick from a list."""
        self.main.get_by_role("combobox", name=self.t(nl, en), exact=True).select_option(label=option)

    # --- seeing -------------------------------------------------------------------------------------------

    def sees(self, nl: str, en: str = "") -> None:
        """The words stand in the page."""
        expect(self.main).to_contain_text(self.t(nl, en))

    def sees_not(self, nl: str, en: str = "") -> None:
        """The words do not stand in the page, which must have been seen to be there."""
        expect(self.main).not_to_contain_text(self.t(nl, en))

    def reads(self, nl: str, en: str = "") -> None:
        """A pattern is found in the page."""
        expect(self.main).to_contain_text(re.compile(self.t(nl, en)))

    def is_at(self, nl: str, en: str = "") -> None:
        """The page's heading says so."""
        heading = self.main.get_by_role("heading", level=1)
        expect(heading).to_contain_text(self.t(nl, en))

    # --- coming in ----------------------------------------------------------------------------------------

    def accept(self, link: str) -> None:
        """Open a personal link, say one's name and choose a password."""
        self.page.goto(link)
        self.is_at("Welkom", "Welcome")
        self.sees(self.email)
        self.write("Uw naam", "Your name", self.name)
        self.write("Kies een wachtwoord", "Choose a password", self.password)
        self.press("Uitnodiging aannemen", "Accept the invitation")
        expect(self.page.locator("header")).to_contain_text(self.name)

    def sign_in(self) -> None:
        """Sign in, as one does after half an hour away."""
        self.page.goto("/sign-in")
        self.write("E-mailadres", "E-mail address", self.email)
        self.write("Wachtwoord", "Password", self.password)
        self.press("Aanmelden", "Sign in")
        expect(self.page.locator("header")).to_contain_text(self.name)

    def personal_link(self) -> str:
        """The link that the page shows once."""
        self.sees("Deze link ziet u maar één keer.", "You see this link only once.")
        return self.page.locator("#personal-link").inner_text().strip()
