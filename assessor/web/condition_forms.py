"""The forms of contract conditions. What may stand in a place is the service's to judge."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar

from assessor.domain.formats import typed_number
from assessor.domain.language import Language
from assessor.domain.questionnaire.model import ContractCondition
from assessor.domain.questionnaire.parameters import Parameter
from assessor.domain.text import Text
from assessor.web.forms import Form, line, paragraphs
from assessor.web.setup_forms import SetupForm

_BEFORE = "place_"
"""Before the name of a parameter, which could be a word that forms have a use for."""

_LOGGED = Text(
    nl="De reden komt in het logboek en in het rapport.", en="The reason goes into the log and the report."
)
_DAY = Text(nl="Bijvoorbeeld 15-12-2026. Mag leeg blijven.", en="For example 15-12-2026. May stay empty.")
_LATER = Text(nl="Mag leeg blijven tot de ondertekening.", en="May stay empty until signing.")


class PlacesForm(SetupForm):
    """A field for each place of a condition."""

    def given(self) -> dict[str, str]:
        return {
            name.removeprefix(_BEFORE): str(field.data or "")
            for name, field in self._fields.items()
            if name.startswith(_BEFORE)
        }

    def refuse(self, errors: Mapping[str, Text]) -> None:
        super().refuse({_BEFORE + name if name else name: message for name, message in errors.items()})


def values_form(condition: ContractCondition) -> type[PlacesForm]:
    """A form for everything that a condition leaves open before publication."""
    return _form(condition.parameters)


def places_form(condition: ContractCondition) -> type[PlacesForm]:
    """A form for the names and dates, which may follow later."""
    return _form({name: p for name, p in condition.parameters.items() if p.is_open})


def _form(parameters: Mapping[str, Parameter]) -> type[PlacesForm]:
    fields = {_BEFORE + name: line(p.label, _hint(p)) for name, p in parameters.items()}
    return type("ConditionForm", (PlacesForm,), fields)


def _hint(parameter: Parameter) -> Text:
    if parameter.is_open:
        return _DAY if parameter.kind == "date" else _LATER
    text = Text(nl="Van {a} tot en met {b}; gebruikelijk is {c}.", en="From {a} to {b}; {c} is usual.")
    bounds = {"a": parameter.least, "b": parameter.most, "c": parameter.default}
    return text.fill(**{name: parameter.shown(value) for name, value in bounds.items()})


def as_typed(condition: ContractCondition, values: Mapping[str, Any], language: Language) -> dict[str, str]:
    """The values as the fields of a form show them."""
    shown = {}
    for name, parameter in condition.parameters.items():
        value = values.get(name, parameter.default)
        if parameter.kind == "date" and value:
            value = f"{datetime.date.fromisoformat(value):%d-%m-%Y}"
        elif isinstance(value, int | float):
            value = typed_number(value, language)
        shown[_BEFORE + name] = str(value or "")
    return shown


class ReasonForm(Form):
    reason = paragraphs(Text(nl="Waarom?", en="Why?"), _LOGGED)


class RewordForm(SetupForm):
    renamed: ClassVar[Mapping[str, str]] = {"reason": "why"}

    text_nl = paragraphs(Text(nl="Nederlandse tekst", en="Dutch text"))
    text_en = paragraphs(Text(nl="Engelse tekst", en="English text"))
    why = paragraphs(Text(nl="Waarom wijzigt u de tekst?", en="Why do you change the text?"), _LOGGED)


class OwnForm(Form):
    title_nl = line(Text(nl="Titel in het Nederlands", en="Title in Dutch"))
    title_en = line(Text(nl="Titel in het Engels", en="Title in English"))
    text_nl = paragraphs(
        Text(nl="Nederlandse tekst", en="Dutch text"),
        Text(
            nl="Begin een nieuwe alinea na een lege regel.", en="Begin a new paragraph after an empty line."
        ),
    )
    text_en = paragraphs(Text(nl="Engelse tekst", en="English text"))

    def words(self) -> dict[str, str]:
        names = ("title_nl", "title_en", "text_nl", "text_en")
        return {name: str(self._fields[name].data or "") for name in names}
