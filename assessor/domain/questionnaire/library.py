"""What questions refer to: risks, contract conditions and obligations."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, StringConstraints
from pydantic import Field as Key

from assessor.domain.questionnaire.parameters import Parameter, Value, filled
from assessor.domain.questionnaire.question import Part, Slug
from assessor.domain.text import Text


class Risk(Part):
    id: Annotated[str, StringConstraints(pattern=r"^R[0-9]{2}$")]
    title: Text
    text: Text


class ContractCondition(Part):
    id: Annotated[str, StringConstraints(pattern=r"^CC[0-9]{2}$")]
    title: Text
    text: Text
    purpose: Text
    topics: tuple[str, ...]
    model_articles: str
    verified: bool
    owner: Literal["vendor", "buyer"]
    due: Text
    consequence: Text
    hardness: Annotated[int, Key(ge=1, le=3)]
    parameters: dict[Slug, Parameter] = Key(default_factory=dict)

    @property
    def texts(self) -> dict[str, Text]:
        """The texts that may have places to fill."""
        return {"text": self.text, "due": self.due, "consequence": self.consequence}

    def worded(self, values: Mapping[str, Value] | None = None) -> ContractCondition:
        """The condition with its places filled: the values given, else the usual ones."""
        given = {name: filled(text, self.parameters, values or {}) for name, text in self.texts.items()}
        return self.model_copy(update=given)


class LawDate(Part):
    """A date on which several rules apply: named once, so that a date that moves is changed in one place."""

    date: datetime.date
    name: Text
    source: Text
    checked_on: datetime.date
    verified: bool


class Dispute(Part):
    """What is not settled: both readings, and what is done while it is open."""

    one: Text
    other: Text
    meanwhile: Text | None = None

    @property
    def words(self) -> Text:
        after = self.meanwhile or Text(nl="-", en="-")
        return Text(
            nl=f"Twee lezingen. (1) {self.one.nl} (2) {self.other.nl} {after.nl}".removesuffix(" -"),
            en=f"Two readings. (1) {self.one.en} (2) {self.other.en} {after.en}".removesuffix(" -"),
        )


def _same_in_both(value: Any) -> Any:
    return {"nl": value, "en": value} if isinstance(value, str) else value


Place = Annotated[Text, BeforeValidator(_same_in_both)]
"""A place in a law: "26(6)" reads the same in both languages; a place in words is a text."""

DemandBasis = Literal["law_now", "law_later", "contract", "good_practice"]
"""On what ground a buyer can ask for it."""


class Obligation(Part):
    """A legal reference or a framework; the only place that holds a date of law."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{1,39}$")]
    instrument: str
    article: Place
    title: Text
    duty: Text
    binds: tuple[
        Literal["provider", "deployer", "controller", "processor", "employer", "contracting_authority"], ...
    ]
    demand_basis: DemandBasis
    applies_from: datetime.date | None
    disputed: Dispute | None
    source: Text
    checked_on: datetime.date
    verified: bool

    def basis_on(self, day: datetime.date) -> DemandBasis:
        """The ground on that day: law that was to come is law once its date has passed, and not before."""
        if self.demand_basis not in ("law_now", "law_later") or self.applies_from is None:
            return self.demand_basis
        return "law_later" if self.applies_from > day else "law_now"
