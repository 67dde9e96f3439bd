"""For a vendor: the conditions of the draft contract, before submitting and after."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from assessor.domain.permissions import Action
from assessor.domain.text import Text
from assessor.services import draft_contracts
from assessor.web.access import actor, house, needs
from assessor.web.draft_contract import NAME, Trail, draft_file, draft_page
from assessor.web.response_parts import pages


@pages.route("/responses/<response_id>/contract")
@needs(Action.READ_OWN_RESPONSE)
def contract(response_id: str) -> ResponseReturnValue:
    """What can apply to a vendor."""
    draft, tender = draft_contracts.for_vendor(house(), actor(), response_id)
    back = url_for("responses.tasks", response_id=response_id)
    trail: Trail = [
        (Text(nl="Uw reacties", en="Your responses"), url_for("start.home")),
        (tender.title, back),
        (NAME, None),
    ]
    return draft_page(draft, tender, trail, back, lambda language, kind: url_for(
        "responses.contract_file", response_id=response_id, asked_language=language, kind=kind))  # fmt: skip


@pages.route("/responses/<response_id>/contract/<asked_language>/<kind>")
@needs(Action.READ_OWN_RESPONSE)
def contract_file(response_id: str, asked_language: str, kind: str) -> ResponseReturnValue:
    """The draft contract as a PDF or a Word document."""
    draft, _ = draft_contracts.for_vendor(house(), actor(), response_id)
    return draft_file(draft, asked_language, kind)
