"""One vendor's risk assessment for the manager: the same Report as the PDF, in four pages."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from assessor.domain.permissions import Action, may
from assessor.domain.report import Report
from assessor.domain.text import Text
from assessor.domain.words import DECISIONS
from assessor.reports.pictures import dimensions_picture, ways_out_picture
from assessor.reports.risk_pictures import inherent_picture, level_sign, risk_matrix_picture
from assessor.reports.sentences import answered, class_sentence, gates_line, matrix_sentence
from assessor.reports.wording import CONFIDENCE_PARTS, GATE_BASIS, NO_SUSPICION, joined_roads
from assessor.services import reports
from assessor.services.access import case_for
from assessor.services.decisions import decisions_of
from assessor.services.measurements import is_in_use
from assessor.services.reports import Reading
from assessor.web.access import actor, house, needs, response, tender
from assessor.web.conditions import rights
from assessor.web.forms import Form
from assessor.web.language import language

pages = Blueprint("assessments", __name__)

_PAGES = (
    ("overview", Text(nl="Samenvatting", en="Summary")),
    ("risk", Text(nl="Risico en scores", en="Risk and scores")),
    ("findings", Text(nl="Bevindingen per vraag", en="Findings for each question")),
    ("conditions", Text(nl="Voorwaarden en recht", en="Conditions and law")),
)
_FIGURES = Text(nl="Nagerekende cijfers", en="Recomputed figures")
_IN_USE = Text(nl="Metingen in gebruik", en="Measurements in use")


class EmptyForm(Form):
    """Nothing to fill in, a button only."""


@pages.route("/assessments/<response_id>")
@needs(Action.READ_ASSESSMENT)
def overview(response_id: str) -> ResponseReturnValue:
    return overview_page(response_id, EmptyForm())


def overview_page(response_id: str, form: Form) -> ResponseReturnValue:
    """The summary; also where a refusal to make a PDF is shown."""
    found = reports.read(house(), actor(), response_id)
    decided = [
        d
        for d in decisions_of(house(), actor(), tender().id)
        if d.response_id in (None, response_id) and d.choice in DECISIONS
    ]
    page = render_template(
        "assessments/overview.html",
        **_shared("overview", found),
        form=form,
        sign=Markup(level_sign(found.report.assessment.residual_level)),  # noqa: S704 - our own drawing
        answered=answered(found.report),
        gates_line=gates_line(found.report),
        picture=Markup(ways_out_picture(found.report.assessment, language(), "narrow")),  # noqa: S704
        decided=decided[-1] if decided else None,
        jobs=found.jobs,
        may_decide=may(actor(), Action.DECIDE, case_for(house(), actor(), tender(), response())),
    )
    return page, 422 if form.problems else 200


@pages.route("/assessments/<response_id>/risk")
@needs(Action.READ_ASSESSMENT)
def risk(response_id: str) -> ResponseReturnValue:
    found = reports.read(house(), actor(), response_id)
    return render_template(
        "assessments/risk.html",
        **_shared("risk", found),
        class_sentence=class_sentence(found.report),
        matrix_sentence=matrix_sentence(found.report),
        pictures={name: _twice(name, found.report) for name in ("inherent", "matrix", "dimensions")},
        confidence_parts=CONFIDENCE_PARTS,
        gate_basis=GATE_BASIS,
        no_suspicion=NO_SUSPICION,
    )


@pages.route("/assessments/<response_id>/findings")
@needs(Action.READ_ASSESSMENT)
def findings(response_id: str) -> ResponseReturnValue:
    found = reports.read(house(), actor(), response_id)
    return render_template("assessments/findings.html", **_shared("findings", found), roads=joined_roads)


@pages.route("/assessments/<response_id>/conditions")
@needs(Action.READ_ASSESSMENT)
def conditions(response_id: str) -> ResponseReturnValue:
    found = reports.read(house(), actor(), response_id)
    return render_template("assessments/conditions.html", **_shared("conditions", found), may=rights())


def _shared(page: str, found: Reading) -> dict[str, Any]:
    case = case_for(house(), actor(), found.tender, found.response)
    in_use = may(actor(), Action.READ_MEASUREMENTS, case) and is_in_use(house(), found.response)
    return {
        "tender": found.tender,
        "response_id": found.response.id,
        "report": found.report,
        "a": found.report.assessment,
        "q": found.report.questionnaire,
        "is_handed_in": found.is_handed_in,
        "parts": [
            (name, url_for(f"assessments.{code}", response_id=found.response.id), code == page)
            for code, name in _PAGES
        ]
        + [(_FIGURES, url_for("figures.overview", response_id=found.response.id), False)]
        + (
            [(_IN_USE, url_for("measurements.overview", response_id=found.response.id), False)]
            if in_use
            else []
        ),
    }


def _twice(name: str, report: Report) -> Markup:
    """A picture for wide and for narrow screens; the style sheet shows one of them."""
    a, q, to = report.assessment, report.questionnaire, language()
    drawn = {
        "inherent": lambda: inherent_picture(a, q, to, "wide") + inherent_picture(a, q, to, "narrow"),
        "matrix": lambda: risk_matrix_picture(a, q, to, "wide") + risk_matrix_picture(a, q, to, "narrow"),
        "dimensions": lambda: dimensions_picture(a, q, to, "wide") + dimensions_picture(a, q, to, "narrow"),
    }
    return Markup(drawn[name]())  # noqa: S704 - our own drawing, in which every text was escaped
