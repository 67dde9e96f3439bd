"""The draft contract of a published tender: for its vendors and for the buyer's people, the same words for all.

It is read from what was frozen and from nothing else: what an officer settled later about one vendor is not in it.
"""

from __future__ import annotations

import json

from assessor.domain.draft_contract import DraftContract, Frozen, Publication, draft_contract
from assessor.domain.formats import ZONE
from assessor.domain.language import LANGUAGES
from assessor.domain.permissions import Action, Actor
from assessor.domain.report.annex import Annex
from assessor.domain.report.draft_annex import draft_annex
from assessor.services.access import find_tender, find_with_tender
from assessor.services.house import House
from assessor.services.refusals import NotThere
from assessor.services.reports import FileName, slug
from assessor.services.tenders import condition_values, procedure_of, questionnaire_of
from assessor.storage.models import Tender


def for_vendor(house: House, actor: Actor, response_id: str) -> tuple[DraftContract, Tender]:
    """The draft contract of the tender that a vendor was invited to."""
    _, tender = find_with_tender(house, actor, response_id, Action.READ_OWN_RESPONSE)
    return _of(house, tender), tender


def for_buyer(house: House, actor: Actor, tender_id: str) -> tuple[DraftContract, Tender]:
    """The same for the buyer's people; there is none while the tender is set up."""
    tender = find_tender(house, actor, tender_id, Action.SEE_TENDER)
    return _of(house, tender), tender


def as_file(draft: DraftContract, language: str) -> tuple[Annex, FileName]:
    """What its document prints in a language, and what it is called."""
    for known in LANGUAGES:
        if known == language:
            kind = "conceptcontract" if known == "nl" else "draft-contract"
            return draft_annex(draft, known), FileName(
                f"{kind}-{slug(draft.publication.title)}-{known}", known
            )
    raise NotThere


def _of(house: House, tender: Tender) -> DraftContract:
    if tender.frozen is None or tender.frozen_sha256 is None or tender.published_at is None:
        raise NotThere
    frozen = json.loads(tender.frozen)
    values = condition_values(tender)
    publication = Publication(
        title=tender.title,
        buyer=tender.buyer,
        procedure=procedure_of(tender),
        tier=tender.tier,
        is_verified=bool(frozen.get("verification")),
        is_test=tender.test,
        published_on=tender.published_at.astimezone(ZONE).date(),
        sha256=tender.frozen_sha256,
        conditions=tuple(
            Frozen(
                one["id"],
                values[one["id"]],
                tuple((trigger["question"], trigger["below"]) for trigger in one["triggers"]),
            )
            for one in frozen.get("conditions", ())
        ),
    )
    return draft_contract(questionnaire_of(house, tender), publication)
