"""A tender from draft to end: its states, its procedures, the steps between them and what each step needs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assessor.domain.text import Text


class State(StrEnum):
    """Where a tender, or an assessment round outside one, stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    OPENED = "opened"
    SCORED = "scored"
    DECIDED = "decided"
    AWARDED = "awarded"
    RUNNING = "running"
    ENDED = "ended"
    NO_AWARD = "no_award"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Procedure:
    """Which steps exist in one kind of procedure."""

    code: str
    name: Text
    in_tender: bool
    """A tender under procurement law; otherwise an assessment round."""
    sealing: bool = True
    """Responses stay sealed until the opening. Always: one way of storing is one way to get right."""
    two_officers: bool = True
    """Two different officers open; outside a tender one is enough."""
    standstill: bool = False
    letters: bool = False
    final_offer: bool = False
    award: bool = False

    @property
    def per_response_facts(self) -> bool:
        """Outside a tender each offer may be judged for another use; in one, all are judged for the same."""
        return not self.in_tender


PROCEDURES: dict[str, Procedure] = {
    procedure.code: procedure
    for procedure in (
        Procedure(
            code="open",
            name=Text(nl="Openbare procedure", en="Open procedure"),
            in_tender=True,
            standstill=True,
            letters=True,
            award=True,
        ),
        Procedure(
            code="restricted",
            name=Text(nl="Niet-openbare procedure", en="Restricted procedure"),
            in_tender=True,
            standstill=True,
            letters=True,
            award=True,
        ),
        Procedure(
            code="negotiated",
            name=Text(
                nl="Mededingingsprocedure met onderhandeling", en="Competitive procedure with negotiation"
            ),
            in_tender=True,
            standstill=True,
            letters=True,
            final_offer=True,
            award=True,
        ),
        Procedure(
            code="multiple_private",
            name=Text(nl="Meervoudig onderhandse procedure", en="Invited quotations from several vendors"),
            in_tender=True,
            letters=True,
            award=True,
        ),
        Procedure(
            code="single_vendor",
            name=Text(nl="Enkelvoudig onderhandse procedure", en="Single vendor"),
            in_tender=True,
            letters=True,
            award=True,
        ),
        Procedure(
            code="market_consultation",
            name=Text(nl="Marktconsultatie (beoordelingsronde)", en="Market consultation (assessment round)"),
            in_tender=False,
        ),
        Procedure(
            code="existing_product",
            name=Text(
                nl="Product dat al in gebruik is (beoordelingsronde)",
                en="Product already in use (assessment round)",
            ),
            in_tender=False,
            two_officers=False,
        ),
    )
}
