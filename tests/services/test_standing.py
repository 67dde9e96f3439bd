"""Who stands where by the published formula, and that the award goes to the first and to nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event, select

from assessor.domain.permissions import Actor
from assessor.services import decisions, gates, scoring
from assessor.services.award import Place, Standing
from assessor.services.comparison import compare
from assessor.services.finishing import finish_scoring
from assessor.services.refusals import Refused
from assessor.services.work import writing
from assessor.storage.models import Company, Event, Tender
from assessor.storage.start import Store
from tests.services.assessing import HUM, OPEN, VAL, Stage, add_vendors, give_label, judge, opened_stage
from tests.services.test_decisions import MINIMUM, WHY, decide

# In the questionnaire of these tests every vendor gets VAL-01, HUM-01 (per module) and HUM-02, which both left open.
# So VAL weighs 50 and HUM 50 of 100, and of HUM at most 25 can be earned.


def scored(store: Store, first: str = "333", second: str = "333", **tender: Any) -> Stage:
    """A tender with the scores handed in: of each response those of PRO-01, VAL-01 and HUM-01."""
    stage = opened_stage(store, **tender)
    stage.declare()
    for assessor in stage.assessors:
        for response, anchors in zip(stage.responses, (first, second), strict=True):
            stage.score(assessor, response, *anchors)
            stage.town.do(scoring.make_final, assessor, response)
    stage.agree()
    stage.town.do(finish_scoring, stage.officer, stage.tender.id)
    return stage


def standing(stage: Stage, reader: Actor | None = None) -> Standing | None:
    return stage.town.look(compare, reader or stage.manager, stage.tender.id).standing


def order(stage: Stage) -> list[tuple[str, int | None, str]]:
    found = standing(stage)
    assert found is not None
    return [(p.vendor.split()[0], p.rank, str(p.points.total)) for p in found.places]


def place(stage: Stage, response: str) -> Place:
    found = standing(stage)
    assert found is not None
    return found.by_response[response]


def test_the_best_points_stand_first_and_the_award_goes_there_only(store: Store) -> None:
    stage = scored(store, "323", "333")
    assert order(stage) == [("Alfa", 1, "56.25"), ("Beta", 2, "43.75")]
    lower, higher = stage.responses
    with pytest.raises(Refused) as refusal:
        decide(stage, "approve_award", lower)
    assert refusal.value.message.en == (
        "The award follows from the published formula. First is Alfa BV (fictief) with 56.25 points. "
        "Beta BV (fictief) has 43.75 points and is in place 2."
    )
    assert "Eerste is Alfa BV (fictief) met 56,25 punten." in refusal.value.message.nl
    assert stage.town.look(decisions.decisions_of, stage.manager, stage.tender.id) == []
    decide(stage, "approve_award", higher)
    with stage.town.house() as house:
        [noted] = house.db.scalars(select(Event).where(Event.verb == "decided"))
    assert noted.about["points"] == {higher: "56.25", lower: "43.75"}, "the trail keeps what it followed from"


@pytest.mark.parametrize("number", [0, 1])
def test_of_equal_firsts_any_can_be_approved(store: Store, number: int) -> None:
    stage = scored(store)
    assert order(stage) == [("Alfa", 1, "56.25"), ("Beta", 1, "56.25")]
    decide(stage, "approve_award", stage.responses[number])


def test_each_total_unfolds_to_what_its_questions_gave(store: Store) -> None:
    stage = scored(store, "342", "333")
    one = place(stage, stage.response)
    parts = {part.criterion.code: part for part in one.points.parts if part.criterion.weight}
    assert {c: (p.criterion.weight, p.sum, p.most, str(p.points)) for c, p in parts.items()} == {
        "VAL": (50, 3, 4, "37.50"),  # a 4 with an internal report counts as 3
        "HUM": (50, 2, 8, "12.50"),  # HUM-02 was left open
    }
    assert [(v.key, v.anchor, v.value) for v in parts["HUM"].questions] == [
        (HUM, 2, 2),
        (OPEN, "unanswered", 0),
    ]
    assert str(one.points.total) == "50.00"


def test_there_is_no_order_before_the_scores_are_in_nor_while_they_are_returned(store: Store) -> None:
    stage = opened_stage(store)
    stage.declare()
    stage.finish_sheets()
    stage.agree()
    assert standing(stage, stage.officer) is None
    stage.town.do(finish_scoring, stage.officer, stage.tender.id)
    assert standing(stage) is not None
    decide(stage, "return_to_assessors")
    assert standing(stage) is None


def test_an_offer_that_misses_a_minimum_has_no_place_and_the_reason_stands_there(store: Store) -> None:
    stage = scored(store, "324", "333", award=MINIMUM)
    missing, fine = stage.responses
    assert [(v, rank) for v, rank, _ in order(stage)] == [("Alfa", 1), ("Beta", None)]
    assert place(stage, missing).why_not is not None
    assert "Misses: VAL-01" in place(stage, missing).why_not.en  # type: ignore[union-attr]
    with pytest.raises(Refused):
        decide(stage, "approve_award", missing)
    decide(stage, "set_aside", missing, "VAL-01")
    assert place(stage, missing).why_not.nl.startswith("Terzijde gelegd: niet voldaan aan VAL-01")  # type: ignore[union-attr]
    decide(stage, "approve_award", fine)
    assert [(v, rank) for v, rank, _ in order(stage)] == [("Alfa", 1), ("Beta", None)]


def test_a_confirmed_gate_takes_the_first_out_of_the_order(store: Store) -> None:
    stage = opened_stage(store)
    stage.declare()
    for assessor in stage.assessors:
        for response, anchors in zip(stage.responses, ("033", "322"), strict=True):
            stage.score(assessor, response, *anchors)
            stage.town.do(scoring.make_final, assessor, response)
    stage.agree()
    anna, bram = stage.assessors
    give_label(stage, bram, "jurist")
    row = stage.town.do(gates.propose_gate, anna, stage.response, "PRO-01", "confirmed", WHY)
    stage.town.do(gates.confirm_gate, bram, row.id)
    stage.town.do(finish_scoring, stage.officer, stage.tender.id)
    assert order(stage) == [("Alfa", 1, "37.50"), ("Beta", None, "56.25")]
    with pytest.raises(Refused):
        decide(stage, "approve_award", stage.response)
    decide(stage, "approve_award", stage.responses[1])


def test_a_suspected_gate_and_a_bad_risk_level_change_no_place(store: Store) -> None:
    """What is only suspected, and what the risk assessment says, is not in the formula."""
    stage = scored(store, "033", "322")
    assert order(stage) == [("Beta", 1, "56.25"), ("Alfa", 2, "37.50")]
    rows = {r.response_id: r for r in stage.town.look(compare, stage.manager, stage.tender.id).rows}
    assessment = rows[stage.response].assessment
    assert assessment is not None
    assert assessment.suspected
    decide(stage, "approve_award", stage.response)


def test_nobody_has_a_place_when_all_miss_something(store: Store) -> None:
    stage = scored(store, "322", "322", award=MINIMUM)
    found = standing(stage)
    assert found is not None
    assert found.first == ()
    for response in stage.responses:
        with pytest.raises(Refused):
            decide(stage, "approve_award", response)


def test_the_frozen_weights_and_questions_count(store: Store) -> None:
    award = {"weights": dict.fromkeys(("CTX", "BIA", "DAT", "TRA", "SEC", "ACC"), 0) | {"VAL": 20, "HUM": 80},
             "left_out": ["HUM-02"]}  # fmt: skip
    stage = scored(store, "343", "324", award=award)
    # VAL: 3 and 2 of 4; HUM-01 alone: 3 and, without better evidence than a report, 3 of 4.
    assert order(stage) == [("Beta", 1, "75.00"), ("Alfa", 2, "70.00")]
    with stage.town.house() as house, writing(house, stage.officer):
        house.db.get_one(Tender, stage.tender.id).award = {}
    assert order(stage) == [("Beta", 1, "75.00"), ("Alfa", 2, "70.00")]


def test_outside_a_tender_and_without_a_published_formula_there_is_no_order(store: Store) -> None:
    assert standing(scored(store, procedure="market_consultation")) is None


def test_a_newer_agreed_score_counts_and_the_name_of_a_vendor_never(store: Store) -> None:
    stage = scored(store, "323", "333")
    decide(stage, "return_to_assessors")
    stage.town.do(scoring.record_agreed, stage.assessors[0], stage.response, VAL, judge("4", "E3"))
    stage.town.do(finish_scoring, stage.officer, stage.tender.id)
    assert order(stage) == [("Beta", 1, "68.75"), ("Alfa", 2, "56.25")]
    with stage.town.house() as house, writing(house, stage.officer):
        for n, company in enumerate(house.db.scalars(select(Company).order_by(Company.name))):
            company.name = f"{'AZ'[n]} BV (fictief)"
    assert [(rank, points) for _, rank, points in order(stage)] == [(1, "68.75"), (2, "56.25")]


def test_deciding_reads_as_many_times_for_many_vendors_as_for_few(store: Store) -> None:
    stage = scored(store, "323", "333")

    def queries() -> int:
        seen: list[str] = []
        listener = lambda *args: seen.append(args[2])  # noqa: E731
        event.listen(stage.town.store.engine, "before_cursor_execute", listener)
        with pytest.raises(Refused):
            decide(stage, "approve_award", stage.response)
        event.remove(stage.town.store.engine, "before_cursor_execute", listener)
        return len(seen)

    few = queries()
    add_vendors(stage, 20)
    assert queries() == few
