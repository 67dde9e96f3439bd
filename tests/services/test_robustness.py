"""How firm an order is: weights tried out on earlier scores, and the order that stands; who may read either."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from sqlalchemy import select

from assessor.demo.stories import all_vendors
from assessor.domain.firmness import Firmness
from assessor.domain.permissions import Actor, Role
from assessor.services import robustness
from assessor.services.award import standing_of
from assessor.services.comparison import compare
from assessor.services.examples import QUESTIONNAIRE, examples
from assessor.services.finishing import finish_scoring
from assessor.services.gathering import offers_of
from assessor.services.refusals import NotThere
from assessor.services.robustness import MOST_TENDERS, Trial, TriedOut, firmness_of
from assessor.services.work import writing
from assessor.storage.models import AgreedScore, Response, Tender, TenderPerson
from assessor.storage.start import Store
from tests.factories import make_officer, make_person, make_tender, make_vendor
from tests.services.assessing import GATED, Stage, opened_stage
from tests.services.test_decisions import decide
from tests.services.test_standing import order, scored

assert (GATED.id, GATED.version) == QUESTIONNAIRE


def draft(stage: Stage, officer: Actor | None = None, **more: Any) -> Tender:
    return make_tender(stage.town, officer or stage.officer, **more)


def tried(stage: Stage, tender: Tender, officer: Actor | None = None) -> TriedOut:
    return stage.town.look(robustness.try_weights, officer or stage.officer, tender.id)


def trials(stage: Stage, tender: Tender, officer: Actor | None = None) -> tuple[Trial, ...]:
    found = tried(stage, tender, officer).trials
    assert found is not None
    return found


def firm(stage: Stage, reader: Actor) -> Firmness | None:
    return stage.town.look(compare, reader, stage.tender.id, with_firmness=True).firmness


# --- the examples -----------------------------------------------------------------------------------------


def test_the_examples_are_what_was_agreed_about_the_vendors_of_the_demonstration() -> None:
    played = all_vendors()
    assert [e.company for e in examples()] == [v.story.company for v in played]
    for example, vendor in zip(examples(), played, strict=True):
        assert {k: (a.anchor, a.evidence) for k, a in example.agreed.items()} == {
            k: (s.agreed.anchor, s.agreed.evidence) for k, s in vendor.all_scores.items()
        }
        assert example.gates == {q: gate.state for q, gate in vendor.all_gates.items()}


# --- before publication -----------------------------------------------------------------------------------


def test_a_draft_s_weights_are_tried_on_the_examples_and_on_own_earlier_offers(store: Store) -> None:
    stage = scored(store, "323", "333")
    invented, earlier = trials(stage, draft(stage))
    assert invented.found is not None
    # Who has a confirmed gate keeps no place, whatever the weights.
    gone = {e.company for e in examples() if "confirmed" in e.gates.values()}
    assert {name.nl for name in invented.found.out} == gone
    assert len(invented.found.offers) == 5 - len(gone)
    assert earlier.earlier == stage.tender.id
    assert earlier.name.nl == stage.tender.title
    assert earlier.found is not None
    assert [str(o.total) for o in earlier.found.offers] == ["56.25", "43.75"]
    assert earlier.unscored == 2, "HUM-02 was left open by both"


def test_earlier_offers_are_nameless_so_that_weights_fit_no_firm(store: Store) -> None:
    stage = scored(store, "323", "333")
    _, earlier = trials(stage, draft(stage))
    assert earlier.found is not None
    assert {o.name.en for o in earlier.found.offers} == {"Offer 1", "Offer 2"}
    assert "BV" not in repr(earlier)
    names = {id: n for n, id in enumerate(sorted(stage.responses), start=1)}
    assert earlier.found.first[0].name.en == f"Offer {names[stage.responses[1]]}"


def test_other_weights_and_minimums_of_the_draft_count(store: Store) -> None:
    # Of PRO-01, VAL-01 and HUM-01: the first is better at HUM, the second at VAL.
    stage = scored(store, "324", "342")
    zero = dict.fromkeys(("CTX", "BIA", "DAT", "TRA", "SEC", "ACC"), 0)
    usual = {name: trials(stage, draft(stage, award={"weights": zero | weights, "left_out": ["HUM-02"]}))[1].found
             for name, weights in {"val": {"VAL": 80, "HUM": 20}, "hum": {"VAL": 20, "HUM": 80}}.items()}  # fmt: skip
    assert usual["val"] is not None
    assert usual["hum"] is not None
    assert usual["val"].first[0].name != usual["hum"].first[0].name
    assert usual["val"].offers[0].drawn.places[0] > 9000
    least = [{"question": "VAL-01", "least": 3, "reason": "Nodig voor dit doel."}]
    _, earlier = trials(stage, draft(stage, award={"minimums": least}))
    assert earlier.found is None, "only one keeps a place"


def test_the_same_draft_gives_the_same_numbers_each_time_and_stores_nothing(store: Store) -> None:
    stage = scored(store, "323", "333")
    of = draft(stage)
    before = tried(stage, of)
    after = tried(stage, of)
    assert before.trials == after.trials
    assert after.tender.revision == of.revision


def test_without_the_use_nothing_can_be_tried_and_another_questionnaire_has_no_examples(store: Store) -> None:
    stage = scored(store, "323", "333")
    assert tried(stage, draft(stage, facts={})).trials is None
    assert trials(stage, draft(stage, questionnaire_version=2)) == ()


def test_only_own_tenders_with_the_same_questionnaire_whose_scores_are_in_are_used(store: Store) -> None:
    stage = scored(store, "323", "333")
    other = make_officer(stage.town)
    assert [t.earlier for t in trials(stage, draft(stage, other), other)] == [None], "not of that officer"
    with stage.town.house() as house, writing(house, stage.officer):
        house.db.add(TenderPerson(tender_id=stage.tender.id, person_id=other.id, part="manager",
                                  added_at=stage.town.now))  # fmt: skip
    assert [t.earlier for t in trials(stage, draft(stage, other), other)] == [None], (
        "a part, but not this one"
    )
    of = draft(stage)
    assert len(trials(stage, of)) == 2
    decide(stage, "return_to_assessors")
    assert len(trials(stage, of)) == 1, "scores that were returned are not in"
    stage.town.do(finish_scoring, stage.officer, stage.tender.id)
    assert len(trials(stage, of)) == 2


def test_what_was_opened_and_not_yet_handed_in_is_not_looked_into(store: Store) -> None:
    stage = opened_stage(store)
    stage.declare()
    stage.finish_sheets()
    stage.agree()
    assert [one.earlier for one in trials(stage, draft(stage))] == [None]


def copy_of(stage: Stage, title: str) -> None:
    """The tender of a stage once more, with its offers and what was agreed about them."""
    with stage.town.house() as house:
        row = house.db.get_one(Tender, stage.tender.id)
        same = {c.name: getattr(row, c.name) for c in Tender.__table__.columns if c.name != "id"}
        scores = [
            (s.response_id, s.question, s.module, s.anchor, s.evidence)
            for s in house.db.scalars(select(AgreedScore))
        ]
        offers = [
            (r.id, r.company_id, r.opened_scope)
            for r in house.db.scalars(select(Response))
            if r.tender_id == stage.tender.id
        ]
    made = make_tender(stage.town, stage.officer, **same | {"title": title, "created_at": stage.town.now})
    for id, company, scope in offers:
        copy = Response(tender_id=made.id, company_id=company, state="opened", wrapped_key=b"",
                        opened_scope=scope, created_at=stage.town.now)  # fmt: skip
        stage.town.put(copy)
        stage.town.put(
            *(
                AgreedScore(response_id=copy.id, question=q, module=m, anchor=a, evidence=e, reason="reden",
                            recorded_by=stage.assessors[0].id, at=stage.town.now)
                for of, q, m, a, e in scores if of == id
            )
        )  # fmt: skip


def test_no_more_than_the_newest_are_tried(store: Store) -> None:
    stage = scored(store, "323", "333")
    stage.town.now += datetime.timedelta(days=1)
    for number in range(MOST_TENDERS):
        copy_of(stage, f"Later {number} (fictief)")
    # One with a single offer takes nobody's place.
    make_tender(stage.town, stage.officer, state="opened", frozen="{}", frozen_sha256="-",
                scored_at=stage.town.now, opened_at=stage.town.now)  # fmt: skip
    names = [trial.name.nl for trial in trials(stage, draft(stage))[1:]]
    assert len(names) == MOST_TENDERS
    assert all(name.startswith("Later") for name in names)


@pytest.mark.parametrize(
    "who", ["other officer", "assessor", "manager", "auditor", "vendor", "administrator"]
)
def test_only_its_officers_try_a_draft_s_weights(store: Store, who: str) -> None:
    stage = opened_stage(store)
    of = make_tender(stage.town, stage.officer, stage.assessors[0], stage.manager)
    person = {
        "other officer": lambda: make_officer(stage.town),
        "assessor": lambda: stage.assessors[0],
        "manager": lambda: stage.manager,
        "auditor": lambda: make_person(stage.town, Role.AUDITOR),
        "vendor": lambda: make_vendor(stage.town, "Gamma BV (fictief)"),
        "administrator": lambda: make_person(stage.town, Role.ADMINISTRATOR),
    }[who]()
    with pytest.raises(NotThere):
        tried(stage, of, person)


def test_only_a_draft_that_can_end_in_an_award_is_tried(store: Store) -> None:
    stage = opened_stage(store)
    for tender in (stage.tender, draft(stage, procedure="market_consultation")):
        with pytest.raises(NotThere):
            tried(stage, tender)


# --- after the opening ------------------------------------------------------------------------------------


def test_officers_managers_and_auditors_read_how_firm_the_order_is_and_assessors_do_not(store: Store) -> None:
    stage = scored(store, "323", "333")
    for reader in (stage.officer, stage.manager, make_person(stage.town, Role.AUDITOR)):
        found = firm(stage, reader)
        assert found is not None
        assert [(o.name.nl.split()[0], o.place, str(o.total)) for o in found.offers] == order(stage)
        assert found.offers[0].drawn.places == (found.draws, 0), "better at VAL and as good at HUM"
    assert firm(stage, stage.assessors[0]) is None
    assert stage.town.look(compare, stage.manager, stage.tender.id).firmness is None, "only where asked"


def test_there_is_nothing_to_read_before_scores_are_in_while_returned_and_outside_a_tender(
    store: Store,
) -> None:
    stage = opened_stage(store)
    stage.declare()
    stage.finish_sheets("3", "2", "3")
    assert firm(stage, stage.officer) is None
    stage.agree()
    stage.town.do(finish_scoring, stage.officer, stage.tender.id)
    assert firm(stage, stage.officer) is not None
    decide(stage, "return_to_assessors")
    assert firm(stage, stage.officer) is None


def test_an_offer_set_aside_is_out_of_it_and_reading_changes_no_place(store: Store) -> None:
    minimum = {"minimums": [{"question": "VAL-01", "least": 3, "reason": "Nodig voor dit doel."}]}
    stage = scored(store, "324", "333", award=minimum)
    before = order(stage)
    assert firm(stage, stage.manager) is None, "one offer makes no order"
    decide(stage, "set_aside", stage.response, "VAL-01")
    assert firm(stage, stage.manager) is None
    assert [(v, r) for v, r, _ in order(stage)] == [(v, r) for v, r, _ in before]


def test_vendors_reach_none_of_it(store: Store) -> None:
    stage = scored(store, "323", "333")
    vendor = make_vendor(stage.town, "Gamma BV (fictief)")
    with pytest.raises(NotThere):
        firm(stage, vendor)
    with stage.town.house() as house:
        tender = house.db.get_one(Tender, stage.tender.id)
        offers = offers_of(house, tender)
        standing = standing_of(house, tender, offers)
        assert standing is not None
        assert firmness_of(house, vendor, tender, offers, standing) is None
