"""The recorded baseline: later tables beside those of the award, kept sealed, for those who may."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from assessor.services import upkeep
from assessor.services.incoming import receive_table
from assessor.services.measurements import (
    Measurements,
    add_measurement,
    measurements,
    read_measurement,
    remove_measurement,
)
from assessor.services.refusals import Invalid, NotThere
from assessor.storage.models import Decision, Event, MeasuredTable
from assessor.storage.verify import verify
from tests.conftest import Round
from tests.databases import copy_of
from tests.services.measuring import REASON, funnel, later, put_in_use


@pytest.fixture
def in_use(published: Round) -> Round:
    return put_in_use(published)


def look(round: Round) -> Measurements:
    return round.town.look(measurements, round.manager, round.response)


def add(round: Round, *a: Any, **k: Any) -> str:
    return round.town.do(add_measurement, round.officer, round.response, later(*a, **k))


def test_the_award_is_the_baseline_and_stays_what_it_was(in_use: Round) -> None:
    before = look(in_use)
    assert [one.code for one in before.baseline] == ["T1", "T1x"]
    assert before.later == ()
    add(in_use)
    after = look(in_use)
    assert (after.baseline, after.figures) == (before.baseline, before.figures)


def test_a_later_table_is_put_beside_it_with_difference_interval_and_reading(in_use: Round) -> None:
    add(in_use)
    (one,) = look(in_use).later
    assert [str(d) for d in one.period] == ["2027-01-01", "2027-06-30"]
    assert (one.overlaps, one.faults) == (False, {})
    (women,) = (c for c in one.changes if c.code == "impact_ratio" and c.where.group == "women")
    assert women.quotient == pytest.approx(400 / 700)
    assert women.quotient_ci95 is not None
    assert women.reading == "worse"
    (unseen,) = (c for c in one.changes if c.code == "unseen_share")
    assert unseen.reading == "not_comparable", "the ways out were not delivered this time"


def test_several_measurements_are_a_list_the_newest_first(in_use: Round) -> None:
    add(in_use)
    add(in_use, 600, 740, period_from="2028-01-01", period_to="2028-12-31", name="T1-2028.csv")
    assert [one.period[0].year for one in look(in_use).later] == [2028, 2027]


def test_a_corrected_table_takes_the_place_of_the_one_before_and_a_second_click_changes_nothing(
    in_use: Round,
) -> None:
    first = add(in_use, 400)
    assert add(in_use, 400) == first
    second = add(in_use, 690)
    (one,) = look(in_use).later
    assert [t.id for t in one.tables] == [second]
    with in_use.town.house() as house:
        assert len(house.db.scalars(select(MeasuredTable)).all()) == 2


def test_a_table_that_was_put_here_by_mistake_can_be_taken_out(in_use: Round) -> None:
    id = add(in_use)
    in_use.town.do(remove_measurement, in_use.officer, in_use.response, id)
    in_use.town.do(remove_measurement, in_use.officer, in_use.response, id)
    assert look(in_use).later == ()
    with in_use.town.house() as house:
        verbs = [e.verb for e in house.db.scalars(select(Event).where(Event.verb.startswith("measurement_")))]
    assert sorted(verbs) == ["measurement_added", "measurement_removed"]


def test_a_period_that_is_not_later_is_refused_and_one_that_overlaps_is_said(in_use: Round) -> None:
    for last in ("2026-06-30", "2026-03-31"):
        with pytest.raises(Invalid) as refusal:
            add(in_use, period_from="2026-01-01", period_to=last)
        assert "30 juni 2026" in refusal.value.errors["file"].nl
    add(in_use, period_from="2026-04-01", period_to="2027-03-31")
    assert [one.overlaps for one in look(in_use).later] == [True]


def test_the_file_is_sealed_on_disk_given_back_as_it_was_and_known_to_the_upkeep(in_use: Round) -> None:
    id = add(in_use)
    found = in_use.town.look(read_measurement, in_use.auditor, in_use.response, id)
    assert (found.name, found.content) == ("T1-2027.csv", later().content)
    store = in_use.town.store
    assert all(b"Voorselectie" not in path.read_bytes() for path in store.files.folder.iterdir())
    with in_use.town.house() as house:
        assert upkeep.lost_files(house) == []
        row = house.db.get_one(MeasuredTable, id)
    ours = [fault for fault in verify(copy_of(store), store.files.folder) if "measured" in fault]
    assert ours == []
    (store.files.folder / row.stored_as).write_bytes(b"something else")
    assert [f for f in verify(copy_of(store), store.files.folder) if "measured" in f] == [
        f"measured_tables/{id}: the file {row.stored_as} is not what was stored"
    ]


def test_what_does_not_add_up_is_said(in_use: Round) -> None:
    content = funnel(400, 740, {"period_from": "2027-01-01", "period_to": "2027-06-30"}).replace(
        b",2000,400,1600,", b",2000,400,1500,"
    )
    in_use.town.do(add_measurement, in_use.officer, in_use.response, receive_table("T1", "T1.csv", content))
    assert set(look(in_use).later[0].faults) == {"T1"}


# --- who and when -----------------------------------------------------------------------------------------


def test_only_an_officer_of_the_tender_adds_and_manager_and_auditor_read(in_use: Round) -> None:
    town = in_use.town
    id = add(in_use)
    strangers = (in_use.vendor, in_use.other_vendor, in_use.assessor, in_use.administrator)
    for who in (in_use.officer, in_use.manager, in_use.auditor):
        assert town.look(measurements, who, in_use.response).may_add == (who is in_use.officer)
    for who in strangers:
        with pytest.raises(NotThere):
            town.look(measurements, who, in_use.response)
        with pytest.raises(NotThere):
            town.look(read_measurement, who, in_use.response, id)
    for who in (*strangers, in_use.manager, in_use.auditor):
        with pytest.raises(NotThere):
            town.do(add_measurement, who, in_use.response, later())
        with pytest.raises(NotThere):
            town.do(remove_measurement, who, in_use.response, id)


def test_an_offer_that_is_not_used_has_no_measurements(in_use: Round) -> None:
    with pytest.raises(NotThere):
        in_use.town.look(measurements, in_use.officer, in_use.other_response)
    in_use.town.later(days=1)
    in_use.town.put(
        Decision(
            tender_id=in_use.tender.id, response_id=in_use.response, choice="do_not_use", reason=REASON,
            by=in_use.manager.id, at=in_use.town.now,
        )
    )  # fmt: skip
    with pytest.raises(NotThere):
        look(in_use)


@pytest.mark.parametrize(("state", "there"), [("decided", False), ("awarded", False), ("running", True)])
def test_in_a_tender_there_is_nothing_to_measure_before_the_contract_runs(
    published: Round, state: str, there: bool
) -> None:
    put_in_use(published, "open", state)
    if there:
        add(published)
        assert len(look(published).later) == 1
    else:
        with pytest.raises(NotThere):
            look(published)


def test_after_the_contract_measurements_can_be_read_and_not_added(published: Round) -> None:
    put_in_use(published, "open", "ended")
    assert not look(published).may_add
    with pytest.raises(NotThere):
        add(published)
