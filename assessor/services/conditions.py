"""Contract conditions of a tender: their values before publication, and what is settled of them after scoring.

What applies to a vendor follows from the published triggers and the agreed scores; nothing here changes that. What an
officer settles is a row and an event of its own, and undone by another one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import cast

from sqlalchemy import select

from assessor.domain.assessment import Assessment
from assessor.domain.chain import canonical
from assessor.domain.contract import Contract, Step, StepKind, contract_after
from assessor.domain.formats import read_day, read_number
from assessor.domain.language import Language
from assessor.domain.permissions import Action, Actor
from assessor.domain.questionnaire.model import ContractCondition, Questionnaire
from assessor.domain.questionnaire.parameters import Parameter, Value
from assessor.domain.report.conditions import number_applying
from assessor.domain.text import Text
from assessor.services.access import find_response, tender_of
from assessor.services.assessments import assessment_of
from assessor.services.house import House
from assessor.services.refusals import NotThere, Refused
from assessor.services.setting_up import note_edit, open_draft
from assessor.services.tenders import SHORTEST_REASON, condition_values, questionnaire_of
from assessor.services.typed import Typed
from assessor.storage import events
from assessor.storage.models import ConditionStep, Person, Response, Tender

LONGEST_TEXT = 8000


# --- before publication -------------------------------------------------------------------------------------


def choose_values(
    house: House,
    actor: Actor,
    tender_id: str,
    condition_id: str,
    given: Mapping[str, str],
    language: Language,
    revision: int | None = None,
) -> Tender:
    """Set the values of one condition as they were typed; an empty number is the usual one again."""
    tender = open_draft(house, actor, tender_id, revision)
    condition = _condition(questionnaire_of(house, tender), condition_id)
    typed = Typed()
    chosen = {
        name: value
        for name, parameter in condition.parameters.items()
        if (value := _read(typed, name, parameter, given.get(name, ""), language)) is not None
        and value != parameter.default
    }
    typed.stop()
    others = {id: values for id, values in tender.conditions.items() if id != condition_id}
    tender.conditions = others | ({condition_id: chosen} if chosen else {})
    return note_edit(house, actor, tender, "conditions")


def _read(typed: Typed, name: str, parameter: Parameter, given: str, language: Language) -> Value | None:
    given = given.strip()
    if not given:
        return None
    if parameter.kind == "name":
        return typed.line(name, given)
    if parameter.kind == "date":
        date = read_day(given)
        if date is None:
            message = Text(nl="Vul een datum in, zoals 1-12-2026.", en="Enter a date, like 1-12-2026.")
            typed.wrong(name, message)
            return None
        return date.isoformat()
    number = read_number(given, language)
    if number is None or not parameter.allows(float(number)):
        kind = "getal" if parameter.kind == "ratio" else "heel getal"
        plain = "number" if parameter.kind == "ratio" else "whole number"
        message = Text(
            nl=f"Vul een {kind} in van {{a}} tot {{b}}.", en=f"Enter a {plain} from {{a}} to {{b}}."
        )
        typed.wrong(name, message.fill(a=parameter.shown(parameter.least), b=parameter.shown(parameter.most)))
        return None
    return float(number) if parameter.kind == "ratio" else int(number)


# --- after scoring ------------------------------------------------------------------------------------------


def contract_of(house: House, tender: Tender, response: Response) -> Contract:
    """What holds besides the triggers for one vendor. For services that checked the actor."""
    return _contract(tender, _rows(house, response))


def _contract(tender: Tender, rows: Iterable[ConditionStep]) -> Contract:
    steps = tuple(
        Step(row.condition, cast("StepKind", row.kind), json.loads(row.words), row.reason) for row in rows
    )
    return contract_after(condition_values(tender), steps)


def applying(house: House, tender: Tender, assessments: Mapping[str, Assessment]) -> dict[str, int]:
    """By response how many conditions apply: those triggered without what is off, and those added.

    For services that checked the actor; one query for all.
    """
    query = select(ConditionStep).where(ConditionStep.response_id.in_(list(assessments)))
    rows: dict[str, list[ConditionStep]] = {id: [] for id in assessments}
    for row in house.db.scalars(query.order_by(ConditionStep.number)):
        rows[row.response_id].append(row)
    return {id: number_applying(found, _contract(tender, rows[id])) for id, found in assessments.items()}


def history(
    house: House, actor: Actor, response_id: str, condition_id: str
) -> list[tuple[ConditionStep, str]]:
    """What was settled of one condition, oldest first, with the name of who did it."""
    response = find_response(house, actor, response_id, Action.READ_ASSESSMENT)
    return [
        (row, house.db.get_one(Person, row.by).name)
        for row in _rows(house, response)
        if row.condition == condition_id
    ]


def switch_off(house: House, actor: Actor, response_id: str, condition_id: str, reason: str) -> None:
    """Let a condition that follows from the scores not apply, with the reason."""
    response, _ = _find(house, actor, response_id, condition_id, Action.SETTLE_CONDITIONS)
    typed = Typed()
    reason = typed.paragraphs("reason", reason, shortest=SHORTEST_REASON)
    typed.stop()
    if condition_id in contract_of(house, tender_of(house, response), response).off:
        raise Refused(
            Text(nl="Deze voorwaarde is al uitgezet.", en="This condition has been switched off already.")
        )
    if condition_id not in {c.id for c in assessment_of(house, actor, response_id).conditions}:
        raise Refused(
            Text(
                nl="Deze voorwaarde volgt niet uit de scores van deze leverancier.",
                en="This condition does not follow from this vendor's scores.",
            )
        )
    _step(house, actor, response, condition_id, "switched_off", reason=reason)


def switch_on(house: House, actor: Actor, response_id: str, condition_id: str, reason: str) -> None:
    """Let a condition that was switched off apply again."""
    response, _ = _find(house, actor, response_id, condition_id, Action.SETTLE_CONDITIONS)
    typed = Typed()
    reason = typed.paragraphs("reason", reason, shortest=SHORTEST_REASON)
    typed.stop()
    if condition_id not in contract_of(house, tender_of(house, response), response).off:
        raise Refused(Text(nl="Deze voorwaarde is niet uitgezet.", en="This condition is not switched off."))
    _step(house, actor, response, condition_id, "switched_on", reason=reason)


def fill_in(
    house: House, actor: Actor, response_id: str, condition_id: str, given: Mapping[str, str]
) -> None:
    """Fill in the names and dates of a condition. Its numbers were published and stay."""
    response, condition = _find(house, actor, response_id, condition_id, Action.FILL_IN_CONDITIONS)
    places = {name: p for name, p in condition.parameters.items() if p.is_open}
    if not places:
        raise NotThere
    typed = Typed()
    words = {name: str(_read(typed, name, p, given.get(name, ""), "nl") or "") for name, p in places.items()}
    typed.stop()
    _step(house, actor, response, condition_id, "filled_in", words)


def reword(
    house: House, actor: Actor, response_id: str, condition_id: str, text_nl: str, text_en: str, reason: str
) -> None:
    """Give a condition other words, where the procedure leaves that open."""
    response, _ = _find(house, actor, response_id, condition_id, Action.EDIT_CONDITIONS)
    typed = Typed()
    words = {
        name: typed.paragraphs(name, text, longest=LONGEST_TEXT, shortest=SHORTEST_REASON)
        for name, text in (("text_nl", text_nl), ("text_en", text_en))
    }
    reason = typed.paragraphs("reason", reason, shortest=SHORTEST_REASON)
    typed.stop()
    _step(house, actor, response, condition_id, "rewritten", words, reason)


def restore(house: House, actor: Actor, response_id: str, condition_id: str) -> None:
    """Put back the published words of a condition."""
    response, _ = _find(house, actor, response_id, condition_id, Action.EDIT_CONDITIONS)
    if condition_id not in contract_of(house, tender_of(house, response), response).reworded:
        raise Refused(
            Text(
                nl="Deze voorwaarde heeft de gepubliceerde tekst.",
                en="This condition has its published text.",
            )
        )
    _step(house, actor, response, condition_id, "restored")


def add_own(house: House, actor: Actor, response_id: str, kind: StepKind, words: Mapping[str, str]) -> None:
    """A condition in the buyer's own words: part of this contract (`added`), or only noted (`to_discuss`).

    In a tender nobody can be bound to what was not published. There it can be noted, for a conversation outside it.
    """
    action = {"added": Action.EDIT_CONDITIONS, "to_discuss": Action.SETTLE_CONDITIONS}[kind]
    response = find_response(house, actor, response_id, action)
    typed = Typed()
    clean = {f"title_{lang}": typed.line(f"title_{lang}", words[f"title_{lang}"]) for lang in ("nl", "en")}
    for name in ("text_nl", "text_en"):
        clean[name] = typed.paragraphs(name, words[name], longest=LONGEST_TEXT, shortest=SHORTEST_REASON)
    typed.stop()
    known = {row.condition for row in _rows(house, response) if row.kind in ("added", "to_discuss")}
    _step(house, actor, response, f"E{len(known) + 1:02}", kind, clean)


def take_out(house: House, actor: Actor, response_id: str, code: str) -> None:
    """Take out what was added or noted. What was, stays in the log."""
    response = find_response(house, actor, response_id, Action.READ_ASSESSMENT)
    contract = contract_of(house, tender_of(house, response), response)
    kinds = {own.id: Action.EDIT_CONDITIONS for own in contract.added}
    kinds |= {own.id: Action.SETTLE_CONDITIONS for own in contract.to_discuss}
    if code not in kinds:
        raise NotThere
    response = find_response(house, actor, response_id, kinds[code])
    _step(house, actor, response, code, "removed")


# --- within -----------------------------------------------------------------------------------------------


def _condition(questionnaire: Questionnaire, id: str) -> ContractCondition:
    condition = questionnaire.condition_by_id.get(id)
    if condition is None:
        raise NotThere
    return condition


def _find(
    house: House, actor: Actor, response_id: str, condition_id: str, action: Action
) -> tuple[Response, ContractCondition]:
    response = find_response(house, actor, response_id, action)
    return response, _condition(questionnaire_of(house, tender_of(house, response)), condition_id)


def _rows(house: House, response: Response) -> list[ConditionStep]:
    query = select(ConditionStep).where(ConditionStep.response_id == response.id)
    return list(house.db.scalars(query.order_by(ConditionStep.number)))


def _step(
    house: House,
    actor: Actor,
    response: Response,
    condition: str,
    kind: StepKind,
    words: Mapping[str, str] | None = None,
    reason: str = "",
) -> None:
    row = ConditionStep(
        response_id=response.id,
        number=len(_rows(house, response)) + 1,
        condition=condition,
        kind=kind,
        words=canonical(dict(words or {})).decode(),
        reason=reason,
        by=actor.id,
        at=house.now(),
    )
    house.db.add(row)
    house.db.flush()
    about = {"response": response.id, "condition": condition}
    chain = events.tender_chain(response.tender_id)
    events.append(house.db, chain, actor.id, f"condition_{kind}", about, "", house.now(), row)
