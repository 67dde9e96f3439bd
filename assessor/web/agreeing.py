"""Agreeing: everybody's final scores side by side, and one agreed score with its own reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessor.domain.answers import Key
from assessor.domain.findings import today
from assessor.domain.permissions import Action, may
from assessor.domain.report.findings import module_name
from assessor.domain.text import Text
from assessor.services import evidence, scoring
from assessor.services.access import active_assessors, all_final, case_for, company_of, is_final
from assessor.services.refusals import NotThere
from assessor.services.tenders import agreement_of, questionnaire_of
from assessor.storage.models import Person
from assessor.web.access import actor, house, needs, response, tender
from assessor.web.figures import figures_behind
from assessor.web.forms import Form, said, trying
from assessor.web.in_offer import in_offer
from assessor.web.judging import NO_ANCHOR, JudgementForm, answered, fits, key_in, steps
from assessor.web.sheets import address, score_in_words, weight_in_words

pages = Blueprint("agreeing", __name__)


class EmptyForm(Form):
    """Nothing to fill in, a button only."""


@dataclass(frozen=True)
class Side:
    """One assessor's score of one answer."""

    score: Text | None
    evidence: str


@dataclass(frozen=True)
class Row:
    """One answer with everybody's scores."""

    key: Key
    name: Text
    module: Text | None
    weight: Text | None
    url: str
    sides: tuple[Side, ...]
    """In the order of the assessors at the top of the table."""
    difference: int
    needs_talk: bool
    is_same: bool
    is_own: bool
    """In a section of the reader; only who scored a section agrees on it."""
    agreed: Text | None
    agreed_evidence: str


@dataclass(frozen=True)
class Table:
    people: tuple[Person, ...]
    rows: tuple[Row, ...]
    waiting: tuple[str, ...]
    """Assessors whose scores are not final yet."""

    @property
    def apart(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.needs_talk)

    @property
    def open(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.agreed is None)

    @property
    def same(self) -> tuple[Row, ...]:
        return tuple(row for row in self.open if row.is_same and row.is_own)


_SHOWN = {
    "all": Text(nl="Alle vragen", en="All questions"),
    "apart": Text(nl="Te bespreken", en="To be discussed"),
    "open": Text(nl="Nog af te spreken", en="Still to be agreed"),
}


@pages.route("/scoring/<response_id>/agreed")
@needs(Action.READ_ALL_SCORES)
def overview(response_id: str) -> ResponseReturnValue:
    return _overview(response_id, EmptyForm())


def _overview(response_id: str, form: Form) -> ResponseReturnValue:
    table = _table(scoring.spread(house(), actor(), response_id))
    shown = request.args.get("show", "all")
    case = case_for(house(), actor(), tender(), response())
    kinds = {"all": table.rows, "apart": table.apart, "open": table.open}
    page = render_template(
        "scoring/agreed.html",
        form=form,
        tender=tender(),
        response_id=response_id,
        vendor=company_of(house(), response()).name,
        table=table,
        rows=kinds.get(shown, table.rows),
        shown=shown if shown in kinds else "all",
        kinds=[(code, _SHOWN[code], len(rows)) for code, rows in kinds.items()],
        is_averaged=agreement_of(tender()) == "average",
        may_agree=_may_agree(),
        may_judge=may(actor(), Action.READ_ASSESSMENT, case),
    )
    return page, 422 if form.problems else 200


@pages.route("/scoring/<response_id>/agreed/same", methods=["POST"])
@needs(Action.RECORD_AGREED_SCORE)
def same(response_id: str) -> ResponseReturnValue:
    form = EmptyForm()
    with trying(form) as outcome:
        done = scoring.agree_where_same(house(), actor(), response_id)
    if not outcome.done:
        return _overview(response_id, form)
    said(f"Consensusscores vastgelegd: {done}.", f"Agreed scores recorded: {done}.")
    return redirect(url_for("agreeing.overview", response_id=response_id, show="open"))


@pages.route("/scoring/<response_id>/agreed/<question>")
@pages.route("/scoring/<response_id>/agreed/<question>/<module>")
@needs(Action.READ_ALL_SCORES)
def question(response_id: str, question: str, module: str | None = None) -> ResponseReturnValue:
    found = _assessed(response_id, question, module)
    return _question(response_id, found, JudgementForm.of(found.agreed))


@pages.route("/scoring/<response_id>/agreed/<question>", methods=["POST"])
@pages.route("/scoring/<response_id>/agreed/<question>/<module>", methods=["POST"])
@needs(Action.RECORD_AGREED_SCORE)
def agree(response_id: str, question: str, module: str | None = None) -> ResponseReturnValue:
    key = _assessed(response_id, question, module).key
    form = JudgementForm()
    outcome = form.record(lambda found: scoring.record_agreed(house(), actor(), response_id, key, found))
    if not outcome.done:
        return _question(response_id, _assessed(response_id, question, module), form)
    said(f"De consensusscore van {key} is vastgelegd.", f"The agreed score of {key} is recorded.")
    return redirect(_after(response_id, key))


def _after(response_id: str, key: Key) -> str:
    """The next answer without an agreed score, or the list when there is none."""
    sheet = scoring.my_sheet(house(), actor(), response_id)
    rows = [row for row in scoring.spread(house(), actor(), response_id) if sheet.holds(row.key)]
    place = [row.key for row in rows].index(key)
    upcoming = next((r.key for r in rows[place + 1 :] + rows[:place] if r.agreed is None), None)
    if upcoming is None:
        return url_for("agreeing.overview", response_id=response_id)
    return address("agreeing.question", response_id, upcoming)


def _may_agree() -> bool:
    case = case_for(house(), actor(), tender(), response())
    return (
        may(actor(), Action.RECORD_AGREED_SCORE, case)
        and agreement_of(tender()) == "consensus"
        and all_final(house(), tender(), response())
    )


def _assessed(response_id: str, question: str, module: str | None) -> scoring.Assessed:
    key = key_in(scoring.my_sheet(house(), actor(), response_id), question, module)
    found = next((a for a in scoring.spread(house(), actor(), response_id) if a.key == key), None)
    if found is None:
        raise NotThere
    return found


def _question(response_id: str, found: scoring.Assessed, form: JudgementForm) -> ResponseReturnValue:
    sheet = scoring.my_sheet(house(), actor(), response_id)
    asked = sheet.questionnaire.by_id[found.key.question]
    page = render_template(
        "scoring/agree.html",
        form=form,
        tender=tender(),
        response_id=response_id,
        vendor=company_of(house(), response()).name,
        found=found,
        answered=answered(
            sheet.questionnaire,
            found.key,
            sheet.answers.get(found.key),
            evidence.list_files(house(), actor(), response_id),
            today(house().now()),
        ),
        offer=in_offer(sheet, found.key, with_score=True),
        figures=figures_behind(asked),
        anchors=[(str(n), asked.anchors[n]) for n in range(5)],
        standings=NO_ANCHOR,
        steps=steps(sheet.questionnaire),
        fits=fits(),
        score_in_words=score_in_words,
        history=scoring.agreed_before(house(), actor(), response_id, found.key),
        may_agree=_may_agree() and sheet.holds(found.key),
    )
    return page, 422 if form.problems else 200


def _table(assessed: Iterable[scoring.Assessed]) -> Table:
    listed = list(assessed)
    people = {person.id: person for a in listed for person, _ in a.scores}
    ordered = sorted(people.values(), key=lambda p: (p.name, p.id))
    waiting = [p.name for p in active_assessors(house(), tender()) if not is_final(house(), p.id, response())]
    sheet = scoring.my_sheet(house(), actor(), response().id)
    return Table(tuple(ordered), tuple(_row(a, ordered, sheet) for a in listed), tuple(waiting))


def _row(a: scoring.Assessed, people: list[Person], sheet: scoring.Sheet) -> Row:
    questionnaire = questionnaire_of(house(), tender())
    by_person = {person.id: score for person, score in a.scores}
    sides = tuple(
        Side(score_in_words(score), score.evidence) if (score := by_person.get(p.id)) else Side(None, "")
        for p in people
    )
    agreed, level = (score_in_words(a.agreed), a.agreed.evidence) if a.agreed else (None, "")
    return Row(
        key=a.key,
        name=questionnaire.by_id[a.key.question].name,
        module=module_name(questionnaire, a.key.module),
        weight=weight_in_words(questionnaire, a.key),
        url=address("agreeing.question", response().id, a.key),
        sides=sides,
        difference=a.spread.difference,
        needs_talk=a.spread.needs_talk,
        is_same=a.spread.same,
        is_own=sheet.holds(a.key),
        agreed=agreed,
        agreed_evidence=level,
    )
