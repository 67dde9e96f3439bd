"""Passwords: how they are kept and which are good enough."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from assessor.domain.text import Text

SHORTEST = 12
LONGEST = 200

# Argon2id with the parameters that OWASP names for it (19 MiB, two passes, one lane).
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _nobodys() -> str:
    """What a password is compared with where nothing is stored; made once, at the first sign-in."""
    return _HASHER.hash("nobody has this password")


# What guessers try first, among passwords long enough to be allowed here at all.
_COMMON = frozenset(
    [
        "123456789012",
        "1234567890123",
        "1234567890ab",
        "111111111111",
        "000000000000",
        "abcdefghijkl",
        "qwertyuiop12",
        "qwertyuiopas",
        "qwerty123456",
        "qwertyqwerty",
        "password1234",
        "passwordpassword",
        "password12345",
        "wachtwoord12",
        "wachtwoord123",
        "wachtwoord1234",
        "wachtwoordwachtwoord",
        "welkom123456",
        "welkomwelkom",
        "welkom012345",
        "geheimgeheim",
        "geheim123456",
        "administrator",
        "administrator1",
        "gemeente1234",
        "gemeente2026",
        "nederland123",
        "zomer2026zomer",
        "letmeinletmein",
        "iloveyou1234",
        "1q2w3e4r5t6y",
        "changeme1234",
        "correcthorsebatterystaple",
    ]
)


def hash_password(password: str) -> str:
    """What is stored of a password."""
    return _HASHER.hash(_bytes(password))


def is_right(stored: str | None, password: str) -> bool:
    """Whether the password fits. Where there is none to compare with, the same work is done for nothing."""
    # Always made, so that the first sign-in does not tell by its time whether the account exists.
    nobodys = _nobodys()
    try:
        _HASHER.verify(stored or nobodys, _bytes(password))
    except VerifyMismatchError:
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether a password was hashed with other parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


def fault_of_password(password: str, email: str) -> Text | None:
    """Why a password is not good enough, or None. Length counts; rules on signs and capitals do not help."""
    if len(password) < SHORTEST:
        return Text(
            nl="Kies een wachtwoord van ten minste {n} tekens.",
            en="Choose a password of {n} characters or more.",
        ).fill(n=SHORTEST)
    if len(password) > LONGEST:
        return Text(
            nl="Kies een wachtwoord van hoogstens {n} tekens.",
            en="Choose a password of at most {n} characters.",
        ).fill(n=LONGEST)
    plain = password.lower()
    if plain in (email, email.split("@", 1)[0]):
        return Text(
            nl="Gebruik niet uw e-mailadres als wachtwoord.",
            en="Do not use your e-mail address as a password.",
        )
    if plain.replace(" ", "") in _COMMON or len(set(plain)) < 4:
        return Text(
            nl="Dit wachtwoord is te makkelijk te raden. Kies bijvoorbeeld drie losse woorden.",
            en="This password is too easy to guess. Choose three unrelated words, for example.",
        )
    return None


def _bytes(password: str) -> bytes:
    # A browser can send halves of characters; they are bytes like any other here.
    return password.encode("utf-8", "surrogatepass")
