"""The award's sub-criteria: set up, published, and never a question that not every vendor gets."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assessor.domain.award import award_from_json
from assessor.domain.permissions import Actor
from assessor.services import setting_up, tenders
from assessor.services.criteria import award_of
from assessor.services.refusals import Changed, Invalid, NotThere, Refused
from assessor.storage.models import Tender
from tests.factories import QUESTIONNAIRE, Town, make_officer, make_tender
from tests.services.test_tenders import obstacles, ready

OWN = {d.code: d.weight for d in QUESTIONNAIRE.dimensions if not d.gate}
COUNTS = {"CTX": ("CTX-01",), "VAL": ("VAL-01",), "HUM": ("HUM-01", "HUM-02")}
"""What every vendor gets in the quick scan of the tests; HUM-03 follows from an answer."""
CHOSEN = dict.fromkeys(OWN, 0) | {"CTX": 10, "VAL": 50, "HUM": 40}


@pytest.fixture
def officer(town: Town) -> Actor:
    return make_officer(town)


@pytest.fixture
def draft(town: Town, officer: Actor) -> Tender:
    return ready(town, officer)


def stored(town: Town, tender: Tender) -> Tender:
    with town.house() as house:
        return house.db.get_one(Tender, tender.id)


def weigh(town: Town, officer: Actor, tender: Tender, weights: Any = CHOSEN, counted: Any = None) -> None:
    town.do(setting_up.edit_weights, officer, tender.id, weights, counted)


def refused(town: Town, officer: Actor, tender: Tender, weights: Any, counted: Any = None) -> set[str]:
    with pytest.raises(Invalid) as refusal:
        weigh(town, officer, tender, weights, counted)
    return set(refusal.value.errors)


def counting(town: Town, tender: Tender) -> dict[str, tuple[str, ...]]:
    award = award_of(QUESTIONNAIRE, stored(town, tender))
    assert award is not None
    return {s.code: s.questions for s in award.sub_criteria if s.questions}


def test_the_questionnaires_weights_are_spread_over_what_can_count(
    town: Town, officer: Actor, draft: Tender
) -> None:
    with town.house() as house:
        weights = tenders.weights_of(house, stored(town, draft))
    assert {code: weight for code, weight in weights.items() if weight} == {"CTX": 13, "VAL": 44, "HUM": 43}
    assert counting(town, draft) == COUNTS


def test_chosen_weights_stay_through_other_pages_and_can_be_given_up_again(
    town: Town, officer: Actor, draft: Tender
) -> None:
    weigh(town, officer, draft, counted=["CTX-01", "VAL-01", "HUM-02"])
    town.do(setting_up.edit_award, officer, draft.id, agreement="average")
    assert stored(town, draft).award["weights"] == CHOSEN
    assert counting(town, draft) == COUNTS | {"HUM": ("HUM-02",)}
    weigh(town, officer, draft, None)
    assert "weights" not in stored(town, draft).award
    assert counting(town, draft) == COUNTS | {"HUM": ("HUM-02",)}


@pytest.mark.parametrize(
    ("weights", "fields"),
    [
        (CHOSEN | {"VAL": 51}, {"weights"}),
        (CHOSEN | {"VAL": -1}, {"weights.VAL"}),
        (CHOSEN | {"VAL": 101}, {"weights.VAL"}),
        (CHOSEN | {"VAL": True}, {"weights.VAL"}),
        ({"PRO": 5}, {"weights.PRO"}),
        ({"ABC": 5}, {"weights.ABC"}),
        # No vendor gets a question of these in the quick scan, so nothing could be earned with them.
        (CHOSEN | {"VAL": 40, "SEC": 10}, {"weights.SEC"}),
        (CHOSEN | {"VAL": 30, "SEC": 10, "BIA": 10}, {"weights.SEC", "weights.BIA"}),
    ],
)
def test_a_weight_that_cannot_be_is_refused_at_its_field(
    town: Town, officer: Actor, draft: Tender, weights: dict[str, int], fields: set[str]
) -> None:
    before = stored(town, draft).award
    assert refused(town, officer, draft, weights) == fields
    assert stored(town, draft).award == before


@pytest.mark.parametrize("forged", ["HUM-03", "SEC-01", "PRO-01", "VAL-99", "", "'; drop table tenders"])
def test_a_question_that_not_every_vendor_gets_cannot_be_chosen_however_it_is_asked(
    town: Town, officer: Actor, draft: Tender, forged: str
) -> None:
    all_of_them = [q for ids in COUNTS.values() for q in ids]
    assert refused(town, officer, draft, CHOSEN, [*all_of_them, forged]) == {"counted"}
    assert counting(town, draft) == COUNTS


def test_at_least_one_question_stays_where_there_is_a_weight(
    town: Town, officer: Actor, draft: Tender
) -> None:
    assert refused(town, officer, draft, CHOSEN, ["VAL-01", "HUM-01"]) == {"weights.CTX"}
    weigh(town, officer, draft, CHOSEN | {"CTX": 0, "VAL": 60}, ["VAL-01", "HUM-01"])
    assert counting(town, draft) == {"VAL": ("VAL-01",), "HUM": ("HUM-01",)}
    town.do(tenders.publish, officer, draft.id)


def test_leaving_out_everything_without_weights_is_refused_too(
    town: Town, officer: Actor, draft: Tender
) -> None:
    assert refused(town, officer, draft, None, []) >= {"weights.VAL", "weights.HUM", "weights.CTX"}


def test_what_another_use_or_size_makes_of_the_weights_is_caught_at_publication(
    town: Town, officer: Actor
) -> None:
    full = ready(town, officer, tier="full")
    weigh(town, officer, full, CHOSEN | {"VAL": 40, "SEC": 10})
    assert obstacles(town, full) == []
    basics = setting_up.Basics(
        full.title, full.buyer, full.procedure, full.questionnaire, full.questionnaire_version,
        tier="quick", test=True,
    )  # fmt: skip
    town.do(setting_up.edit_basics, officer, full.id, basics)
    [reason] = obstacles(town, full)
    assert "no question that counts" in reason
    assert "every vendor gets" in reason
    name = QUESTIONNAIRE.dimension_by_code["SEC"].name.en
    assert f": {name}. Set that weight to 0" in reason
    with pytest.raises(Refused):
        town.do(tenders.publish, officer, full.id)
    weigh(town, officer, full)
    town.do(tenders.publish, officer, full.id)


def test_outside_a_tender_weights_are_in_nobodys_way(town: Town, officer: Actor) -> None:
    draft = ready(town, officer, procedure="market_consultation")
    assert obstacles(town, draft) == []
    published = town.do(tenders.publish, officer, draft.id)
    assert json.loads(published.frozen or "")["award"] is None
    assert award_of(QUESTIONNAIRE, published) is None


def test_without_the_use_weights_are_kept_and_nothing_can_be_ticked(town: Town, officer: Actor) -> None:
    draft = make_tender(town, officer, facts={})
    weigh(town, officer, draft, OWN)
    assert refused(town, officer, draft, OWN, ["VAL-01"]) == {"counted"}
    assert stored(town, draft).award["weights"] == OWN


def test_publication_freezes_weights_questions_and_formula(town: Town, officer: Actor, draft: Tender) -> None:
    weigh(town, officer, draft, counted=["CTX-01", "VAL-01", "HUM-02"])
    published = town.do(tenders.publish, officer, draft.id)
    frozen = json.loads(published.frozen or "")["award"]
    assert frozen["formula"] == 1
    assert any("÷ 4" in words["nl"] for words in frozen["words"])
    assert {s["code"]: s["questions"] for s in frozen["sub_criteria"] if s["weight"]} == {
        "CTX": ["CTX-01"], "VAL": ["VAL-01"], "HUM": ["HUM-02"],
    }  # fmt: skip
    # Whatever would happen to the columns, what was published is what counts.
    with town.house() as house:
        row = house.db.get_one(Tender, draft.id)
        row.award, row.facts, row.tier = {}, {"effect": "informs"}, "full"
        assert award_of(QUESTIONNAIRE, row) == award_from_json(frozen)
    for weights, counted in ((CHOSEN, None), (None, [])):
        with pytest.raises(NotThere):
            weigh(town, officer, draft, weights, counted)


def test_nobody_but_its_officers_sets_weights_and_not_over_anothers_change(
    town: Town, officer: Actor, draft: Tender
) -> None:
    with pytest.raises(NotThere):
        weigh(town, make_officer(town), draft)
    weigh(town, officer, draft)
    with pytest.raises(Changed):
        town.do(setting_up.edit_weights, officer, draft.id, CHOSEN, None, draft.revision)
