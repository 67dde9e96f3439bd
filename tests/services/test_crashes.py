"""Killed at any call that writes, a verb has done all of its work or nothing, and what it acknowledged is there."""

from __future__ import annotations

import contextlib
import datetime
import json
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from assessor.domain.answers import Key
from assessor.services.opening import close, confirm_opening, protocol
from assessor.services.responses import read_answers
from assessor.storage.start import Store
from assessor.storage.verify import head_in, verify
from tests import databases
from tests.conftest import Place, Round
from tests.databases import Server, copy_of
from tests.factories import DEADLINE, Town, fill_in, send
from tests.services.assessing import opened_stage
from tests.services.crashing import AT, ON_DISK, TO_SERVER, Nursery, Order, open_nursery

pytestmark = pytest.mark.all

Snapshot = dict[str, list[Any]]
Crash = tuple[str, int, bool]
"""At which call of a kind, and whether the verb had acknowledged by then."""


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with open_nursery() as nursery:
        yield nursery


@dataclass
class Bench:
    """A prepared installation, of which every crash gets a copy."""

    nursery: Nursery
    server: Server | None
    order: Order
    number: Iterator[int]

    @property
    def place(self) -> Place:
        return Place(self.order.url, Path(self.order.folder))

    @property
    def calls(self) -> tuple[str, ...]:
        return ON_DISK if self.server is None else TO_SERVER

    @property
    def step(self) -> int:
        """A server is asked ten times as much as a disk, and takes back by itself what was not committed."""
        return 1 if self.server is None else 4

    def crash(self, call: str, at: int, *, planted_fault: bool = False) -> tuple[bool, Place]:
        """Run the verb on a copy, killed at its n-th call of this kind if it makes so many; whether it was."""
        folder = Path(f"{self.order.folder}-{next(self.number)}")
        shutil.copytree(self.order.folder, folder)
        url = f"sqlite:///{folder}/data/assessor.db"
        if self.server is not None:
            url = self.server.url(self.server.new_database(like=str(make_url(self.order.url).database)))
        killed = self.nursery.run(
            replace(
                self.order, url=url, folder=str(folder), call=call, number=at, planted_fault=planted_fault
            )
        )
        place = Place(url, folder)
        self._wait_until_alone(place)
        return killed, place

    def _wait_until_alone(self, place: Place) -> None:
        """The server notices a moment later that a client is gone."""
        if self.server is None:
            return
        name = make_url(place.url).database
        until = time.monotonic() + 10
        while self.server.run(f"select 1 from pg_stat_activity where datname = '{name}'"):
            assert time.monotonic() < until
            time.sleep(0.01)

    def forget(self, place: Place) -> None:
        shutil.rmtree(place.folder)
        if self.server is not None:
            self.server.drop(str(make_url(place.url).database))


@contextmanager
def opened(place: Place) -> Iterator[Store]:
    """The installation, started again."""
    store = place.open(upgrade=False)
    try:
        yield store
    finally:
        store.engine.dispose()


def snapshot(copy: Path) -> Snapshot:
    """Every row of every table."""
    with contextlib.closing(sqlite3.connect(copy)) as database:
        names = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        return {
            name: sorted(database.execute(f"select * from {name}").fetchall(), key=repr) for name in names
        }


def sizes(found: Snapshot) -> dict[str, int]:
    return {table: len(rows) for table, rows in found.items()}


def acknowledged(place: Place) -> Any:
    """What the child said when it was done; None where it did not come to that, or not to the end of it."""
    try:
        return json.loads((place.folder / "acknowledged").read_text())
    except (FileNotFoundError, ValueError):
        return None


def faults_after(place: Place, before: Snapshot, after: dict[str, int]) -> list[str]:
    """What is wrong once the installation is started again; nothing when all or nothing was done."""
    with opened(place) as store:
        copy = copy_of(store)
        found, faults = snapshot(copy), verify(copy, store.files.folder)
    told = acknowledged(place)
    if sizes(found) != after:  # else the verification said whether it is all there
        faults += ["neither all nor nothing was done"] if found != before else []
        faults += ["acknowledged and not there"] if told is not None else []
    return faults


def whole_run(bench: Bench) -> tuple[Snapshot, dict[str, int]]:
    """Every row before the verb, and how many rows there are after it."""
    _, whole = bench.crash("", 0)
    with opened(whole) as store:
        after = sizes(snapshot(copy_of(store)))
    assert acknowledged(whole) is not None
    bench.forget(whole)
    with opened(bench.place) as store:
        before = snapshot(copy_of(store))
    assert after != sizes(before)
    return before, after


def sweep(bench: Bench, again: Callable[[Place], None] | None = None) -> list[Crash]:
    """Crash at every call of every kind that the verb makes; on a server, at every fourth."""
    before, after = whole_run(bench)
    crashes = []
    for call in bench.calls:
        for at in range(1, AT, bench.step):
            killed, place = bench.crash(call, at)
            assert faults_after(place, before, after) == [], f"{bench.order.verb}, {call} {at}"
            if again is not None:
                again(place)
            crashes += [(call, at, acknowledged(place) is not None)] if killed else []
            bench.forget(place)
            if not killed:
                break
    return crashes


# --- the verbs ----------------------------------------------------------------------------------------------


Prepare = Callable[[Town, str, str, str], Bench]


@pytest.fixture
def prepare(nursery: Nursery, kind: str, request: pytest.FixtureRequest) -> Prepare:
    """Makes a bench of a town that is ready for a verb of a person about something."""

    def make(town: Town, verb: str, person: str, about: str) -> Bench:
        engine = town.store.engine
        url, folder = engine.url.render_as_string(hide_password=False), town.store.files.folder.parents[1]
        engine.dispose()
        server: Server | None = request.getfixturevalue("server") if kind == databases.POSTGRESQL else None
        return Bench(
            nursery, server, Order(url, str(folder), verb, person, town.now.isoformat(), about), count()
        )

    return make


@pytest.fixture
def submitting(published: Round, prepare: Prepare) -> Bench:
    """A vendor that has filled in and is about to submit."""
    fill_in(published.town, published.vendor, published.response)
    return prepare(published.town, "submit", published.vendor.id, published.response)


def test_a_submission_is_whole_with_event_and_receipt_or_not_there_and_the_draft_always_is(
    submitting: Bench, published: Round
) -> None:
    response = submitting.order.about

    def submit_again(place: Place) -> None:
        told = acknowledged(place)
        with opened(place) as store:
            town = Town(store, published.town.now)
            drafts = town.look(read_answers, published.vendor, response)
            assert drafts[Key("CTX-01")].answer.value == {"main": "antwoord"}
            receipt = send(town, published.vendor, response, once="the-same-request")
            assert receipt["version"] == 1
            assert told in (None, receipt), "the same request gives the receipt that was given"
            assert verify(copy_of(store), store.files.folder, [head_in(receipt)]) == []

    crashes = sweep(submitting, submit_again)
    if submitting.server is None:
        assert ("fdatasync", 1, False) in crashes, "nothing is acknowledged before it is on disk"
        assert {told for _, _, told in crashes} == {False, True}, "before and after the acknowledgement"
    assert len(crashes) > 10


@pytest.mark.sqlite
def test_acknowledging_before_the_commit_would_be_found(submitting: Bench) -> None:
    before, after = whole_run(submitting)
    found = []
    for call in submitting.calls:
        for at in range(1, AT):
            killed, place = submitting.crash(call, at, planted_fault=True)
            found += faults_after(place, before, after)
            submitting.forget(place)
            if not killed:
                break
    assert set(found) == {"acknowledged and not there"}


@pytest.mark.sqlite
def test_a_file_of_evidence_is_there_with_its_row_or_without_both(published: Round, prepare: Prepare) -> None:
    fill_in(published.town, published.vendor, published.response)
    assert sweep(prepare(published.town, "add a file", published.vendor.id, published.response))


@pytest.mark.sqlite
def test_the_opening_opens_everything_or_nothing(published: Round, prepare: Prepare) -> None:
    town, tender = published.town, published.tender
    for vendor, response in (
        (published.vendor, published.response),
        (published.other_vendor, published.other_response),
    ):
        fill_in(town, vendor, response)
        send(town, vendor, response)
    town.now = DEADLINE + datetime.timedelta(hours=2)
    town.do(close, published.officer, tender.id)
    town.do(confirm_opening, published.officer, tender.id)

    def open_again(place: Place) -> None:
        with opened(place) as store:
            again = Town(store, town.now)
            again.do(confirm_opening, published.second_officer, tender.id)
            assert again.look(protocol, published.officer, tender.id)["received"] == 2
            assert verify(copy_of(store), store.files.folder) == []

    assert sweep(prepare(town, "open", published.second_officer.id, tender.id), open_again)


@pytest.mark.sqlite
def test_a_score_is_there_with_its_event_or_not(town: Town, prepare: Prepare) -> None:
    stage = opened_stage(town.store)
    stage.declare()
    town.now = stage.town.now
    assert sweep(prepare(town, "score", stage.assessors[0].id, stage.response))
