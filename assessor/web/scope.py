"""What a vendor offers: modules and marks. The questions follow from it, so a change says first what it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import cast

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assessor.domain.answers import Key, Scope
from assessor.domain.completeness import vendor_keys
from assessor.domain.findings import today
from assessor.domain.permissions import Action
from assessor.domain.questionnaire.conditions import asked
from assessor.domain.questionnaire.model import ProductType, Questionnaire
from assessor.domain.questionnaire.prohibited import stops
from assessor.domain.references import applies
from assessor.domain.text import Text
from assessor.services.responses import Filling, declare_scope, filling
from assessor.services.tenders import procedure_of
from assessor.web.access import actor, house, needs
from assessor.web.forms import Form, hidden, said, several, trying
from assessor.web.response_parts import is_open, pages, question_name

_PHASES: dict[str, Text] = {
    "sourcing": Text(nl="Werving: wie wordt bereikt", en="Sourcing: who is reached"),
    "selection": Text(nl="Selectie: wie gaat door", en="Selection: who goes on"),
    "after": Text(nl="Na de selectie", en="After selection"),
    "any": Text(
        nl="Verboden functies: kruis ze aan als uw product ze heeft, ook als ze uit staan",
        en="Prohibited functions: tick them if your product has them, even when switched off",
    ),
}
_EFFECT = Text(nl="Wat het doet: {effect}. Volgens de AI-verordening: {legal}.",
               en="What it does: {effect}. Under the AI Act: {legal}.")  # fmt: skip


class ScopeForm(Form):
    products = several(
        Text(nl="Welke onderdelen heeft uw aanbod?", en="Which modules does your offer have?"),
    )
    marks = several(
        Text(nl="Wat geldt voor uw aanbod?", en="What is true of your offer?"),
        Text(nl="Kruis alles aan wat klopt.", en="Tick all that apply."),
    )
    revision = hidden()
    confirmed = hidden()
    aware = hidden()

    @property
    def started_from(self) -> int:
        text = str(self.revision.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


@dataclass(frozen=True)
class Change:
    """What another scope does to the questions."""

    added: Sequence[Text]
    dropped: Sequence[Text]
    kept: int
    """How many of the dropped ones have an answer, which stays."""


@pages.route("/responses/<response_id>/scope", methods=["GET", "POST"])
@needs(Action.READ_OWN_RESPONSE)
def scope(response_id: str) -> ResponseReturnValue:
    filled, form = filling(house(), actor(), response_id), ScopeForm()
    if not form.sent:
        form.products.data = list(filled.scope.products) if filled.scope else []
        form.marks.data = sorted(filled.scope.marks) if filled.scope else []
        return _page(filled, form, editable=is_open(filled.tender) and not _is_fixed(filled))
    products, marks = form.products.data or [], form.marks.data or []
    if stops(filled.questionnaire, products) and is_open(filled.tender):
        may_go_on = not procedure_of(filled.tender).in_tender
        if not (may_go_on and form.aware.data):
            return _stopped(filled, form, may_go_on=may_go_on), 200 if may_go_on else 422
    change = what_changes(filled, products, marks)
    if change is not None and not form.confirmed.data:
        return render_template("responses/scope_change.html", form=form, change=change, revision=form.started_from,
                               tender=filled.tender, response=filled.response)  # fmt: skip
    with trying(form) as outcome:
        declare_scope(house(), actor(), response_id, products, marks, form.started_from)
    if outcome.changed is not None:
        return _page(filled, form, theirs=cast("Scope | None", outcome.changed.theirs)), 409
    if not outcome.done:
        return _page(filled, form), 422
    said("Uw aanbod is bewaard. Dit zijn uw vragen.", "Your offer is saved. These are your questions.")
    return redirect(url_for("responses.tasks", response_id=response_id))


def _page(filled: Filling, form: ScopeForm, *, editable: bool = True, theirs: Scope | None = None) -> str:
    types = filled.questionnaire.product_types
    names = filled.questionnaire.type_by_code
    return render_template(
        "responses/scope.html",
        form=form,
        tender=filled.tender,
        response=filled.response,
        revision=filled.response.scope_revision,
        phases=[(phase, name, _options(types, phase)) for phase, name in _PHASES.items()],
        marks=[(m.code, m.name, m.help) for m in filled.questionnaire.marks],
        declared=filled.scope is not None,
        editable=editable,
        fixed=_is_fixed(filled),
        stops=stops(filled.questionnaire, filled.scope.products if filled.scope else ()),
        theirs=theirs and [names[code].name for code in theirs.products],
    )


def _is_fixed(filled: Filling) -> bool:
    """While an offer is verified it stays what it was."""
    return filled.scope is not None and procedure_of(filled.tender).verifies


def _stopped(filled: Filling, form: ScopeForm, *, may_go_on: bool) -> str:
    """What cannot be offered, and on what ground; outside a tender with a way on."""
    products = form.products.data or []
    return render_template(
        "responses/scope_stopped.html",
        form=form,
        tender=filled.tender,
        response=filled.response,
        revision=form.started_from,
        stops=stops(filled.questionnaire, products),
        instruments=filled.questionnaire.instruments,
        applies=partial(applies, as_of=today(house().now())),
        may_go_on=may_go_on,
    )


def _options(types: Sequence[ProductType], phase: str) -> list[tuple[str, Text, Text]]:
    return [
        (t.code, t.name, _EFFECT.fill(effect=t.effect, legal=t.legal_class))
        for t in types
        if t.phase == phase
    ]


def what_changes(filled: Filling, products: Sequence[str], marks: Sequence[str]) -> Change | None:
    """What these modules and marks would change; None where nothing was declared before, nothing
    changes, or the verb will refuse it."""
    questionnaire = filled.questionnaire
    known = [t.code for t in questionnaire.product_types if t.code in products]
    if filled.scope is None or not known or set(products) - set(known):
        return None
    if set(marks) - {m.code for m in questionnaire.marks}:
        return None
    other = replace(filled.scope, products=tuple(known), marks=frozenset(marks))
    keys = vendor_keys(questionnaire, asked(questionnaire, other, filled.tender.tier, filled.answers))
    added = [k for k in keys if k not in filled.asked]
    dropped = [k for k in filled.asked if k not in keys]
    if not added and not dropped:
        return None
    return Change(
        added=_names(questionnaire, added),
        dropped=_names(questionnaire, dropped),
        kept=sum(k in filled.drafts for k in dropped),
    )


def _names(questionnaire: Questionnaire, keys: Sequence[Key]) -> list[Text]:
    label = Text(nl="{id} {name}", en="{id} {name}")
    return [label.fill(id=k.question, name=question_name(questionnaire, k)) for k in keys]
