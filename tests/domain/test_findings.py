"""Findings: where they stand, the term to reply, two judgements that agree, and what nobody sees too early."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.answers import FlagOutcome
from assessor.domain.findings import (
    GRACE,
    OUTCOMES,
    Course,
    Finding,
    FindingState,
    Judgement,
    as_plain_text,
    awaits,
    differ,
    fault_of_term,
    flag_of,
    is_in_time,
    latest,
    outcome_of,
    shown_to,
    state_of,
    term_ends,
    usual_last_day,
    why_not_judged,
)
from assessor.domain.language import Language
from assessor.domain.text import Text
from assessor.domain.working_days import holidays, is_working_day, working_days_after, working_days_until

NOW = datetime.datetime(2026, 11, 23, 9, tzinfo=datetime.UTC)
"""A Monday."""
FRIDAY = datetime.date(2026, 11, 27)
SECOND = datetime.timedelta(seconds=1)

FINDING = Finding(
    question="BIA-04",
    code="T1/sex/woman/impact_ratio",
    claimed=Text(nl="verhouding 0,97", en="ratio 0.97"),
    recomputed=Text(nl="(147/700) / (261/900) = 0,72", en="(147/700) / (261/900) = 0.72"),
    difference=Text(nl="0,25 lager", en="0.25 lower"),
)


def judged(*said: str) -> tuple[Judgement, ...]:
    """`anna misleading` and so on, oldest first."""
    found = []
    for n, one in enumerate(said):
        who, outcome = one.split()
        found.append(Judgement(who, outcome, f"reden {n}", NOW + n * SECOND))  # type: ignore[arg-type]
    return tuple(found)


# --- where it stands --------------------------------------------------------------------------------------


def test_a_finding_goes_from_found_to_judged() -> None:
    over = term_ends(FRIDAY) + GRACE
    agree = judged("anna error", "bram error")
    assert state_of(Course(), NOW) is FindingState.FOUND
    assert state_of(Course(set_aside=True), NOW) is FindingState.SET_ASIDE
    assert state_of(Course(last_day=FRIDAY), NOW) is FindingState.PUT
    assert state_of(Course(last_day=FRIDAY), over - SECOND) is FindingState.PUT
    assert state_of(Course(last_day=FRIDAY), over) is FindingState.UNANSWERED
    assert state_of(Course(last_day=FRIDAY, replied=True), NOW) is FindingState.ANSWERED
    assert state_of(Course(last_day=FRIDAY, replied=True), over) is FindingState.ANSWERED
    assert state_of(Course(last_day=FRIDAY, replied=True, judgements=agree), NOW) is FindingState.JUDGED
    assert state_of(Course(last_day=FRIDAY, judgements=agree), over) is FindingState.JUDGED
    assert [s for s in FindingState if s.is_settled] == [FindingState.SET_ASIDE, FindingState.JUDGED]


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ((), None),
        (("anna error",), None),
        (("anna error", "anna error"), None),
        (("anna error", "bram error"), "error"),
        (("anna error", "bram misleading"), None),
        (("anna error", "bram misleading", "cor misleading"), "misleading"),
        (("anna error", "bram misleading", "anna misleading"), "misleading"),
        (("anna error", "bram error", "anna explained"), None),
        (("anna error", "bram error", "cor explained", "dirk explained"), None),
        (("anna error", "bram explained", "cor misleading"), None),
    ],
)
def test_an_outcome_is_what_the_newest_judgements_of_two_different_assessors_agree_on(
    said: tuple[str, ...], outcome: FlagOutcome | None
) -> None:
    found = judged(*said)
    assert outcome_of(found) == outcome
    assert differ(found) == (len(latest(found)) > 1 and outcome is None)
    flag = flag_of(FINDING, found)
    assert (flag.outcome if flag else None) == outcome


def test_the_flag_carries_the_question_and_the_reasons_of_those_who_agree() -> None:
    flag = flag_of(FINDING, judged("anna misleading", "bram error", "cor misleading"))
    assert flag is not None
    assert (flag.question, flag.reason) == ("BIA-04", "reden 0\nreden 2")


SAID = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(OUTCOMES)), max_size=8)


@given(SAID)
def test_nobody_alone_decides_and_every_outcome_has_two_who_stand_by_it(said: list[tuple[str, str]]) -> None:
    found = judged(*(f"{who} {outcome}" for who, outcome in said))
    outcome = outcome_of(found)
    newest = [one.outcome for one in latest(found).values()]
    if outcome is not None:
        assert newest.count(outcome) >= 2
        assert all(newest.count(other) < newest.count(outcome) for other in OUTCOMES if other != outcome)
    assert outcome_of(found[:1]) is None


# --- the term ---------------------------------------------------------------------------------------------


def test_a_term_is_of_whole_days_and_ends_at_midnight_in_amsterdam() -> None:
    assert term_ends(FRIDAY) == datetime.datetime(2026, 11, 27, 23, tzinfo=datetime.UTC)
    assert term_ends(datetime.date(2026, 7, 1)) == datetime.datetime(2026, 7, 1, 22, tzinfo=datetime.UTC)
    end = term_ends(FRIDAY)
    assert is_in_time(FRIDAY, end - SECOND, end - SECOND)
    assert is_in_time(FRIDAY, end - SECOND, end + GRACE - SECOND), "received in time, stored a little later"
    assert not is_in_time(FRIDAY, end, end)
    assert not is_in_time(FRIDAY, end - SECOND, end + GRACE)


@pytest.mark.parametrize(
    ("day", "good"), [(20, False), (23, False), (24, False), (25, True), (30, True), (51, True), (52, False)]
)
def test_a_vendor_gets_two_working_days_at_least_and_twenty_at_most(day: int, good: bool) -> None:
    last = datetime.date(2026, 11, 1) + datetime.timedelta(days=day - 1)
    assert (fault_of_term(last, NOW) is None) == good


def test_five_working_days_are_proposed_and_weekends_and_holidays_do_not_count() -> None:
    assert usual_last_day(NOW) == datetime.date(2026, 11, 30)
    before_christmas = datetime.datetime(2026, 12, 23, 9, tzinfo=datetime.UTC)
    assert usual_last_day(before_christmas) == datetime.date(2026, 12, 31)
    late_at_night = datetime.datetime(2026, 11, 23, 23, 30, tzinfo=datetime.UTC)
    assert usual_last_day(late_at_night) == datetime.date(2026, 12, 1), "in Amsterdam it is Tuesday already"
    assert fault_of_term(datetime.date(2026, 12, 25), before_christmas) is not None


def test_the_public_holidays_are_those_of_the_law() -> None:
    assert sorted(holidays(2026)) == [
        datetime.date(2026, month, day)
        for month, day in ((1, 1), (4, 3), (4, 6), (4, 27), (5, 5), (5, 14), (5, 25), (12, 25), (12, 26))
    ]
    assert datetime.date(2025, 4, 26) in holidays(2025), "the 27th is a Sunday"
    assert datetime.date(2025, 4, 27) not in holidays(2025)


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(1961, 4, 2), (1981, 4, 19), (2000, 4, 23), (2008, 3, 23), (2024, 3, 31), (2025, 4, 20), (2038, 4, 25)],
)
def test_easter_monday_follows_the_known_easter_sundays(year: int, month: int, day: int) -> None:
    assert datetime.date(year, month, day) + datetime.timedelta(days=1) in holidays(year)


@given(st.dates(datetime.date(2020, 1, 1), datetime.date(2060, 1, 1)), st.integers(1, 30))
def test_counting_working_days_forth_and_back_agrees(start: datetime.date, n: int) -> None:
    last = working_days_after(start, n)
    assert is_working_day(last)
    assert working_days_until(start, last) == n
    assert working_days_until(last, start) == 0


# --- who judges, and who sees what ------------------------------------------------------------------------


def test_an_assessor_judges_only_after_the_vendor_was_heard() -> None:
    for state in (FindingState.FOUND, FindingState.SET_ASIDE, FindingState.PUT):
        assert why_not_judged(state, (), "anna") is not None
    for state in (FindingState.ANSWERED, FindingState.UNANSWERED):
        assert why_not_judged(state, (), "anna") is None


def test_what_two_agree_on_is_reopened_only_by_one_of_them() -> None:
    agree = judged("anna error", "bram error")
    assert why_not_judged(FindingState.JUDGED, agree, "anna") is None
    assert why_not_judged(FindingState.JUDGED, agree, "cor") is not None


def test_it_is_an_assessor_s_turn_until_judged_and_again_when_the_judgements_differ() -> None:
    state = FindingState.ANSWERED
    assert awaits(state, (), "anna")
    assert not awaits(state, judged("anna error"), "anna")
    assert awaits(state, judged("anna error"), "bram")
    assert awaits(state, judged("anna error", "bram explained"), "anna")
    assert not awaits(FindingState.PUT, (), "anna")
    assert not awaits(FindingState.JUDGED, judged("anna error", "bram error"), "cor")


def test_no_assessor_sees_another_s_judgement_before_the_own() -> None:
    one, two = judged("anna error"), judged("anna error", "bram explained")
    assert shown_to("anna", one, handed_in=False) == one
    assert shown_to("bram", one, handed_in=False) == ()
    assert shown_to(None, one, handed_in=False) == ()
    assert shown_to("anna", two, handed_in=False) == two
    assert shown_to("cor", two, handed_in=False) == ()
    assert shown_to(None, two, handed_in=False) == two
    assert shown_to("cor", two, handed_in=True) == two


# --- as a file --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "word"), [("nl", "Onze berekening"), ("en", "What we compute")])
def test_what_was_put_can_be_kept_as_plain_text(language: Language, word: str) -> None:
    name = Text(nl="Verschil per groep", en="Difference by group")
    text = as_plain_text("Titel (fictief)", [(FINDING, name, FRIDAY, "Onze\nreactie")], language)
    for part in (word, FINDING.recomputed.to(language), name.to(language), "BIA-04", "27 ", "Onze\nreactie"):
        assert part in text
