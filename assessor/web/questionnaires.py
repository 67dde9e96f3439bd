"""Questionnaires as buyers read them: what is asked, what deserves which score, and where it comes from."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from assessor.domain.findings import today
from assessor.domain.permissions import Action
from assessor.domain.questionnaire.describing import parts_of
from assessor.domain.questionnaire.difference import difference, questions_with_other_scores
from assessor.domain.questionnaire.hours import hours_asked
from assessor.domain.questionnaire.model import (
    ContractCondition,
    Dimension,
    Question,
    Questionnaire,
)
from assessor.domain.references import basis_words
from assessor.domain.report.obligations import bound
from assessor.domain.text import Text
from assessor.domain.words import TIERS
from assessor.services.refusals import NotThere
from assessor.web.access import house, needs
from assessor.web.tender_summary import hours_in_words

pages = Blueprint("questionnaires", __name__)


@pages.route("/questionnaires")
@needs(Action.READ_QUESTIONNAIRES)
def overview() -> ResponseReturnValue:
    return render_template("questionnaires/overview.html", questionnaires=house().library.all())


@pages.route("/questionnaires/<id>/<int:version>")
@needs(Action.READ_QUESTIONNAIRES)
def contents(id: str, version: int) -> ResponseReturnValue:
    found = _questionnaire(id, version)
    sections = [(d, _questions(found, d)) for d in found.dimensions]
    earlier = sorted(q.version for q in house().library.all() if q.id == id and q.version < version)
    heaviest = found.inherent.effects[-1].code
    work = [(TIERS[tier], hours_in_words(hours_asked(found, heaviest, tier))) for tier in TIERS]
    return render_template(
        "questionnaires/contents.html", questionnaire=found, sections=sections, earlier=earlier, work=work
    )


@pages.route("/questionnaires/<id>/<int:version>/since/<int:earlier>")
@needs(Action.READ_QUESTIONNAIRES)
def changes(id: str, version: int, earlier: int) -> ResponseReturnValue:
    """What changed since an earlier version, and what it does to scores."""
    found, before = _questionnaire(id, version), _questionnaire(id, earlier)
    every = difference(before, found)
    return render_template(
        "questionnaires/changes.html",
        questionnaire=found,
        earlier=before,
        changes=every,
        touched=questions_with_other_scores(every),
    )


@pages.route("/questionnaires/<id>/<int:version>/sections/<code>")
@needs(Action.READ_QUESTIONNAIRES)
def section(id: str, version: int, code: str) -> ResponseReturnValue:
    found = _questionnaire(id, version)
    dimension = found.dimension_by_code.get(code)
    if dimension is None:
        raise NotThere
    place = found.dimensions.index(dimension)
    return render_template(
        "questionnaires/section.html",
        questionnaire=found,
        dimension=dimension,
        questions=_questions(found, dimension),
        parts=partial(parts_of, found, as_of=today(house().now())),
        before=found.dimensions[place - 1] if place else None,
        after=next(iter(found.dimensions[place + 1 :]), None),
    )


@pages.route("/questionnaires/<id>/<int:version>/conditions")
@needs(Action.READ_QUESTIONNAIRES)
def conditions(id: str, version: int) -> ResponseReturnValue:
    found = _questionnaire(id, version)
    asking = {
        c.id: [q for q in found.questions if any(t.id == c.id for t in q.conditions)]
        for c in found.contract_conditions
    }
    return render_template(
        "questionnaires/conditions.html", questionnaire=found, asking=asking, text_of=condition_text
    )


@pages.route("/questionnaires/<id>/<int:version>/references")
@pages.route("/questionnaires/<id>/<int:version>/references/<instrument>")
@needs(Action.READ_QUESTIONNAIRES)
def references(id: str, version: int, instrument: str | None = None) -> ResponseReturnValue:
    """The laws and other instruments; with one in the address, what is taken from it."""
    found = _questionnaire(id, version)
    used = {
        code: [o for o in found.obligations if o.instrument == code]
        for code in found.instruments
        if any(o.instrument == code for o in found.obligations)
    }
    if instrument is None:
        dates = sorted(found.dates.values(), key=lambda one: one.date)
        return render_template("questionnaires/references.html", questionnaire=found, used=used, dates=dates)
    if instrument not in used:
        raise NotThere
    return render_template(
        "questionnaires/instrument.html",
        questionnaire=found,
        name=found.instruments[instrument],
        obligations=used[instrument],
        basis=partial(basis_words, as_of=today(house().now())),
        binds=bound,
    )


def condition_text(condition: ContractCondition) -> Text:
    """The clause with its usual values."""
    return condition.worded().text


def _questionnaire(id: str, version: int) -> Questionnaire:
    try:
        return house().library.get(id, version)
    except KeyError:
        raise NotThere from None


def _questions(questionnaire: Questionnaire, dimension: Dimension) -> list[Question]:
    return [q for q in questionnaire.questions if q.dimension == dimension.code]
