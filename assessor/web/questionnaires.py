"""Questionnaires as buyers read them: what is asked, what deserves which score, and where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from assessor.domain.findings import today
from assessor.domain.permissions import Action
from assessor.domain.questionnaire.model import (
    Clause,
    ContractCondition,
    Dimension,
    Kind,
    Question,
    Questionnaire,
)
from assessor.domain.references import basis_words
from assessor.domain.report.obligations import bound
from assessor.domain.text import Text
from assessor.services.refusals import NotThere
from assessor.web.access import house, needs

pages = Blueprint("questionnaires", __name__)

KINDS = {
    Kind.ONE_OF: Text(nl="één keuze", en="one choice"),
    Kind.SEVERAL_OF: Text(nl="een of meer keuzes", en="one or more choices"),
    Kind.YES_NO: Text(nl="ja of nee, met een reden", en="yes or no, with a reason"),
    Kind.NUMBER: Text(nl="getal", en="number"),
    Kind.PERCENTAGE: Text(nl="percentage", en="percentage"),
    Kind.DATE: Text(nl="datum", en="date"),
    Kind.TEXT: Text(nl="tekst", en="text"),
    Kind.TABLE: Text(nl="tabel", en="table"),
    Kind.FILES: Text(nl="bestanden", en="files"),
}
"""What is filled in, by the kind of field."""


@pages.route("/questionnaires")
@needs(Action.READ_QUESTIONNAIRES)
def overview() -> ResponseReturnValue:
    return render_template("questionnaires/overview.html", questionnaires=house().library.all())


@pages.route("/questionnaires/<id>/<int:version>")
@needs(Action.READ_QUESTIONNAIRES)
def contents(id: str, version: int) -> ResponseReturnValue:
    found = _questionnaire(id, version)
    sections = [(d, _questions(found, d)) for d in found.dimensions]
    return render_template("questionnaires/contents.html", questionnaire=found, sections=sections)


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
        when=lambda question: when_asked(found, question),
        basis=partial(basis_words, as_of=today(house().now())),
        kinds=KINDS,
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


# --- when a question is asked, in words -------------------------------------------------------------------


def when_asked(questionnaire: Questionnaire, question: Question) -> list[Text]:
    """The conditions of a question, a sentence each; empty where it is always asked."""
    return [_in_words(questionnaire, clause) for clause in question.when]


def _in_words(questionnaire: Questionnaire, clause: Clause) -> Text:
    if clause.question is not None:
        asked = questionnaire.by_id[clause.question]
        field = asked.field(clause.field) if clause.field else asked.main
        labels = {o.id: o.label for o in field.options} if field is not None else {}
        yes_no = {"yes": Text(nl="ja", en="yes"), "no": Text(nl="nee", en="no")}
        chosen = _either([labels.get(c) or yes_no.get(c) or Text(nl=c, en=c) for c in clause.one_of])
        text = Text(nl="als het antwoord op {id} is: {chosen}", en="if the answer to {id} is: {chosen}")
        return text.fill(id=clause.question, chosen=chosen)
    names = _either(_named(questionnaire, clause.any or clause.none))
    if clause.any:
        return Text(nl="alleen bij: {names}", en="only for: {names}").fill(names=names)
    return Text(nl="niet bij: {names}", en="not for: {names}").fill(names=names)


def _named(questionnaire: Questionnaire, codes: Sequence[str]) -> list[Text]:
    """Marks, groups, product types and effects by their names."""
    names: dict[str, Text] = {m.code: m.name for m in questionnaire.marks}
    names |= {t.code: t.name for t in questionnaire.product_types}
    names |= {f"effect_{f.code}": f.name for f in questionnaire.inherent.effects}
    found: list[Text] = []
    for code in codes:
        parts = questionnaire.groups.get(code, (code,))
        found += [names.get(part) or Text(nl=part, en=part) for part in parts]
    return found


def _either(texts: Sequence[Text]) -> Text:
    return Text(
        nl="; ".join(t.nl for t in texts),
        en="; ".join(t.en for t in texts),
    )
