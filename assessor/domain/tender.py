"""A tender from draft to end: the steps between its states and what each step needs."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from assessor.domain.formats import moment
from assessor.domain.procedures import PROCEDURES, Procedure, State
from assessor.domain.text import Text

__all__ = [
    "NOT_VERIFIED",
    "PROCEDURES",
    "RIGHTS_WAIT",
    "TRANSITIONS",
    "Need",
    "Procedure",
    "State",
    "Step",
    "StepFacts",
    "Transition",
    "obstacles",
]

RIGHTS_WAIT = datetime.timedelta(hours=24)
"""Officer rights given after publication open nothing for so long: time for others to see them and object."""


# --- steps ------------------------------------------------------------------------------------------------


class Step(StrEnum):
    """What takes a tender from one state to another."""

    PUBLISH = "publish"
    CLOSE = "close"
    OPEN = "open"
    FINISH_SCORING = "finish_scoring"
    DECIDE = "decide"
    RETURN = "return"
    END_WITHOUT_AWARD = "end_without_award"
    AWARD = "award"
    TAKE_BACK_AWARD = "take_back_award"
    SIGN = "sign"
    END = "end"
    CANCEL = "cancel"


@dataclass(frozen=True)
class StepFacts:
    """What the needs of steps look at; a service fills in what its step asks."""

    state: State
    procedure: Procedure
    now: datetime.datetime
    title: str = ""
    test: bool = False
    demonstration: bool = False
    deadline: datetime.datetime | None = None
    questions_until: datetime.datetime | None = None
    drain_minutes: int = 60
    rights_from: datetime.datetime | None = None
    """When officer rights that were given after publication may first be used to open; None for older ones."""
    questionnaire_status: str | None = None
    """None: not there."""
    missing_facts: tuple[Text, ...] = ()
    """The names of the buyer's facts that are not filled in."""
    weight_total: int = 0
    weights_without_questions: tuple[Text, ...] = ()
    """Dimensions with a weight in which no question counts, since not every vendor gets one or all are left out."""
    unasked_minimums: tuple[str, ...] = ()
    """Minimum scores on questions that no vendor gets, since the questionnaire's size was changed."""
    officers: int = 0
    assessors: int = 0
    managers: int = 0
    vendors: int = 0
    undeclared: tuple[str, ...] = ()
    """Names of assessors who have not declared their interests."""
    not_final: tuple[str, ...] = ()
    """Names of assessors whose scores are not all final."""
    not_agreed: int = 0
    """Questions without an agreed score, over all opened responses."""
    waiting_gates: tuple[str, ...] = ()
    """Gates proposed by one person and waiting for the second."""
    open_findings: int = 0
    """Neither set aside nor judged, over all opened responses."""
    thin_sections: tuple[Text, ...] = ()
    """The names of sections that fewer than two assessors score."""
    not_as_stated: tuple[Text, ...] = ()
    """Sections of which the number of assessors is another than was published, each with both numbers."""
    returned: bool = False
    unverified: bool = False
    """Published was that the winner is verified, and no verification confirmed the offer that was approved."""

    @property
    def opens_at(self) -> datetime.datetime | None:
        return self.deadline and self.deadline + datetime.timedelta(minutes=self.drain_minutes)

    @property
    def rights_are_new(self) -> bool:
        """Whether the actor's officer rights may not open yet what is sealed."""
        return self.procedure.sealing and self.rights_from is not None and self.now < self.rights_from


Need = Callable[[StepFacts], Text | None]


@dataclass(frozen=True)
class Transition:
    """From where to where a step leads, whose it is, and what it needs."""

    sources: frozenset[State]
    target: State
    part: str
    needs: tuple[Need, ...] = ()
    award_only: bool = False
    """Exists only where the procedure can end in an award."""


def _needs(lacking: Callable[[StepFacts], bool], nl: str, en: str) -> Need:
    """A need with fixed words."""
    reason = Text(nl=nl, en=en)
    return lambda facts: reason if lacking(facts) else None


def _names(facts: tuple[str, ...]) -> str:
    return ", ".join(facts)


def _facts_are_complete(facts: StepFacts) -> Text | None:
    if not facts.missing_facts:
        return None
    return Text(
        nl="Nog niet ingevuld over het gebruik: " + _names(tuple(f.nl for f in facts.missing_facts)) + ".",
        en="Not yet filled in about the use: " + _names(tuple(f.en for f in facts.missing_facts)) + ".",
    )


def _minimums_are_asked(facts: StepFacts) -> Text | None:
    if not facts.unasked_minimums:
        return None
    return Text(
        nl="Er is een minimumscore op een vraag die leveranciers niet krijgen: {names}.",
        en="There is a minimum score on a question that vendors do not get: {names}.",
    ).fill(names=_names(facts.unasked_minimums))


def _weights_have_questions(facts: StepFacts) -> Text | None:
    if not facts.procedure.award or not facts.weights_without_questions:
        return None
    names = facts.weights_without_questions
    return Text(
        nl="Deze dimensies hebben een weging, maar geen vraag die meetelt, want alleen vragen die elke leverancier "
        "krijgt tellen mee: {names}. Zet die weging op 0, of wijzig het gebruik of de omvang van de vragenlijst.",
        en="These dimensions have a weight but no question that counts, since only questions that every vendor gets "
        "count: {names}. Set that weight to 0, or change the use or the size of the questionnaire.",
    ).fill(names=Text(nl=", ".join(n.nl for n in names), en=", ".join(n.en for n in names)))


def _each_section_has_two(facts: StepFacts) -> Text | None:
    # With fewer than two in all, that is said already. After a return nobody can join any more.
    if not facts.thin_sections or facts.assessors < 2 or facts.returned:
        return None
    names = facts.thin_sections
    return Text(
        nl="Deze onderdelen hebben geen twee beoordelaars: {names}.",
        en="These sections do not have two assessors: {names}.",
    ).fill(names=Text(nl=", ".join(n.nl for n in names), en=", ".join(n.en for n in names)))


def _assessors_as_stated(facts: StepFacts) -> Text | None:
    if not facts.not_as_stated or facts.returned:
        return None
    names = facts.not_as_stated
    return Text(
        nl="Gepubliceerd is hoeveel beoordelaars elk onderdeel scoren. Dat klopt niet bij: {names}.",
        en="It was published how many assessors score each section. That does not hold for: {names}.",
    ).fill(names=Text(nl=", ".join(n.nl for n in names), en=", ".join(n.en for n in names)))


def _all_declared(facts: StepFacts) -> Text | None:
    if not facts.undeclared:
        return None
    return Text(
        nl="Nog geen verklaring over belangen van: {names}.",
        en="No declaration of interests yet from: {names}.",
    ).fill(names=_names(facts.undeclared))


def _all_final(facts: StepFacts) -> Text | None:
    if not facts.not_final:
        return None
    return Text(
        nl="Nog niet definitief zijn de scores van: {names}.",
        en="Not final yet are the scores of: {names}.",
    ).fill(names=_names(facts.not_final))


def _all_agreed(facts: StepFacts) -> Text | None:
    if not facts.not_agreed:
        return None
    if facts.not_agreed == 1:
        return Text(nl="Eén vraag heeft nog geen consensusscore.", en="One question has no agreed score yet.")
    return Text(
        nl="{n} vragen hebben nog geen consensusscore.", en="{n} questions have no agreed score yet."
    ).fill(n=facts.not_agreed)


def _no_gate_waits(facts: StepFacts) -> Text | None:
    if not facts.waiting_gates:
        return None
    return Text(
        nl="Een tweede persoon moet nog oordelen over minimumeis {names}.",
        en="A second person must still judge minimum requirement {names}.",
    ).fill(names=_names(facts.waiting_gates))


def _rights_have_waited(facts: StepFacts) -> Text | None:
    if not facts.rights_are_new or facts.rights_from is None:
        return None
    return Text(
        nl="U bent na de publicatie toegevoegd als inkoper. U kunt pas meewerken aan de opening vanaf {moment}.",
        en="You were added as an officer after publication. You can only take part in the opening from {moment}.",
    ).fill(moment=Text(nl=moment(facts.rights_from, "nl"), en=moment(facts.rights_from, "en")))


_PUBLISHING: tuple[Need, ...] = (
    _needs(lambda f: not f.title.strip(), "Er is nog geen titel.", "There is no title yet."),
    _needs(
        lambda f: f.questionnaire_status is None,
        "De gekozen vragenlijst is er niet.",
        "The chosen questionnaire is not there.",
    ),
    _needs(
        lambda f: f.questionnaire_status == "draft" and not (f.test or f.demonstration),
        "Deze vragenlijst is nog een concept. Daarmee kunt u alleen een test houden.",
        "This questionnaire is still a draft. You can only use it for a test.",
    ),
    _facts_are_complete,
    _needs(
        lambda f: f.procedure.award and f.weight_total != 100,
        "De wegingen tellen samen niet op tot 100.",
        "The weights do not add up to 100.",
    ),
    _weights_have_questions,
    _minimums_are_asked,
    _needs(
        lambda f: f.deadline is None, "Er is nog geen uiterste datum en tijd.", "There is no deadline yet."
    ),
    _needs(
        lambda f: f.deadline is not None and f.deadline <= f.now,
        "De uiterste datum en tijd zijn al voorbij.",
        "The deadline has already passed.",
    ),
    _needs(
        lambda f: f.questions_until is not None and f.questions_until <= f.now,
        "Het laatste moment voor vragen is al voorbij.",
        "The last moment for questions has already passed.",
    ),
    _needs(
        lambda f: f.procedure.two_officers and f.officers < 2,
        "Er zijn twee inkopers nodig: samen openen zij de inschrijvingen.",
        "Two officers are needed: together they open the responses.",
    ),
    _needs(
        lambda f: f.assessors < 2,
        "Er zijn twee beoordelaars nodig, die eerst los van elkaar scoren.",
        "Two assessors are needed, who first score independently.",
    ),
    _each_section_has_two,
    _needs(
        lambda f: f.managers < 1,
        "Er is nog geen opdrachtgever die besluit.",
        "There is no manager yet who decides.",
    ),
    _needs(
        lambda f: f.vendors < 1, "Er is nog geen leverancier uitgenodigd.", "No vendor has been invited yet."
    ),
)

_FINISHING: tuple[Need, ...] = (
    _needs(
        lambda f: f.assessors < 2 and not f.returned,
        "Er zijn geen twee beoordelaars meer. Voeg er een toe.",
        "There are no longer two assessors. Add one.",
    ),
    _each_section_has_two,
    _assessors_as_stated,
    _all_declared,
    _all_final,
    _all_agreed,
    _no_gate_waits,
    _needs(
        lambda f: f.open_findings > 0,
        "Niet alle bevindingen zijn beoordeeld of terzijde gelegd.",
        "Not all findings have been judged or set aside.",
    ),
)

_CLOSING: tuple[Need, ...] = (
    _needs(
        lambda f: f.deadline is None or f.now < f.deadline,
        "De uiterste datum en tijd zijn nog niet voorbij.",
        "The deadline has not passed yet.",
    ),
)

_OPENING: tuple[Need, ...] = (
    _needs(
        lambda f: f.opens_at is None or f.now < f.opens_at,
        "De wachttijd na de uiterste datum en tijd is nog niet voorbij.",
        "The waiting time after the deadline is not over yet.",
    ),
    _rights_have_waited,
)

NOT_VERIFIED = Text(
    nl="Gepubliceerd is dat de voorlopige winnaar wordt geverifieerd met de volledige vragenlijst. Er is nog geen "
    "verificatie die deze inschrijving bevestigt.",
    en="It was published that the presumptive winner is verified with the full questionnaire. No verification has "
    "confirmed this offer yet.",
)
_AWARDING: tuple[Need, ...] = (lambda facts: NOT_VERIFIED if facts.unverified else None,)

_RETURNED = _needs(
    lambda f: f.returned,
    "De scores liggen nog bij de beoordelaars.",
    "The scores are still with the assessors.",
)

TRANSITIONS: dict[Step, Transition] = {
    Step.PUBLISH: Transition(frozenset({State.DRAFT}), State.PUBLISHED, "officer", _PUBLISHING),
    Step.CLOSE: Transition(frozenset({State.PUBLISHED}), State.CLOSED, "officer", _CLOSING),
    Step.OPEN: Transition(frozenset({State.CLOSED}), State.OPENED, "officer", _OPENING),
    Step.FINISH_SCORING: Transition(
        frozenset({State.OPENED, State.SCORED}),
        State.SCORED,
        "officer",
        _FINISHING,
    ),
    Step.DECIDE: Transition(frozenset({State.SCORED}), State.DECIDED, "manager", (_RETURNED,)),
    Step.RETURN: Transition(frozenset({State.SCORED, State.DECIDED}), State.SCORED, "manager", (_RETURNED,)),
    Step.END_WITHOUT_AWARD: Transition(
        frozenset({State.SCORED, State.DECIDED}), State.NO_AWARD, "manager", award_only=True
    ),
    Step.AWARD: Transition(frozenset({State.DECIDED}), State.AWARDED, "officer", _AWARDING, award_only=True),
    Step.TAKE_BACK_AWARD: Transition(frozenset({State.AWARDED}), State.DECIDED, "officer", award_only=True),
    Step.SIGN: Transition(frozenset({State.AWARDED}), State.RUNNING, "officer", award_only=True),
    Step.END: Transition(frozenset({State.RUNNING}), State.ENDED, "officer", award_only=True),
    Step.CANCEL: Transition(
        # After the scores are in it is the manager who ends a procedure, as one of the decisions.
        frozenset({State.PUBLISHED, State.CLOSED, State.OPENED}),
        State.CANCELLED,
        "officer",
    ),
}

_NOT_NOW = Text(nl="Deze stap kan niet in de huidige fase.", en="This step is not possible at this stage.")
_NOT_HERE = Text(nl="Deze stap bestaat niet in deze procedure.", en="This procedure does not have this step.")


def obstacles(step: Step, facts: StepFacts) -> list[Text]:
    """Every reason why the step cannot be taken now; empty when it can."""
    transition = TRANSITIONS[step]
    if transition.award_only and not facts.procedure.award:
        return [_NOT_HERE]
    if facts.state not in transition.sources or (
        step is Step.FINISH_SCORING and facts.state is State.SCORED and not facts.returned
    ):
        return [_NOT_NOW]
    return [reason for need in transition.needs if (reason := need(facts)) is not None]
