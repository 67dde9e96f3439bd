"""What the own organisation has to arrange: noted by an officer, read by the buyer's people, never a vendor's."""

from __future__ import annotations

import datetime

import pytest
from sqlalchemy import select

from assessor.domain.permissions import Actor, Role
from assessor.domain.readiness import Planned
from assessor.services.readiness import plan_task, planned_in, readiness_of
from assessor.services.refusals import Invalid, NotThere
from assessor.storage.models import Event, Tender
from assessor.storage.start import Store
from tests.factories import make_officer, make_person, make_tender, make_vendor, publish
from tests.services.buyers import BuyersTown

DAY = datetime.date(2027, 1, 15)


@pytest.fixture
def town(store: Store) -> BuyersTown:
    return BuyersTown(store)


@pytest.fixture
def officer(town: BuyersTown) -> Actor:
    return make_officer(town)


@pytest.fixture
def tender(town: BuyersTown, officer: Actor) -> Tender:
    return make_tender(town, officer)


def planned(town: BuyersTown, tender: Tender) -> dict[str, Planned]:
    with town.house() as house:
        return planned_in(house, tender)


def events(town: BuyersTown) -> list[Event]:
    with town.house() as house:
        return list(house.db.scalars(select(Event).where(Event.verb == "readiness_planned")))


def test_an_officer_notes_who_and_when_and_the_newest_counts(
    town: BuyersTown, officer: Actor, tender: Tender
) -> None:
    town.do(plan_task, officer, tender.id, "CTX-04", owner=" HR ", due=DAY, note="Eerst de raad.")
    town.do(plan_task, officer, tender.id, "CTX-04", owner="HR", due=DAY, done=True)
    assert planned(town, tender) == {"CTX-04": Planned("HR", DAY, done=True)}
    found = town.look(readiness_of, officer, tender.id)
    assert [task.question for task in found.tasks] == ["CTX-04", "HUM-12"]
    assert found.done == 1
    assert [one.about for one in events(town)] == [
        {"question": "CTX-04", "done": False, "due": "2027-01-15"},
        {"question": "CTX-04", "done": True, "due": "2027-01-15"},
    ]


def test_what_did_not_change_leaves_no_trace(town: BuyersTown, officer: Actor, tender: Tender) -> None:
    town.do(plan_task, officer, tender.id, "HUM-12")
    assert planned(town, tender) == {}
    town.do(plan_task, officer, tender.id, "HUM-12", owner="HR")
    town.do(plan_task, officer, tender.id, "HUM-12", owner="HR")
    assert len(events(town)) == 1


def test_nothing_is_done_by_nobody(town: BuyersTown, officer: Actor, tender: Tender) -> None:
    with pytest.raises(Invalid) as refused:
        town.do(plan_task, officer, tender.id, "CTX-04", done=True)
    assert set(refused.value.errors) == {"owner"}


@pytest.mark.parametrize("question", ["VAL-01", "XYZ-01"])
def test_only_a_task_can_be_planned(town: BuyersTown, officer: Actor, tender: Tender, question: str) -> None:
    with pytest.raises(NotThere):
        town.do(plan_task, officer, tender.id, question, owner="HR")


def test_a_vendor_finds_no_list_and_a_manager_only_reads_it(town: BuyersTown, officer: Actor) -> None:
    manager, vendor = make_person(town, Role.MANAGER), make_vendor(town)
    tender = make_tender(town, officer, manager, vendors=(vendor,))
    publish(town, tender)
    assert town.look(readiness_of, manager, tender.id).tasks
    for who in (manager, vendor):
        with pytest.raises(NotThere):
            town.do(plan_task, who, tender.id, "CTX-04", owner="HR")
    with pytest.raises(NotThere):
        town.look(readiness_of, vendor, tender.id)
    town.do(plan_task, officer, tender.id, "CTX-04", owner="HR")
    assert planned(town, tender)["CTX-04"].owner == "HR"
