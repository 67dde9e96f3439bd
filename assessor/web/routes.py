"""All pages, in one list."""

from __future__ import annotations

from flask import Flask

from assessor.domain.permissions import Action
from assessor.web import (
    account,
    agreeing,
    answering,
    assessments,
    colleagues,
    comparison,
    conditions,
    decisions,
    delivering,
    demonstration,
    differences,
    draft_contract,
    events,
    evidence,
    figures,
    findings,
    gates,
    mail,
    measurements,
    opening,
    own_award,
    own_contract,
    own_findings,
    participants,
    people,
    questionnaire_pdfs,
    questionnaires,
    readiness,
    receipts,
    reports,
    responses,
    scope,
    scoring,
    start,
    submitting,
    tender_setup,
    tenders,
    verification,
    weights,
)
from assessor.web.access import needs


def register_pages(app: Flask) -> None:
    modules = (
        account,
        agreeing,
        answering,
        assessments,
        colleagues,
        comparison,
        conditions,
        decisions,
        delivering,
        demonstration,
        differences,
        draft_contract,
        events,
        evidence,
        figures,
        findings,
        gates,
        mail,
        measurements,
        opening,
        own_award,
        own_contract,
        own_findings,
        participants,
        people,
        questionnaire_pdfs,
        questionnaires,
        readiness,
        receipts,
        reports,
        responses,
        scope,
        scoring,
        start,
        submitting,
        tender_setup,
        tenders,
        verification,
        weights,
    )
    # A noun with many pages has several modules, which share one blueprint.
    for pages in dict.fromkeys(module.pages for module in modules):
        app.register_blueprint(pages)
    needs(Action.VISIT)(app.view_functions["static"])
