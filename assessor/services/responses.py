"""A vendor's response while it is written: its scope, its answers, what is open and how far it is.

Every verb starts from the vendor's own company, in the query itself. Submitting is in `submitting.py`, files are in
`evidence.py`.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sqlalchemy import select

from assessor.domain.answers import WHOLE_OFFER, Answer, Confidential, Key, Scope
from assessor.domain.chain import NOTHING
from assessor.domain.completeness import OpenAnswer, Progress, open_answers, progress, vendor_keys
from assessor.domain.confidential import faults as confidential_faults
from assessor.domain.limits import NOTE_LENGTH, clean_json, clean_text
from assessor.domain.permissions import Action, Actor, Role
from assessor.domain.questionnaire.conditions import asked
from assessor.domain.questionnaire.kinds import check as check_value
from assessor.domain.questionnaire.model import Questionnaire
from assessor.domain.questionnaire.prohibited import stops
from assessor.domain.text import Text
from assessor.services.access import check, find_response, tender_of
from assessor.services.drafts import (
    Draft,
    answers_in,
    put_answer,
    put_changes,
    put_scope,
    require_open,
    scope_in,
)
from assessor.services.house import House
from assessor.services.refusals import Changed, Invalid, NotThere, Refused
from assessor.services.tenders import procedure_of, questionnaire_of
from assessor.storage import events
from assessor.storage.models import Response, Tender

SOMEBODY_ELSE = Text(
    nl="Een collega heeft dit intussen gewijzigd. Er is niets overschreven; kies welke tekst u wilt bewaren.",
    en="A colleague has changed this meanwhile. Nothing was overwritten; choose which text you want to keep.",
)
AS_OFFERED = Text(
    nl="Geverifieerd wordt wat u hebt aangeboden. Onderdelen en kenmerken blijven zoals in uw inschrijving.",
    en="What is verified is your product as you offered it. Modules and properties stay as in your offer.",
)
NO_SCOPE = Text(
    nl="Geef eerst aan welke onderdelen u aanbiedt. Daaruit volgt welke vragen u krijgt.",
    en="First declare which modules you offer. The questions you get follow from that.",
)


@dataclass(frozen=True)
class Filling:
    """A vendor's own view of its response: what is asked, what is there, and what is open."""

    response: Response
    tender: Tender
    questionnaire: Questionnaire
    scope: Scope | None
    drafts: Mapping[Key, Draft]
    """Also answers that stopped applying: they are kept and not shown."""

    @cached_property
    def asked(self) -> tuple[Key, ...]:
        """The vendor's questions, in order; none before the scope is declared."""
        if self.scope is None:
            return ()
        keys = asked(self.questionnaire, self.scope, self.tender.tier, self.answers)
        return vendor_keys(self.questionnaire, keys)

    @cached_property
    def open(self) -> tuple[OpenAnswer, ...]:
        """What is not finished, in order. Only some pages ask."""
        return open_answers(self.questionnaire, self.asked, self.answers)

    @cached_property
    def progress(self) -> tuple[Progress, ...]:
        return progress(self.questionnaire, self.asked, self.answers)

    @cached_property
    def answers(self) -> Mapping[Key, Answer]:
        return Answers(self.drafts)


class Answers(Mapping[Key, Answer]):
    """The answers of drafts, each taken out of its draft when it is looked at."""

    def __init__(self, drafts: Mapping[Key, Draft]) -> None:
        self._drafts = drafts

    def __getitem__(self, key: Key) -> Answer:
        return self._drafts[key].answer

    def __iter__(self) -> Iterator[Key]:
        return iter(self._drafts)

    def __len__(self) -> int:
        return len(self._drafts)


def response_for(house: House, actor: Actor, tender_id: str) -> Response:
    """The actor's own response to a tender."""
    response = house.db.scalars(
        select(Response).where(Response.tender_id == tender_id, Response.company_id == actor.company_id)
    ).one_or_none()
    if response is None or actor.role is not Role.VENDOR:
        raise NotThere
    check(house, actor, Action.READ_OWN_RESPONSE, tender_of(house, response), response)
    return response


def filling(house: House, actor: Actor, response_id: str) -> Filling:
    """Everything a vendor's pages show of its own response."""
    return filling_of(house, actor, find_response(house, actor, response_id, Action.READ_OWN_RESPONSE))


def filling_of(house: House, actor: Actor, response: Response) -> Filling:
    """The same for a response that was found before in this step."""
    tender = tender_of(house, response)
    check(house, actor, Action.READ_OWN_RESPONSE, tender, response)
    return Filling(
        response=response,
        tender=tender,
        questionnaire=questionnaire_of(house, tender),
        scope=scope_in(house, response, tender),
        drafts=answers_in(house, response),
    )


def read_answers(house: House, actor: Actor, response_id: str) -> dict[Key, Draft]:
    """The saved answers of the actor's own response, also those that stopped applying."""
    return dict(answers_in(house, find_response(house, actor, response_id, Action.READ_OWN_RESPONSE)))


# --- scope ------------------------------------------------------------------------------------------------


def scope_of(house: House, actor: Actor, response_id: str) -> Scope | None:
    """What the actor's own company declared, with the buyer's effect; None before it did."""
    response = find_response(house, actor, response_id, Action.READ_OWN_RESPONSE)
    return scope_in(house, response, tender_of(house, response))


def declare_scope(
    house: House,
    actor: Actor,
    response_id: str,
    products: Collection[str],
    marks: Collection[str],
    revision: int,
) -> int:
    """Declare which modules are offered and which marks hold for them; returns the new revision.

    In a tender a prohibited kind of product stops the offer. In a round nothing is bought, so there it is recorded
    and assessed as what it is. While an offer is verified it stays what it was.
    """
    response = find_response(house, actor, response_id, Action.READ_OWN_RESPONSE)
    tender = require_open(house, response)
    check(house, actor, Action.FILL_IN, tender, response)
    questionnaire = questionnaire_of(house, tender)
    _refuse_wrong_scope(questionnaire, products, marks)
    _refuse_prohibited(questionnaire, tender, products)
    scope = Scope(
        products=tuple(t.code for t in questionnaire.product_types if t.code in products),
        marks=frozenset(marks),
    )
    stored = scope_in(house, response, tender)
    if stored is not None:
        kept = tuple(one for one in stored.providers if one.module in scope.products)
        scope = replace(scope, providers=kept)
    if stored is not None and (stored.products, stored.marks) == (scope.products, scope.marks):
        return response.scope_revision
    if stored is not None and procedure_of(tender).verifies:
        raise Refused(AS_OFFERED)
    if revision != response.scope_revision:
        raise Changed(SOMEBODY_ELSE, stored)
    put_scope(house, response, scope)
    note(house, actor, response, "scope_declared", {"revision": response.scope_revision})
    return response.scope_revision


def _refuse_wrong_scope(
    questionnaire: Questionnaire, products: Collection[str], marks: Collection[str]
) -> None:
    errors: dict[str, Text] = {}
    if not products:
        errors["products"] = Text(nl="Kies ten minste één onderdeel.", en="Choose at least one module.")
    elif not set(products) <= set(questionnaire.type_by_code):
        errors["products"] = Text(nl="Kies onderdelen uit de lijst.", en="Choose modules from the list.")
    if not set(marks) <= {m.code for m in questionnaire.marks}:
        errors["marks"] = Text(nl="Kies kenmerken uit de lijst.", en="Choose marks from the list.")
    if errors:
        raise Invalid(errors)


def _refuse_prohibited(questionnaire: Questionnaire, tender: Tender, products: Collection[str]) -> None:
    if not procedure_of(tender).in_tender:
        return
    text = Text(nl="{name} mag niet worden aangeboden. {ground}", en="{name} may not be offered. {ground}")
    refused = [text.fill(name=s.product.name, ground=s.ground) for s in stops(questionnaire, products)]
    if refused:
        raise Refused(*refused)


# --- answers ----------------------------------------------------------------------------------------------


def save_answers(
    house: House,
    actor: Actor,
    response_id: str,
    answers: Mapping[Key, Answer],
    revisions: Mapping[Key, int],
    *,
    autosave: bool = False,
) -> dict[Key, int]:
    """Save answers, all or none; returns the revision of each.

    A save names the revision it started from, 0 for an answer that was not there. When somebody else saved since,
    Changed carries what is stored now (`theirs`: Draft by Key), and nothing is overwritten. Saving what is stored
    already is no change. Half-finished answers are welcome, impossible ones are Invalid, by "KEY.field".
    """
    filled = filling(house, actor, response_id)
    return save_in(house, actor, filled, answers, revisions, autosave=autosave)


def save_in(
    house: House,
    actor: Actor,
    filled: Filling,
    answers: Mapping[Key, Answer],
    revisions: Mapping[Key, int],
    *,
    autosave: bool = False,
) -> dict[Key, int]:
    """The same where the response was read before in this step."""
    response, stored = filled.response, filled.drafts
    check(house, actor, Action.FILL_IN, require_open(house, response), response)
    if filled.scope is None:
        raise Refused(NO_SCOPE)
    cleaned = {
        key: _clean(answer, stored[key].answer.files if key in stored else ())
        for key, answer in answers.items()
    }
    require_fitting(filled.questionnaire, filled.scope, answers)
    _refuse_impossible(filled.questionnaire, cleaned)
    changed = {k: a for k, a in cleaned.items() if k not in stored or not _same(stored[k].answer, a)}
    stale = {k: stored[k] for k in changed if k in stored and stored[k].revision != revisions.get(k, 0)}
    if stale:
        raise Changed(SOMEBODY_ELSE, stale)
    saved = {k: stored[k].revision for k in cleaned if k not in changed}
    begun = [k for k in changed if _begins(stored.get(k), actor, house)]
    saved |= {k: put_answer(house, actor.id, response, k, a) for k, a in changed.items()}
    put_changes(house, actor.id, response, begun)
    if changed and not autosave:
        note(house, actor, response, "answers_saved", {"answers": len(changed)})
    return saved


SITTING = datetime.timedelta(minutes=30)
"""Who goes on with the same answer within this time is still at it."""


def _begins(stored: Draft | None, actor: Actor, house: House) -> bool:
    return stored is None or stored.saved_by != actor.id or house.now() - stored.saved_at > SITTING


def _clean(answer: Answer, files: Collection[str]) -> Answer:
    value = clean_json(dict(answer.value))
    assert isinstance(value, dict)
    return replace(
        answer,
        value=value,
        evidence_note=clean_text(answer.evidence_note),
        standing_reason=clean_text(answer.standing_reason),
        files=(),
        confidential=_clean_mark(answer.confidential, files),
    )


def _clean_mark(marked: Confidential | None, present: Collection[str]) -> Confidential | None:
    if marked is None:
        return None
    # Of the whole answer no part needs to be named.
    passage = "" if marked.whole else clean_text(marked.passage).strip()
    files = () if marked.whole else tuple(sorted({name for name in marked.files if name in present}))
    return replace(marked, reason=clean_text(marked.reason).strip(), passage=passage, files=files)


def _same(stored: Answer, answer: Answer) -> bool:
    return replace(stored, files=()) == answer


def require_fitting(questionnaire: Questionnaire, scope: Scope, keys: Iterable[Key]) -> None:
    """Refuse keys that are no question for this vendor: no page asks them, whatever a request says."""
    for key in keys:
        question = questionnaire.by_id.get(key.question)
        if question is None or not question.by_vendor:
            raise NotThere
        if key.module not in (scope.products if question.per == "module" else (WHOLE_OFFER,)):
            raise NotThere


def _refuse_impossible(questionnaire: Questionnaire, answers: Mapping[Key, Answer]) -> None:
    errors: dict[str, Text] = {}
    for key, answer in answers.items():
        question = questionnaire.by_id[key.question]
        for name, value in answer.value.items():
            field = question.field(name)
            if field is None:
                raise NotThere
            fault = check_value(field, value, finished=False)
            if fault is not None:
                errors[f"{key}.{name}"] = fault
        for name, text in (("evidence_note", answer.evidence_note), ("standing", answer.standing_reason)):
            if len(text) > NOTE_LENGTH:
                errors[f"{key}.{name}"] = Text(
                    nl="Dit zijn {n} tekens; er passen er hoogstens {most}.",
                    en="This is {n} characters; at most {most} fit.",
                ).fill(n=float(len(text)), most=float(NOTE_LENGTH))
        for name, fault in confidential_faults(answer).items():
            errors[f"{key}.confidential_{name}"] = fault
    if errors:
        raise Invalid(errors)


def note(house: House, actor: Actor, response: Response, verb: str, about: Mapping[str, Any]) -> None:
    """Append an event to the chain of the vendor's own response."""
    events.append(house.db, events.response_chain(response.id), actor.id, verb, about, NOTHING, house.now())
