"""The draft contract as it was published: the page and the documents, and the way to them for the buyer's people."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from typing import Literal, cast, get_args

from flask import Blueprint, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from assessor.domain.draft_contract import NEVER, NEVER_SHORT, DraftContract, introduction
from assessor.domain.permissions import Action
from assessor.domain.report.annex import Annex
from assessor.domain.report.conditions import OWNERS
from assessor.domain.report.draft_annex import model_clause
from assessor.domain.text import Text
from assessor.services import draft_contracts
from assessor.services.refusals import NotThere
from assessor.storage.models import Tender
from assessor.web.access import actor, house, needs
from assessor.web.conditions import DOCUMENT_TYPES

pages = Blueprint("draft_contract", __name__)

Kind = Literal["pdf", "docx"]
Trail = list[tuple[Text | str, str | None]]

NAME = Text(nl="Conceptcontract", en="Draft contract")


@pages.route("/tenders/<tender_id>/contract")
@needs(Action.SEE_TENDER)
def overview(tender_id: str) -> ResponseReturnValue:
    """The page that vendors see."""
    draft, tender = draft_contracts.for_buyer(house(), actor(), tender_id)
    back = url_for("tenders.publication", tender_id=tender_id)
    trail: Trail = [
        (Text(nl="Beoordelingen", en="Assessments"), url_for("start.home")),
        (tender.title, url_for("tenders.overview", tender_id=tender_id)),
        (Text(nl="Wat is gepubliceerd", en="What was published"), back), (NAME, None),
    ]  # fmt: skip
    return draft_page(draft, tender, trail, back, lambda language, kind: url_for(
        "draft_contract.file", tender_id=tender_id, asked_language=language, kind=kind))  # fmt: skip


@pages.route("/tenders/<tender_id>/contract/<asked_language>/<kind>")
@needs(Action.SEE_TENDER)
def file(tender_id: str, asked_language: str, kind: str) -> ResponseReturnValue:
    return draft_file(draft_contracts.for_buyer(house(), actor(), tender_id)[0], asked_language, kind)


def draft_page(
    draft: DraftContract, tender: Tender, trail: Trail, back: str, address: Callable[[str, str], str]
) -> ResponseReturnValue:
    return render_template(
        "conditions/draft.html",
        draft=draft,
        introduction=introduction(draft),
        tender=tender,
        trail=trail,
        back=back,
        address=address,
        owners=OWNERS,
        model_clause=model_clause,
        never=NEVER,
        never_short=NEVER_SHORT,
    )


def draft_file(draft: DraftContract, language: str, kind: str) -> ResponseReturnValue:
    if kind not in get_args(Kind):
        raise NotThere
    found, name = draft_contracts.as_file(draft, language)
    with _one_at_a_time:
        content = _made(found, cast(Kind, kind))
    return send_file(
        BytesIO(content),
        mimetype=DOCUMENT_TYPES[kind],
        as_attachment=True,
        download_name=f"{name.stem}.{kind}",
    )


_one_at_a_time = threading.Lock()
"""All vendors may want the same document at the same moment; it is made once."""


@lru_cache(maxsize=16)
def _made(annex: Annex, kind: Kind) -> bytes:
    """A document takes a second or two, and the same is asked for by many: what was published never changes."""
    # Both libraries are slow to load, and most requests need neither.
    if kind == "pdf":
        from assessor.reports.pdf import annex_pdf  # noqa: PLC0415

        return annex_pdf(annex)
    from assessor.reports.annexes import annex_docx  # noqa: PLC0415

    return annex_docx(annex)
