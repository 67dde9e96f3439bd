"""A town whose questionnaire has tasks for the buyer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from assessor.domain.questionnaire.model import Questionnaire
from assessor.services.house import House
from tests.domain.miniature import miniature, question
from tests.factories import QUESTIONNAIRE, Town

WITH_TASKS: Questionnaire = miniature(
    *QUESTIONNAIRE.questions,
    question("CTX-04", answered_by="buyer"),
    question(
        "HUM-12",
        answered_by="both",
        buyer_part={"nl": "Wijs iemand aan voor de tweede blik.", "en": "Name somebody for the second look."},
        quick=[],
    ),
)


class BuyersShelf:
    def get(self, id: str, version: int) -> Questionnaire:  # noqa: ARG002
        return WITH_TASKS

    def all(self) -> tuple[Questionnaire, ...]:
        return (WITH_TASKS,)


class BuyersTown(Town):
    """A town with the questionnaire above."""

    @contextmanager
    def house(self) -> Iterator[House]:
        with self.store.sessions() as db:
            yield House(
                db, self.store.master, self.store.files, BuyersShelf(), lambda: self.now, "http://localhost"
            )
