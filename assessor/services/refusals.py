"""The ways a verb says no. Each carries words for the person; the web decides on the page."""

from __future__ import annotations

from collections.abc import Mapping

from assessor.domain.text import Text


class Refusal(Exception):
    """Something was not done, and nothing was changed."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


class NotThere(Refusal):
    """Not there, or not yours: the two look the same."""

    def __init__(self) -> None:
        super().__init__(Text(nl="Deze pagina bestaat niet.", en="This page does not exist."))


class Refused(Refusal):
    """A rule forbids it now. `reasons` are all rules in the way."""

    def __init__(self, *reasons: Text) -> None:
        super().__init__(reasons[0])
        self.reasons = reasons


class Attempt(Refusal):
    """Somebody tried to pass a safeguard. The tender's log keeps it, where its officers see it."""

    tender_id: str
    verb: str
    about: Mapping[str, str]


class Invalid(Refusal):
    """What was typed cannot be used: a message for each field."""

    def __init__(self, errors: Mapping[str, Text]) -> None:
        super().__init__(next(iter(errors.values())))
        self.errors = dict(errors)


class Changed(Refusal):
    """Somebody else saved first. `theirs` is what is stored now, so that nothing typed is lost."""

    def __init__(self, message: Text, theirs: object) -> None:
        super().__init__(message)
        self.theirs = theirs
