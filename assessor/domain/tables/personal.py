"""Marks of single people in a text: e-mail addresses, citizen service numbers, telephone and bank account numbers.

Every pattern is bounded, so that a long text takes time in proportion to its length. Found is only ever what kind of
mark it is and where, never the mark itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from assessor.domain.text import Text

Mark = Literal["e-mail", "bsn", "phone", "iban", "birth"]

NAMES: dict[Mark, Text] = {
    "e-mail": Text(nl="een e-mailadres", en="an e-mail address"),
    "bsn": Text(nl="een burgerservicenummer", en="a citizen service number"),
    "phone": Text(nl="een telefoonnummer", en="a telephone number"),
    "iban": Text(nl="een bankrekeningnummer", en="a bank account number"),
    "birth": Text(nl="een geboortedatum", en="a date of birth"),
}

_AROUND_AT = re.compile(r"[\w.+'-]{1,64}@(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24}")
_NINE_DIGITS = re.compile(
    r"(?<![\w.,+-])(?:[0-9]{9}|[0-9]{3}([. -])[0-9]{3}\1[0-9]{3}|[0-9]{4}([. -])[0-9]{2}\2[0-9]{3}"
    r"|[0-9]{2}([. -])[0-9]{2}\3[0-9]{2}\3[0-9]{3}|[0-9]{4}\.[0-9]{5})(?!\w|[.,-][0-9])"
)
_DIALLED = re.compile(r"(?<![\w.,/+-])(?:\+|\(?0)[0-9 ().-]*+")
"""Whatever a telephone number could be part of; taken whole, so that nothing is tried twice."""
_HOME = re.compile(
    r"\(?0[1-9][0-9]{0,2}\)?[ -]?(?:[0-9]{6,8}|[0-9]{2,4}(?:(?P<by>[ -])[0-9]{2,4})(?:(?P=by)[0-9]{2,4}){0,2})"
)
_ABROAD = re.compile(
    r"(?:\+|00(?=31|32|33|34|39|4[0-9]|90|212|35[1-9]|36|38[0-9]|48|59[79]))[1-9][0-9]{0,2}[0-9 ().-]*"
)
_DAY = re.compile(r"[0-9]{1,2}[-. ][0-9]{1,2}[-. ][0-9]{4}")
_IBAN = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]{2}[0-9]{2}(?: ?[A-Za-z0-9]{4}){2,7}(?: ?[A-Za-z0-9]{1,3})?(?![A-Za-z0-9])"
)
_BORN = re.compile(
    r"\b(?:geb(?:oren|oortedatum)?|born|dob|date of birth|birth ?date)\b[ :.]{0,3}(?:op |on )?"
    r"(?:[0-9]{1,2}[-/. ](?:[0-9]{1,2}|[a-z]{3,9})[-/. ](?:19|20)[0-9]{2}"
    r"|(?:19|20)[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2})",
    re.IGNORECASE,
)


def marks(text: str) -> frozenset[Mark]:
    """The kinds of marks of a person in this text; without citizen service numbers, see `service_numbers`."""
    found: set[Mark] = set()
    if "@" in text and _AROUND_AT.search(text):
        found.add("e-mail")
    if len(text) < 8 or not any(c.isdigit() for c in text):
        return frozenset(found)
    if _BORN.search(text):
        found.add("birth")
    if any(is_iban(one[0]) for one in _IBAN.finditer(text)):
        found.add("iban")
    elif any(_is_phone(one[0], text[one.end() : one.end() + 1]) for one in _DIALLED.finditer(text)):
        found.add("phone")
    return frozenset(found)


def service_numbers(text: str) -> Iterator[bool]:
    """Of everything in the text that is written like a citizen service number: whether its check holds."""
    for found in _NINE_DIGITS.finditer(text):
        yield is_service_number(re.sub(r"\D", "", found[0]))


def is_service_number(digits: str) -> bool:
    """The eleven test: nine times the first digit, eight times the second and so on, minus the last, is a multiple
    of eleven."""
    if len(digits) != 9 or len(set(digits)) == 1:
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11 == 0


def is_iban(text: str) -> bool:
    """The check of ISO 13616: the country and its check digits moved to the end, as a number, is 1 modulo 97."""
    bare = text.replace(" ", "")
    if not 15 <= len(bare) <= 34:
        return False
    return int("".join(str(int(c, 36)) for c in bare[4:] + bare[:4])) % 97 == 1


def _is_phone(run: str, next: str) -> bool:
    """Whether a run of digits and marks is a telephone number, or several with blanks between."""
    if run[-1].isdigit() and next and (next.isalnum() or next in "_:/"):
        return False  # part of a code or a time
    bare = run.strip(" .-")
    return any(_is_dialled(part) for part in (bare, *bare.split()))


def _is_dialled(text: str) -> bool:
    if _DAY.match(text):
        return False
    digits = sum(c.isdigit() for c in text)
    if _ABROAD.fullmatch(text):
        return 9 <= digits <= 17
    return digits == 10 and _HOME.fullmatch(text) is not None
