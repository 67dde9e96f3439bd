"""What a contract condition leaves open: the named places in its text, what may stand there, and how it is printed.

A number has a usual value and bounds: it is chosen before publication and fixed by it. A name or a day may be
unknown until the contract is made; until then its label stands in brackets where it belongs.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Literal

from assessor.domain.formats import day, number
from assessor.domain.questionnaire.question import Part
from assessor.domain.text import Text

ParameterKind = Literal[
    "hours", "days", "working_days", "months", "times", "count", "percent", "points", "euros", "ratio",
    "name", "date",
]  # fmt: skip
OPEN_KINDS = ("name", "date")
"""Kinds that may be filled in after publication."""

UNITS: dict[str, Text] = {
    "hours": Text(nl="uur", en="hours"),
    "days": Text(nl="dagen", en="days"),
    "working_days": Text(nl="werkdagen", en="working days"),
    "months": Text(nl="maanden", en="months"),
    "times": Text(nl="keer", en="times"),
    "percent": Text(nl="procent", en="per cent"),
    "points": Text(nl="procentpunten", en="percentage points"),
    "euros": Text(nl="euro", en="euros"),
}

Value = int | float | str
"""A chosen value: a number, a name, or a day written as 2026-11-23."""


class Parameter(Part):
    kind: ParameterKind
    label: Text
    default: int | float | None = None
    least: int | float | None = None
    most: int | float | None = None

    @property
    def is_open(self) -> bool:
        """Whether it may be filled in after publication."""
        return self.kind in OPEN_KINDS

    def allows(self, value: float) -> bool:
        """Whether a number may stand here: within the bounds, and whole unless it is a ratio."""
        return (
            (self.kind == "ratio" or value == int(value))
            and (self.least is None or value >= self.least)
            and (self.most is None or value <= self.most)
        )

    def shown(self, value: Value | None) -> Text:
        """A value as it is printed; nothing yet: the label in brackets."""
        if value is None or value == "":
            return Text(nl=f"[{self.label.nl.lower()}]", en=f"[{self.label.en.lower()}]")
        if isinstance(value, str):
            if self.kind != "date":
                return Text(nl=value, en=value)
            date = datetime.date.fromisoformat(value)
            return Text(nl=day(date, "nl"), en=day(date, "en"))
        digits = 2 if self.kind == "ratio" else 0
        return Text(nl=number(value, "nl", digits), en=number(value, "en", digits))


def filled(text: Text, parameters: Mapping[str, Parameter], values: Mapping[str, Value]) -> Text:
    """A text of a condition with its places filled: the values given, else the usual ones."""
    if not parameters:
        return text
    return text.fill(**{name: p.shown(values.get(name, p.default)) for name, p in parameters.items()})


Path = tuple[str | int, ...]


def parameter_faults(
    texts: Mapping[str, Text], parameters: Mapping[str, Parameter]
) -> Iterator[tuple[Path, str]]:
    """Everything wrong between the texts of a condition and its parameters, with the place of each."""
    used: set[str] = set()
    for name, text in texts.items():
        places = {}
        for language, words in (("nl", text.nl), ("en", text.en)):
            try:
                places[language] = set(places_in(words))
            except ValueError:
                yield (name, language), "a brace is not closed, or holds more than a name"
                continue
            used |= places[language]
            for place in sorted(places[language] - set(parameters)):
                yield (name, language), f"'{{{place}}}' is not among the parameters"
        if len(places) == 2:
            for place in sorted(places["nl"] ^ places["en"]):
                lacking = "en" if place in places["nl"] else "nl"
                yield (name, lacking), f"'{{{place}}}' stands in one language only"
    for name, parameter in parameters.items():
        if name not in used:
            yield ("parameters", name), f"no text holds '{{{name}}}'"
        yield from ((("parameters", name), message) for message in _own_faults(parameter))


def places_in(text: str) -> list[str]:
    """The names of the places in a text; ValueError where it is not plain `{name}`."""
    found = []
    for _, name, form, conversion in Formatter().parse(text):
        if name is None:
            continue
        if not name.isidentifier() or form or conversion:
            raise ValueError(name)
        found.append(name)
    return found


def _own_faults(parameter: Parameter) -> Iterator[str]:
    given = [value for value in (parameter.least, parameter.default, parameter.most) if value is not None]
    if parameter.is_open:
        if given:
            yield f"a {parameter.kind} has no default and no bounds"
        return
    if len(given) < 3:
        yield "a number needs a default, least and most"
        return
    least, default, most = given
    if least > most:
        yield "least is above most"
    elif not least <= default <= most:
        yield "the default is outside the bounds"
    if parameter.kind != "ratio" and any(value != int(value) for value in given):
        yield f"{parameter.kind} are counted in whole numbers"
