"""Who signs for a vendor, in which capacity, and what is declared by it."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.domain.text import Text

CAPACITIES: dict[str, Text] = {
    "registered": Text(
        nl="bestuurder of eigenaar, volgens het handelsregister bevoegd",
        en="director or owner, with the power to do so in the trade register",
    ),
    "mandated": Text(
        nl="gevolmachtigde: wie bevoegd is, heeft mij daartoe gemachtigd",
        en="authorised representative: somebody with that power gave it to me",
    ),
}


@dataclass(frozen=True)
class Signature:
    """What somebody fills in who submits for a vendor."""

    name: str
    position: str
    capacity: str
    """A key of CAPACITIES."""
    authorised: bool
    """Declares to be allowed to submit this on behalf of the vendor."""
    truthful: bool
    """Declares, in that capacity, that the answers are complete and true."""


def signed_words(signed_by: dict[str, str]) -> Text:
    """Who signed, with position and capacity; of what was signed before capacities were asked, without."""
    said = Text(nl="{name}, {position}", en="{name}, {position}").fill(
        name=signed_by["name"], position=signed_by["position"]
    )
    capacity = CAPACITIES.get(signed_by.get("capacity", ""))
    if capacity is None:
        return said
    return Text(nl="{said} ({capacity})", en="{said} ({capacity})").fill(said=said, capacity=capacity)
