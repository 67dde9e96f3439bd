"""The recomputed figures of one response: everything that follows from its tables, and where claims part from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from assessor.domain.claimed import JudgedClaim
from assessor.domain.figures.figures import Figures
from assessor.domain.figures.words import CLAIMS, VERDICTS, capital, where_words
from assessor.domain.permissions import Action, may
from assessor.domain.questionnaire.model import Question
from assessor.domain.report.blocks import Picture, Section
from assessor.domain.report.recomputed import missing_of, sections_of, sheets_of
from assessor.domain.tables.model import TableCode
from assessor.domain.text import Text
from assessor.reports.figure_pictures import draw
from assessor.services.access import case_for, company_of
from assessor.services.figures import Recomputed, figures_opened, recomputed
from assessor.services.finding_lists import findings_of_response
from assessor.services.opened import answers_opened, keys_to_score, scope_opened
from assessor.services.tables import tables_asked
from assessor.services.tenders import questionnaire_of
from assessor.web.access import actor, house, needs, response, tender
from assessor.web.language import language

pages = Blueprint("figures", __name__)

_TONES = {"agrees": "positive", "differs_slightly": "notice", "contradicts": "critical"}
_ORDER = ("contradicts", "differs_slightly", "agrees")


@dataclass(frozen=True)
class ShownClaim:
    """A claim of the vendor beside the computation."""

    question: str
    about: Text
    difference: Text
    computation: Text
    verdict: Text
    tone: str
    url: str | None
    """Of the finding, where there is one that the reader may see."""


@pages.app_template_global()
def figure_picture(picture: Picture, place: str) -> Markup:
    """A picture for wide and for narrow screens; the style sheet shows one of them."""
    to = language()
    both = draw(picture, to, "wide", place) + draw(picture, to, "narrow", place)
    return Markup(both)  # noqa: S704 - our own drawing, in which every text was escaped


@pages.app_template_filter()
def figure_sections(figures: Figures, tables: Iterable[TableCode] | None = None) -> tuple[Section, ...]:
    """What is shown of figures, for templates that show some of them."""
    return sections_of(figures, tables)


def figures_behind(question: Question) -> Figures | None:
    """The figures of this response's tables, where the question rests on one; None where it does not."""
    return figures_opened(house(), response()) if question.tables else None


@pages.route("/assessments/<response_id>/figures")
@needs(Action.READ_ANSWERS)
def overview(response_id: str) -> ResponseReturnValue:
    found = recomputed(house(), response())
    figures = found.figures if found else Figures(tables=())
    case = case_for(house(), actor(), tender(), response())
    return render_template(
        "figures/overview.html",
        tender=tender(),
        response_id=response_id,
        vendor=company_of(house(), response()).name,
        sections=sections_of(figures),
        missing=missing_of(figures, _asked()),
        sheets=sheets_of(figures),
        claims=_claims(found, may(actor(), Action.READ_FINDINGS, case)),
        faults=[
            (code, one.text) for code, faults in (found.faults if found else {}).items() for one in faults
        ],
        may_read_assessment=may(actor(), Action.READ_ASSESSMENT, case),
        may_compare=may(actor(), Action.COMPARE, case),
    )


def _asked() -> list[TableCode]:
    """The tables that were asked of this vendor."""
    questionnaire, answers = questionnaire_of(house(), tender()), answers_opened(house(), response())
    keys = keys_to_score(questionnaire, tender(), scope_opened(tender(), response()), answers)
    return list(tables_asked(questionnaire, keys))


def _claims(found: Recomputed | None, with_findings: bool) -> list[ShownClaim]:
    """Contradictions first."""
    if found is None:
        return []
    urls: dict[str, str] = {}
    if with_findings:
        listed = findings_of_response(house(), actor(), response().id)
        urls = {
            one.finding.code: url_for("findings.finding", response_id=response().id, finding_id=one.id)
            for one in listed.findings
        }
    claims = sorted(found.claims, key=lambda claim: _ORDER.index(claim.judged.verdict))
    return [shown_claim(claim, urls.get(claim.code)) for claim in claims]


def shown_claim(claim: JudgedClaim, url: str | None) -> ShownClaim:
    """A claim in words, with the page where more is said of it."""
    judged = claim.judged
    about, where = capital(CLAIMS[judged.code]), where_words(judged.where)
    if where is not None:
        about = Text(nl="{a}: {w}", en="{a}: {w}").fill(a=about, w=where)
    return ShownClaim(
        question=claim.key.question,
        about=about,
        difference=judged.difference,
        computation=judged.computation,
        verdict=VERDICTS[judged.verdict],
        tone=_TONES[judged.verdict],
        url=url,
    )
