"""P5 and P6: a page with many fields against a page with a word; saving while typing against the same."""

from __future__ import annotations

import itertools
import re
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from benchmarks.measure import ratio, report
from tests.factories import Town
from tests.pages import MEETLAT, OPEN, Scenes, about, make_scenes
from tests.web.client import Client, Page

QUESTION = about(MEETLAT, OPEN, "Eerlijke", question_id="DAT-05", module="*")


def hello() -> FlaskClient:
    """The smallest application there is."""
    app = Flask("hello")
    app.add_url_rule("/", "hello", lambda: "hello")
    app.add_url_rule("/", "hello_post", lambda: "hello", methods=["POST"])
    return app.test_client()


def raw_update(folder: Path) -> Callable[[], object]:
    """One row updated and committed, with nothing around it, as durably as ours."""
    base = sqlite3.connect(folder / "raw.sqlite", isolation_level=None)
    base.execute("pragma journal_mode=WAL")
    base.execute("pragma synchronous=FULL")
    base.execute("create table t (id integer primary key, body blob, n integer)")
    base.execute("insert into t values (1, zeroblob(1100), 0)")

    def update() -> None:
        base.execute("begin immediate")
        base.execute("update t set body = zeroblob(1100), n = n + 1 where id = 1")
        base.execute("commit")

    return update


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        scenes = make_scenes(folder)
        scenes.app.testing = True
        scenes.app.config["DEMONSTRATION"] = (
            False  # as where tenders are run, without the list of who to look as
        )
        browser = _browser(scenes)
        path = scenes.address("responses.question", QUESTION)
        small = hello()
        page = Page(browser.get(path))
        fields = page.fields(0) if "revision" in page.fields(0) else page.fields(1)
        found = ratio(lambda: browser.get(path), lambda: small.get("/"), rounds=60)
        boxes = len(re.findall(r"<(?:input|textarea|select)[ >]", page.text))
        report("P5", f"GET of a question page ({boxes} boxes), against hello", 10, found)
        save = _saver(browser, path, fields)
        report(
            "P6",
            "saving while typing (POST), against hello",
            5,
            ratio(save, lambda: small.post("/"), rounds=60),
        )
        report(
            "P6b",
            "the same, against a bare update and commit",
            15,
            ratio(save, raw_update(folder), rounds=60),
        )


def _browser(scenes: Scenes) -> FlaskClient:
    town = Town(scenes.parts.store, scenes.parts.clock())
    return Client(scenes.app, town, scenes.person(MEETLAT)).browser


def _saver(browser: FlaskClient, path: str, fields: dict[str, object]) -> Callable[[], object]:
    """Each time something else is typed, as somebody does: the same again would be no change and write nothing."""
    address = (path if path.endswith("/*") else path + "/*") + "/autosave"

    texts = itertools.count(1)

    def save() -> None:
        fields["evidence_note"] = f"Bladzijde {next(texts)} van het rapport."
        answer = browser.post(address, data=fields)
        assert answer.status_code == 200, answer.status_code
        said = answer.get_json()
        assert not said["conflict"], said
        saved = said["fields"]
        assert saved["revision"] != fields["revision"], "nothing was saved"
        fields.update(saved)

    return save


if __name__ == "__main__":
    main()
