"""The states of a tender and the kinds of procedure: one table of which steps exist in which."""

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
    """Two different officers open."""
    standstill: bool = False
    letters: bool = False
    final_offer: bool = False
    award: bool = False
    verifies: bool = False
    """Asks one vendor of another tender the full questionnaire, before the award. Started there, never set up."""

    @property
    def free_conditions(self) -> frozenset[State]:
        """The states in which the words of contract conditions may still change.

        Outside a tender that is from the scoring to the decision. In one what was published holds for all vendors,
        except in negotiations: there until the scores are handed in, which are those of the final offer.
        """
        if not self.in_tender:
            return frozenset({State.OPENED, State.SCORED, State.DECIDED})
        return frozenset({State.OPENED}) if self.final_offer else frozenset()

    @property
    def per_response_facts(self) -> bool:
        """Outside a tender each offer may be judged for another use; in one, all are judged for the same."""
        return not self.in_tender


PROCEDURES: dict[str, Procedure] = {
    procedure.code: procedure
    for procedure in (
        Procedure(
            "open",
            Text(nl="Openbare procedure", en="Open procedure"),
            in_tender=True,
            standstill=True,
            letters=True,
            award=True,
        ),
        Procedure(
            "restricted",
            Text(nl="Niet-openbare procedure", en="Restricted procedure"),
            in_tender=True,
            standstill=True,
            letters=True,
            award=True,
        ),
        Procedure(
            "negotiated",
            Text(nl="Mededingingsprocedure met onderhandeling", en="Competitive procedure with negotiation"),
            in_tender=True,
            standstill=True,
            letters=True,
            final_offer=True,
            award=True,
        ),
        Procedure(
            "multiple_private",
            Text(nl="Meervoudig onderhandse procedure", en="Invited quotations from several vendors"),
            in_tender=True,
            letters=True,
            award=True,
        ),
        Procedure(
            "single_vendor",
            Text(nl="Enkelvoudig onderhandse procedure", en="Single vendor"),
            in_tender=True,
            letters=True,
            award=True,
        ),
        Procedure(
            "market_consultation",
            Text(nl="Marktconsultatie", en="Market consultation"),
            in_tender=False,
        ),
        Procedure(
            "existing_product",
            Text(nl="Product dat al in gebruik is", en="Product already in use"),
            in_tender=False,
            two_officers=False,
        ),
        # Still sealed: what a vendor writes is nobody's before the deadline. With one vendor there is no competitor
        # whom an early look could help, so that one officer opens.
        Procedure(
            "verification",
            Text(nl="Verificatie van de voorlopige winnaar", en="Verification of the presumptive winner"),
            in_tender=True,
            two_officers=False,
            verifies=True,
        ),
    )
}

TO_CHOOSE: dict[str, Procedure] = {code: one for code, one in PROCEDURES.items() if not one.verifies}
"""What an officer can choose when setting up."""
