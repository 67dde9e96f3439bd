"""Every shipped question as a form: what is filled in comes back as it was typed, and nothing is shown too much."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

import pytest
from flask import Flask

from assessor.app import create_app
from assessor.config import read_settings
from assessor.domain.answers import Answer, Json, Key
from assessor.domain.language import LANGUAGES, Language
from assessor.domain.questionnaire.kinds import options_of
from assessor.domain.questionnaire.model import Column, EvidenceLevel, Field, Kind, Question, Questionnaire
from assessor.parts import Parts
from assessor.services.responses import read_answers
from assessor.web.question_form import as_typed, differences
from assessor.web.question_reading import read_answer
from tests.conftest import Round
from tests.domain.miniature import shipped
from tests.factories import Town
from tests.web.client import Client

SHIPPED = shipped()
PARAGRAPHS = "Eerste regel.\n\nTweede: {{7*7}} & <b>vet</b> “aanhaling”."


class Shelf:
    """The questionnaire that comes with the program."""

    def get(self, id: str, version: int) -> Questionnaire:
        assert (id, version) == (SHIPPED.id, SHIPPED.version)
        return SHIPPED

    def all(self) -> tuple[Questionnaire, ...]:
        return (SHIPPED,)


def cell(column: Column, row: int) -> Json:
    match column.kind:
        case "one_of" | "yes_no":
            return options_of(column)[row % 2].id
        case "number" | "percentage":
            return 10.5 + row
        case "date":
            return "2026-02-0" + str(row + 1)
        case _:
            return f"cel {row}"


def value(field: Field) -> Json:
    match field.kind:
        case Kind.ONE_OF:
            return field.options[-1].id
        case Kind.SEVERAL_OF:
            return [o.id for o in field.options[1:3]]
        case Kind.YES_NO:
            return {"choice": "no", "reason": PARAGRAPHS}
        case Kind.NUMBER | Kind.PERCENTAGE:
            return max(field.minimum or 0, min(field.maximum or 12.25, 12.25))
        case Kind.DATE:
            return "2026-01-31"
        case Kind.TEXT:
            return PARAGRAPHS if field.longest > 300 else "één regel"
        case Kind.TABLE if field.columns:
            return [{c.id: cell(c, row) for c in field.columns} for row in range(2)]
        case _:
            return None


def whole(question: Question) -> Answer:
    return Answer(
        value={f.id: v for f in question.fields if (v := value(f)) is not None},
        evidence=EvidenceLevel.E2,
        evidence_note=PARAGRAPHS,
        evidence_date=datetime.date(2026, 1, 31),
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", SHIPPED.questions, ids=lambda q: q.id)
def test_what_the_form_shows_of_an_answer_is_read_as_the_same_answer(
    question: Question, language: Language
) -> None:
    answer = whole(question)
    reading = read_answer(question, as_typed(question, answer, language), None, language)
    assert reading.problems == {}
    assert reading.answer == answer


def test_what_nobody_sees_is_no_problem_and_is_kept() -> None:
    question = next(q for q in SHIPPED.questions if q.id == "BIA-01")
    stored = whole(question)
    typed = {
        **as_typed(question, stored, "nl"),
        "value.situation": ["never"],
        "value.persons": ["geen getal"],
    }
    reading = read_answer(question, typed, stored, "nl")
    assert reading.problems == {}
    assert reading.answer.value["persons"] == stored.value["persons"]


def test_two_versions_are_compared_field_by_field() -> None:
    question = next(q for q in SHIPPED.questions if q.id == "BIA-01")
    mine = whole(question)
    theirs = dataclasses.replace(mine, value={**mine.value, "persons": 99.0}, evidence=EvidenceLevel.E3)
    found = [(d.label.nl, list(d.mine), list(d.theirs)) for d in differences(question, mine, theirs, "nl")]
    assert found == [
        (
            "Aantal personen in de toets met bekende uitkomst en bekende groep",
            ["12,25 personen"],
            ["99 personen"],
        ),
        ("Bewijsniveau", ["E2: gedateerd intern rapport"], ["E3: narekenbaar"]),
    ]


@pytest.fixture
def shipped_app(published: Round) -> Flask:
    town: Town = published.town
    folder = town.store.files.folder.parent
    parts = Parts(read_settings(folder), town.store, Shelf(), lambda: town.now)  # type: ignore[arg-type]
    app = create_app(parts)
    app.testing = True
    return app


def test_every_shipped_question_can_be_answered_whole(published: Round, shipped_app: Flask) -> None:
    vendor = Client(shipped_app, published.town, published.vendor)
    address = f"/responses/{published.response}"
    marks = [m.code for m in SHIPPED.marks]
    vendor.post(f"{address}/scope", {"products": ["T03", "T05", "T11"], "marks": marks, "revision": "0"})
    at, keys = f"{address}/questions/PRO-01", []
    while not at.endswith("/check"):
        page = vendor.get(at)
        question = SHIPPED.by_id[at.removeprefix(f"{address}/questions/").split("/")[0]]
        assert not [s for s in question.warning_signs if s.nl in page.words or s.en in page.words], at
        assert question.anchors[4].nl.split("\n")[0] in page.words
        form: dict[str, Any] = page.fields() | dict(as_typed(question, whole(question), "nl"))
        form |= {f"value.{f.id}.rows": "2" for f in question.fields if f.columns}
        assert vendor.get(at).fields().keys() <= form.keys()
        keys.append(at)
        at = vendor.post(at, form | {"action": "next"}).location
        again = vendor.get(keys[-1]).fields()
        shown = {
            name: texts
            for name, texts in form.items()
            if name.startswith("value.") and isinstance(texts, list)
        }
        for name, texts in shown.items():
            # The parser of these tests keeps the line end that browsers drop at the start of a box in a table.
            found = again.get(name, "")
            assert (found.lstrip("\n") if isinstance(found, str) else found) in (texts, *texts), name
    saved = published.town.look(read_answers, published.vendor, published.response)
    assert len(saved) == len(keys) > 40
    assert saved[Key("BIA-01")].answer == whole(SHIPPED.by_id["BIA-01"])
    assert f"{len(keys)} van {len(keys)} vragen beantwoord" in vendor.get(address).words
    assert "Alles is beantwoord" in vendor.get(f"{address}/open").words
    assert "Eerste regel." in vendor.get(f"{address}/check").words


def test_every_shipped_question_reads_in_english(published: Round, shipped_app: Flask) -> None:
    vendor = Client(shipped_app, published.town, published.vendor)
    address = f"/responses/{published.response}"
    vendor.post(f"{address}/scope", {"products": ["T05"], "marks": ["learned"], "revision": "0"})
    vendor.post("/language", {"language": "en"})
    for link in vendor.get(f"{address}/open").links:
        if "/questions/" in link:
            page = vendor.get(link)
            assert "Save and next" in page.words
            assert "Opslaan" not in page.words
