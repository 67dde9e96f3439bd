"""Contract conditions in a tender: values before publication, frozen by it, and what an officer may settle after it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from assessor.domain.chain import sha256
from assessor.domain.contract import Contract
from assessor.domain.permissions import Actor
from assessor.domain.report import Report
from assessor.services import conditions, reports, tenders
from assessor.services.assessments import assessment_of
from assessor.services.conditions import applying, choose_values
from assessor.services.finishing import finish_scoring
from assessor.services.refusals import Changed, Invalid, NotThere, Refused
from assessor.storage.models import Event, Tender
from assessor.storage.start import Store
from assessor.storage.verify import verify
from tests.databases import copy_of
from tests.factories import Town, make_officer, make_tender
from tests.services.assessing import GATED, Stage, opened_stage
from tests.services.test_tenders import ready

REASON = "Dit staat al in de verwerkersovereenkomst."
WORDS = {
    "title_nl": "Inzicht in de code",
    "title_en": "Access to the code",
    "text_nl": "De gemeente mag de code inzien.",
    "text_en": "The municipality may inspect the code.",
}


def stored(town: Town, id: str) -> Tender:
    with town.house() as house:
        return house.db.get_one(Tender, id)


def report(stage: Stage, response: str = "") -> Report:
    return stage.town.look(reports.report_of, stage.officer, response or stage.response)


def contract(stage: Stage) -> Contract:
    return report(stage).particulars.contract


def handed_in(store: Store, **tender: Any) -> Stage:
    stage = opened_stage(store, **tender)
    stage.hand_in()
    return stage


# --- before publication -----------------------------------------------------------------------------------


def test_an_officer_chooses_values_within_the_bounds_and_in_the_own_language(town: Town) -> None:
    officer = make_officer(town)
    tender = make_tender(town, officer)
    town.do(choose_values, officer, tender.id, "CC16", {"hours": "12", "penalty": "50.000"}, "nl")
    assert stored(town, tender.id).conditions == {"CC16": {"hours": 12, "penalty": 50000}}
    town.do(choose_values, officer, tender.id, "CC16", {"hours": "24", "penalty": "50,000"}, "en")
    assert stored(town, tender.id).conditions == {"CC16": {"penalty": 50000}}
    town.do(choose_values, officer, tender.id, "CC16", {"hours": "", "penalty": ""}, "nl")
    assert stored(town, tender.id).conditions == {}
    town.do(
        choose_values, officer, tender.id, "CC29", {"start": "1-12-2026", "lead": " Els (fictief) "}, "nl"
    )
    assert stored(town, tender.id).conditions["CC29"] == {"start": "2026-12-01", "lead": "Els (fictief)"}


@pytest.mark.parametrize(
    ("condition", "name", "typed"),
    [
        ("CC16", "hours", "3"),
        ("CC16", "hours", "73"),
        ("CC16", "hours", "12,5"),
        ("CC16", "hours", "twaalf"),
        ("CC16", "vendor_contact", "naam\x00"),
        ("CC29", "start", "31-11-2026"),
        ("CC32", "validity", "0,7"),
    ],
)
def test_what_may_not_stand_there_is_refused_at_its_field(
    town: Town, condition: str, name: str, typed: str
) -> None:
    officer = make_officer(town)
    tender = make_tender(town, officer)
    with pytest.raises(Invalid) as refusal:
        town.do(choose_values, officer, tender.id, condition, {name: typed}, "nl")
    assert set(refusal.value.errors) == {name}
    assert stored(town, tender.id).conditions == {}


def test_values_of_a_condition_that_is_not_there_or_changed_meanwhile_are_refused(town: Town) -> None:
    officer = make_officer(town)
    tender = make_tender(town, officer)
    with pytest.raises(NotThere):
        town.do(choose_values, officer, tender.id, "CC99", {}, "nl")
    with pytest.raises(Changed):
        town.do(choose_values, officer, tender.id, "CC16", {"hours": "12"}, "nl", 7)


def test_publication_freezes_triggers_and_values_under_its_hash(town: Town) -> None:
    officer = make_officer(town)
    tender = ready(town, officer)
    town.do(choose_values, officer, tender.id, "CC16", {"hours": "12"}, "nl")
    town.do(tenders.publish, officer, tender.id)
    published = stored(town, tender.id)
    assert published.frozen is not None
    assert sha256(published.frozen.encode()) == published.frozen_sha256
    frozen = {c["id"]: c for c in json.loads(published.frozen)["conditions"]}
    assert frozen["CC16"]["values"] == {"hours": 12, "days": 10, "penalty": 10000}
    with pytest.raises(NotThere):
        town.do(choose_values, officer, tender.id, "CC16", {"hours": "48"}, "nl")
    # What counts from here on is what was hashed.
    published.conditions = {"CC16": {"hours": 72}}
    assert tenders.condition_values(published)["CC16"]["hours"] == 12
    assert verify(copy_of(town.store), town.store.files.folder) == []


# --- after scoring ----------------------------------------------------------------------------------------


def test_what_applies_follows_from_the_agreed_scores_with_the_published_values(store: Store) -> None:
    stage = handed_in(store)
    entries = {c.id: c for c in report(stage).conditions}
    assert {"CC16", "CC22"} <= set(entries)
    assert "24 uur" in entries["CC16"].text.nl
    assert "[meldpunt bij de leverancier]" in entries["CC16"].text.nl
    assert [b.en for b in entries["CC16"].blanks] == ["Contact at the vendor", "Contact at the municipality"]


def test_what_applies_is_counted_for_all_offers_at_once(store: Store) -> None:
    stage = handed_in(store)

    def counted() -> list[int]:
        with stage.town.house() as house:
            tender = house.db.get_one(Tender, stage.tender.id)
            all_of_them = {id: assessment_of(house, stage.officer, id) for id in stage.responses}
            by_response = applying(house, tender, all_of_them)
        assert list(by_response.values()) == [len(report(stage, id).conditions) for id in stage.responses]
        return list(by_response.values())

    first, second = counted()
    stage.town.do(conditions.switch_off, stage.officer, stage.response, "CC16", REASON)
    assert counted() == [first - 1, second]
    stage.town.do(conditions.switch_on, stage.officer, stage.response, "CC16", REASON)
    assert counted() == [first, second]


def test_a_condition_is_switched_off_with_a_reason_and_on_again(store: Store) -> None:
    stage = handed_in(store)
    do = stage.town.do
    with pytest.raises(Invalid):
        do(conditions.switch_off, stage.officer, stage.response, "CC16", "nee")
    do(conditions.switch_off, stage.officer, stage.response, "CC16", REASON)
    found = report(stage)
    assert "CC16" not in {c.id for c in found.conditions}
    assert [(o.condition.id, o.reason) for o in found.settled.off] == [("CC16", REASON)]
    # of this vendor only
    assert "CC16" in {c.id for c in report(stage, stage.responses[1]).conditions}
    with pytest.raises(Refused):
        do(conditions.switch_off, stage.officer, stage.response, "CC16", REASON)
    do(conditions.switch_on, stage.officer, stage.response, "CC16", REASON)
    with pytest.raises(Refused):
        do(conditions.switch_on, stage.officer, stage.response, "CC16", REASON)
    assert "CC16" in {c.id for c in report(stage).conditions}
    steps = stage.town.look(conditions.history, stage.officer, stage.response, "CC16")
    assert [row.kind for row, _ in steps] == ["switched_off", "switched_on"]
    with stage.town.house() as house:
        verbs = house.db.scalars(select(Event.verb).where(Event.verb.startswith("condition_"))).all()
    assert sorted(verbs) == ["condition_switched_off", "condition_switched_on"]
    assert verify(copy_of(store), store.files.folder) == []


def test_a_condition_that_does_not_follow_cannot_be_switched_off(store: Store) -> None:
    stage = handed_in(store)
    with pytest.raises(Refused):
        stage.town.do(conditions.switch_off, stage.officer, stage.response, "CC13", REASON)
    with pytest.raises(NotThere):
        stage.town.do(conditions.switch_off, stage.officer, stage.response, "CC99", REASON)


def test_names_and_dates_are_filled_in_and_numbers_stay_as_published(store: Store) -> None:
    stage = handed_in(store)
    given = {"vendor_contact": "Piet Puk (fictief)", "buyer_contact": "", "hours": "1"}
    stage.town.do(conditions.fill_in, stage.officer, stage.response, "CC16", given)
    stage.town.do(conditions.fill_in, stage.officer, stage.response, "CC22", {"plan_date": "2026-12-24"})
    entries = {c.id: c for c in report(stage).conditions}
    assert "leverancier is Piet Puk (fictief)" in entries["CC16"].text.nl
    assert "24 hours" in entries["CC16"].text.en
    assert [b.nl for b in entries["CC16"].blanks] == ["Meldpunt bij de gemeente"]
    assert "24 December 2026" in entries["CC22"].text.en
    with pytest.raises(Invalid):
        stage.town.do(conditions.fill_in, stage.officer, stage.response, "CC22", {"plan_date": "morgen"})
    with pytest.raises(NotThere):
        stage.town.do(conditions.fill_in, stage.officer, stage.response, "CC01", {"hours": "3"})


def test_in_a_tender_what_was_not_published_is_only_noted(store: Store) -> None:
    stage = handed_in(store)
    do = stage.town.do
    before = report(stage).conditions
    do(conditions.add_own, stage.officer, stage.response, "to_discuss", WORDS)
    found = report(stage)
    assert found.conditions == before
    assert [c.title.nl for c in found.settled.to_discuss] == ["Inzicht in de code"]
    with pytest.raises(NotThere):
        do(conditions.add_own, stage.officer, stage.response, "added", WORDS)
    with pytest.raises(NotThere):
        do(conditions.reword, stage.officer, stage.response, "CC16", "Andere tekst.", "Other text.", REASON)
    do(conditions.take_out, stage.officer, stage.response, "E01")
    assert report(stage).settled.to_discuss == ()
    with pytest.raises(NotThere):
        do(conditions.take_out, stage.officer, stage.response, "E01")
    do(conditions.add_own, stage.officer, stage.response, "to_discuss", WORDS)
    assert [c.id for c in report(stage).settled.to_discuss] == ["E02"]


def test_outside_a_tender_words_are_free(store: Store) -> None:
    stage = handed_in(store, procedure="existing_product")
    do = stage.town.do
    do(
        conditions.reword,
        stage.officer,
        stage.response,
        "CC16",
        "Eigen tekst {hours}.",
        "Our own text.",
        REASON,
    )
    do(conditions.add_own, stage.officer, stage.response, "added", WORDS)
    entries = {c.id: c for c in report(stage).conditions}
    assert entries["CC16"].text.nl == "Eigen tekst {hours}."
    assert entries["CC16"].is_reworded
    assert entries["E01"].text.en == WORDS["text_en"]
    do(conditions.restore, stage.officer, stage.response, "CC16")
    with pytest.raises(Refused):
        do(conditions.restore, stage.officer, stage.response, "CC16")
    do(conditions.take_out, stage.officer, stage.response, "E01")
    entries = {c.id: c for c in report(stage).conditions}
    assert "24 uur" in entries["CC16"].text.nl
    assert "E01" not in entries


def test_in_a_negotiated_procedure_words_are_free_until_the_scores_are_handed_in(store: Store) -> None:
    stage = opened_stage(store, procedure="negotiated")
    arguments = (stage.response, "CC16", "Eigen tekst.", "Our own text.", REASON)
    with pytest.raises(NotThere):
        stage.town.do(conditions.reword, stage.officer, *arguments)
    stage.declare()
    stage.finish_sheets()
    stage.agree()
    stage.town.do(conditions.reword, stage.officer, *arguments)
    stage.town.do(finish_scoring, stage.officer, stage.tender.id)
    with pytest.raises(NotThere):
        stage.town.do(conditions.reword, stage.officer, *arguments)
    entries = {c.id: c for c in report(stage).conditions}
    assert (entries["CC16"].text.en, entries["CC16"].is_reworded) == ("Our own text.", True)


VERBS: dict[str, tuple[Callable[..., None], tuple[Any, ...]]] = {
    "off": (conditions.switch_off, ("CC16", REASON)),
    "on": (conditions.switch_on, ("CC16", REASON)),
    "fill": (conditions.fill_in, ("CC16", {"vendor_contact": "A"})),
    "note": (conditions.add_own, ("to_discuss", WORDS)),
    "add": (conditions.add_own, ("added", WORDS)),
    "reword": (conditions.reword, ("CC16", "Eigen tekst.", "Our own text.", REASON)),
    "restore": (conditions.restore, ("CC16",)),
}


@pytest.mark.parametrize("verb", VERBS)
def test_only_an_officer_of_the_tender_settles_anything(store: Store, verb: str) -> None:
    stage = handed_in(store, procedure="existing_product")
    before, (call, arguments) = contract(stage), VERBS[verb]
    others: list[Actor] = [*stage.assessors, stage.manager, make_officer(stage.town)]
    for actor in [*others, replace(stage.officer, id="x" * 32)]:
        with pytest.raises(NotThere):
            stage.town.do(call, actor, stage.response, *arguments)
    assert contract(stage) == before


def test_before_the_scores_are_handed_in_nothing_can_be_settled(store: Store) -> None:
    stage = opened_stage(store)
    for call, arguments in VERBS.values():
        with pytest.raises(NotThere):
            stage.town.do(call, stage.officer, stage.response, *arguments)


def test_a_report_made_before_something_was_settled_is_not_taken_for_the_one_after(store: Store) -> None:
    stage = handed_in(store)
    before = stage.town.do(reports.ask_for_report, stage.officer, stage.response, "nl")
    stage.town.do(conditions.switch_off, stage.officer, stage.response, "CC16", REASON)
    after = stage.town.do(reports.ask_for_report, stage.officer, stage.response, "nl")
    assert before.input_sha256 != after.input_sha256


def test_the_questionnaire_of_these_tests_triggers_what_they_say() -> None:
    assert [t.id for t in GATED.by_id["VAL-01"].conditions] == ["CC16", "CC22"]
