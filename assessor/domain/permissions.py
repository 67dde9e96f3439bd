"""Who may do what, and when: one table.

`RULES` names for each action the clauses that grant it; a clause is a row of small predicates over the actor
and the case, and grants when all of them hold. What no clause grants is refused. Who and when stand together,
so that a page, a service and a test ask the same single question: `may(actor, action, case)`.

What this table does not hold are obstacles: reasons why a step that somebody may take cannot be taken yet.
Those have words for the person and stand in `tender.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from assessor.domain.actions import Action
from assessor.domain.language import Language
from assessor.domain.tender import PROCEDURES, State

__all__ = ["NOBODY", "RULES", "STAFF", "Action", "Actor", "Case", "Role", "may"]


class Role(StrEnum):
    """What somebody is in the house. One each."""

    OFFICER = "officer"
    ASSESSOR = "assessor"
    MANAGER = "manager"
    VENDOR = "vendor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    NOBODY = "nobody"
    """Not signed in; never stored."""


@dataclass(frozen=True)
class Actor:
    """Who is acting, apart from any database row."""

    id: str
    name: str
    role: Role
    company_id: str | None = None
    """A vendor's company; None for everybody else."""
    language: Language = "nl"
    administers: bool = False
    """Administrator of the own company; of vendors only, and one of each."""


NOBODY = Actor(id="", name="", role=Role.NOBODY)
"""A visitor who has not signed in."""


@dataclass(frozen=True)
class Case:
    """What an action is about, as far as the rules ask. `Case()` is the house itself."""

    tender: str | None = None
    """The tender's id."""
    tender_state: State | None = None
    procedure: str = ""
    test: bool = False
    was_opened: bool = False
    """Whether the responses were ever opened; a cancelled tender may or may not have been."""
    returned: bool = False
    """The manager returned the scores to the assessors, who have not handed them in again."""
    created_by: str = ""
    part: str | None = None
    """The actor's part in this tender: officer, assessor, manager."""
    labels: frozenset[str] = frozenset()
    """Functions the actor has in it (voorzitter, jurist). They give no rights by themselves."""
    declared: bool = False
    recused: bool = False
    all_final: bool = False
    """Every assessor's scores are final: of the response, or of all responses where none is named."""
    company_id: str | None = None
    """The company whose response it is about."""
    response_state: str | None = None
    own_final: bool = False
    """The actor's own scores of the response are final."""


Predicate = Callable[[Actor, Case], bool]
Clause = tuple[Predicate, ...]

STAFF = frozenset({Role.OFFICER, Role.ASSESSOR, Role.MANAGER, Role.ADMINISTRATOR})
"""Who can be given a part in a tender. Vendors take part through their company; auditors only read."""


# --- who --------------------------------------------------------------------------------------------------


def anybody(_actor: Actor, _case: Case) -> bool:
    return True


def signed_in(actor: Actor, _case: Case) -> bool:
    return actor.role is not Role.NOBODY


def administrator(actor: Actor, _case: Case) -> bool:
    return actor.role is Role.ADMINISTRATOR


def auditor(actor: Actor, _case: Case) -> bool:
    return actor.role is Role.AUDITOR


def officer(actor: Actor, _case: Case) -> bool:
    return actor.role is Role.OFFICER


def of_the_buyer(actor: Actor, _case: Case) -> bool:
    return actor.role in STAFF or actor.role is Role.AUDITOR


def officer_here(actor: Actor, case: Case) -> bool:
    return actor.role in STAFF and case.part == "officer"


def assessor_here(actor: Actor, case: Case) -> bool:
    """Recusal ends an assessor's part: nothing of the tender is there any more."""
    return actor.role in STAFF and case.part == "assessor" and not case.recused


def manager_here(actor: Actor, case: Case) -> bool:
    return actor.role in STAFF and case.part == "manager"


def own_company(actor: Actor, case: Case) -> bool:
    return actor.role is Role.VENDOR and actor.company_id is not None and actor.company_id == case.company_id


def administers(actor: Actor, _case: Case) -> bool:
    """Of vendors: one of each company."""
    return actor.administers


# --- when -------------------------------------------------------------------------------------------------


def draft(_actor: Actor, case: Case) -> bool:
    return case.tender_state is State.DRAFT


def published(_actor: Actor, case: Case) -> bool:
    return case.tender_state is State.PUBLISHED


def no_draft(_actor: Actor, case: Case) -> bool:
    return case.tender_state not in (None, State.DRAFT)


def closed(_actor: Actor, case: Case) -> bool:
    return case.tender_state is State.CLOSED


def before_closing(_actor: Actor, case: Case) -> bool:
    return case.tender_state in (State.DRAFT, State.PUBLISHED)


def before_deciding(_actor: Actor, case: Case) -> bool:
    return case.tender_state in (State.DRAFT, State.PUBLISHED, State.CLOSED, State.OPENED, State.SCORED)


def before_scored(_actor: Actor, case: Case) -> bool:
    return case.tender_state in (State.PUBLISHED, State.CLOSED, State.OPENED)


def being_scored(_actor: Actor, case: Case) -> bool:
    return case.tender_state is State.OPENED


def returned(_actor: Actor, case: Case) -> bool:
    return case.tender_state is State.SCORED and case.returned


def handed_in(_actor: Actor, case: Case) -> bool:
    """The scores are with the manager, who has not decided on them."""
    return case.tender_state is State.SCORED and not case.returned


def before_signing(_actor: Actor, case: Case) -> bool:
    return case.tender_state in (State.DECIDED, State.AWARDED)


def not_over(_actor: Actor, case: Case) -> bool:
    return case.tender_state not in (None, State.ENDED, State.NO_AWARD, State.CANCELLED)


def free_conditions(_actor: Actor, case: Case) -> bool:
    """The procedure leaves the words of the contract to be talked about at this stage."""
    return case.procedure in PROCEDURES and case.tender_state in PROCEDURES[case.procedure].free_conditions


def to_be_decided(_actor: Actor, case: Case) -> bool:
    return case.tender_state in (State.SCORED, State.DECIDED)


def in_use(_actor: Actor, case: Case) -> bool:
    """A contract runs, or a product was decided on outside a tender. Whether it is this offer, the verbs look up."""
    outside = case.procedure in PROCEDURES and not PROCEDURES[case.procedure].in_tender
    return case.tender_state is State.RUNNING or (outside and case.tender_state is State.DECIDED)


def in_use_or_over(actor: Actor, case: Case) -> bool:
    return in_use(actor, case) or case.tender_state is State.ENDED


def a_test(_actor: Actor, case: Case) -> bool:
    return case.test


def outside_a_tender(_actor: Actor, case: Case) -> bool:
    return case.procedure in PROCEDURES and PROCEDURES[case.procedure].per_response_facts


def no_verification(_actor: Actor, case: Case) -> bool:
    """A verification has the one vendor it was started for."""
    return case.procedure in PROCEDURES and not PROCEDURES[case.procedure].verifies


def awarding(_actor: Actor, case: Case) -> bool:
    """The procedure can end in an award."""
    return case.procedure in PROCEDURES and PROCEDURES[case.procedure].award


def was_opened(_actor: Actor, case: Case) -> bool:
    return case.was_opened


def opened_or_over(_actor: Actor, case: Case) -> bool:
    return case.was_opened or case.tender_state is State.CANCELLED


def readable(_actor: Actor, case: Case) -> bool:
    """The response was opened; one that could not be, or never came, has nothing to read."""
    return case.was_opened and case.response_state == "opened"


def scores_are_in(_actor: Actor, case: Case) -> bool:
    """From here on nobody's judgement can be coloured by another's."""
    return case.was_opened and (case.all_final or case.tender_state not in (State.OPENED, State.CANCELLED))


# --- what the actor did before ----------------------------------------------------------------------------


def declared(_actor: Actor, case: Case) -> bool:
    return case.declared


def own_open(_actor: Actor, case: Case) -> bool:
    return not case.own_final


def own_final(_actor: Actor, case: Case) -> bool:
    return case.own_final


# --- the table --------------------------------------------------------------------------------------------

RULES: dict[Action, tuple[Clause, ...]] = {
    # the house
    Action.VISIT: ((anybody,),),
    Action.USE_OWN_ACCOUNT: ((signed_in,),),
    Action.MANAGE_PEOPLE: ((administrator,),),
    Action.MANAGE_SETTINGS: ((administrator,),),
    Action.READ_QUESTIONNAIRES: ((of_the_buyer,),),
    Action.VERIFY_TRAIL: ((administrator,), (auditor,)),
    Action.CREATE_TENDER: ((officer,),),
    # setting up
    Action.SEE_TENDER: (
        (officer_here,),
        (assessor_here, no_draft),
        (manager_here, no_draft),
        (auditor, opened_or_over),
    ),
    Action.EDIT_TENDER: ((officer_here, draft),),
    Action.MANAGE_TENDER_PEOPLE: ((officer_here, before_deciding),),
    Action.INVITE_VENDOR: ((officer_here, before_closing, no_verification),),
    Action.PLAN_READINESS: ((officer_here, not_over),),
    Action.SET_FACTS: ((officer_here, before_closing, outside_a_tender),),
    Action.PUBLISH_TENDER: ((officer_here, draft),),
    Action.EXTEND_DEADLINE: ((officer_here, published),),
    Action.CANCEL_TENDER: ((officer_here, before_scored),),
    Action.DELETE_TENDER: ((officer_here, draft), (officer_here, a_test)),
    # responding
    Action.READ_OWN_RESPONSE: ((own_company, no_draft),),
    Action.FILL_IN: ((own_company, published),),
    Action.INVITE_COLLEAGUE: ((own_company, administers, published),),
    Action.MANAGE_COLLEAGUES: ((own_company, administers, no_draft),),
    Action.HAND_OUT_SECTIONS: ((own_company, administers, published),),
    Action.SUBMIT: ((own_company, published),),
    Action.WITHDRAW: ((own_company, published),),
    # questions to all
    Action.ASK_QUESTION: ((own_company, published),),
    Action.READ_QUESTIONS_TO_ALL: ((officer_here, no_draft), (auditor, opened_or_over)),
    Action.ANSWER_QUESTIONS: ((officer_here, published),),
    # the opening
    Action.CLOSE_TENDER: ((officer_here, published),),
    Action.OPEN_RESPONSES: ((officer_here, closed),),
    Action.READ_PROTOCOL: (
        (officer_here, was_opened),
        (assessor_here, was_opened),
        (manager_here, was_opened),
        (auditor, was_opened),
    ),
    # scoring
    Action.DECLARE_INTERESTS: ((assessor_here, before_scored),),
    Action.RECUSE: ((assessor_here, no_draft, before_deciding),),
    Action.READ_ANSWERS: (
        (officer_here, readable),
        (assessor_here, declared, readable),
        (manager_here, readable),
        (auditor, readable),
    ),
    Action.RECORD_SCORE: (
        (assessor_here, declared, being_scored, readable, own_open),
        (assessor_here, declared, returned, readable, own_final),
    ),
    Action.FINISH_SHEET: ((assessor_here, declared, being_scored, readable, own_open),),
    Action.READ_ALL_SCORES: (
        (assessor_here, declared, readable, own_final),
        (officer_here, readable, scores_are_in),
        (manager_here, readable, scores_are_in),
        (auditor, readable, scores_are_in),
    ),
    Action.RECORD_AGREED_SCORE: (
        (assessor_here, declared, being_scored, readable, own_final),
        (assessor_here, declared, returned, readable),
    ),
    Action.JUDGE_GATE: (
        (assessor_here, declared, being_scored, readable),
        (assessor_here, declared, returned, readable),
        (officer_here, being_scored, readable),
        (officer_here, returned, readable),
    ),
    Action.READ_FINDINGS: (
        (officer_here, was_opened),
        (assessor_here, declared, was_opened),
        (manager_here, was_opened),
        (auditor, was_opened),
    ),
    Action.HANDLE_FINDINGS: ((officer_here, being_scored, readable), (officer_here, returned, readable)),
    Action.JUDGE_FINDING: (
        (assessor_here, declared, being_scored, readable),
        (assessor_here, declared, returned, readable),
    ),
    Action.READ_OWN_FINDINGS: ((own_company, readable),),
    Action.REPLY_TO_FINDING: ((own_company, being_scored, readable), (own_company, returned, readable)),
    Action.FINISH_SCORING: ((officer_here, being_scored), (officer_here, returned)),
    # deciding
    Action.READ_ASSESSMENT: (
        (assessor_here, declared, readable, scores_are_in),
        (officer_here, readable, scores_are_in),
        (manager_here, readable, scores_are_in),
        (auditor, readable, scores_are_in),
    ),
    Action.COMPARE: (
        (assessor_here, declared, scores_are_in),
        (officer_here, scores_are_in),
        (manager_here, scores_are_in),
        (auditor, scores_are_in),
    ),
    Action.READ_ROBUSTNESS: (
        (officer_here, scores_are_in),
        (manager_here, scores_are_in),
        (auditor, scores_are_in),
    ),
    Action.SETTLE_CONDITIONS: ((officer_here, readable, handed_in),),
    Action.FILL_IN_CONDITIONS: (
        (officer_here, readable, handed_in),
        (officer_here, readable, before_signing),
    ),
    Action.EDIT_CONDITIONS: ((officer_here, readable, scores_are_in, free_conditions),),
    Action.DECIDE: ((manager_here, to_be_decided),),
    Action.START_VERIFICATION: ((officer_here, to_be_decided, awarding),),
    # in use
    Action.READ_MEASUREMENTS: (
        (officer_here, readable, in_use_or_over),
        (manager_here, readable, in_use_or_over),
        (auditor, readable, in_use_or_over),
    ),
    Action.MEASURE: ((officer_here, readable, in_use),),
    Action.READ_EVENTS: ((officer_here,), (manager_here, was_opened), (auditor, opened_or_over)),
}


def may(actor: Actor, action: Action, case: Case = Case()) -> bool:
    """Whether some clause of the action holds for this actor in this case."""
    return any(all(holds(actor, case) for holds in clause) for clause in RULES[action])
