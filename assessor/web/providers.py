"""Who makes each module that a vendor offers."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assessor.domain.answers import Provider, Scope
from assessor.domain.permissions import Action
from assessor.domain.providers import provider_words
from assessor.domain.text import Text
from assessor.services.providers import declare_providers
from assessor.services.responses import Filling, filling
from assessor.web.access import actor, house, needs
from assessor.web.forms import Form, choice, hidden, line, said, trying
from assessor.web.response_parts import is_open, pages

OWN, OTHER = "own", "other"
_MADE = (
    (OWN, Text(nl="Wij zelf", en="We do ourselves")),
    (OTHER, Text(nl="Een ander bedrijf", en="Another company")),
)
_CHOOSE = Text(nl="Kies wie dit onderdeel maakt.", en="Choose who makes this module.")


class ProvidersForm(Form):
    """For each module who makes it, and if that is somebody else, what it is called."""

    revision = hidden()

    @classmethod
    def of(cls, codes: tuple[str, ...]) -> type[ProvidersForm]:
        boxes: dict[str, object] = {}
        for code in codes:
            boxes[f"{code}.made"] = choice(Text(nl="Wie maakt dit onderdeel?", en="Who makes this module?"))
            boxes[f"{code}.name"] = line(
                Text(
                    nl="Naam van het product en van het bedrijf", en="Name of the product and of the company"
                ),
                Text(nl="Alleen als een ander bedrijf het maakt.", en="Only if another company makes it."),
            )
            boxes[f"{code}.version"] = line(
                Text(nl="Versie die u aanbiedt", en="Version you offer"),
                Text(
                    nl="Verplicht als een ander bedrijf het maakt; anders als u versies nummert.",
                    en="Obligatory if another company makes it; otherwise if you number versions.",
                ),
            )
        return type("ProvidersFormOfOffer", (cls,), boxes)

    @property
    def started_from(self) -> int:
        text = str(self.revision.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1

    def providers(self, codes: tuple[str, ...]) -> list[Provider]:
        """What was chosen; modules without a choice are left out, and what is not known says nothing."""
        made = {code: self[f"{code}.made"].data for code in codes}
        return [
            Provider(
                code, made[code] == OWN, self[f"{code}.name"].data or "", self[f"{code}.version"].data or ""
            )
            for code in codes
            if made[code] in (OWN, OTHER)
        ]


@pages.route("/responses/<response_id>/providers", methods=["GET", "POST"])
@needs(Action.READ_OWN_RESPONSE)
def providers(response_id: str) -> ResponseReturnValue:
    filled = filling(house(), actor(), response_id)
    if filled.scope is None:
        return redirect(url_for("responses.scope", response_id=response_id))
    codes = filled.scope.products
    form = ProvidersForm.of(codes)(**_shown(filled.scope))
    if not form.sent:
        return _page(filled, form)
    given = form.providers(codes)
    with trying(form) as outcome:
        declare_providers(house(), actor(), response_id, given, form.started_from)
    if outcome.changed is not None:
        return _page(filling(house(), actor(), response_id), form), 409
    if not outcome.done:
        return _page(filling(house(), actor(), response_id), form), 422
    missing = set(codes) - {one.module for one in given}
    if missing:
        # What could be read is saved; the rest is asked again.
        form.refuse({f"{code}.made": _CHOOSE for code in codes if code in missing})
        return _page(filling(house(), actor(), response_id), form), 422
    said("Bewaard wie de onderdelen maakt.", "Saved who makes the modules.")
    return redirect(url_for("responses.tasks", response_id=response_id))


def _shown(scope: Scope) -> dict[str, str]:
    found = {}
    for one in scope.providers:
        found[f"{one.module}.made"] = OWN if one.own else OTHER
        found[f"{one.module}.name"], found[f"{one.module}.version"] = one.name, one.version
    return found


def _page(filled: Filling, form: ProvidersForm) -> str:
    scope = filled.scope
    assert scope is not None
    names = filled.questionnaire.type_by_code
    known = set(scope.products) & {name.partition(".")[0] for name in form._fields}
    return render_template(
        "responses/providers.html",
        form=form,
        tender=filled.tender,
        response=filled.response,
        revision=filled.response.scope_revision,
        modules=[
            (code, names[code].name, form[f"{code}.made"], form[f"{code}.name"], form[f"{code}.version"])
            for code in scope.products
            if code in known
        ],
        made=_MADE,
        said=lambda code: provider_words(scope.provider_of(code)),
        editable=is_open(filled.tender),
    )
