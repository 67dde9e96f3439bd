"""The figures of a draft, for the vendor alone."""

from __future__ import annotations

from assessor.domain.claimed import judge_claims
from assessor.domain.figures.figures import figures_of
from assessor.services.figures import Recomputed, faults_of
from assessor.services.house import House
from assessor.services.responses import Filling
from assessor.services.tables import tables_in


def recomputed_in_draft(house: House, filled: Filling) -> Recomputed | None:
    """Everything that follows from the tables of a draft, so that a slip is mended before it is submitted.

    Computed anew each time: nothing of a draft is remembered.
    """
    delivered = tables_in(house, filled.response)
    if not delivered:
        return None
    tables = {one.code: one.table for one in delivered}
    figures = figures_of(tables)
    return Recomputed(
        delivered=tuple(delivered),
        figures=figures,
        faults=faults_of(tables),
        claims=judge_claims(filled.questionnaire, filled.asked, filled.answers, figures),
    )
