"""Contract conditions: their named places are checked, filled and settled."""

from __future__ import annotations

import pytest

from assessor.domain.contract import Step, contract_after
from assessor.domain.questionnaire.loading import load
from assessor.domain.questionnaire.model import Questionnaire
from assessor.domain.questionnaire.parameters import Parameter, filled
from assessor.domain.text import Text
from tests.domain.test_loading import FILES, faults_after


def shipped() -> Questionnaire:
    questionnaire, faults = load(FILES)
    assert questionnaire is not None, faults
    return questionnaire


HOURS = "binnen {hours} uur nadat"
SPARE = "      spare:\n        kind: name\n        label: {nl: A, en: A}\n      hours:\n"
FAULTS = {
    "a place without a parameter": (HOURS, "binnen {our} uur nadat", "'{our}' is not among the parameters"),
    "a place in one language": ("within {hours} hours of", "within a day of", "stands in one language only"),
    "a parameter without a place": ("      hours:\n", SPARE, "no text holds '{spare}'"),
    "a brace left open": (HOURS, "binnen {hours uur nadat", "a brace is not closed"),
    "more than a name in a place": (HOURS, "binnen {hours.__class__} uur nadat", "holds more than a name"),
    "an unknown kind": ("kind: hours", "kind: weeks", "kind"),
    "a number without bounds": ("        most: 72\n", "", "needs a default, least and most"),
    "a default out of bounds": ("        least: 1\n", "        least: 30\n", "outside the bounds"),
    "bounds the wrong way round": ("        least: 1\n", "        least: 90\n", "least is above most"),
    "half an hour": ("default: 24\n", "default: 24.5\n", "whole numbers"),
    "a name with a usual value": ("kind: name\n", "kind: name\n        default: 3\n", "a name has no default"),
}  # fmt: skip


@pytest.mark.parametrize("what", FAULTS)
def test_a_fault_of_a_parameter_is_said_with_its_condition(what: str) -> None:
    old, new, words = FAULTS[what]
    found = faults_after("conditions.yaml", old, new)
    assert any(words in fault and "CC" in fault for fault in found), found[:5]


def test_all_faults_of_a_condition_are_said_at_once() -> None:
    text = FILES["conditions.yaml"].replace(HOURS, "binnen {our} uur nadat", 1)
    text = text.replace("        most: 72\n", "", 1).replace("met {pairs} paren", "met {pears} paren", 1)
    _, faults = load(FILES | {"conditions.yaml": text})
    assert len(faults) >= 5


def test_the_library_is_whole_and_no_place_of_it_is_left_unfilled() -> None:
    questionnaire = shipped()
    ids = [c.id for c in questionnaire.contract_conditions]
    assert ids[:30] == [f"CC{n:02}" for n in range(1, 31)]
    for condition in questionnaire.contract_conditions:
        assert condition.topics
        assert condition.model_articles
        worded = condition.worded()
        assert "{" not in worded.text.nl + worded.text.en + worded.due.nl + worded.consequence.en


def test_each_condition_follows_from_a_question_that_vendors_answer() -> None:
    questionnaire = shipped()
    scored = [q for q in questionnaire.questions if q.by_vendor]
    named = {t.id for q in scored for t in q.conditions}
    assert {c.id for c in questionnaire.contract_conditions} == named
    quick = {t.id for q in scored if q.quick is not None for t in q.conditions}
    assert {"CC08", "CC24", "CC30", "CC38", "CC39"} <= quick
    always = {(q.id, t.id) for q in scored for t in q.conditions if t.is_always}
    assert always == {("TRA-01", "CC30")}


def test_the_log_of_decisions_outlives_the_documents_and_not_the_limitation_period() -> None:
    by_id = {c.id: c for c in shipped().contract_conditions}
    log, documents = by_id["CC07"].parameters["months"], by_id["CC14"].parameters
    assert (log.least, log.default, log.most) == (6, 24, 60)
    assert documents["days"].default == 28
    assert documents["consent_months"].most == 12


def test_numbers_dates_and_names_are_printed_in_each_language() -> None:
    label = Text(nl="Begin", en="Start")
    euros = Parameter(kind="euros", label=label, default=25000, least=1, most=99999)
    assert euros.shown(25000) == Text(nl="25.000", en="25,000")
    assert Parameter(kind="ratio", label=label, default=0.2, least=0, most=1).shown(0.2) == Text(
        nl="0,20", en="0.20"
    )
    start = Parameter(kind="date", label=label)
    assert start.shown("2026-12-01") == Text(nl="1 december 2026", en="1 December 2026")
    assert start.shown(None) == Text(nl="[begin]", en="[start]")
    assert start.shown("") == start.shown(None)


def test_a_name_with_braces_is_printed_as_it_was_typed() -> None:
    name = Parameter(kind="name", label=Text(nl="Naam", en="Name"))
    text = filled(Text(nl="Bel {a}.", en="Call {a}."), {"a": name}, {"a": "{0.__class__} {b}"})
    assert text.nl == "Bel {0.__class__} {b}."


def test_bounds_hold_and_only_ratios_have_decimals() -> None:
    days = Parameter(kind="days", label=Text(nl="D", en="D"), default=5, least=1, most=20)
    assert [n for n in (0, 1, 5.5, 20, 21) if days.allows(n)] == [1, 20]


def test_the_newest_step_counts_and_own_conditions_can_be_taken_out_again() -> None:
    words = {"title_nl": "T", "title_en": "T", "text_nl": "W", "text_en": "W"}
    contract = contract_after(
        {"CC01": {"hours": 12}},
        (
            Step("CC01", "switched_off", reason="dubbel"),
            Step("CC02", "switched_off", reason="niet nodig"),
            Step("CC02", "switched_on"),
            Step("CC16", "filled_in", {"vendor_contact": "A"}),
            Step("CC16", "filled_in", {"vendor_contact": "B"}),
            Step("CC03", "rewritten", words),
            Step("CC04", "rewritten", words),
            Step("CC04", "restored"),
            Step("E01", "added", words),
            Step("E02", "to_discuss", words),
            Step("E01", "removed"),
        ),
    )
    assert contract.off == {"CC01": "dubbel"}
    assert contract.values == {"CC01": {"hours": 12}, "CC16": {"vendor_contact": "B"}}
    assert set(contract.reworded) == {"CC03"}
    assert (contract.added, [own.id for own in contract.to_discuss]) == ((), ["E02"])
