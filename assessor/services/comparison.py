"""The vendors side by side. The number of queries is the same for five vendors and for fifty."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.domain.assess import assess
from assessor.domain.assessment import Assessment
from assessor.domain.decisions import Choice
from assessor.domain.firmness import Firmness
from assessor.domain.permissions import Action, Actor
from assessor.services.access import find_tender
from assessor.services.assessments import case_of
from assessor.services.award import Standing, standing_of
from assessor.services.gathering import gather
from assessor.services.house import House
from assessor.services.robustness import firmness_of
from assessor.storage.models import Tender


@dataclass(frozen=True)
class Row:
    """One vendor. Without an assessment: the response could not be opened, or was not submitted."""

    response_id: str
    vendor: str
    state: str
    assessment: Assessment | None
    decision: Choice | None
    """The newest decision about this response, as far as there is one."""


@dataclass(frozen=True)
class Comparison:
    tender: Tender
    dimensions: tuple[str, ...]
    rows: tuple[Row, ...]
    """By the name of the vendor; a reader may sort otherwise."""
    standing: Standing | None
    """By award points, apart from what the assessments say; None until the scores are in, or without a formula."""

    firmness: Firmness | None
    """How firm that order is; None without an order, for who may not read it, and where nobody asked."""

    @property
    def in_order(self) -> tuple[Row, ...]:
        """The rows by award points where there are any, else by name; those that were not opened last."""
        if self.standing is None:
            return self.rows
        place = {p.response_id: number for number, p in enumerate(self.standing.places)}
        return tuple(sorted(self.rows, key=lambda row: place.get(row.response_id, len(place))))


def compare(house: House, actor: Actor, tender_id: str, *, with_firmness: bool = False) -> Comparison:
    """All vendors of a tender with what the method says of each; where asked also how firm their order is."""
    tender = find_tender(house, actor, tender_id, Action.COMPARE)
    found = gather(house, tender)
    rows = []
    for response, vendor in found.offers.responses:
        assessment = None
        if response.state == "opened":
            assessment = assess(case_of(house, tender, response, vendor, found.material(response.id)))
        decided = found.offers.decisions.get(response.id)
        rows.append(Row(response.id, vendor, response.state, assessment, decided.choice if decided else None))
    dimensions = dict.fromkeys(d.code for r in rows if r.assessment for d in r.assessment.dimensions)
    standing = standing_of(house, tender, found.offers)
    firm = firmness_of(house, actor, tender, found.offers, standing) if with_firmness else None
    return Comparison(tender, tuple(dimensions), tuple(rows), standing, firm)
