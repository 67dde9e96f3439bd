"""The vendors side by side: what the method says of each, and a heat map of their dimensions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from assessor.domain.assessment import Assessment, DimensionResult
from assessor.domain.figures.words import TOO_FEW, group_name, ratio_of, reading_of
from assessor.domain.permissions import Action, may
from assessor.domain.questionnaire.model import Questionnaire
from assessor.domain.report.advice import unseen_value
from assessor.domain.report.recomputed import largest_difference, lowest_ratio
from assessor.domain.text import Text
from assessor.domain.words import DECISIONS, LEVEL_ORDER, LEVELS, RESPONSE_STATES
from assessor.reports.risk_pictures import level_sign
from assessor.services.access import case_for
from assessor.services.comparison import Comparison, Row, compare
from assessor.services.criteria import award_of
from assessor.services.tenders import questionnaire_of
from assessor.web.access import actor, house, needs, tender
from assessor.web.robustness import robustness_parts

pages = Blueprint("comparison", __name__)


# --- what is shown of one vendor --------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """A dimension's score with what limits it, in words; the colour repeats the number."""

    score: float | None
    heat: str
    ceiling: int | None
    high: float | None
    """Where open points leave room: up to where."""


@dataclass(frozen=True)
class Difference:
    """The group furthest behind: who, the ratio, and the reading in words."""

    group: Text | None
    ratio: Text
    reading: Text


@dataclass(frozen=True)
class Vendor:
    response_id: str
    name: str
    products: tuple[Text, ...]
    assessment: Assessment | None
    state: Text
    """Of the response, where there is no assessment."""
    sign: Markup
    core_minimum: float | None
    unseen: Text | None
    unseen_share: int | None
    """For the bar: per cent that no human saw, at least; None when it is not known."""
    difference: Difference | None
    """The largest between groups; None without figures of groups."""
    gates: tuple[tuple[str, tuple[str, ...]], ...]
    """Confirmed and suspected gates: the state with its questions."""
    decision: Text | None
    cells: tuple[Cell, ...]


def _vendor(row: Row, codes: tuple[str, ...], questionnaire: Questionnaire) -> Vendor:
    a = row.assessment
    if a is None:
        return Vendor(row.response_id, row.vendor, (), None, RESPONSE_STATES[row.state], Markup(), None,
                      None, None, None, (), None, ())  # fmt: skip
    return Vendor(
        response_id=row.response_id,
        name=row.vendor,
        products=tuple(t.name for t in questionnaire.product_types if t.code in a.scope.products),
        assessment=a,
        state=RESPONSE_STATES[row.state],
        sign=Markup(level_sign(a.residual_level)),  # noqa: S704
        core_minimum=_core_minimum(a),
        unseen=unseen_value(a),
        unseen_share=round(a.unseen.lowest * 100) if a.unseen and a.unseen.lowest is not None else None,
        difference=_difference(a),
        gates=tuple(_gates(a)),
        decision=DECISIONS[row.decision.value] if row.decision else None,
        cells=tuple(_cell(a.dimension(code)) for code in codes),
    )


def _difference(a: Assessment) -> Difference | None:
    if a.figures is None or not a.figures.grounds:
        return None
    found = largest_difference(a.figures)
    if found is None:
        return Difference(None, Text(nl="–", en="–"), TOO_FEW)
    ground, group = found
    return Difference(group_name(group.group), ratio_of(group), reading_of(group, ground))


def _by_difference(a: Assessment) -> tuple[float | str, ...]:
    """The largest ratio first; who has no figures comes last."""
    found = largest_difference(a.figures) if a.figures else None
    return (1.0,) if found is None else (-lowest_ratio(found[1]),)


def _core_minimum(a: Assessment) -> float | None:
    scores = [d.score for d in a.dimensions if d.is_core and not d.too_few and d.score is not None]
    return min(scores, default=None)


def _gates(a: Assessment) -> list[tuple[str, tuple[str, ...]]]:
    both = (("confirmed", a.confirmed), ("suspected", a.suspected))
    return [(state, tuple(g.question for g in gates)) for state, gates in both if gates]


def _cell(d: DimensionResult | None) -> Cell:
    if d is None or d.score is None:
        return Cell(None, "heat-unknown", None, None)
    room = d.high if d.high is not None and round(d.high) > round(d.score) else None
    return Cell(d.score, f"heat-{min(int(d.score // 20), 4)}", d.ceiling, room)


# --- order ------------------------------------------------------------------------------------------------

Order = Callable[[Assessment], tuple[float | str, ...]]


def _by_level(a: Assessment) -> tuple[float | str, ...]:
    """By level, then by the lowest core dimension, then by the index; never by the index alone."""
    return (LEVEL_ORDER.index(a.residual_level), -(_core_minimum(a) or 0.0), -(a.index or 0.0))


_ORDERS: dict[str, tuple[Text, Order]] = {
    "level": (Text(nl="Restrisico", en="Residual risk"), _by_level),
    "inherent": (Text(nl="Inherent risico", en="Inherent risk"), lambda a: (a.inherent.score,)),
    "class": (Text(nl="Beheersing", en="Control"), lambda a: (a.control_class or "E", -(a.index or 0.0))),
    "core": (Text(nl="Laagste kern", en="Lowest core"), lambda a: (-(_core_minimum(a) or 0.0),)),
    "index": (Text(nl="Index", en="Index"), lambda a: (-(a.index or 0.0),)),
    "confidence": (Text(nl="Zekerheid", en="Confidence"), lambda a: (-a.confidence.score,)),
    "unseen": (
        Text(nl="Door geen mens gezien", en="Seen by no human"),
        lambda a: (0.0 if a.unseen is None else 1.0 if a.unseen.lowest is None else a.unseen.lowest,),
    ),
    "groups": (Text(nl="Grootste verschil", en="Largest difference"), _by_difference),
    "gates": (
        Text(nl="Minimumeisen", en="Minimum requirements"),
        lambda a: (len(a.confirmed), len(a.suspected)),
    ),
}
"""Best first; a minus before the name of an order turns it round."""


@dataclass(frozen=True)
class Column:
    """A heading that sorts: with a link and its present direction."""

    code: str
    name: Text
    url: str
    direction: str | None
    """ascending or descending, while this column gives the order."""
    is_number: bool = False
    note: Text | None = None


def _dimension_order(code: str) -> Order:
    def order(a: Assessment) -> tuple[float | str, ...]:
        d = a.dimension(code)
        return (-(d.score if d is not None and d.score is not None else -1.0),)

    return order


def _sorted(found: Comparison, asked: str) -> tuple[list[Row], str]:
    """The rows in the order asked for, and the order that was understood; vendors without assessment last.

    Without such an order: by award points where there are any, else by name.
    """
    code, backwards = asked.removeprefix("-"), asked.startswith("-")
    rows = list(found.rows)
    if code == "vendor":
        return (rows[::-1] if backwards else rows), asked
    if code in _ORDERS:
        order = _ORDERS[code][1]
    elif code in found.dimensions:
        order = _dimension_order(code)
    elif found.standing is not None:
        return list(found.in_order), ""
    else:
        return rows, "vendor"
    judged = [row for row in rows if row.assessment is not None]
    judged.sort(key=lambda row: order(row.assessment) if row.assessment else (), reverse=backwards)
    return judged + [row for row in rows if row.assessment is None], asked


def _column(code: str, name: Text, sort: str, number: bool = False, note: Text | None = None) -> Column:
    current = sort.removeprefix("-") == code
    backwards = sort.startswith("-")
    turned = f"-{code}" if current and not backwards else code
    direction = ("descending" if backwards else "ascending") if current else None
    url = url_for("comparison.overview", tender_id=tender().id, sort=turned)
    return Column(code, name, url, direction, number, note)


# --- the page ---------------------------------------------------------------------------------------------


@pages.route("/tenders/<tender_id>/comparison")
@needs(Action.COMPARE)
def overview(tender_id: str) -> ResponseReturnValue:
    found = compare(house(), actor(), tender_id, with_firmness=True)
    rows, sort = _sorted(found, request.args.get("sort", ""))
    questionnaire = questionnaire_of(house(), tender())
    vendors = [_vendor(row, found.dimensions, questionnaire) for row in rows]
    vendor = _column("vendor", Text(nl="Leverancier", en="Vendor"), sort)
    core = Text(nl="kern", en="core")
    return render_template(
        "comparison/overview.html",
        tender=found.tender,
        vendors=vendors,
        vendor_column=vendor,
        columns=[_column(code, name, sort, code in ("core", "index")) for code, (name, _) in _ORDERS.items()],
        dimensions=[
            _column(d.code, d.name, sort, True, core if d.core else None)
            for d in questionnaire.dimensions
            if d.code in found.dimensions
        ],
        counts=_counts(vendors),
        standing=found.standing,
        firmness=found.firmness,
        **robustness_parts(),
        has_award=award_of(questionnaire, found.tender) is not None,
        questionnaire=questionnaire,
        has_decisions=any(v.decision for v in vendors),
        may_decide=may(actor(), Action.DECIDE, case_for(house(), actor(), found.tender)),
    )


def _counts(vendors: list[Vendor]) -> list[tuple[str, Text, int]]:
    """How many vendors have which level, best first."""
    levels = [v.assessment.residual_level for v in vendors if v.assessment]
    return [(level, LEVELS[level], levels.count(level)) for level in LEVEL_ORDER if level in levels]
