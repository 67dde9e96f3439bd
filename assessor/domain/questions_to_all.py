"""Questions to all: until when a vendor can ask one, and when an answer comes late."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from enum import StrEnum

from assessor.domain.formats import ZONE, moment
from assessor.domain.text import Text

USUAL_DAYS = 10
"""Days before the deadline until which questions can usually be asked."""
LATE_DAYS = 6
"""In an open or restricted procedure answers should be there so many days before the deadline."""
ANSWERS_COUNT_BACK = frozenset({"open", "restricted"})

GRACE = datetime.timedelta(seconds=30)
"""A question that was received in time may be stored so much later."""

LONGEST_QUESTION = 4000
LONGEST_ANSWER = 10_000
MOST_QUESTIONS = 200
"""Of one vendor in one tender."""


class Outcome(StrEnum):
    """What becomes of a question."""

    ANSWERED = "answered"
    REJECTED = "rejected"
    """Not answered, with the reason in the nota."""
    TOLD = "told"
    """Not answered, and only the one who asked is told why."""


OUTCOMES: dict[Outcome, Text] = {
    Outcome.ANSWERED: Text(nl="Beantwoorden in de nota", en="Answer in the nota"),
    Outcome.REJECTED: Text(
        nl="Niet beantwoorden, met de reden in de nota", en="Do not answer, with the reason in the nota"
    ),
    Outcome.TOLD: Text(
        nl="Niet beantwoorden, met de reden alleen aan de vraagsteller",
        en="Do not answer, with the reason only to the one who asked",
    ),
}


def usual_last_moment(deadline: datetime.datetime, now: datetime.datetime) -> datetime.datetime:
    """Ten days before the deadline, at the same time of the day; halfway where there are less than twenty."""
    local = deadline.astimezone(ZONE) - datetime.timedelta(days=USUAL_DAYS)
    usual, halfway = local.astimezone(datetime.UTC), now + (deadline - now) / 2
    if deadline <= now or usual >= halfway:
        return usual
    whole_hour = halfway.replace(minute=0, second=0, microsecond=0)
    return whole_hour if whole_hour > now else halfway


def is_in_time(until: datetime.datetime, received_at: datetime.datetime, now: datetime.datetime) -> bool:
    """Whether a question that was received at this moment can still be stored."""
    return received_at < until and now < until + GRACE


def late_from(procedure: str, deadline: datetime.datetime) -> datetime.datetime | None:
    """From when on an answer comes late; None where nothing says so."""
    if procedure not in ANSWERS_COUNT_BACK:
        return None
    return deadline - datetime.timedelta(days=LATE_DAYS)


def late_warning(procedure: str, deadline: datetime.datetime | None, at: datetime.datetime) -> Text | None:
    """What to consider when an answer is published at this moment; None where it is early enough."""
    limit = late_from(procedure, deadline) if deadline is not None else None
    if limit is None or at <= limit:
        return None
    return Text(
        nl="In deze procedure horen antwoorden uiterlijk {days} dagen voor de uiterste datum bekend te zijn: uiterlijk "
        "{limit}. Een later antwoord mag hier wel, maar geef leveranciers dan de tijd om het te verwerken: verleng zo "
        "nodig de termijn.",
        en="In this procedure answers should be known at least {days} days before the deadline: by {limit}. A later "
        "answer is possible here, but then give vendors the time to act on it: extend the deadline where needed.",
    ).fill(days=LATE_DAYS, limit=Text(nl=moment(limit, "nl"), en=moment(limit, "en")))


_TAIL = re.compile(
    r"(\s*\([^)]*\)|[\s,]+(b\.?v\.?|n\.?v\.?|v\.?o\.?f\.?|gmbh|ltd\.?|inc\.?|s\.?a\.?))*\s*$", re.IGNORECASE
)


def named_in(text: str, companies: Iterable[str]) -> tuple[str, ...]:
    """The companies whose name stands in a text, with or without what kind of company it is."""
    found = []
    for company in companies:
        bare = _TAIL.sub("", company[:200]).strip()
        if len(bare) > 2 and re.search(rf"(?<!\w){re.escape(bare)}(?!\w)", text, re.IGNORECASE):
            found.append(company)
    return tuple(found)
