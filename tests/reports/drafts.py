"""A draft contract on the shipped questionnaire, as a tender would have published it."""

from __future__ import annotations

import datetime

from assessor.domain.draft_contract import DraftContract, Frozen, Publication, draft_contract, triggers_of
from assessor.domain.procedures import PROCEDURES
from assessor.domain.questionnaire.parameters import Value
from tests.reports import samples


def draft(
    procedure: str = "open",
    tier: str = "quick",
    is_verified: bool = False,
    is_test: bool = False,
    title: str = "Hulp bij werving (fictief)",
    values: dict[str, dict[str, Value]] | None = None,
) -> DraftContract:
    questionnaire = samples.questionnaire()
    publication = Publication(
        title=title,
        buyer="Gemeente Waterstad (fictief)",
        procedure=PROCEDURES[procedure],
        tier=tier,
        is_verified=is_verified,
        is_test=is_test,
        published_on=datetime.date(2026, 11, 2),
        sha256="ab" * 32,
        conditions=tuple(
            Frozen(id, (values or {}).get(id, {}), tuple(triggers))
            for id, triggers in triggers_of(questionnaire).items()
        ),
    )
    return draft_contract(questionnaire, publication)
