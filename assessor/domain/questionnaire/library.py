"""What questions refer to: risks, contract conditions and obligations."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import Field as Key
from pydantic import StringConstraints

from assessor.domain.questionnaire.question import Part, Slug
from assessor.domain.text import Text


class Risk(Part):
    id: Annotated[str, StringConstraints(pattern=r"^R[0-9]{2}$")]
    title: Text
    text: Text


class Parameter(Part):
    default: int | str
    label: Text


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


class Obligation(Part):
    """A legal reference or a framework; the only place that holds a date of law."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{1,39}$")]
    instrument: str
    article: str
    title: Text
    duty: Text
    binds: tuple[
        Literal["provider", "deployer", "controller", "processor", "employer", "contracting_authority"], ...
    ]
    demand_basis: Literal["law_now", "law_later", "contract", "good_practice"]
    applies_from: datetime.date | None
    disputed: Text | None
    source: str
    checked_on: datetime.date
    verified: bool
