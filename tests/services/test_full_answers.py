"""The five vendors on the full questionnaire: everything answered, everything follows from the method, and single
answers move the result the right way."""

from __future__ import annotations

import dataclasses
import datetime
from functools import cache
from typing import Any

import pytest

from assessor.demo.stories import Vendor, all_vendors, table_code
from assessor.domain.answers import BuyerFacts, Key, Scope
from assessor.domain.assess import Case, assess
from assessor.domain.assessment import Assessment
from assessor.domain.claimed import judge_claims
from assessor.domain.figures.figures import figures_of
from assessor.domain.questionnaire.conditions import asked
from assessor.domain.questionnaire.kinds import check, fields_asked
from assessor.domain.questionnaire.model import EvidenceLevel
from assessor.services.figures import faults_of
from assessor.services.incoming import receive_table
from tests.domain.miniature import shipped

AS_OF = datetime.date(2026, 11, 20)
VENDORS = {vendor.slug: vendor for vendor in all_vendors()}
EXPECTED = {
    # class, residual level; the story is in questions and answers, these follow
    "eerlijke-meetlat": ("A", "moderate"),
    "glimlachmeter": ("D", "unacceptable"),
    "luchtkasteel": ("D", "unacceptable"),
    "papegaai": ("D", "very_high"),
    "zoalsaltijd": ("D", "very_high"),
}

LEFT_OPEN = {"luchtkasteel": {"VAL-24", "BIA-25"}}
"""Two that the bluffer passes over, as in the quick scan."""


def case_of(vendor: Vendor) -> Case:
    facts: Any = vendor.story.facts
    names = dict.fromkeys(name for given in vendor.all_answers.values() for name in given.files)
    tables = {code: receive_table(code, n, vendor.content(n)).table for n in names if (code := table_code(n))}
    scope = Scope(vendor.story.products, frozenset(vendor.story.marks), str(facts["effect"]))
    return Case(
        questionnaire=shipped(),
        tier="full",
        as_of=AS_OF,
        vendor=vendor.story.company,
        buyer=BuyerFacts("Gemeente Waterstad (fictief)", scope.effect, facts["volume_per_year"], tuple(facts["data"]),
                         facts["reversibility"], facts["vulnerable_group"], facts["learns_live"]),
        scope=scope,
        answers={key: given.answer() for key, given in vendor.all_answers.items()},
        agreed={key: scores.agreed.judgement() for key, scores in vendor.all_scores.items()},
        knock_outs={id: gate.state for id, gate in vendor.all_gates.items()},
        figures=figures_of({code: table for code, table in tables.items() if table}) if tables else None,
    )  # fmt: skip


@cache
def played(slug: str) -> tuple[Case, Assessment]:
    case = case_of(VENDORS[slug])
    return case, assess(case)


@pytest.mark.parametrize("slug", VENDORS)
def test_every_question_of_the_full_questionnaire_is_answered_as_its_fields_ask(slug: str) -> None:
    case, _ = played(slug)
    keys = asked(case.questionnaire, case.scope, "full", case.answers)
    own = {key for key in keys if case.questionnaire.by_id[key.question].by_vendor}
    assert {key.question for key in own - set(VENDORS[slug].all_answers)} == LEFT_OPEN.get(slug, set())
    for key in own & set(case.answers):
        answer, question = case.answers[key], case.questionnaire.by_id[key.question]
        faults = {
            field.id: fault.en
            for field in fields_asked(question, answer.value)
            if answer.standing is None
            and (value := answer.value.get(field.id)) is not None
            and (fault := check(field, value)) is not None
        }
        assert not faults, f"{slug} {key}: {faults}"


@pytest.mark.parametrize("slug", VENDORS)
def test_the_class_and_the_level_follow_from_the_answers(slug: str) -> None:
    _, result = played(slug)
    assert (result.control_class, result.residual_level) == EXPECTED[slug]


@pytest.mark.parametrize("slug", VENDORS)
def test_only_the_bluffer_contradicts_its_own_tables(slug: str) -> None:
    case, _ = played(slug)
    names = {name for given in VENDORS[slug].all_answers.values() for name in given.files}
    tables = {c: receive_table(c, n, VENDORS[slug].content(n)).table for n in names if (c := table_code(n))}
    assert faults_of({code: table for code, table in tables.items() if table}) == {}
    if case.figures is not None:
        judged = judge_claims(case.questionnaire, tuple(case.answers), case.answers, case.figures)
        assert any(c.judged.verdict == "contradicts" for c in judged) is (slug == "luchtkasteel")


def test_the_incumbents_final_offer_is_better_and_still_a_very_high_risk() -> None:
    case, first = played("zoalsaltijd")
    vendor = VENDORS["zoalsaltijd"]
    final = assess(
        dataclasses.replace(
            case,
            answers={key: given.answer() for key, given in vendor.final_answers.items()},
            agreed={key: scores.agreed.judgement() for key, scores in vendor.final_scores.items()},
        )
    )
    assert first.index is not None
    assert final.index is not None
    assert final.index > first.index
    assert (final.control_class, final.residual_level) == ("C", "very_high")


def scored(case: Case, key: Key, points: int, evidence: EvidenceLevel) -> Assessment:
    judgement = dataclasses.replace(
        case.agreed[key], anchor=points, evidence=evidence, date=AS_OF, fit="both"
    )
    return assess(dataclasses.replace(case, agreed={**case.agreed, key: judgement}))


@pytest.mark.parametrize("slug", VENDORS)
def test_a_better_answer_never_harms_and_a_worse_one_never_helps(slug: str) -> None:
    case, result = played(slug)
    assert result.index is not None
    for key in list(case.agreed)[::4]:
        best = scored(case, key, 4, EvidenceLevel.E4)
        worst = scored(case, key, 0, EvidenceLevel.E0)
        assert best.index is not None
        assert worst.index is not None
        assert worst.index <= result.index + 1e-9 <= best.index + 2e-9
        for after in (best, worst):
            for dimension in after.dimensions:
                if dimension.ceiling is not None and dimension.score is not None:
                    assert dimension.score <= dimension.ceiling
