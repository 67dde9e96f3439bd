"""Making the Report from the Assessment and what belongs to it."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from assessor.domain.answers import Answers
from assessor.domain.assessment import Assessment
from assessor.domain.findings import Finding
from assessor.domain.questionnaire.model import Questionnaire
from assessor.domain.references import clauses_of, law_behind
from assessor.domain.report import advice
from assessor.domain.report.conditions import condition_entries
from assessor.domain.report.findings import benefits, buyer_tasks, finding_groups, open_entries
from assessor.domain.report.obligations import legal_map
from assessor.domain.report.printable import printable
from assessor.domain.report.reasons import main_reasons
from assessor.domain.report.recomputed import recomputed
from assessor.domain.report.value import Contradiction, FlagEntry, GateEntry, Particulars, Report
from assessor.domain.tables.model import TableCode
from assessor.domain.text import Text

_FICTITIOUS = "(fictief)"


def make_report(
    questionnaire: Questionnaire,
    assessment: Assessment,
    answers: Answers,
    particulars: Particulars,
    contradictions: Sequence[Finding] = (),
) -> Report:
    """Everything the risk assessment shows. Nothing is scored here; typed texts are made printable."""
    shown = _printable_assessment(assessment)
    kept = _printable_particulars(particulars)
    figures = recomputed(shown.figures, _tables_asked(questionnaire, shown))
    conditions, settled = condition_entries(questionnaire, shown, kept.contract)
    law, frameworks = legal_map(questionnaire, shown)
    effect = next((e.name for e in questionnaire.inherent.effects if e.code == shown.scope.effect), None)
    return Report(
        questionnaire=questionnaire,
        assessment=shown,
        particulars=kept,
        products=tuple(t.name for t in questionnaire.product_types if t.code in shown.scope.products),
        effect=effect or Text(nl=shown.scope.effect, en=shown.scope.effect),
        advice=advice.advice(shown, kept.is_tender),
        reasons=main_reasons(questionnaire, shown),
        hardest=conditions[:3],
        recomputed=figures,
        unseen_value=advice.unseen_value(shown),
        unseen=advice.unseen_sentence(shown),
        group_difference=advice.group_difference(
            questionnaire, shown, kept.group_difference or figures.group_difference
        ),
        decisions=advice.decisions(kept.is_tender, kept.is_verification),
        signed_by=advice.signed_by(shown.residual_level),
        groups=finding_groups(questionnaire, shown, answers),
        gates=_gates(questionnaire, shown),
        flags=tuple(
            FlagEntry(f.question, questionnaire.by_id[f.question].name, f.outcome, f.reason)
            for f in shown.integrity_flags
        ),
        conditions=conditions,
        settled=settled,
        law=law,
        frameworks=frameworks,
        benefits=benefits(questionnaire, shown),
        open_points=open_entries(questionnaire, shown),
        contradictions=_contradictions(questionnaire, contradictions),
        tasks=buyer_tasks(questionnaire, shown, kept.readiness),
        valid_until=a_year_after(shown.as_of),
        is_fictitious=any(_FICTITIOUS in name for name in (shown.vendor, shown.buyer.name, kept.title)),
    )


def _tables_asked(questionnaire: Questionnaire, assessment: Assessment) -> tuple[TableCode, ...]:
    codes = (code for key in assessment.asked for code in questionnaire.by_id[key.question].tables)
    return tuple(cast("TableCode", code) for code in dict.fromkeys(codes))


def a_year_after(date: datetime.date) -> datetime.date:
    """The same day next year; 29 February becomes the 28th."""
    last = calendar.monthrange(date.year + 1, date.month)[1]
    return date.replace(year=date.year + 1, day=min(date.day, last))


def _gates(questionnaire: Questionnaire, assessment: Assessment) -> tuple[GateEntry, ...]:
    """Confirmed first, then suspected, cleared, and those that raise nothing."""
    order = {"confirmed": 0, "suspected": 1, "cleared": 2, None: 3}
    entries = []
    for gate in sorted(assessment.knock_outs, key=lambda g: order[g.state]):
        question = questionnaire.by_id[gate.question]
        if question.knock_out is not None:
            rule = question.knock_out
            entries.append(
                GateEntry(
                    question=gate.question,
                    name=question.name,
                    state=gate.state,
                    basis=rule.basis,
                    ground=rule.ground,
                    reason=gate.reason,
                    law=law_behind(questionnaire, question, assessment.as_of),
                    clauses=clauses_of(questionnaire, question),
                )
            )
    return tuple(entries)


def _contradictions(questionnaire: Questionnaire, found: Sequence[Finding]) -> tuple[Contradiction, ...]:
    return tuple(
        Contradiction(
            question=one.question,
            name=questionnaire.by_id[one.question].name,
            module=module.name if (module := questionnaire.type_by_code.get(one.module)) else None,
            one=_shown(one.claimed),
            other=_shown(one.recomputed),
            ask=_shown(one.difference),
        )
        for one in found
    )


def _shown(text: Text) -> Text:
    return Text(nl=_nameless(text.nl), en=_nameless(text.en))


def _nameless(text: str) -> str:
    return printable(text) or "–"


def _printable_assessment(assessment: Assessment) -> Assessment:
    return replace(
        assessment,
        vendor=_nameless(assessment.vendor),
        buyer=replace(assessment.buyer, name=_nameless(assessment.buyer.name)),
        integrity_flags=tuple(replace(f, reason=printable(f.reason)) for f in assessment.integrity_flags),
        open_points=tuple(replace(p, note=printable(p.note)) for p in assessment.open_points),
    )


def _printable_particulars(particulars: Particulars) -> Particulars:
    return replace(
        particulars,
        title=printable(particulars.title),
        product=printable(particulars.product),
        assessors=tuple(name for one in particulars.assessors if (name := printable(one))),
        publication_hash=printable(particulars.publication_hash),
        chain_head=printable(particulars.chain_head),
        vendor_reply=printable(particulars.vendor_reply),
        verification=_printable_text(particulars.verification),
    )


def _printable_text(text: Text | None) -> Text | None:
    """A sentence of our own that names what somebody typed."""
    return Text(nl=_nameless(text.nl), en=_nameless(text.en)) if text is not None else None
