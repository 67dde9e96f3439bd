"""Findings as they are read: on the buyer's side with each judgement when it may be seen, on the vendor's its own."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sqlalchemy import select

from assessor.domain import findings as rules
from assessor.domain.answers import FlagOutcome, Key
from assessor.domain.findings import Finding, FindingState
from assessor.domain.permissions import Action, Actor, may
from assessor.domain.questionnaire.model import Questionnaire
from assessor.domain.report.printable import printable
from assessor.domain.tender import State
from assessor.domain.text import Text
from assessor.services.access import case_for, find_response, find_tender, opened_responses, tender_of
from assessor.services.found import Recorded, of_response, of_tender, recorded
from assessor.services.house import House
from assessor.services.refusals import NotThere
from assessor.services.tenders import questionnaire_of
from assessor.storage.models import Company, FindingStep, Person, RecordedFinding, Response, Tender


@dataclass(frozen=True)
class Done:
    """A step with who took it: the reply, or the reason for setting aside."""

    who: str
    at: datetime.datetime
    text: str


@dataclass(frozen=True)
class ShownJudgement:
    """One assessor's judgement, for somebody who may see it."""

    who: str
    is_own: bool
    counts: bool
    """It is this assessor's newest one."""
    outcome: FlagOutcome
    reason: str
    at: datetime.datetime


@dataclass(frozen=True)
class Shown:
    """A finding as a reader on the buyer's side may see it."""

    id: str
    finding: Finding
    name: Text
    """The question's name."""
    state: FindingState
    reason: str
    """Why an officer added it."""
    found: Done
    put: Done | None
    last_day: datetime.date | None
    reply: Done | None
    set_aside: Done | None
    judgements: tuple[ShownJudgement, ...]
    """Oldest first, as far as the reader may see them."""
    judged_by: int
    """Assessors who have judged."""
    differ: bool
    outcome: FlagOutcome | None
    own_turn: bool
    """It waits for the reader to judge."""
    may_handle: bool
    may_judge: bool

    @property
    def key(self) -> Key:
        return self.finding.key


@dataclass(frozen=True)
class OfResponse:
    """The findings of one response."""

    response_id: str
    vendor: str
    findings: tuple[Shown, ...]
    may_handle: bool

    @property
    def to_put(self) -> tuple[Shown, ...]:
        return tuple(one for one in self.findings if one.state is FindingState.FOUND)


@dataclass(frozen=True)
class Own:
    """A finding as the vendor sees it after it was put: what it is about, and the own reply. No judgement."""

    id: str
    finding: Finding
    name: Text
    put_at: datetime.datetime
    last_day: datetime.date
    reply: Done | None
    can_reply: bool


# --- the buyer's side -------------------------------------------------------------------------------------


def findings_of_tender(house: House, actor: Actor, tender_id: str) -> tuple[OfResponse, ...]:
    """The findings of every opened response, by vendor. The number of queries for findings does not grow with them."""
    tender = find_tender(house, actor, tender_id, Action.READ_FINDINGS)
    found = recorded(house, of_tender(tender.id))
    return tuple(
        _of_response(house, actor, tender, response, [f for f in found if f.row.response_id == response.id])
        for response in opened_responses(house, tender)
    )


def findings_of_response(house: House, actor: Actor, response_id: str) -> OfResponse:
    """The findings of one response."""
    response = find_response(house, actor, response_id, Action.READ_FINDINGS)
    found = recorded(house, of_response(response.id))
    return _of_response(house, actor, tender_of(house, response), response, found)


def findings_about(house: House, actor: Actor, response_id: str, key: Key) -> tuple[Shown, ...]:
    """The findings about one answer; nothing more is looked up where there are none."""
    response = find_response(house, actor, response_id, Action.READ_FINDINGS)
    about = (RecordedFinding.question == key.question) & (RecordedFinding.module == key.module)
    found = recorded(house, of_response(response.id) & about)
    return _of_response(house, actor, tender_of(house, response), response, found).findings if found else ()


def finding_of(house: House, actor: Actor, response_id: str, finding_id: str) -> Shown:
    """One finding."""
    found = findings_of_response(house, actor, response_id).findings
    one = next((one for one in found if one.id == finding_id), None)
    if one is None:
        raise NotThere
    return one


def _of_response(
    house: House, actor: Actor, tender: Tender, response: Response, found: list[Recorded]
) -> OfResponse:
    case = case_for(house, actor, tender, response)
    reader = _Reader(
        actor=actor,
        now=house.now(),
        is_assessor=case.part == "assessor",
        may_handle=may(actor, Action.HANDLE_FINDINGS, case),
        may_judge=may(actor, Action.JUDGE_FINDING, case),
        handed_in=tender.state not in (State.OPENED, State.CANCELLED) and not case.returned,
        questionnaire=questionnaire_of(house, tender),
        names=_names(house, found),
    )
    return OfResponse(
        response_id=response.id,
        vendor=house.db.get_one(Company, response.company_id).name,
        findings=tuple(reader.shown(one) for one in found),
        may_handle=reader.may_handle,
    )


def _names(house: House, found: list[Recorded]) -> dict[str, str]:
    ids = {step.by for one in found for step in one.steps.values()}
    ids |= {j.assessor for one in found for j in one.judgements}
    ids |= {one.row.found_by for one in found if one.row.found_by}
    if not ids:
        return {}
    rows = house.db.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {id: name for id, name in rows}  # noqa: C416 - rows are tuples only to look at


@dataclass(frozen=True)
class _Reader:
    """Who reads, and what that means for what is shown."""

    actor: Actor
    now: datetime.datetime
    is_assessor: bool
    may_handle: bool
    may_judge: bool
    handed_in: bool
    questionnaire: Questionnaire
    names: dict[str, str]

    def shown(self, one: Recorded) -> Shown:
        state = one.state(self.now)
        newest = rules.latest(one.judgements)
        found_by = one.row.found_by
        return Shown(
            id=one.id,
            finding=one.finding,
            name=self.questionnaire.by_id[one.finding.question].name,
            state=state,
            reason=one.row.reason,
            found=Done(self.names[found_by] if found_by else "", one.row.found_at, ""),
            put=self._done(one.steps.get("put")),
            last_day=one.last_day,
            reply=self._done(one.steps.get("replied")),
            set_aside=self._done(one.steps.get("set_aside")),
            judgements=self._judgements(one),
            judged_by=len(newest),
            differ=rules.differ(one.judgements),
            outcome=rules.outcome_of(one.judgements),
            own_turn=self.may_judge and rules.awaits(state, one.judgements, self.actor.id),
            may_handle=self.may_handle,
            may_judge=self.may_judge and rules.why_not_judged(state, one.judgements, self.actor.id) is None,
        )

    def _done(self, step: FindingStep | None) -> Done | None:
        return Done(self.names[step.by], step.at, printable(step.text)) if step else None

    def _judgements(self, one: Recorded) -> tuple[ShownJudgement, ...]:
        newest = rules.latest(one.judgements)
        reader = self.actor.id if self.is_assessor else None
        return tuple(
            ShownJudgement(
                who=self.names[j.assessor],
                is_own=j.assessor == self.actor.id,
                counts=newest[j.assessor] is j,
                outcome=j.outcome,
                reason=j.reason,
                at=j.at,
            )
            for j in rules.shown_to(reader, one.judgements, handed_in=self.handed_in)
        )


# --- the vendor's side ------------------------------------------------------------------------------------


def own_findings(house: House, actor: Actor, response_id: str) -> tuple[Own, ...]:
    """What was put to the vendor. What was only found, or set aside, is not there."""
    response = find_response(house, actor, response_id, Action.READ_OWN_FINDINGS)
    tender = tender_of(house, response)
    found = [one for one in recorded(house, of_response(response.id)) if one.last_day is not None]
    names, questionnaire = _names(house, found), questionnaire_of(house, tender)
    may_reply = may(actor, Action.REPLY_TO_FINDING, case_for(house, actor, tender, response))
    shown = []
    for one in found:
        assert one.last_day is not None
        said = one.steps.get("replied")
        shown.append(
            Own(
                id=one.id,
                finding=one.finding,
                name=questionnaire.by_id[one.finding.question].name,
                put_at=one.steps["put"].at,
                last_day=one.last_day,
                reply=Done(names[said.by], said.at, said.text) if said else None,
                can_reply=may_reply
                and said is None
                and rules.is_in_time(one.last_day, house.now(), house.now()),
            )
        )
    return tuple(shown)


def own_finding(house: House, actor: Actor, response_id: str, finding_id: str) -> Own:
    """One of them."""
    found = own_findings(house, actor, response_id)
    one = next((one for one in found if one.id == finding_id), None)
    if one is None:
        raise NotThere
    return one
