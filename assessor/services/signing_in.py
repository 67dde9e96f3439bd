"""Signing in and out: passwords, limits on guessing, sessions.

The limits: ten failures in fifteen minutes for an account from addresses it never signed in from; ten for an
account from one address it did sign in from; a hundred from one address over all accounts. The first and the
third stop only sign-ins from addresses that are not usual for the account. So nobody elsewhere can lock a vendor
out at the deadline: from its usual address the right password works unless it was itself mistyped ten times there.

Whatever is wrong, the answer is the same and a password is checked, so that neither words nor time tell whether
an address is known here.
"""

from __future__ import annotations

import datetime
import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, func, select, update

from assessor.domain.permissions import Actor
from assessor.services.access import as_actor
from assessor.services.house import House
from assessor.services.passwords import hash_password, is_outdated, is_right
from assessor.storage.engine import lock_name
from assessor.storage.models import Attempt, Person, SignedIn

WINDOW = datetime.timedelta(minutes=15)
PER_ACCOUNT = 10
PER_ADDRESS = 100
USUAL_FOR = datetime.timedelta(days=180)
IDLE = datetime.timedelta(minutes=30)
LONGEST = datetime.timedelta(hours=12)
_NOTED_EVERY = datetime.timedelta(minutes=1)


def digest(token: str) -> str:
    """What is stored of a secret that itself is not."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def new_token() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


# --- signing in -------------------------------------------------------------------------------------------


def sign_in(house: House, email: str, password: str, address: str) -> str | None:
    """A session's token, or None when it is not to be.

    It does not raise: the caller commits either way, because a failure must be remembered.
    """
    # What no stored address can hold is taken out, so that a database need not refuse the question.
    account = email.strip().lower().replace("\0", "").encode("utf-8", "replace").decode()
    # Guesses at one account, and from one address, come one after the other: many at once are counted too.
    for key in (_key("account", account), _key("address", address)):
        lock_name(house.db, key)
    person = house.db.scalars(select(Person).where(Person.email == account)).one_or_none()
    known = person.password_hash if person is not None and person.active else None
    right = is_right(known, password)
    limited = _is_limited(house, account, address)
    if person is None or not right or limited:
        _note_failure(house, account, address)
        return None
    if known is not None and is_outdated(known):
        person.password_hash = hash_password(password)
    note_usual(house, account, address)
    return start_session(house, person)


def _is_limited(house: House, account: str, address: str) -> bool:
    now = house.now()
    usual = _count(house, _key("usual", account, address), now - USUAL_FOR) > 0
    if usual:
        return _count(house, _key("pair", account, address), now - WINDOW) >= PER_ACCOUNT
    return (
        _count(house, _key("account", account), now - WINDOW) >= PER_ACCOUNT
        or _count(house, _key("address", address), now - WINDOW) >= PER_ADDRESS
    )


def _note_failure(house: House, account: str, address: str) -> None:
    now = house.now()
    house.db.execute(delete(Attempt).where(Attempt.at < now - USUAL_FOR))
    # A failure at a usual address is counted there alone, and the other way round.
    usual = _count(house, _key("usual", account, address), now - USUAL_FOR) > 0
    keys = [_key("address", address), _key("pair", account, address) if usual else _key("account", account)]
    house.db.add_all(Attempt(key=key, at=now) for key in keys)


def note_usual(house: House, account: str, address: str) -> None:
    """Remember an address from which this account signed in, or chose its password."""
    key = _key("usual", account, address)
    house.db.execute(delete(Attempt).where(Attempt.key == key))
    house.db.execute(delete(Attempt).where(Attempt.key == _key("pair", account, address)))
    house.db.add(Attempt(key=key, at=house.now()))


def note_guess(house: House, address: str) -> None:
    """Remember that somebody at this address tried a link that is not there."""
    house.db.add(Attempt(key=_key("guess", address), at=house.now()))


def guesses_too_much(house: House, address: str) -> bool:
    """Whether links from this address are answered "not there" whatever they are."""
    return _count(house, _key("guess", address), house.now() - WINDOW) >= PER_ADDRESS


def _count(house: House, key: str, since: datetime.datetime) -> int:
    return house.db.scalar(select(func.count()).where(Attempt.key == key, Attempt.at >= since)) or 0


def _key(*parts: str) -> str:
    # Digests, so that the table is no list of who tried to sign in from where.
    return digest("\0".join(parts))


# --- sessions ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Session:
    """A running session, for the page that warns before it ends."""

    actor: Actor
    idle_until: datetime.datetime
    ends_at: datetime.datetime
    to_be_noted: bool
    """The last sign of life is a while ago: `keep_alive` should be called in a writing transaction."""


def start_session(house: House, person: Person) -> str:
    """A new session; its token goes into the cookie and nowhere else."""
    token, now = new_token(), house.now()
    house.db.add(
        SignedIn(
            token_sha256=digest(token),
            person_id=person.id,
            started_at=now,
            seen_at=now,
            ends_at=now + LONGEST,
        )
    )
    return token


# Every request asks this, so it is put together once and reads only what it needs.
_SESSION = (
    select(
        SignedIn.seen_at,
        SignedIn.ends_at,
        Person.id,
        Person.name,
        Person.role,
        Person.company_id,
        Person.language,
        Person.administers,
    )
    .join(Person, Person.id == SignedIn.person_id)
    .where(SignedIn.token_sha256 == bindparam("token_sha256"), SignedIn.ended_at.is_(None), Person.active)
)


def session_of(house: House, token: str) -> Session | None:
    """The session of a token that is still good: not ended, not idle too long, its person still active."""
    row = house.db.execute(_SESSION, {"token_sha256": digest(token)}).one_or_none()
    if row is None:
        return None
    now = house.now()
    idle_until = min(row.seen_at + IDLE, row.ends_at)
    if now >= idle_until:
        return None
    return Session(
        actor=as_actor(row),
        idle_until=idle_until,
        ends_at=row.ends_at,
        to_be_noted=now - row.seen_at >= _NOTED_EVERY,
    )


def actor_of(house: House, token: str) -> Actor | None:
    """Who is signed in with this token. Roles are read each time, so that a change works at once."""
    found = session_of(house, token)
    return found.actor if found else None


def keep_alive(house: House, token: str) -> None:
    """Note a sign of life, which starts the idle time anew."""
    house.db.execute(
        update(SignedIn)
        .where(SignedIn.token_sha256 == digest(token), SignedIn.ended_at.is_(None))
        .values(seen_at=house.now())
    )


def sign_out(house: House, token: str) -> None:
    """End the session on the server; the cookie is worthless from now on."""
    house.db.execute(
        update(SignedIn)
        .where(SignedIn.token_sha256 == digest(token), SignedIn.ended_at.is_(None))
        .values(ended_at=house.now())
    )


def end_sessions(house: House, person_id: str) -> None:
    """End every session of a person."""
    house.db.execute(
        update(SignedIn)
        .where(SignedIn.person_id == person_id, SignedIn.ended_at.is_(None))
        .values(ended_at=house.now())
    )
