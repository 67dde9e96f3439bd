"""A text that a person reads: always in both languages, the language chosen last.

There is no message catalogue. A questionnaire's sentence, a refusal of a service and a label on a screen
are all one `Text`, so that no language is the other's translation and none can be forgotten.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from assessor.domain.formats import number
from assessor.domain.language import Language

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Text(BaseModel):
    """The same words in Dutch and in English."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    nl: Words
    en: Words

    def to(self, language: Language) -> str:
        """The words in one language."""
        return self.nl if language == "nl" else self.en

    def fill(self, **values: object) -> Text:
        """Put values into `{name}` places; a value that is itself a Text is put in its own language."""
        return Text(nl=self.nl.format(**_in(values, "nl")), en=self.en.format(**_in(values, "en")))


def _in(values: dict[str, object], language: Language) -> dict[str, object]:
    def one(value: object) -> object:
        if isinstance(value, Text):
            return value.to(language)
        if isinstance(value, float):
            return number(value, language)
        return value

    return {name: one(value) for name, value in values.items()}
