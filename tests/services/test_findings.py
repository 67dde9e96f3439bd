"""Findings through the services: found, put to the vendor, answered, judged; and nothing changes before that."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from assessor.domain.answers import IntegrityFlag, Key
from assessor.domain.findings import GRACE, FindingState, term_ends, today
from assessor.domain.text import Text
from assessor.services import findings, scoring
from assessor.services.events import response_log, tender_log
from assessor.services.finishing import finish_scoring
from assessor.services.refusals import Invalid, NotThere, Refused
from assessor.services.tenders import delete_test_tender
from assessor.storage.engine import write_connection
from assessor.storage.models import RecordedFinding, Response, Tender
from assessor.storage.start import Store
from assessor.storage.verify import verify
from tests.databases import copy_of, drop_triggers
from tests.services.assessing import VAL, Stage, opened_stage
from tests.services.finding import (
    REASON,
    all_of,
    found,
    judge,
    last_day,
    put,
    record,
    say,
    states,
    vendor_of,
)

SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def stage(store: Store) -> Stage:
    """Opened, interests declared, two findings in the first response and one in the other."""
    made = opened_stage(store)
    made.declare()
    record(made, made.response, found(), found("T1x/all"))
    record(made, made.responses[1], found())
    return made


def flags(stage: Stage) -> tuple[IntegrityFlag, ...]:
    with stage.town.house() as house:
        return findings.flags_of(house, house.db.get_one(Response, stage.response))


# --- the whole way ----------------------------------------------------------------------------------------


def test_a_finding_is_put_answered_judged_and_only_then_a_flag(stage: Stage) -> None:
    one, other = put(stage)
    assert states(stage) == [FindingState.PUT] * 2
    say(stage, one)
    assert states(stage) == [FindingState.ANSWERED, FindingState.PUT]
    stage.town.do(findings.judge, stage.assessors[0], one, "misleading", REASON)
    assert flags(stage) == ()
    stage.town.do(findings.judge, stage.assessors[1], one, "misleading", "Er is bewust weggelaten.")
    assert states(stage) == [FindingState.JUDGED, FindingState.PUT]
    assert flags(stage) == (IntegrityFlag("VAL-01", "misleading", f"{REASON}\nEr is bewust weggelaten."),)
    stage.town.now = term_ends(last_day(stage)) + GRACE
    assert states(stage) == [FindingState.JUDGED, FindingState.UNANSWERED]
    judge(stage, other, "explained", "explained")
    assert [flag.outcome for flag in flags(stage)] == ["misleading", "explained"]


def test_a_difference_is_resolved_by_a_new_judgement_and_the_old_one_stays(stage: Stage) -> None:
    one, _ = put(stage)
    say(stage, one)
    judge(stage, one, "error", "misleading")
    assert flags(stage) == ()
    stage.town.do(findings.judge, stage.assessors[1], one, "error", REASON)
    assert [flag.outcome for flag in flags(stage)] == ["error"]
    assert [j.outcome for j in all_of(stage)[0].judgements] == ["error", "misleading", "error"]


def test_the_judgement_of_an_assessor_who_withdraws_counts_no_more(stage: Stage) -> None:
    one, _ = put(stage)
    say(stage, one)
    judge(stage, one, "error", "error")
    stage.town.do(scoring.declare_interests, stage.assessors[0], stage.tender.id, none=False)
    assert states(stage)[0] is FindingState.ANSWERED
    assert flags(stage) == ()


# --- recording --------------------------------------------------------------------------------------------


def test_the_same_finding_is_recorded_once(stage: Stage) -> None:
    assert record(stage, stage.response, found(), found("T2/age"), found("T2/age")) == [
        one.id for one in all_of(stage) if one.finding.code == "T2/age"
    ]
    assert len(all_of(stage)) == 3
    assert len(all_of(stage, stage.responses[1])) == 1


def test_an_officer_adds_one_by_hand_with_a_reason_that_the_vendor_does_not_see(stage: Stage) -> None:
    words = {
        "claimed": "Nooit een fout.",
        "recomputed": "De website noemt er een.",
        "difference": "Klopt dit?",
    }
    row = stage.town.do(
        findings.add_finding, stage.officer, stage.response, VAL, **words, reason="Gelezen op de website."
    )
    assert (row.source, row.code, row.found_by) == ("officer", "officer-1", stage.officer.id)
    assert row.claimed_nl == row.claimed_en == "Nooit een fout."
    for wrong in ("claimed", "recomputed", "difference", "reason"):
        with pytest.raises(Invalid) as refused:
            stage.town.do(
                findings.add_finding, stage.officer, stage.response, VAL,
                **({**words, "reason": REASON} | {wrong: " "}),
            )  # fmt: skip
        assert set(refused.value.errors) == {wrong}
    with pytest.raises(Invalid):
        stage.town.do(
            findings.add_finding, stage.officer, stage.response, Key("XXX-99"), **words, reason=REASON
        )


# --- putting and setting aside ----------------------------------------------------------------------------


def test_all_open_findings_of_a_response_go_in_one_go(stage: Stage) -> None:
    one, other = (f.id for f in all_of(stage))
    [elsewhere] = (f.id for f in all_of(stage, stage.responses[1]))
    for wrong in ([], [one], [one, other, elsewhere], [elsewhere]):
        with pytest.raises(Refused):
            stage.town.do(findings.put_to_vendor, stage.officer, stage.response, wrong, last_day(stage))
    stage.town.do(findings.set_aside, stage.officer, one, REASON)
    put_only = [other]
    stage.town.do(findings.put_to_vendor, stage.officer, stage.response, put_only, last_day(stage))
    assert states(stage) == [FindingState.SET_ASIDE, FindingState.PUT]
    with pytest.raises(Refused):
        stage.town.do(findings.put_to_vendor, stage.officer, stage.response, put_only, last_day(stage))


def test_a_term_of_one_day_is_refused(stage: Stage) -> None:
    ids = [one.id for one in all_of(stage)]
    tomorrow = today(stage.town.now) + datetime.timedelta(days=1)
    with pytest.raises(Invalid) as refused:
        stage.town.do(findings.put_to_vendor, stage.officer, stage.response, ids, tomorrow)
    assert set(refused.value.errors) == {"until"}


def test_only_what_was_not_put_can_be_set_aside_and_it_stays_so(stage: Stage) -> None:
    one, other = (f.id for f in all_of(stage))
    with pytest.raises(Invalid):
        stage.town.do(findings.set_aside, stage.officer, one, "kort")
    stage.town.do(findings.set_aside, stage.officer, one, REASON)
    with pytest.raises(Refused):
        stage.town.do(findings.set_aside, stage.officer, one, REASON)
    stage.town.do(findings.put_to_vendor, stage.officer, stage.response, [other], last_day(stage))
    with pytest.raises(Refused):
        stage.town.do(findings.set_aside, stage.officer, other, REASON)


# --- replying ---------------------------------------------------------------------------------------------


def test_a_reply_is_kept_as_typed_and_sent_once(stage: Stage) -> None:
    one, _ = put(stage)
    say(stage, one, "Regel 1\r\n\r\n<b>Regel 2</b> = 1+1")
    assert all_of(stage)[0].steps["replied"].text == "Regel 1\n\n<b>Regel 2</b> = 1+1"
    say(stage, one, "Regel 1\r\n\r\n<b>Regel 2</b> = 1+1")
    with pytest.raises(Refused):
        say(stage, one, "iets anders")
    with pytest.raises(Invalid):
        say(stage, all_of(stage)[1].id, "  ")


def test_a_reply_after_the_term_is_refused_and_said(stage: Stage) -> None:
    one, other = put(stage)
    end = term_ends(last_day(stage))
    vendor = vendor_of(stage, stage.response)
    stage.town.now = end + 10 * SECOND
    stage.town.do(findings.reply, vendor, one, "net op tijd ontvangen", received_at=end - SECOND)
    with pytest.raises(Refused) as refused:
        stage.town.do(findings.reply, vendor, other, "te laat", received_at=end)
    assert "niet vastgelegd" in refused.value.message.nl
    stage.town.now = end + GRACE
    with pytest.raises(Refused):
        stage.town.do(findings.reply, vendor, other, "te laat", received_at=end - SECOND)
    assert "replied" not in all_of(stage)[1].steps


def test_what_is_not_put_is_not_there_for_the_vendor_and_another_s_never(stage: Stage) -> None:
    with pytest.raises(NotThere):
        say(stage, all_of(stage)[0].id)
    one, _ = put(stage)
    with pytest.raises(NotThere):
        say(stage, one, who=vendor_of(stage, stage.responses[1]))
    for person in (stage.officer, stage.manager, *stage.assessors):
        with pytest.raises(NotThere):
            say(stage, one, who=person)


# --- judging ----------------------------------------------------------------------------------------------


def test_nobody_judges_before_the_vendor_was_heard(stage: Stage) -> None:
    for id in (all_of(stage)[0].id, put(stage)[0]):
        with pytest.raises(Refused):
            stage.town.do(findings.judge, stage.assessors[0], id, "error", REASON)


def test_only_assessors_without_a_conflict_judge_with_a_reason(stage: Stage) -> None:
    one, _ = put(stage)
    say(stage, one)
    for person in (stage.officer, stage.manager, vendor_of(stage, stage.response)):
        with pytest.raises(NotThere):
            stage.town.do(findings.judge, person, one, "error", REASON)
    stage.town.do(scoring.declare_interests, stage.assessors[0], stage.tender.id, none=False)
    with pytest.raises(NotThere):
        stage.town.do(findings.judge, stage.assessors[0], one, "error", REASON)
    for outcome, reason, field in (("guilty", REASON, "outcome"), ("error", "kort", "reason")):
        with pytest.raises(Invalid) as refused:
            stage.town.do(findings.judge, stage.assessors[1], one, outcome, reason)
        assert set(refused.value.errors) == {field}


def test_who_is_no_officer_neither_adds_nor_puts_nor_sets_aside(stage: Stage) -> None:
    one, other = (f.id for f in all_of(stage))
    for person in (stage.manager, *stage.assessors, vendor_of(stage, stage.response)):
        with pytest.raises(NotThere):
            stage.town.do(findings.set_aside, person, one, REASON)
        with pytest.raises(NotThere):
            stage.town.do(findings.put_to_vendor, person, stage.response, [one, other], last_day(stage))
        with pytest.raises(NotThere):
            stage.town.do(
                findings.add_finding, person, stage.response, VAL, claimed="a", recomputed="b",
                difference="c", reason=REASON,
            )  # fmt: skip


# --- around it --------------------------------------------------------------------------------------------


def test_scores_are_not_handed_over_while_a_finding_is_open(stage: Stage) -> None:
    stage.finish_sheets()
    stage.agree()
    with pytest.raises(Refused) as refused:
        stage.town.do(finish_scoring, stage.officer, stage.tender.id)
    assert [r.en for r in refused.value.reasons] == ["Not all findings have been judged or set aside."]
    for response in stage.responses:
        for one in all_of(stage, response):
            stage.town.do(findings.set_aside, stage.officer, one.id, REASON)
    assert stage.town.do(finish_scoring, stage.officer, stage.tender.id).state == "scored"


def test_every_step_is_in_the_log_that_says_nothing_of_a_judgement(stage: Stage) -> None:
    one, _ = put(stage)
    say(stage, one)
    judge(stage, one, "misleading", "misleading")
    log = stage.town.look(tender_log, stage.officer, stage.tender.id)
    verbs = [entry.verb for entry in log if entry.verb.startswith("finding_")]
    assert sorted(verbs) == sorted(
        ["finding_found"] * 3 + ["finding_put"] * 2 + ["finding_replied"] + ["finding_judged"] * 2
    )
    assert not any("misleading" in str(entry.about) or REASON in str(entry.about) for entry in log)
    own = stage.town.look(response_log, vendor_of(stage, stage.response), stage.response)
    assert [e.verb for e in own][-3:] == ["finding_put", "finding_put", "finding_replied"]


def test_what_is_recorded_is_never_changed_and_verification_sees_it(store: Store) -> None:
    stage = opened_stage(store, test=False)
    stage.declare()
    record(stage, stage.response, found())
    [one] = put(stage)
    say(stage, one)
    judge(stage, one, "error", "error")
    assert verify(copy_of(store)) == []
    for table in ("findings", "finding_steps", "finding_judgements"):
        for change in (f"update {table} set id = 'x'", f"delete from {table}"):
            with (
                pytest.raises(IntegrityError, match="never changed"),
                write_connection(store.engine) as connection,
            ):
                connection.execute(text(change))
    with write_connection(store.engine) as connection:
        drop_triggers(connection)
        connection.execute(text("update finding_judgements set outcome = 'misleading'"))
        connection.execute(text("update finding_steps set text = 'anders' where kind = 'replied'"))
    assert len([fault for fault in verify(copy_of(store)) if "not as it was recorded" in fault]) == 3


def test_a_test_tender_goes_with_its_findings(stage: Stage) -> None:
    one, _ = put(stage)
    say(stage, one)
    judge(stage, one, "error", "error")
    with stage.town.house() as house:
        assert house.db.get_one(Tender, stage.tender.id).test
    stage.town.do(delete_test_tender, stage.officer, stage.tender.id)
    with stage.town.house() as house:
        assert house.db.scalars(select(RecordedFinding)).all() == []
    assert verify(copy_of(stage.town.store)) == []


def test_a_computed_finding_of_before_shows_the_claimed_figure_with_a_comma_in_dutch(stage: Stage) -> None:
    old = replace(
        found("T1/old"),
        claimed=Text(nl="opgegeven: 0.97", en="claimed: 0.97"),
        difference=Text(
            nl="Opgegeven is 0.97, uit de aantallen volgt 0,724: 0,246 te hoog. In versie 3.4 van 1.234 mensen.",
            en="0.97 was claimed, the counts give 0.724: 0.246 too high.",
        ),
    )
    record(stage, stage.response, old)
    (shown,) = (one.finding for one in all_of(stage) if one.finding.code == "T1/old")
    assert shown.claimed == Text(nl="opgegeven: 0,97", en="claimed: 0.97")
    assert shown.difference.nl.startswith("Opgegeven is 0,97, uit de aantallen volgt 0,724")
    assert shown.difference.nl.endswith("In versie 3.4 van 1.234 mensen.")
