"""What the pages of a vendor's response share: their addresses, names of questions, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, url_for

from assessor.domain import words
from assessor.domain.answers import WHOLE_OFFER, Key
from assessor.domain.questionnaire.model import Questionnaire
from assessor.domain.tender import State
from assessor.domain.text import Text
from assessor.services.responses import Filling
from assessor.services.waiting import waits_for_vendor
from assessor.storage.models import Response, Submission, Tender
from assessor.web.access import house

pages = Blueprint("responses", __name__)


def is_open(tender: Tender) -> bool:
    """Whether the draft can still be changed; the verbs ask it again inside the write lock."""
    return tender.state == State.PUBLISHED and tender.deadline is not None and house().now() < tender.deadline


def can_ask(tender: Tender) -> bool:
    """Whether a question to all can still be asked."""
    until = tender.questions_until
    return tender.state == State.PUBLISHED and until is not None and house().now() < until


def question_url(filled: Filling, key: Key) -> str:
    """The page of one question."""
    return url_for(
        "responses.question", response_id=filled.response.id, question_id=key.question, module=key.module
    )


def autosave_url(filled: Filling, key: Key) -> str:
    """Where the page of a question saves by itself."""
    return url_for(
        "responses.autosave", response_id=filled.response.id, question_id=key.question, module=key.module
    )


def section_url(filled: Filling, code: str) -> str:
    """The list of a section's questions."""
    return url_for("responses.section", response_id=filled.response.id, code=code)


def module_name(questionnaire: Questionnaire, key: Key) -> Text | None:
    """The module that a question is about; None where it is about the whole offer."""
    found = questionnaire.type_by_code.get(key.module) if key.module != WHOLE_OFFER else None
    return found.name if found else None


def question_name(questionnaire: Questionnaire, key: Key) -> Text:
    """A question's name, with the module it is asked for."""
    name, module = questionnaire.by_id[key.question].name, module_name(questionnaire, key)
    return (
        Text(nl="{name} ({module})", en="{name} ({module})").fill(name=name, module=module)
        if module
        else name
    )


# --- the start page ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Card:
    """A response on its vendor's start page."""

    tender: Tender
    url: str
    state: Text
    tone: str
    next: Text


_CARD_STATES: dict[str, str] = {"submitted": "positive", "opened": "positive", "draft": "info"}


def cards(found: Sequence[tuple[Response, Tender]]) -> list[Card]:
    """The actor's responses with what to do next, those that can still be changed first."""
    first = sorted(found, key=lambda pair: not is_open(pair[1]))
    return [_card(response, tender) for response, tender in first]


def _card(response: Response, tender: Tender) -> Card:
    state = response.state
    if state in ("draft", "withdrawn") and not is_open(tender):
        state = "absent"
    return Card(
        tender=tender,
        url=url_for("responses.tasks", response_id=response.id),
        state=words.RESPONSE_STATES[state],
        tone=_CARD_STATES.get(state, "neutral"),
        next=_next_step(response, tender),
    )


def _next_step(response: Response, tender: Tender) -> Text:
    was_sent = response.state in ("submitted", "opened")
    if tender.state == State.CANCELLED:
        return Text(nl="Deze procedure is gestopt.", en="This procedure was stopped.")
    asked = waits_for_vendor(house(), response)
    if asked is not None:
        return asked
    if not is_open(tender) and not was_sent:
        return Text(
            nl="Niet op tijd ingediend. Uw concept kunt u nog lezen.",
            en="Not submitted in time. You can still read your draft.",
        )
    if not is_open(tender):
        return Text(nl="Ingediend. De beoordelaars zijn aan zet.", en="Submitted. It is the assessors’ turn.")
    if was_sent:
        return Text(nl="Ingediend. Tot de termijn kunt u nog wijzigen en opnieuw indienen.",
                    en="Submitted. Until the deadline you can still change and submit again.")  # fmt: skip
    if response.sealed_scope is None:
        return Text(nl="Begin met aangeven wat u aanbiedt.", en="Begin by declaring what you offer.")
    return Text(nl="Vul de vragen verder in en dien in.", en="Answer the remaining questions and submit.")


def closed_words(tender: Tender, sent: Submission | None) -> Text:
    """What became of a response whose draft can no longer be changed."""
    if tender.state == State.CANCELLED:
        return Text(nl="Deze procedure is gestopt. Er wordt niets meer beoordeeld.",
                    en="This procedure was stopped. Nothing more is assessed.")  # fmt: skip
    if sent is None:
        return Text(
            nl="De termijn is voorbij en er is niets ingediend. Uw concept kunt u nog lezen, niet meer wijzigen.",
            en="The deadline has passed and nothing was submitted. You can read your draft, but not change it.",
        )
    return Text(
        nl="De termijn is voorbij. Versie {n} is op tijd ingediend. U kunt alles nog lezen, niet meer wijzigen.",
        en="The deadline has passed. Version {n} was submitted in time. You can read everything, but change nothing.",
    ).fill(n=sent.version)
