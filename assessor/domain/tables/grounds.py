"""The grounds that are known by name, so that two tables of one vendor speak of the same in either language."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assessor.domain.tables.model import ALL
from assessor.domain.text import Text

GROUNDS: Mapping[str, Text] = {
    ALL: Text(nl="iedereen", en="everybody"),
    "sex": Text(nl="geslacht", en="sex"),
    "gender": Text(nl="gender", en="gender"),
    "age": Text(nl="leeftijd", en="age"),
    "origin": Text(nl="herkomst", en="origin"),
    "migration_background": Text(nl="migratieachtergrond", en="migration background"),
    "country_of_birth": Text(nl="geboorteland", en="country of birth"),
    "ethnicity": Text(nl="etniciteit", en="ethnicity"),
    "race": Text(nl="ras", en="race"),
    "nationality": Text(nl="nationaliteit", en="nationality"),
    "religion": Text(nl="godsdienst", en="religion"),
    "belief": Text(nl="levensovertuiging", en="belief"),
    "disability": Text(nl="handicap", en="disability"),
    "orientation": Text(nl="seksuele gerichtheid", en="sexual orientation"),
    "pregnancy": Text(nl="zwangerschap", en="pregnancy"),
    "marital_status": Text(nl="burgerlijke staat", en="marital status"),
    "working_hours": Text(nl="arbeidsduur", en="working hours"),
    "education": Text(nl="opleiding", en="education"),
    "language": Text(nl="taal", en="language"),
    "region": Text(nl="regio", en="region"),
}
"""What the known grounds are called. Only translations are taken together, never what is merely near: a table may
hold both country of birth and migration background."""

_CODES = {
    name.casefold().replace(" ", "_"): code
    for code, words in GROUNDS.items()
    for name in (code, words.nl, words.en)
} | {"alle": ALL, "age_group": "age", "leeftijdsgroep": "age", "beperking": "disability"}


def ground_code(ground: str) -> str:
    """The ground by its fixed name where it is known, otherwise as typed; a combination part by part.

    `Geslacht × herkomst` is `sex x origin`.
    """
    parts = [part.strip() for part in re.split(r"\s[xX]\s|\s?[×*]\s?", ground)]
    if len(parts) > 1 and all(parts):
        return " x ".join(_one(part) for part in parts)
    return _one(ground)


def ground_name(code: str) -> Text:
    """What a ground is called in both languages; one that is not known as it was typed."""
    names = [GROUNDS.get(part, Text(nl=part, en=part)) for part in code.split(" x ")]
    return Text(nl=" × ".join(n.nl for n in names), en=" × ".join(n.en for n in names))


def _one(part: str) -> str:
    plain = " ".join(part.split())
    return _CODES.get(re.sub(r"[ /-]+", "_", plain.casefold()), plain)
