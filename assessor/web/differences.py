"""For the consensus meeting: the list of answers on which scores lie apart, and how well the assessors agreed."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from assessor.domain.agreement import ENOUGH_ANSWERS, ENOUGH_ASSESSORS, Concordance, alpha_in_words
from assessor.domain.permissions import Action
from assessor.domain.report.findings import module_name
from assessor.domain.text import Text
from assessor.services.differences import Difference, Differences, differences
from assessor.services.tenders import questionnaire_of
from assessor.web.access import actor, house, needs, tender
from assessor.web.sheets import address, score_in_words

pages = Blueprint("differences", __name__)


@dataclass(frozen=True)
class Item:
    """One answer to talk about."""

    id: str
    """Of the question, with its module."""
    name: Text
    module: Text | None
    vendor: str
    section: Text
    url: str
    difference: int
    is_number: bool
    """False: some gave a score and others found nothing to score."""
    sides: tuple[tuple[str, Text, str, str], ...]
    """Of each assessor the name, the score, the level of evidence and the reason."""
    agreed: Text | None
    agreed_reason: str


@dataclass(frozen=True)
class Measured:
    """How well the assessors of a section agreed, or of all sections."""

    name: Text
    found: Concordance
    is_total: bool

    @property
    def in_words(self) -> Text | None:
        return alpha_in_words(self.found.alpha) if self.found.alpha is not None else None


_SHOWN = {
    "open": Text(nl="Nog af te spreken", en="Still to be agreed"),
    "all": Text(nl="Alle verschillen", en="All differences"),
}


@pages.route("/tenders/<tender_id>/scoring/differences")
@needs(Action.SEE_TENDER)
def overview(tender_id: str) -> ResponseReturnValue:
    found = differences(house(), actor(), tender_id)
    vendor, section = (request.args.get(name, "") for name in ("vendor", "section"))
    # Where the average counts nothing is left open.
    shown = "all" if found.is_averaged else request.args.get("show", "open")
    kept = [
        one
        for one in found.apart
        if vendor in ("", one.response_id)
        and section in ("", one.section)
        and (shown != "open" or one.found.agreed is None)
    ]
    everything = Text(nl="Alles", en="Everything")
    return render_template(
        "scoring/differences.html",
        tender=tender(),
        found=found,
        items=[_item(one) for one in kept],
        measured=_measured(found),
        vendors=[("", everything), *((id, name) for id, name in found.vendors)],
        sections=[("", everything), *((s.code, s.name) for s in found.sections)],
        kinds=list(_SHOWN.items()),
        chosen={"vendor": vendor, "section": section, "show": shown},
        enough={"answers": ENOUGH_ANSWERS, "assessors": ENOUGH_ASSESSORS},
    )


def _measured(found: Differences) -> list[Measured]:
    """The sections in which two scored at least one answer, and all together."""
    rows = [Measured(s.name, s.found, is_total=False) for s in found.sections if s.found.answers]
    return [*rows, Measured(Text(nl="Samen", en="Together"), found.total, is_total=True)]


def _item(one: Difference) -> Item:
    questionnaire = questionnaire_of(house(), tender())
    question, agreed = questionnaire.by_id[one.found.key.question], one.found.agreed
    return Item(
        id=one.found.key.question,
        name=question.name,
        module=module_name(questionnaire, one.found.key.module),
        vendor=one.vendor,
        section=questionnaire.dimension_by_code[one.section].name,
        url=address("agreeing.question", one.response_id, one.found.key),
        difference=one.found.spread.difference,
        is_number=not one.found.spread.standings_differ,
        sides=tuple(
            (person.name, score_in_words(score), score.evidence, score.reason)
            for person, score in one.found.scores
        ),
        agreed=score_in_words(agreed) if agreed else None,
        agreed_reason=agreed.reason if agreed else "",
    )
