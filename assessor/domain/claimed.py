"""What a vendor's answers claim of figures that its own tables give, and the findings where the two part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assessor.domain.answers import Answers, Key
from assessor.domain.figures.contradictions import Contradiction, judged_claims
from assessor.domain.figures.figures import Figures
from assessor.domain.findings import Finding
from assessor.domain.questionnaire.kinds import fields_asked
from assessor.domain.questionnaire.model import Questionnaire
from assessor.domain.questionnaire.question import Kind


@dataclass(frozen=True)
class JudgedClaim:
    """A claim beside its recomputation, at the question where it was made."""

    key: Key
    judged: Contradiction

    @property
    def code(self) -> str:
        """The same each time this claim is judged."""
        where, one = self.judged.where, self.judged
        place = (where.stage, where.ground, where.group, where.item)
        source = one.table if one.in_table else str(self.key)
        return "/".join([source, one.code, *(part for part in place if part)])[:200]


@dataclass(frozen=True)
class AnsweredClaim:
    """A figure that an answer claims, as it was given."""

    key: Key
    code: str
    printed: str


def claims_in(
    questionnaire: Questionnaire, asked: Iterable[Key], answers: Answers
) -> tuple[AnsweredClaim, ...]:
    """What the answers claim, in the order asked."""
    found = []
    for key in asked:
        question, answer = questionnaire.by_id[key.question], answers.get(key)
        if answer is None or answer.standing is not None:
            continue
        for field in fields_asked(question, answer.value):
            value = answer.value.get(field.id)
            if field.states is not None and isinstance(value, int | float) and not isinstance(value, bool):
                # A gap is asked in percentage points, in a field for numbers.
                in_percent = field.kind is Kind.PERCENTAGE or field.states.startswith("largest_gap")
                found.append(AnsweredClaim(key, field.states, f"{value}%" if in_percent else str(value)))
    return tuple(found)


def judge_claims(
    questionnaire: Questionnaire, asked: Iterable[Key], answers: Answers, figures: Figures
) -> tuple[JudgedClaim, ...]:
    """Every claim that the tables can confirm or contradict, with its verdict.

    A claim in a table is one of the first question that rests on the table.
    """
    keys = tuple(asked)
    rests: dict[str, Key] = {}
    for key in keys:
        for code in questionnaire.by_id[key.question].tables:
            rests.setdefault(code, key)
    found = [JudgedClaim(rests[one.table], one) for one in judged_claims(figures) if one.table in rests]
    for claim in claims_in(questionnaire, keys, answers):
        judged = judged_claims(figures, {claim.code: claim.printed})
        found += [JudgedClaim(claim.key, one) for one in judged if not one.in_table]
    return tuple(found)


def findings_of(claims: Iterable[JudgedClaim]) -> tuple[Finding, ...]:
    """A finding for each claim that the tables contradict."""
    return tuple(
        Finding(
            question=claim.key.question,
            module=claim.key.module,
            code=claim.code,
            claimed=claim.judged.claim_words,
            recomputed=claim.judged.computation,
            difference=claim.judged.difference,
        )
        for claim in claims
        if claim.judged.verdict == "contradicts"
    )
