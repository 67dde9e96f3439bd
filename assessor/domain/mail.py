"""Mail: which kinds there are, how it stands with one, when it is tried again, and all of that in words."""

from __future__ import annotations

import datetime
from enum import StrEnum

from assessor.domain.text import Text


class Kind(StrEnum):
    """What a mail is. Its words are in templates/mail/, one file each."""

    INVITATION = "invitation"
    COLLEAGUE = "colleague"
    ACCOUNT = "account"
    LINK = "link"
    DEADLINE = "deadline"
    NOTA = "nota"
    CANCELLED = "cancelled"
    VERIFICATION = "verification"
    RECEIPT = "receipt"
    REMINDER = "reminder"
    HEADS = "heads"


KINDS: dict[Kind, Text] = {
    Kind.INVITATION: Text(nl="uitnodiging aan een leverancier", en="invitation of a vendor"),
    Kind.COLLEAGUE: Text(nl="uitnodiging van een collega", en="invitation of a colleague"),
    Kind.ACCOUNT: Text(nl="uitnodiging voor een account", en="invitation for an account"),
    Kind.LINK: Text(nl="nieuwe persoonlijke link", en="new personal link"),
    Kind.DEADLINE: Text(nl="nieuwe uiterste datum", en="new deadline"),
    Kind.NOTA: Text(nl="nota van inlichtingen", en="nota van inlichtingen"),
    Kind.CANCELLED: Text(nl="procedure gestopt", en="procedure cancelled"),
    Kind.VERIFICATION: Text(nl="begin van de verificatie", en="start of the verification"),
    Kind.RECEIPT: Text(nl="ontvangstbewijs", en="receipt"),
    Kind.REMINDER: Text(nl="herinnering", en="reminder"),
    Kind.HEADS: Text(nl="stand van de logboeken", en="heads of the logs"),
}


class State(StrEnum):
    """How it stands with one mail."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    HELD = "held"
    """Too old to be sent without asking: the system stood still, or was put back from a backup."""


STATES: dict[State, tuple[Text, str]] = {
    State.WAITING: (Text(nl="wacht", en="waiting"), "notice"),
    State.SENDING: (Text(nl="wordt verstuurd", en="being sent"), "notice"),
    State.SENT: (Text(nl="verstuurd", en="sent"), "positive"),
    State.FAILED: (Text(nl="niet aangekomen", en="did not arrive"), "negative"),
    State.HELD: (Text(nl="aangehouden: te oud", en="held: too old"), "notice"),
}
"""The states in words, with the tone in which a page shows them."""


class Fault(StrEnum):
    """Why it did not arrive."""

    UNREACHABLE = "unreachable"
    INSECURE = "insecure"
    SIGN_IN = "sign_in"
    ADDRESS = "address"
    LATER = "later"
    REFUSED = "refused"
    DOUBT = "doubt"
    TOO_LATE = "too_late"
    UNREADABLE = "unreadable"


FAULTS: dict[Fault, Text] = {
    Fault.UNREACHABLE: Text(nl="de mailserver is niet bereikbaar", en="the mail server cannot be reached"),
    Fault.INSECURE: Text(
        nl="met de mailserver komt geen veilige verbinding tot stand",
        en="no secure connection to the mail server can be made",
    ),
    Fault.SIGN_IN: Text(
        nl="de mailserver neemt naam of wachtwoord niet aan",
        en="the mail server does not take the name or the password",
    ),
    Fault.ADDRESS: Text(nl="de mailserver weigert dit adres", en="the mail server refuses this address"),
    Fault.LATER: Text(
        nl="de mailserver vraagt het later opnieuw te proberen",
        en="the mail server asks to try again later",
    ),
    Fault.REFUSED: Text(nl="de mailserver weigert het bericht", en="the mail server refuses the message"),
    Fault.DOUBT: Text(
        nl="de verbinding brak af; misschien is het toch aangekomen",
        en="the connection broke off; it may have arrived all the same",
    ),
    Fault.TOO_LATE: Text(
        nl="het bericht kwam te laat om nog zin te hebben", en="it came too late to be of use"
    ),
    Fault.UNREADABLE: Text(nl="het bericht is beschadigd", en="the message was damaged"),
}

FINAL = frozenset({Fault.ADDRESS, Fault.REFUSED, Fault.TOO_LATE, Fault.UNREADABLE})
"""What trying again by itself does not mend."""
OF_THE_SERVER = frozenset({Fault.UNREACHABLE, Fault.INSECURE, Fault.SIGN_IN})
"""What the next mail would meet as well."""
MOST_DOUBTS = 2
"""Handed over this many times without an answer, a mail is not handed over once more."""

BACK_OFF = tuple(datetime.timedelta(minutes=m) for m in (1, 5, 15, 60, 240, *(5 * [720])))
"""The wait after each attempt; together nearly three days."""
LEASE = datetime.timedelta(minutes=15)
"""Who has not said after this time how sending went, was stopped while at it."""
STALE = datetime.timedelta(hours=4)
"""Due for longer than this and not tried, a mail waits for the administrator."""
KEPT = datetime.timedelta(days=14)
"""How long what could not be sent is kept; by then its link no longer works."""


def next_try(attempts: int, now: datetime.datetime) -> datetime.datetime | None:
    """When to try again after so many attempts; None when it is enough."""
    return now + BACK_OFF[attempts - 1] if attempts <= len(BACK_OFF) else None


BEFORE_DEADLINE = (datetime.timedelta(hours=24), datetime.timedelta(hours=1))
"""When vendors are told that a draft is not a submission."""


def reminder_due(
    published: datetime.datetime, deadline: datetime.datetime, now: datetime.datetime
) -> datetime.timedelta | None:
    """Which reminder is due now, if any. Where the term was shorter than the time before it, there is none."""
    passed = [before for before in BEFORE_DEADLINE if published <= deadline - before <= now < deadline]
    return min(passed, default=None)
