"""Findings: where what a vendor said and what was recomputed, or two of its answers, cannot both be true.

A finding is a question, not an accusation. It is put to the vendor or set aside with a reason; after the reply, or
the end of the term, two assessors judge it apart from each other. Until they agree it changes nothing at all.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from assessor.domain.answers import WHOLE_OFFER, FlagOutcome, IntegrityFlag, Key
from assessor.domain.formats import ZONE, day
from assessor.domain.language import Language
from assessor.domain.text import Text
from assessor.domain.working_days import working_days_after, working_days_until

Source = Literal["recomputed", "pair", "officer"]
"""From a table that was recomputed; answers, tables and evidence side by side; added by hand with a reason."""

OUTCOMES: tuple[FlagOutcome, ...] = ("explained", "error", "misleading")

LEAST_DAYS, USUAL_DAYS, MOST_DAYS = 2, 5, 20
"""Working days that a vendor has to reply."""

GRACE = datetime.timedelta(seconds=30)
"""A reply that was received in time may be stored so much later; only then is the term over for assessors."""


@dataclass(frozen=True)
class Finding:
    """What was found, in words that vendor and assessors both read."""

    question: str
    code: str
    """Unique within the response, the same each time this is found: such as T1/sex/woman/impact_ratio."""
    claimed: Text
    """What the vendor said; of a pair, the one side."""
    recomputed: Text
    """What was computed or found beside it, with the sum; of a pair, the other side."""
    difference: Text
    source: Source = "recomputed"
    module: str = WHOLE_OFFER

    @property
    def key(self) -> Key:
        return Key(self.question, self.module)


class FindingState(StrEnum):
    """Where a finding stands."""

    FOUND = "found"
    SET_ASIDE = "set_aside"
    """Not put to the vendor, with the officer's reason."""
    PUT = "put"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    """The term passed without a reply."""
    JUDGED = "judged"

    @property
    def is_settled(self) -> bool:
        return self in (FindingState.SET_ASIDE, FindingState.JUDGED)


@dataclass(frozen=True)
class Judgement:
    """What one assessor made of it; added and never changed."""

    assessor: str
    outcome: FlagOutcome
    reason: str
    at: datetime.datetime


@dataclass(frozen=True)
class Course:
    """What happened to a finding so far."""

    set_aside: bool = False
    last_day: datetime.date | None = None
    """The last day on which the vendor may reply; None while it was not put."""
    replied: bool = False
    judgements: tuple[Judgement, ...] = ()
    """Oldest first, without those of assessors who have withdrawn."""


# --- the term ---------------------------------------------------------------------------------------------


def today(now: datetime.datetime) -> datetime.date:
    """The day on the calendar in Amsterdam."""
    return now.astimezone(ZONE).date()


def term_ends(last_day: datetime.date) -> datetime.datetime:
    """The moment after the last day: a reply is in time before it."""
    after = last_day + datetime.timedelta(days=1)
    return datetime.datetime.combine(after, datetime.time(), ZONE).astimezone(datetime.UTC)


def usual_last_day(now: datetime.datetime) -> datetime.date:
    """The last day that is proposed."""
    return working_days_after(today(now), USUAL_DAYS)


def fault_of_term(last_day: datetime.date, now: datetime.datetime) -> Text | None:
    """Why a vendor cannot be given until this day, or None."""
    if working_days_until(today(now), last_day) < LEAST_DAYS:
        return Text(
            nl="Geef de leverancier ten minste {n} werkdagen, vandaag niet meegeteld.",
            en="Give the vendor at least {n} working days, not counting today.",
        ).fill(n=LEAST_DAYS)
    if last_day > working_days_after(today(now), MOST_DAYS):
        return Text(
            nl="Geef de leverancier hoogstens {n} werkdagen.", en="Give the vendor {n} working days at most."
        ).fill(n=MOST_DAYS)
    return None


def is_in_time(last_day: datetime.date, received_at: datetime.datetime, now: datetime.datetime) -> bool:
    """Whether a reply received at this moment counts, when it is stored now."""
    end = term_ends(last_day)
    return received_at < end and now < end + GRACE


# --- where it stands --------------------------------------------------------------------------------------


def state_of(course: Course, now: datetime.datetime) -> FindingState:
    if course.set_aside:
        return FindingState.SET_ASIDE
    if course.last_day is None:
        return FindingState.FOUND
    if not course.replied and now < term_ends(course.last_day) + GRACE:
        return FindingState.PUT
    if outcome_of(course.judgements) is not None:
        return FindingState.JUDGED
    return FindingState.ANSWERED if course.replied else FindingState.UNANSWERED


def latest(judgements: Iterable[Judgement]) -> dict[str, Judgement]:
    """Each assessor's newest judgement: the one that counts."""
    return {one.assessor: one for one in judgements}


def outcome_of(judgements: Iterable[Judgement]) -> FlagOutcome | None:
    """What two different assessors agree on, and no other two on something else; None while there is no such thing."""
    ranked = Counter(one.outcome for one in latest(judgements).values()).most_common(2)
    if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return None
    return ranked[0][0]


def differ(judgements: Iterable[Judgement]) -> bool:
    """Whether two or more have judged and do not agree."""
    found = list(judgements)
    return len(latest(found)) > 1 and outcome_of(found) is None


def awaits(state: FindingState, judgements: Sequence[Judgement], assessor: str) -> bool:
    """Whether it is this assessor's turn: to judge, or to look again because the judgements differ."""
    if state not in (FindingState.ANSWERED, FindingState.UNANSWERED):
        return False
    return assessor not in latest(judgements) or differ(judgements)


def why_not_judged(state: FindingState, judgements: Sequence[Judgement], assessor: str) -> Text | None:
    """Why this assessor cannot judge it now, or None."""
    if state is FindingState.FOUND:
        return Text(
            nl="Deze bevinding is nog niet aan de leverancier voorgelegd.",
            en="This finding has not been put to the vendor yet.",
        )
    if state is FindingState.SET_ASIDE:
        return Text(nl="Deze bevinding is terzijde gelegd.", en="This finding was set aside.")
    if state is FindingState.PUT:
        return Text(
            nl="De leverancier kan nog reageren. Oordeel na de reactie of na de termijn.",
            en="The vendor can still reply. Judge after the reply or after the term.",
        )
    if state is FindingState.JUDGED and assessor not in latest(judgements):
        return Text(
            nl="Twee beoordelaars zijn het al eens over deze bevinding.",
            en="Two assessors already agree on this finding.",
        )
    return None


def shown_to(
    assessor: str | None, judgements: Sequence[Judgement], *, handed_in: bool
) -> tuple[Judgement, ...]:
    """The judgements that a reader may see. No assessor reads another's before making the own.

    `assessor` is None for readers who do not judge. `handed_in`: nobody can judge any more.
    """
    count = latest(judgements)
    if handed_in or (len(count) > 1 and (assessor is None or assessor in count)):
        return tuple(judgements)
    return tuple(one for one in judgements if one.assessor == assessor)


def flag_of(finding: Finding, judgements: Sequence[Judgement]) -> IntegrityFlag | None:
    """What a judged finding means for the assessment, with the reasons of those who agree; None before that."""
    outcome = outcome_of(judgements)
    if outcome is None:
        return None
    reasons = [one.reason for one in latest(judgements).values() if one.outcome == outcome]
    return IntegrityFlag(finding.question, outcome, "\n".join(reasons))


# --- as a file --------------------------------------------------------------------------------------------


_TO_THE_BUYER: dict[Source, tuple[Text, Text]] = {
    "recomputed": (
        Text(nl="Opgave van de leverancier", en="What the vendor stated"),
        Text(nl="Onze berekening", en="What we compute"),
    ),
    "pair": (
        Text(nl="Wat hier staat", en="What stands here"),
        Text(nl="Wat daar niet bij past", en="What does not fit it"),
    ),
    "officer": (
        Text(nl="Wat in het antwoord staat", en="What the answer says"),
        Text(nl="Wat daarnaast is gevonden", en="What was found beside it"),
    ),
}
_TO_THE_VENDOR: dict[Source, tuple[Text, Text]] = {
    "recomputed": (
        Text(nl="Uw opgave", en="What you stated"),
        Text(nl="Onze berekening", en="What we compute"),
    ),
    "pair": (
        Text(nl="Wat u opgeeft", en="What you state"),
        Text(nl="Wat daar niet bij past", en="What does not fit it"),
    ),
    "officer": (
        Text(nl="Wat in uw antwoord staat", en="What your answer says"),
        Text(nl="Wat wij daarnaast vonden", en="What we found beside it"),
    ),
}
"""What the two sides of a finding are called."""

_DIFFERENCE = Text(nl="Verschil", en="Difference")
_QUESTION = Text(nl="Onze vraag", en="Our question")
_QUESTION_TO_VENDOR = Text(nl="Vraag aan de leverancier", en="Question to the vendor")
_REPLY_UNTIL = Text(nl="Reageren kan tot en met", en="You can reply up to and including")
_REPLY = Text(nl="Uw reactie", en="Your reply")


def sides(finding: Finding, *, to_vendor: bool) -> tuple[tuple[Text, Text], ...]:
    """The parts of a finding, each with what it is called to its reader."""
    one, other = (_TO_THE_VENDOR if to_vendor else _TO_THE_BUYER)[finding.source]
    last = _DIFFERENCE if finding.source == "recomputed" else _QUESTION if to_vendor else _QUESTION_TO_VENDOR
    return (one, finding.claimed), (other, finding.recomputed), (last, finding.difference)


def as_plain_text(
    title: str, put: Iterable[tuple[Finding, Text, datetime.date, str | None]], language: Language
) -> str:
    """What was put to a vendor, to be saved: each finding with its question's name, last day and reply."""
    blocks = [title]
    for finding, name, last_day, reply in put:
        lines = [f"{finding.key}  {name.to(language)}"]
        lines += [
            f"{label.to(language)}:\n{words.to(language)}" for label, words in sides(finding, to_vendor=True)
        ]
        lines.append(f"{_REPLY_UNTIL.to(language)}: {day(last_day, language)}")
        if reply is not None:
            lines.append(f"{_REPLY.to(language)}:\n{reply}")
        blocks.append("\n\n".join(lines))
    return f"\n\n{'-' * 60}\n\n".join(blocks) + "\n"
