"""Verifying the presumptive winner with the full questionnaire: what starting needs, and how a round stands."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from assessor.domain.decisions import Choice
from assessor.domain.findings import today
from assessor.domain.formats import day
from assessor.domain.procedures import State
from assessor.domain.text import Text
from assessor.domain.working_days import working_days_after

LEAST_DAYS = 5
"""Working days that a vendor has at least."""


class Outcome(StrEnum):
    """How a verification stands."""

    UNDER_WAY = "under_way"
    CONFIRMS = "confirms"
    DOES_NOT_CONFIRM = "does_not_confirm"
    NOT_ANSWERED = "not_answered"
    """The vendor did not hand in the full questionnaire in time."""
    STOPPED = "stopped"


OUTCOMES: dict[Outcome, Text] = {
    Outcome.UNDER_WAY: Text(nl="loopt", en="under way"),
    Outcome.CONFIRMS: Text(nl="bevestigt de inschrijving", en="confirms the offer"),
    Outcome.DOES_NOT_CONFIRM: Text(nl="bevestigt de inschrijving niet", en="does not confirm the offer"),
    Outcome.NOT_ANSWERED: Text(nl="niet op tijd ingediend", en="not handed in in time"),
    Outcome.STOPPED: Text(nl="gestopt", en="cancelled"),
}


HANDING_IN = "verification"
"""The requirement that a vendor misses who does not hand in; it is published with the choice to verify."""
HANDING_IN_WORDS = Text(
    nl="de volledige vragenlijst op tijd indienen", en="handing in the full questionnaire in time"
)


def outcome_of(state: State, newest: Choice | None, *, handed_in: bool = True) -> Outcome:
    """How a round stands by its state and its newest decision. What was returned to the assessors is open again.

    Whether the vendor handed in shows once the round has been opened.
    """
    if state is State.CANCELLED:
        return Outcome.STOPPED
    if not handed_in and state not in (State.DRAFT, State.PUBLISHED, State.CLOSED):
        return Outcome.NOT_ANSWERED
    if state is not State.DECIDED:
        return Outcome.UNDER_WAY
    return Outcome.CONFIRMS if newest is Choice.CONFIRMS_OFFER else Outcome.DOES_NOT_CONFIRM


def in_words(missed: Iterable[str]) -> Text:
    """Requirements in a sentence: questions by their ids, and handing in."""
    found = [HANDING_IN_WORDS if one == HANDING_IN else Text(nl=one, en=one) for one in missed]
    return Text(nl=", ".join(t.nl for t in found), en=", ".join(t.en for t in found))


@dataclass(frozen=True)
class StartFacts:
    """What starting a verification of one offer looks at."""

    is_published: bool
    """Verification was published with the tender."""
    returned: bool = False
    """The scores are with the assessors again."""
    set_aside: bool = False
    missed: tuple[str, ...] = ()
    """Published requirements that the offer misses."""
    under_way: str | None = None
    """The vendor that is being verified now."""
    outcomes: tuple[Outcome, ...] = ()
    """Of earlier verifications of this offer."""


_NOT_PUBLISHED = Text(
    nl="Bij deze aanbesteding is niet gepubliceerd dat de voorlopige winnaar wordt geverifieerd.",
    en="For this tender it was not published that the presumptive winner is verified.",
)
_RETURNED = Text(
    nl="De scores liggen nog bij de beoordelaars.", en="The scores are still with the assessors."
)
_SET_ASIDE = Text(nl="Deze inschrijving is terzijde gelegd.", en="This offer was set aside.")
_MISSED = Text(
    nl="Deze inschrijving voldoet niet aan een gepubliceerde minimumeis: {names}.",
    en="This offer misses a published minimum requirement: {names}.",
)
_UNDER_WAY = Text(
    nl="Er loopt al een verificatie, van {vendor}.", en="A verification is under way already, of {vendor}."
)
_DONE = Text(nl="Deze inschrijving is al geverifieerd.", en="This offer has been verified already.")


def obstacles_to_starting(facts: StartFacts) -> list[Text]:
    """Every reason why this offer cannot be verified now; empty when it can."""
    if not facts.is_published:
        return [_NOT_PUBLISHED]
    found = [
        _RETURNED if facts.returned else None,
        _SET_ASIDE if facts.set_aside else None,
        # Of an offer that was set aside one need not say again what it misses.
        _MISSED.fill(names=in_words(facts.missed)) if facts.missed and not facts.set_aside else None,
        _UNDER_WAY.fill(vendor=facts.under_way) if facts.under_way is not None else None,
        _DONE if set(facts.outcomes) & {Outcome.CONFIRMS, Outcome.DOES_NOT_CONFIRM} else None,
    ]
    return [reason for reason in found if reason is not None]


def earliest_day(now: datetime.datetime) -> datetime.date:
    """The first day on which the deadline of a verification can be."""
    return working_days_after(today(now), LEAST_DAYS)


def fault_of_deadline(now: datetime.datetime, deadline: datetime.datetime) -> Text | None:
    """Why a deadline is too soon; None where it is not."""
    earliest = earliest_day(now)
    if today(deadline) >= earliest:
        return None
    return Text(
        nl="Geef de leverancier ten minste {n} werkdagen: kies {first} of later.",
        en="Give the vendor at least {n} working days: choose {first} or later.",
    ).fill(n=LEAST_DAYS, first=Text(nl=day(earliest, "nl"), en=day(earliest, "en")))
