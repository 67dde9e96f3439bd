"""Setting up the award: a weight for each dimension, which questions count in it, and what it would come to."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessor.domain.award import formula_words
from assessor.domain.permissions import Action
from assessor.domain.questionnaire.model import Dimension, Question, Questionnaire
from assessor.domain.text import Text
from assessor.services import setting_up
from assessor.services.criteria import award_set_up, can_count
from assessor.services.refusals import NotThere
from assessor.services.robustness import try_weights
from assessor.services.tenders import procedure_of, questionnaire_of
from assessor.storage.models import Tender
from assessor.web import tender_summary as summary
from assessor.web.access import actor, house, needs, tender
from assessor.web.forms import trying
from assessor.web.robustness import robustness_parts
from assessor.web.setup_forms import WeightsForm
from assessor.web.tender_setup import page, pages, saved


@dataclass(frozen=True)
class Block:
    """A dimension on the page: what can count in it, and what cannot since not every vendor gets it."""

    dimension: Dimension
    options: tuple[tuple[str, Text], ...]
    cannot: tuple[Question, ...]
    counting: Text
    """How many questions count now."""


@pages.route("/tenders/<tender_id>/weights", methods=["GET", "POST"])
@needs(Action.EDIT_TENDER)
def weights(tender_id: str) -> ResponseReturnValue:
    found = tender()
    if not procedure_of(found).award:
        raise NotThere
    own = questionnaire_of(house(), found)
    award = award_set_up(own, found)
    form = WeightsForm.of(own)(
        revision=str(found.revision),
        counted=sorted(award.questions),
        **{f"weights.{s.code}": str(s.weight) for s in award.sub_criteria},
    )
    outcome = None
    if form.sent:
        # Without the use there are no boxes to tick, and what counts stays as it is.
        counted = None if can_count(own, found) is None else form.counted.data or []
        with trying(form) as outcome:
            setting_up.edit_weights(house(), actor(), tender_id, form.weights(), counted, form.seen)
        if outcome.done:
            testing = "test" in request.form
            return redirect(url_for(".weights_test", tender_id=tender_id)) if testing else saved()
    blocks = _blocks(own, tender(), frozenset(form.counted.data or ()))
    return page(
        "weights",
        form,
        outcome,
        stored=summary.weight_rows(own, tender()),
        blocks=blocks,
        formula=formula_words(own, award_set_up(own, tender())),
        questionnaire=own,
    )


@pages.route("/tenders/<tender_id>/weights/test")
@needs(Action.EDIT_TENDER)
def weights_test(tender_id: str) -> ResponseReturnValue:
    """What the weights as they are stored would make of earlier offers."""
    tested = try_weights(house(), actor(), tender_id)
    return render_template(
        "tenders/weights_tested.html", tender=tested.tender, trials=tested.trials, **robustness_parts()
    )


def _blocks(own: Questionnaire, of: Tender, ticked: frozenset[str]) -> list[Block] | None:
    """None while nobody can say which questions every vendor gets."""
    possible = can_count(own, of)
    if possible is None:
        return None
    return [_block(own, of, d, possible[d.code], ticked) for d in own.dimensions if not d.gate]


def _block(
    own: Questionnaire, of: Tender, dimension: Dimension, possible: tuple[str, ...], ticked: frozenset[str]
) -> Block:
    asked = [
        q
        for q in own.questions
        if q.dimension == dimension.code and q.is_scored and (of.tier == "full" or q.quick is not None)
    ]
    return Block(
        dimension=dimension,
        options=tuple((id, _named(own, id)) for id in possible),
        cannot=tuple(q for q in asked if q.id not in possible),
        counting=_how_many(len(ticked.intersection(possible)), len(possible)),
    )


def _named(own: Questionnaire, id: str) -> Text:
    return Text(nl="{id} {name}", en="{id} {name}").fill(id=id, name=own.by_id[id].name)


def _how_many(counting: int, possible: int) -> Text:
    if not possible:
        return Text(nl="Geen vraag kan meetellen", en="No question can count")
    if counting < possible:
        return Text(nl="{n} van {m} vragen tellen mee", en="{n} of {m} questions count").fill(
            n=counting, m=possible
        )
    if possible == 1:
        return Text(nl="1 vraag telt mee", en="1 question counts")
    return Text(nl="{n} vragen tellen mee", en="{n} questions count").fill(n=possible)
