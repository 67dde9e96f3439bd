"""Who may do what in which state, as one printed table that people can read and argue about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessor.domain.permissions import NOBODY, RULES, STAFF, Action, Actor, Case, Role, may
from assessor.domain.tender import TRANSITIONS, State, Step

ASPECTS: dict[str, Case] = {
    "D": Case(tender="t", tender_state=State.DRAFT),
    "P": Case(tender="t", tender_state=State.PUBLISHED),
    "C": Case(tender="t", tender_state=State.CLOSED),
    "O": Case(tender="t", tender_state=State.OPENED, was_opened=True),
    "F": Case(tender="t", tender_state=State.OPENED, was_opened=True, own_final=True, all_final=True),
    "S": Case(tender="t", tender_state=State.SCORED, was_opened=True, own_final=True, all_final=True),
    "T": Case(
        tender="t",
        tender_state=State.SCORED,
        was_opened=True,
        own_final=True,
        all_final=True,
        returned=True,
    ),
    "B": Case(tender="t", tender_state=State.DECIDED, was_opened=True, own_final=True, all_final=True),
    "A": Case(tender="t", tender_state=State.AWARDED, was_opened=True, own_final=True, all_final=True),
    "R": Case(tender="t", tender_state=State.RUNNING, was_opened=True, own_final=True, all_final=True),
    "E": Case(tender="t", tender_state=State.ENDED, was_opened=True, own_final=True, all_final=True),
    "N": Case(tender="t", tender_state=State.NO_AWARD, was_opened=True, own_final=True, all_final=True),
    "X": Case(tender="t", tender_state=State.CANCELLED),
    "Y": Case(tender="t", tender_state=State.CANCELLED, was_opened=True),
}
"""Draft, Published, Closed, Opened, opened with Final scores, Scored, reTurned, decided (Besloten), Awarded,
Running, Ended, No award, cancelled before the opening (X) and after it (Y)."""

COLUMNS = ("officer", "assessor", "no decl.", "manager", "auditor", "vendor")

TABLE = """
                      officer        assessor       no decl.       manager        auditor        vendor
see_tender            DPCOFSTBARENXY .PCOFSTBARENXY .PCOFSTBARENXY .PCOFSTBARENXY ...OFSTBARENXY -
edit_tender           D............. -              -              -              -              -
manage_tender_people  DPCOFST....... -              -              -              -              -
invite_vendor         DP............ -              -              -              -              -
plan_readiness        DPCOFSTBAR.... -              -              -              -              -
set_facts             -              -              -              -              -              -
publish_tender        D............. -              -              -              -              -
extend_deadline       .P............ -              -              -              -              -
cancel_tender         .PCOF......... -              -              -              -              -
delete_tender         D............. -              -              -              -              -
read_own_response     -              -              -              -              -              .PCOFSTBARENXY
fill_in               -              -              -              -              -              .P............
invite_colleague      -              -              -              -              -              .P............
manage_colleagues     -              -              -              -              -              .PCOFSTBARENXY
hand_out_sections     -              -              -              -              -              .P............
submit                -              -              -              -              -              .P............
withdraw              -              -              -              -              -              .P............
ask_question          -              -              -              -              -              .P............
read_questions_to_all .PCOFSTBARENXY -              -              -              ...OFSTBARENXY -
answer_questions      .P............ -              -              -              -              -
close_tender          .P............ -              -              -              -              -
open_responses        ..C........... -              -              -              -              -
read_protocol         ...OFSTBAREN.Y ...OFSTBAREN.Y ...OFSTBAREN.Y ...OFSTBAREN.Y ...OFSTBAREN.Y -
declare_interests     -              .PCOF......... .PCOF......... -              -              -
recuse                -              .PCOFST....... .PCOFST....... -              -              -
read_answers          ...OFSTBAREN.Y ...OFSTBAREN.Y -              ...OFSTBAREN.Y ...OFSTBAREN.Y -
record_score          -              ...O..T....... -              -              -              -
finish_sheet          -              ...O.......... -              -              -              -
read_all_scores       ....FSTBAREN.. ....FSTBAREN.. -              ....FSTBAREN.. ....FSTBAREN.. -
record_agreed_score   -              ....F.T....... -              -              -              -
judge_gate            ...OF.T....... ...OF.T....... -              -              -              -
read_findings         ...OFSTBAREN.Y ...OFSTBAREN.Y -              ...OFSTBAREN.Y ...OFSTBAREN.Y -
handle_findings       ...OF.T....... -              -              -              -              -
judge_finding         -              ...OF.T....... -              -              -              -
read_own_findings     -              -              -              -              -              ...OFSTBAREN.Y
reply_to_finding      -              -              -              -              -              ...OF.T.......
finish_scoring        ...OF.T....... -              -              -              -              -
read_assessment       ....FSTBAREN.. ....FSTBAREN.. -              ....FSTBAREN.. ....FSTBAREN.. -
compare               ....FSTBAREN.. ....FSTBAREN.. -              ....FSTBAREN.. ....FSTBAREN.. -
read_robustness       ....FSTBAREN.. -              -              ....FSTBAREN.. ....FSTBAREN.. -
settle_conditions     .....S........ -              -              -              -              -
fill_in_conditions    .....S.BA..... -              -              -              -              -
edit_conditions       -              -              -              -              -              -
decide                -              -              -              .....STB...... -              -
start_verification    .....STB...... -              -              -              -              -
read_measurements     .........RE... -              -              .........RE... .........RE... -
measure               .........R.... -              -              -              -              -
read_events           DPCOFSTBARENXY -              -              ...OFSTBAREN.Y ...OFSTBARENXY -
"""


def actor(role: Role, company: str | None = None) -> Actor:
    return Actor(id="me", name="Ik", role=role, company_id=company)


def case_in(aspect: str, column: str) -> tuple[Actor, Case]:
    """The actor of a column, and the case as it is for that actor."""
    case = replace(
        ASPECTS[aspect], procedure="open", response_state="submitted", company_id="own", created_by="me"
    )
    if case.was_opened:
        case = replace(case, response_state="opened")
    match column:
        case "officer":
            return actor(Role.OFFICER), replace(case, part="officer")
        case "assessor":
            return actor(Role.ASSESSOR), replace(case, part="assessor", declared=True)
        case "no decl.":
            return actor(Role.ASSESSOR), replace(case, part="assessor")
        case "manager":
            return actor(Role.MANAGER), replace(case, part="manager")
        case "auditor":
            return actor(Role.AUDITOR), case
        case _:
            return replace(actor(Role.VENDOR, "own"), administers=True), case


HOUSE = (
    Action.VISIT,
    Action.USE_OWN_ACCOUNT,
    Action.MANAGE_PEOPLE,
    Action.MANAGE_SETTINGS,
    Action.READ_QUESTIONNAIRES,
    Action.VERIFY_TRAIL,
    Action.CREATE_TENDER,
)
OF_A_TENDER = tuple(a for a in Action if a not in HOUSE)


def allowed(action: Action, aspect: str, column: str) -> bool:
    who, case = case_in(aspect, column)
    return may(who, action, case)


def printed() -> str:
    lines = [" " * 22 + "".join(f"{c:15}" for c in COLUMNS)]
    for action in OF_A_TENDER:
        cells = ["".join(a if allowed(action, a, column) else "." for a in ASPECTS) for column in COLUMNS]
        shown = ["-" if set(cell) == {"."} else cell for cell in cells]
        lines.append(f"{action.value:22}" + "".join(f"{cell:15}" for cell in shown))
    return "\n".join(line.rstrip() for line in lines)


def test_who_may_do_what_in_which_state_is_exactly_this_table() -> None:
    assert printed() == TABLE.strip("\n"), printed()


@pytest.mark.parametrize("action", OF_A_TENDER)
@pytest.mark.parametrize("aspect", ASPECTS)
def test_people_without_a_part_in_a_tender_find_nothing_there(action: Action, aspect: str) -> None:
    case = replace(ASPECTS[aspect], procedure="open", response_state="opened", company_id="own", test=True)
    strangers = [actor(r) for r in STAFF] + [actor(Role.VENDOR, "other"), actor(Role.VENDOR), NOBODY]
    for who in strangers:
        assert not may(who, action, case), who.role


@pytest.mark.parametrize("action", OF_A_TENDER)
def test_a_recused_assessor_finds_nothing_any_more(action: Action) -> None:
    for aspect in ASPECTS:
        who, case = case_in(aspect, "assessor")
        assert not may(who, action, replace(case, recused=True))


@pytest.mark.parametrize("role", [Role.VENDOR, Role.AUDITOR, Role.NOBODY])
def test_a_part_gives_nothing_to_those_who_can_have_none(role: Role) -> None:
    # such a row could remain when somebody's role changes
    for part in ("officer", "assessor", "manager"):
        for aspect in ASPECTS.values():
            without = replace(aspect, declared=True, response_state="opened", company_id="own")
            for action in OF_A_TENDER:
                granted = may(actor(role), action, replace(without, part=part))
                assert granted == may(actor(role), action, without), action


def test_an_administrator_with_a_part_may_what_the_part_may() -> None:
    who, case = case_in("O", "officer")
    assert may(replace(who, role=Role.ADMINISTRATOR), Action.READ_ANSWERS, case)
    assert not may(replace(who, role=Role.ADMINISTRATOR), Action.READ_ANSWERS, replace(case, part=None))


def test_before_the_opening_no_clause_lets_anybody_of_the_buyer_read_a_response() -> None:
    reading = (Action.READ_ANSWERS, Action.READ_ALL_SCORES, Action.READ_ASSESSMENT, Action.COMPARE,
               Action.READ_FINDINGS)  # fmt: skip
    own = (Action.READ_OWN_RESPONSE, Action.READ_OWN_FINDINGS, Action.FILL_IN, Action.SUBMIT)
    for action in (*reading, *own):
        for aspect in "DPCX":
            for role in (*STAFF, Role.AUDITOR):
                for part in (None, "officer", "assessor", "manager"):
                    for state in ("draft", "submitted", "withdrawn", "opened"):
                        case = replace(
                            ASPECTS[aspect],
                            part=part,
                            declared=True,
                            own_final=True,
                            all_final=True,
                            response_state=state,
                            company_id="own",
                        )
                        assert not may(actor(role), action, case)


def test_labels_give_no_rights() -> None:
    for aspect in ASPECTS:
        for column in COLUMNS:
            who, case = case_in(aspect, column)
            labelled = replace(case, labels=frozenset({"jurist", "chair"}))
            assert all(may(who, a, case) == may(who, a, labelled) for a in Action)


def test_what_could_not_be_opened_or_never_came_cannot_be_read() -> None:
    for state in ("failed", "absent", "withdrawn", "submitted"):
        who, case = case_in("S", "officer")
        assert not may(who, Action.READ_ANSWERS, replace(case, response_state=state))


def test_facts_for_one_offer_exist_only_outside_a_tender() -> None:
    for aspect in ASPECTS:
        who, case = case_in(aspect, "officer")
        assert not may(who, Action.SET_FACTS, case)
        outside = replace(case, procedure="market_consultation")
        assert may(who, Action.SET_FACTS, outside) == (aspect in "DP")


def test_words_of_conditions_change_only_outside_a_tender_or_while_it_is_negotiated() -> None:
    for aspect in ASPECTS:
        who, case = case_in(aspect, "officer")
        assert not may(who, Action.EDIT_CONDITIONS, case)
        for procedure, states in (("existing_product", "FSTB"), ("negotiated", "F")):
            free = may(who, Action.EDIT_CONDITIONS, replace(case, procedure=procedure))
            assert free == (aspect in states), (procedure, aspect)


def test_a_colleague_does_all_that_the_administrator_of_the_company_does_but_manage_the_company() -> None:
    for aspect in ASPECTS:
        administrator, case = case_in(aspect, "vendor")
        colleague = replace(administrator, administers=False)
        elsewhere = replace(administrator, company_id="another")
        for action in OF_A_TENDER:
            of_the_company = action in (
                Action.INVITE_COLLEAGUE,
                Action.MANAGE_COLLEAGUES,
                Action.HAND_OUT_SECTIONS,
            )
            both = may(administrator, action, case)
            assert may(colleague, action, case) == (both and not of_the_company)
            assert not may(elsewhere, action, case)


def test_outside_a_tender_a_product_is_measured_once_it_was_decided_on() -> None:
    for aspect in ASPECTS:
        who, case = case_in(aspect, "officer")
        outside = replace(case, procedure="existing_product")
        assert may(who, Action.MEASURE, outside) == (aspect in "BR")
        assert may(who, Action.READ_MEASUREMENTS, outside) == (aspect in "BRE")
        assert not may(actor(Role.VENDOR, "own"), Action.READ_MEASUREMENTS, outside)


def test_a_verification_has_one_vendor_and_is_not_verified_itself() -> None:
    for aspect in ASPECTS:
        who, case = case_in(aspect, "officer")
        verification = replace(case, procedure="verification")
        assert not may(who, Action.INVITE_VENDOR, verification)
        for procedure in ("verification", "market_consultation", "existing_product"):
            assert not may(who, Action.START_VERIFICATION, replace(case, procedure=procedure))


def test_a_test_can_be_deleted_at_any_stage_and_a_real_tender_only_as_a_draft() -> None:
    for aspect in ASPECTS:
        who, case = case_in(aspect, "officer")
        assert may(who, Action.DELETE_TENDER, case) == (aspect == "D")
        assert may(who, Action.DELETE_TENDER, replace(case, test=True))


HOUSE_TABLE = {
    Role.NOBODY: {Action.VISIT},
    Role.VENDOR: {Action.VISIT, Action.USE_OWN_ACCOUNT},
    Role.OFFICER: {Action.VISIT, Action.USE_OWN_ACCOUNT, Action.READ_QUESTIONNAIRES, Action.CREATE_TENDER},
    Role.ASSESSOR: {Action.VISIT, Action.USE_OWN_ACCOUNT, Action.READ_QUESTIONNAIRES},
    Role.MANAGER: {Action.VISIT, Action.USE_OWN_ACCOUNT, Action.READ_QUESTIONNAIRES},
    Role.AUDITOR: {Action.VISIT, Action.USE_OWN_ACCOUNT, Action.READ_QUESTIONNAIRES, Action.VERIFY_TRAIL},
    Role.ADMINISTRATOR: {
        Action.VISIT,
        Action.USE_OWN_ACCOUNT,
        Action.READ_QUESTIONNAIRES,
        Action.VERIFY_TRAIL,
        Action.MANAGE_PEOPLE,
        Action.MANAGE_SETTINGS,
    },
}


@pytest.mark.parametrize("role", Role)
def test_what_a_role_may_in_the_house_itself(role: Role) -> None:
    assert {a for a in Action if may(actor(role, "own"), a)} == HOUSE_TABLE[role]


def test_every_action_has_rules_and_every_clause_names_who() -> None:
    assert set(RULES) == set(Action)
    whos = {"anybody", "signed_in", "administrator", "auditor", "officer", "of_the_buyer", "officer_here",
            "assessor_here", "manager_here", "own_company"}  # fmt: skip
    for clauses in RULES.values():
        for clause in clauses:
            assert clause[0].__name__ in whos


STEPS = {
    Step.PUBLISH: Action.PUBLISH_TENDER,
    Step.CLOSE: Action.CLOSE_TENDER,
    Step.OPEN: Action.OPEN_RESPONSES,
    Step.CANCEL: Action.CANCEL_TENDER,
    Step.RETURN: Action.DECIDE,
    Step.END_WITHOUT_AWARD: Action.DECIDE,
}


@pytest.mark.parametrize(("step", "action"), STEPS.items())
def test_the_rules_and_the_transitions_agree_on_who_takes_a_step_and_when(step: Step, action: Action) -> None:
    transition = TRANSITIONS[step]
    allowed_in = {ASPECTS[a].tender_state for a in ASPECTS if allowed(action, a, transition.part)}
    assert allowed_in == transition.sources
