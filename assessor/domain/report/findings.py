"""What each question brought to light: asked, answered, found, scored, and what would have scored higher."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assessor.domain.answers import WHOLE_OFFER, Answer, Answers, Standing
from assessor.domain.assessment import Assessment, QuestionResult
from assessor.domain.confidential import CONFIDENTIAL_LABEL, marked_words
from assessor.domain.formats import number
from assessor.domain.language import LANGUAGES
from assessor.domain.questionnaire.counts import in_words
from assessor.domain.questionnaire.kinds import fields_asked
from assessor.domain.questionnaire.model import EvidenceLevel, Kind, Question, Questionnaire, Weight
from assessor.domain.readiness import Planned, task_of
from assessor.domain.report.printable import printable
from assessor.domain.report.value import (
    AnswerLine,
    Benefit,
    BenefitStatus,
    BuyerTask,
    Cause,
    Finding,
    FindingGroup,
    OpenEntry,
)
from assessor.domain.text import Text

NO_ANCHOR: dict[Standing, Text] = {
    "unanswered": Text(nl="Niet beantwoord.", en="Not answered."),
    "unknown": Text(nl="De leverancier weet het niet.", en="The vendor does not know."),
    "withheld": Text(nl="De leverancier verstrekt dit niet.", en="The vendor withholds this."),
    "not_applicable": Text(
        nl="Niet van toepassing; de beoordelaars zijn het daarmee eens.",
        en="Not applicable; the assessors agree.",
    ),
}


def module_name(questionnaire: Questionnaire, module: str) -> Text | None:
    """The product that an answer is about; None for the whole offer."""
    if module == WHOLE_OFFER:
        return None
    product = questionnaire.type_by_code.get(module)
    return (
        Text(nl="{c} {n}", en="{c} {n}").fill(c=module, n=product.name)
        if product
        else Text(nl=module, en=module)
    )


def points(score: float) -> Text:
    """A score of a question as it is printed everywhere: two decimals, as in its sum."""
    return Text(nl=number(score, "nl", 2), en=number(score, "en", 2))


def words_found(question: Question, result: QuestionResult) -> Text:
    """The words of the agreed anchor, or why there is none."""
    if isinstance(result.anchor, int):
        return question.anchors[result.anchor]
    return NO_ANCHOR[result.anchor]


def answer_lines(question: Question, answer: Answer | None) -> tuple[AnswerLine, ...]:
    """The vendor's answer in words, field by field; follow-ups that were not asked are left out."""
    if answer is None:
        return ()
    lines = []
    for field in fields_asked(question, answer.value):
        if field.kind is Kind.FILES:
            continue
        nl = tuple(text for one in in_words(question, field, answer.value, "nl") if (text := printable(one)))
        en = tuple(text for one in in_words(question, field, answer.value, "en") if (text := printable(one)))
        if nl:
            lines.append(AnswerLine(field.label, nl, en))
    marked = marked_words(answer)
    if marked:
        nl, en = (tuple(printable(one.to(language)) for one in marked) for language in LANGUAGES)
        lines.append(AnswerLine(CONFIDENTIAL_LABEL, nl, en))
    return tuple(lines)


def next_up(question: Question, result: QuestionResult) -> Text | None:
    """The practice that the next score asks for; None at the top or where the question does not apply."""
    if result.anchor == "not_applicable" or not question.by_vendor:
        return None
    reached = result.anchor if isinstance(result.anchor, int) else 0
    return question.anchors[reached + 1] if reached < 4 else None


def _higher(questionnaire: Questionnaire, question: Question, result: QuestionResult) -> tuple[Text, ...]:
    found: list[Text] = []
    if result.is_open or question.is_gate or not question.is_scored:
        up = next_up(question, result)
        return (up,) if up else ()
    if (up := next_up(question, result)) is not None:
        found.append(up)
    anchor = result.anchor if isinstance(result.anchor, int) else 0
    level = _evidence_that_counts(questionnaire, question, anchor, result.evidence)
    if level is not None:
        text = Text(
            nl="Hetzelfde antwoord met bewijs van niveau {level} ({name}).",
            en="The same answer with evidence of level {level} ({name}).",
        )
        found.append(text.fill(level=level.value, name=questionnaire.step_by_level[level.value].name))
    if result.age_factor < 1:
        text = Text(
            nl="Bewijs dat hoogstens {m} maanden oud is.", en="Evidence that is at most {m} months old."
        )
        found.append(text.fill(m=question.fresh_months or 0))
    if result.fit_factor < 1:
        found.append(
            Text(
                nl="Bewijs over deze versie en over een vergelijkbare groep mensen.",
                en="Evidence about this version and about a comparable group of people.",
            )
        )
    return tuple(found)


def _evidence_that_counts(
    questionnaire: Questionnaire, question: Question, anchor: int, has: EvidenceLevel
) -> EvidenceLevel | None:
    """The first level of evidence at which the agreed anchor counts in full; None when it does already."""
    high = question.evidence.for_high
    for step in questionnaire.evidence_levels:
        enough = anchor < 3 or high is None or step.level >= high
        if step.cap >= anchor and enough:
            return step.level if step.level > has else None
    return None


def _finding(questionnaire: Questionnaire, result: QuestionResult, answer: Answer | None) -> Finding:
    question = questionnaire.by_id[result.key.question]
    minimum = question.evidence.minimum
    note = (answer.standing_reason or answer.evidence_note) if answer else ""
    return Finding(
        id=question.id,
        module=module_name(questionnaire, result.key.module),
        name=question.name,
        asked=question.text,
        answered_by=question.answered_by,
        is_gate=question.is_gate,
        is_critical=question.weight is Weight.CRITICAL,
        weight=result.weight,
        answer=answer_lines(question, answer),
        note=printable(note),
        files=tuple(printable(name) for name in answer.files) if answer else (),
        anchor=result.anchor if isinstance(result.anchor, int) else None,
        standing=None if isinstance(result.anchor, int) else result.anchor,
        found=words_found(question, result),
        evidence=result.evidence,
        evidence_name=questionnaire.step_by_level[result.evidence.value].name,
        evidence_date=result.agreed.date if result.agreed else None,
        short_of_minimum=minimum if isinstance(result.anchor, int) and result.evidence < minimum else None,
        score=result.score,
        why=result.why,
        misleading=result.misleading,
        reason=printable(result.agreed.reason) if result.agreed else "",
        higher=_higher(questionnaire, question, result),
    )


def finding_groups(
    questionnaire: Questionnaire, assessment: Assessment, answers: Answers
) -> tuple[FindingGroup, ...]:
    """All that was asked, by dimension, in the order asked."""
    groups = []
    for dimension in questionnaire.dimensions:
        own = [r for r in assessment.questions if r.key.question.startswith(dimension.code)]
        if own:
            findings = tuple(_finding(questionnaire, r, answers.get(r.key)) for r in own)
            result = assessment.dimension(dimension.code)
            groups.append(FindingGroup(dimension.code, dimension.name, dimension.why, result, findings))
    return tuple(groups)


def open_entries(questionnaire: Questionnaire, assessment: Assessment) -> tuple[OpenEntry, ...]:
    return tuple(
        OpenEntry(
            question=point.key.question,
            name=questionnaire.by_id[point.key.question].name,
            module=module_name(questionnaire, point.key.module),
            standing=point.standing,
            note=printable(point.note),
        )
        for point in assessment.open_points
    )


def buyer_tasks(
    questionnaire: Questionnaire, assessment: Assessment, planned: Mapping[str, Planned]
) -> tuple[BuyerTask, ...]:
    """The municipality's half of what was asked, and its own questions; what is not done first."""
    asked = {key.question for key in assessment.asked}
    found = (
        task_of(q, _printable_plan(planned.get(q.id, Planned())))
        for q in questionnaire.questions
        if q.id in asked or not q.by_vendor
    )
    tasks = [BuyerTask(t.question, t.name, t.text, t.is_own, t.planned) for t in found if t is not None]
    return tuple(sorted(tasks, key=lambda one: one.planned.done))


def _printable_plan(planned: Planned) -> Planned:
    return replace(planned, owner=printable(planned.owner), note=printable(planned.note))


# --- benefits ---------------------------------------------------------------------------------------------

_BENEFITS = {
    "S04": Text(nl="Minder bias in het proces", en="Less bias in the process"),
    "S05": Text(
        nl="Persoonskenmerken die er niet toe doen, blijven buiten beschouwing",
        en="Personal traits that do not matter are left out of account",
    ),
    "S06": Text(
        nl="Bias wordt beter meetbaar dan bij mensen", en="Bias becomes easier to measure than in people"
    ),
    "S07": Text(nl="Groepen bereiken die nu niet solliciteren", en="Reaching groups that do not apply today"),
    "S08": Text(nl="Minder werk voor de organisatie", en="Less work for the organisation"),
    "S09": Text(nl="Eenvormiger werkwijze", en="A more uniform way of working"),
}
_STATUS: dict[BenefitStatus, Text] = {
    "shown": Text(nl="aangetoond", en="shown"),
    "partly": Text(nl="deels aangetoond", en="partly shown"),
    "not_shown": Text(nl="niet aangetoond", en="not shown"),
    "not_asked": Text(nl="niet gevraagd", en="not asked"),
}


def benefits(questionnaire: Questionnaire, assessment: Assessment) -> tuple[Benefit, ...]:
    """Each promise of such products, with what the questions about it could show.

    A question shows it when its score is at least what an internal report can prove of a good answer.
    """
    enough = questionnaire.scoring.open_counts_as
    found = []
    for code, claim in _BENEFITS.items():
        results = [
            result
            for q in questionnaire.questions
            if code in q.claims and q.is_scored and (result := assessment.result_of(q.id)) is not None
            if result.anchor != "not_applicable"
        ]
        proven = sum(r.score >= enough - 1e-9 for r in results)
        status: BenefitStatus
        if not results:
            status = "not_asked"
        elif proven == len(results):
            status = "shown"
        else:
            status = "partly" if proven else "not_shown"
        causes = tuple(
            Cause(r.key.question, questionnaire.by_id[r.key.question].name, r.score)
            for r in sorted(results, key=lambda r: r.key.question)
        )
        found.append(Benefit(code, claim, status, _STATUS[status], causes))
    return tuple(found)
