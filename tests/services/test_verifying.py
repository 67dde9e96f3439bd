"""Verifying the presumptive winner: starting it, what the vendor finds, and what it means for the award."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from sqlalchemy import select

from assessor.domain.actions import Action
from assessor.domain.decisions import choices_for
from assessor.domain.permissions import Actor
from assessor.domain.procedures import PROCEDURES
from assessor.domain.verification import Outcome
from assessor.services import decisions, participants, scoring, tenders
from assessor.services.access import find_response, responses_of_vendor, tenders_for
from assessor.services.carrying import earlier_of, earlier_scores
from assessor.services.evidence import list_files, read_file
from assessor.services.finishing import finish_scoring
from assessor.services.opening import close, confirm_opening
from assessor.services.refusals import Invalid, NotThere, Refused
from assessor.services.reports import ask_for_report, report_of
from assessor.services.responses import declare_scope, filling
from assessor.services.verifying import start_verification, starting, verification
from assessor.storage.engine import begin_writing
from assessor.storage.models import Event, Response, Tender
from assessor.storage.start import Store
from assessor.storage.verify import verify
from tests.databases import copy_of
from tests.services.assessing import GATE, HUM, VAL, Stage, judge
from tests.services.verified import (
    CONTENT,
    FILE,
    ONLY_FULL,
    TERM,
    WHY,
    Verifying,
    answer,
    approve,
    conclude,
    handed_in,
    opened,
    scored,
    start,
    vendor_of,
    verifying,
)
from tests.web.replaying import contents


@pytest.fixture
def stage(store: Store) -> Stage:
    return handed_in(store)


@pytest.fixture
def found(stage: Stage) -> Verifying:
    return verifying(stage)


def reasons(stage: Stage, response: str = "", **more: Any) -> list[str]:
    """Why starting is refused; nothing is left of it."""
    before = contents(stage.town)
    with pytest.raises(Refused) as refusal:
        start(stage, response, **more)
    assert contents(stage.town) == before
    return [reason.en for reason in refusal.value.reasons]


def outcomes(stage: Stage) -> list[Outcome]:
    return [one.outcome for one in stage.town.look(verification, stage.officer, stage.tender.id).rounds]


# --- starting ---------------------------------------------------------------------------------------------


def test_a_round_has_the_rules_and_people_of_the_tender_and_the_full_questionnaire(stage: Stage) -> None:
    round = start(stage)
    with stage.town.house() as house:
        before, after = house.db.get_one(Tender, stage.tender.id), house.db.get_one(Tender, round.id)
        same = (
            "buyer",
            "facts",
            "questionnaire",
            "questionnaire_version",
            "language",
            "both_languages",
            "test",
        )
        assert {name: getattr(after, name) for name in same} == {name: getattr(before, name) for name in same}
        assert (after.procedure, after.tier, after.state, after.deadline) == (
            "verification", "full", "published", TERM,
        )  # fmt: skip
        assert tenders.minimums_of(after) == tenders.minimums_of(before)
        assert tenders.condition_values(after).keys() >= tenders.condition_values(before).keys()
        frozen = json.loads(after.frozen or "")
        assert frozen["verifies"] == {"tender": before.id, "published_sha256": before.frozen_sha256}
        assert frozen["award"] is None
    people = []
    for id in (stage.tender.id, round.id):
        shown = stage.town.look(participants.overview, stage.officer, id).people
        people.append({(p.person_id, p.part, p.labels, p.declared) for p in shown})
    assert people[0] == people[1]
    assert verify(copy_of(stage.town.store), stage.town.store.files.folder) == []


def test_it_is_noted_in_the_log_of_the_tender_with_the_hash_of_the_round(stage: Stage) -> None:
    round = start(stage)
    with stage.town.house() as house:
        event = house.db.scalars(select(Event).where(Event.verb == "verification_started")).one()
    assert event.chain == f"tender:{stage.tender.id}"
    assert (event.about["tender"], event.about["response"]) == (round.id, stage.response)
    assert event.digest == round.frozen_sha256


def test_the_first_by_the_formula_needs_no_reason_and_another_does(stage: Stage) -> None:
    shown = stage.town.look(starting, stage.officer, stage.tender.id)
    assert [(c.response_id, c.is_first) for c in shown.candidates] == [
        (stage.responses[0], True), (stage.responses[1], False)
    ]  # fmt: skip
    before = contents(stage.town)
    with pytest.raises(Invalid) as refusal:
        start(stage, stage.responses[1])
    assert set(refusal.value.errors) == {"reason"}
    assert contents(stage.town) == before
    start(stage, stage.responses[1], "De eerste trok zich schriftelijk terug.")


@pytest.mark.parametrize(
    ("deadline", "refused"),
    [
        (None, True),
        (datetime.datetime(2026, 12, 6, tzinfo=datetime.UTC), True),
        # The opening was on Monday 7 December: the fifth working day after it is Monday 14 December.
        (datetime.datetime(2026, 12, 13, 22, tzinfo=datetime.UTC), True),
        (datetime.datetime(2026, 12, 14, 9, tzinfo=datetime.UTC), False),
    ],
)
def test_the_vendor_has_five_working_days_at_least(
    stage: Stage, deadline: datetime.datetime | None, refused: bool
) -> None:
    if not refused:
        stage.town.do(start_verification, stage.officer, stage.tender.id, stage.response, deadline)
        return
    before = contents(stage.town)
    with pytest.raises(Invalid) as refusal:
        stage.town.do(start_verification, stage.officer, stage.tender.id, stage.response, deadline)
    assert set(refusal.value.errors) == {"deadline"}
    assert contents(stage.town) == before


@pytest.mark.parametrize("published", [{"verification": False}, {"tier": "full"}])
def test_only_what_was_published_is_done(store: Store, published: dict[str, Any]) -> None:
    stage = handed_in(store, **published)
    assert reasons(stage, reason=WHY) == [
        "For this tender it was not published that the presumptive winner is verified."
    ]


def test_one_offer_is_verified_at_a_time_and_only_once(stage: Stage) -> None:
    found = verifying(stage)
    assert reasons(stage)[0].startswith("A verification is under way already, of ")
    assert reasons(stage, stage.responses[1], reason=WHY)[0].startswith("A verification is under way already")
    conclude(scored(found), "confirms_offer")
    assert reasons(stage, deadline=TERM + datetime.timedelta(days=30)) == [
        "This offer has been verified already."
    ]


def test_a_cancelled_round_can_be_started_anew(found: Verifying) -> None:
    stage = found.stage
    stage.town.do(tenders.cancel, stage.officer, found.round.id, "De leverancier vroeg om uitstel.")
    assert outcomes(stage) == [Outcome.STOPPED]
    stage.town.later(minutes=1)
    start(stage)
    assert outcomes(stage) == [Outcome.STOPPED, Outcome.UNDER_WAY]


def test_while_the_scores_are_returned_nothing_is_verified(stage: Stage) -> None:
    stage.town.do(decisions.decide, stage.manager, stage.tender.id, "return_to_assessors", WHY)
    assert "The scores are still with the assessors." in reasons(stage, reason=WHY)


def test_only_an_officer_of_the_tender_starts_it_and_only_after_the_scores_are_in(store: Store) -> None:
    stage = handed_in(store)
    for other in (stage.manager, *stage.assessors, vendor_of(stage, stage.response)):
        with pytest.raises(NotThere):
            stage.town.do(start_verification, other, stage.tender.id, stage.response, TERM, "")
    stage.town.do(decisions.decide, stage.manager, stage.tender.id, "end_without_award", WHY)
    with pytest.raises(NotThere):
        start(stage)


def test_an_offer_of_another_tender_or_none_at_all_is_refused_at_its_field(stage: Stage) -> None:
    for response in ("f" * 32, "x"):
        with pytest.raises(Invalid) as refusal:
            start(stage, response, WHY)
        assert set(refusal.value.errors) == {"response"}


def test_a_refused_start_leaves_nothing(stage: Stage) -> None:
    """Also when it fails at its very end, after the round, its people and its files were made."""
    with stage.town.house() as house:
        begin_writing(house.db)
        house.db.get_one(Tender, stage.tender.id).facts = {"effect": "ranks"}
        house.db.commit()
    on_disk = len(list(stage.town.store.files.folder.iterdir()))
    assert reasons(stage)[0].startswith("Not yet filled in about the use")
    with stage.town.house() as house:
        assert house.db.query(Tender).count() == 1
        assert house.db.query(Response).count() == 2
    # A file without a row is what a crash leaves too, and is swept.
    assert len(list(stage.town.store.files.folder.iterdir())) == on_disk + 1
    assert verify(copy_of(stage.town.store), stage.town.store.files.folder) == []


# --- the vendor -------------------------------------------------------------------------------------------


def test_the_vendor_finds_the_round_with_its_answers_scope_and_files(found: Verifying) -> None:
    town, stage = found.stage.town, found.stage
    shown = town.look(filling, found.vendor, found.response)
    assert shown.scope is not None
    assert shown.scope.products == ("T05",)
    before = town.look(lambda h, _: earlier_of(h, h.db.get_one(Response, found.response)), found.vendor)
    assert before is not None
    assert {key for key in shown.answers if before.is_same(key, shown.answers[key])} == {GATE, VAL, HUM}
    assert shown.drafts[VAL].answer.files == (FILE,)
    assert ONLY_FULL in shown.asked
    [file] = town.look(list_files, found.vendor, found.response)
    assert town.look(read_file, found.vendor, found.response, file.id).content == CONTENT
    with town.house() as house:
        offer, new = (house.db.get_one(Response, id) for id in (stage.response, found.response))
        assert offer.wrapped_key != new.wrapped_key


def test_the_vendor_of_another_offer_sees_nothing_of_it(found: Verifying) -> None:
    stage, other = found.stage, vendor_of(found.stage, found.stage.responses[1])
    assert [t.id for _, t in stage.town.look(responses_of_vendor, other)] == [stage.tender.id]
    with pytest.raises(NotThere):
        stage.town.look(find_response, other, found.response, Action.READ_OWN_RESPONSE)
    with pytest.raises(NotThere):
        stage.town.look(filling, other, found.response)


def test_nobody_of_the_buyer_reads_the_draft_and_no_other_vendor_is_invited(found: Verifying) -> None:
    stage = found.stage
    for who in (stage.officer, stage.manager, *stage.assessors):
        with pytest.raises(NotThere):
            stage.town.look(scoring.my_sheet, who, found.response)
    with pytest.raises(NotThere):
        stage.town.do(
            participants.invite_vendor, stage.officer, found.round.id, "Derde BV (fictief)", "a@derde.example"
        )


def test_what_is_offered_cannot_become_something_else(found: Verifying) -> None:
    town = found.stage.town
    with pytest.raises(Refused) as refusal:
        town.do(declare_scope, found.vendor, found.response, ["T05", "T10"], [], 1)
    assert "as you offered it" in refusal.value.message.en
    town.do(declare_scope, found.vendor, found.response, ["T05"], [], 1)


def test_a_changed_answer_is_seen_beside_the_one_of_the_offer(found: Verifying) -> None:
    answer(found, VAL, "bij nader inzien")
    opened(found)
    stage = found.stage

    def compare(who: Actor) -> tuple[object, object, object]:
        with stage.town.house() as house:
            before = earlier_of(house, house.db.get_one(Response, found.response))
        assert before is not None
        now = stage.town.look(scoring.my_sheet, who, found.response).answers
        changed = before.changed(VAL, now[VAL])
        return changed and changed.value, before.changed(HUM, now[HUM]), before.of(ONLY_FULL)

    assert compare(stage.assessors[0]) == ({"main": "ons antwoord"}, None, None)


def test_a_damaged_file_is_left_out_and_the_rest_is_carried(stage: Stage) -> None:
    for file in stage.town.store.files.folder.iterdir():
        file.write_bytes(b"broken")
    found = verifying(stage)
    shown = stage.town.look(filling, found.vendor, found.response)
    assert shown.drafts[VAL].answer.files == ()
    assert shown.drafts[VAL].answer.value == {"main": "ons antwoord"}
    with stage.town.house() as house:
        event = house.db.scalars(select(Event).where(Event.verb == "answers_carried")).one()
    assert (event.about["answers"], event.about["files"], event.about["damaged"]) == (3, 0, 1)


# --- scoring ----------------------------------------------------------------------------------------------


def test_one_officer_opens_after_the_term_and_not_before(found: Verifying) -> None:
    answer(found, ONLY_FULL)
    stage = found.stage
    with pytest.raises(Refused):
        stage.town.do(close, stage.officer, found.round.id)
    opened(found)
    with stage.town.house() as house:
        assert house.db.get_one(Tender, found.round.id).state == "opened"
    with pytest.raises(NotThere):
        stage.town.do(confirm_opening, vendor_of(stage, stage.response), found.round.id)


def test_the_scores_of_the_offer_are_shown_only_after_the_own_ones_are_final(found: Verifying) -> None:
    opened(found)
    town, anna = found.stage.town, found.stage.assessors[0]
    with pytest.raises(NotThere):
        town.look(earlier_scores, anna, found.response)
    for key in (GATE, VAL, HUM, ONLY_FULL):
        town.do(scoring.record_score, anna, found.response, key, judge("3"))
    town.do(scoring.make_final, anna, found.response)
    shown = town.look(earlier_scores, anna, found.response)
    assert {key: row.anchor for key, row in shown.items()} == {GATE: "3", VAL: "3", HUM: "3"}


# --- the outcome ------------------------------------------------------------------------------------------


def test_without_a_confirming_verification_the_award_is_not_approved(stage: Stage) -> None:
    def refused() -> str:
        with pytest.raises(Refused) as refusal:
            approve(stage)
        return refusal.value.message.en

    assert "No verification has confirmed this offer yet" in refused()
    found = scored(verifying(stage))
    assert "No verification has confirmed this offer yet" in refused()
    conclude(found, "confirms_offer")
    assert outcomes(stage) == [Outcome.CONFIRMS]
    approve(stage)
    with stage.town.house() as house:
        assert house.db.get_one(Tender, stage.tender.id).state == "decided"


def test_a_confirmation_that_was_returned_to_the_assessors_no_longer_counts(found: Verifying) -> None:
    stage = found.stage
    conclude(scored(found), "confirms_offer")
    stage.town.do(decisions.decide, stage.manager, found.round.id, "return_to_assessors", WHY)
    assert outcomes(stage) == [Outcome.UNDER_WAY]
    with pytest.raises(Refused):
        approve(stage)
    stage.town.do(finish_scoring, stage.officer, found.round.id)
    conclude(found, "confirms_offer")
    approve(stage)


def test_a_verification_that_finds_a_missed_requirement_lets_the_offer_be_set_aside(stage: Stage) -> None:
    town, manager, tender = stage.town, stage.manager, stage.tender.id
    assert town.look(decisions.requirements, manager, tender, stage.response) == {}
    found = scored(verifying(stage), val="2")
    for choice, requirement in (
        ("confirms_offer", None),
        ("does_not_confirm", "HUM-01"),
        ("does_not_confirm", None),
    ):
        with pytest.raises((Refused, Invalid)):
            conclude(found, choice, requirement)
    conclude(found, "does_not_confirm", "VAL-01")
    [round] = town.look(verification, stage.officer, tender).rounds
    assert (round.outcome, round.requirement) == (Outcome.DOES_NOT_CONFIRM, "VAL-01")
    with pytest.raises(Refused) as refusal:
        approve(stage)
    assert "VAL-01" in refusal.value.message.en
    assert set(town.look(decisions.requirements, manager, tender, stage.response)) == {"VAL-01"}
    town.do(decisions.decide, manager, tender, "set_aside", WHY, stage.response, "VAL-01")
    # The next one is first now, and is verified in its turn.
    second = start(stage, stage.responses[1], deadline=TERM + datetime.timedelta(days=30))
    assert second.id != found.round.id


def test_who_does_not_hand_in_for_verification_can_be_set_aside_for_that(stage: Stage) -> None:
    town, manager, tender = stage.town, stage.manager, stage.tender.id
    found = verifying(stage)
    answer(found, ONLY_FULL)
    assert outcomes(stage) == [Outcome.UNDER_WAY], "a draft is not handed in, but there is time"
    town.now = TERM + datetime.timedelta(minutes=61)
    town.do(close, stage.officer, found.round.id)
    assert outcomes(stage) == [Outcome.UNDER_WAY]
    town.do(confirm_opening, stage.officer, found.round.id)
    assert outcomes(stage) == [Outcome.NOT_ANSWERED]
    with pytest.raises(Refused) as refusal:
        approve(stage)
    assert "handing in the full questionnaire in time" in refusal.value.message.en
    with pytest.raises(Refused):
        start(stage, deadline=TERM + datetime.timedelta(days=30))
    town.do(decisions.decide, manager, tender, "set_aside", WHY, stage.response, "verification")
    [taken] = town.look(decisions.taken, manager, tender)
    assert taken.requirement is not None
    assert taken.requirement.nl == "de volledige vragenlijst op tijd indienen"
    start(stage, stage.responses[1], deadline=TERM + datetime.timedelta(days=30))


def test_an_offer_without_a_missed_requirement_is_not_failed(found: Verifying) -> None:
    scored(found)
    with pytest.raises(Invalid) as refusal:
        conclude(found, "does_not_confirm", "VAL-01")
    assert set(refusal.value.errors) == {"requirement"}


@pytest.mark.parametrize("choice", ["approve_award", "set_aside", "end_without_award", "use"])
def test_a_verification_has_a_closed_list_of_its_own(found: Verifying, choice: str) -> None:
    scored(found)
    with pytest.raises(Invalid) as refusal:
        conclude(found, choice, "VAL-01")
    assert "choice" in refusal.value.errors


def test_where_no_verification_was_published_the_award_needs_none(store: Store) -> None:
    stage = handed_in(store, verification=False)
    approve(stage)


def test_everybody_of_the_tender_finds_the_round_and_nobody_else(found: Verifying) -> None:
    stage = found.stage
    for who in (stage.officer, stage.manager, *stage.assessors):
        assert found.round.id in {t.id for t in stage.town.look(tenders_for, who)}


def test_all_that_was_recorded_verifies_without_the_application(found: Verifying) -> None:
    conclude(scored(found), "confirms_offer")
    approve(found.stage)
    assert verify(copy_of(found.stage.town.store), found.stage.town.store.files.folder) == []


# --- the reports ------------------------------------------------------------------------------------------


def test_the_reports_say_which_verification_belongs_to_which_offer(found: Verifying) -> None:
    stage, town = found.stage, found.stage.town
    conclude(scored(found), "confirms_offer")
    offer = town.look(report_of, stage.manager, stage.response)
    verified = town.look(report_of, stage.manager, found.response)
    other = town.look(report_of, stage.manager, stage.responses[1])
    assert offer.particulars.verification is not None
    assert "confirms the offer" in offer.particulars.verification.en
    assert (found.round.frozen_sha256 or "?")[:16] in offer.particulars.verification.en
    assert verified.particulars.verification is not None
    assert stage.tender.title in verified.particulars.verification.nl
    assert other.particulars.verification is None
    job = town.do(ask_for_report, stage.manager, stage.response, "nl")
    assert job.state == "waiting"


def test_each_report_lists_the_decisions_of_its_own_procedure(found: Verifying) -> None:
    scored(found)
    stage, town = found.stage, found.stage.town
    rules = {
        id: {rule.name for rule in choices_for(PROCEDURES[procedure])}
        for id, procedure in ((stage.response, "open"), (found.response, "verification"))
    }
    for id, names in rules.items():
        assert set(town.look(report_of, stage.manager, id).decisions) == names
