"""Two versions of a questionnaire: every kind of change is said in both languages, with what it does to scores."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from assessor.commands.main import main
from assessor.domain.questionnaire.difference import Change, difference, questions_with_other_scores
from assessor.domain.questionnaire.model import Question, Questionnaire
from assessor.places import questionnaires_folder
from tests.domain.miniature import miniature, question, shipped

A, B = {"nl": "een", "en": "one"}, {"nl": "twee", "en": "two"}
FIELD = {
    "id": "main", "kind": "one_of", "label": A,
    "options": [{"id": "yes", "label": A, "points": 4}, {"id": "no", "label": A, "points": 0}],
}  # fmt: skip
NUMBER = {"id": "main", "kind": "number", "label": A, "bands": [{"points": 2, "below": 5}]}
GATE = {"suspected_at": 1, "basis": "ban", "ground": A, "products": ["X1"]}
ANCHORS = {str(n): A for n in range(5)}


def between(old: Question, new: Question) -> list[Change]:
    return list(difference(miniature(old), miniature(new)))


def one(**more: Any) -> Question:
    return question("VAL-01", **more)


def field(**more: Any) -> dict[str, Any]:
    return {"fields": [FIELD | more]}


@pytest.mark.parametrize(
    ("was", "becomes", "words", "touches"),
    [
        ({"name": A}, {"name": B}, 'Naam: was "een", is nu "twee".', False),
        ({"text": A}, {"text": B}, "Vraagtekst", True),
        ({"text": A}, {"text": A | {"en": "two"}}, "Vraagtekst gewijzigd, alleen in het Engels.", True),
        ({"why": A}, {"why": B}, "Waarom wij dit vragen", False),
        ({"help": A}, {"help": B}, "Uitleg voor de leverancier", False),
        ({}, {"answered_by": "both", "buyer_part": B}, "Deel van de opdrachtgever toegevoegd", False),
        ({}, {"per": "module"}, "Per aanbod of per onderdeel: was offer, is nu module.", True),
        ({}, {"when": [{"any": ["T05"]}]}, "Wanneer de vraag wordt gesteld toegevoegd: alleen bij T05.", True),
        ({}, {"quick": []}, "Opgenomen in de quickscan.", True),
        ({"quick": []}, {}, "Uit de quickscan gehaald.", True),
        ({"quick": []}, {"quick": [{"none": ["T05"]}]}, "Wanneer in de quickscan", True),
        ({"fresh_months": 12}, {"fresh_months": 6}, "(maanden): was 12, is nu 6.", True),
        ({}, {"risks": ["R02"]}, "Risico's: was R01, is nu R02.", False),
        ({}, {"severity": 4}, "Ernst: was 3, is nu 4.", False),
        ({}, {"claims": ["S01"]}, "Uitspraken van het artikel toegevoegd: S01.", False),
        ({}, {"references": ["gdpr-35"]}, "Bronnen", False),
        ({}, {"conditions": [{"id": "CC01", "below": 3}]}, "Contractvoorwaarden toegevoegd: CC01 lager dan 3.", False),
        ({"warning_signs": [A]}, {"warning_signs": [A, B]}, "Waarschuwingssignalen", True),
        ({}, {"tables": ["T1"]}, "Tabellen toegevoegd: T1.", True),
        ({"anchors": ANCHORS}, {"anchors": ANCHORS | {"3": B}}, "Antwoord dat score 3 verdient", True),
        ({}, {"evidence": {"accepted": {"nl": "tekst", "en": "text"}, "minimum": "E3"}}, "was E2, is nu E3", True),
        ({}, {"evidence": {"accepted": B, "minimum": "E2"}}, "Bewijs dat telt", True),
        ({}, {"evidence": {"accepted": {"nl": "tekst", "en": "text"}, "minimum": "E2", "for_high": "E3"}},
         "Bewijs voor een score van 3 of 4 toegevoegd: E3.", True),
        ({}, {"knock_out": GATE}, "Is nu een minimumeis.", False),
        ({"knock_out": GATE}, {}, "Is geen minimumeis meer.", False),
        ({"knock_out": GATE}, {"knock_out": GATE | {"suspected_at": 0}}, "was 1, is nu 0", False),
        ({"knock_out": GATE}, {"knock_out": GATE | {"ground": B}}, "Grond van de minimumeis", False),
        (field(), field(label=B), "Label van een veld", True),
        (field(), field(hint=B), "Hulp bij een veld", False),
        (field(), {"fields": [FIELD, {"id": "more", "kind": "text", "label": B}]}, 'Veld toegevoegd: "twee".', False),
        ({"fields": [FIELD, NUMBER | {"id": "n"}]}, field(), 'Veld verwijderd: "een".', True),
        (field(), field(options=[*FIELD["options"], {"id": "so", "label": B, "points": 2}]),
         'Keuze toegevoegd bij "een": "twee".', True),
        (field(options=[*FIELD["options"], {"id": "so", "label": B}]), field(),
         'Keuze verwijderd bij "een": "twee".', False),
        (field(), field(options=[{"id": "yes", "label": A, "points": 3}, FIELD["options"][1]]),  # type: ignore[index]
         'Score van de keuze "een": was 4, is nu 3.', True),
        (field(), field(options=[{"id": "yes", "label": B, "points": 4}, FIELD["options"][1]]),  # type: ignore[index]
         'Keuze bij "een": was "een", is nu "twee".', True),
        ({"fields": [NUMBER]}, {"fields": [NUMBER | {"bands": [{"points": 2, "below": 9}]}]},
         "was score 2 van open tot 5, is nu score 2 van open tot 9", True),
    ],
)  # fmt: skip
def test_a_change_of_a_question_is_said_in_words(
    was: dict[str, Any], becomes: dict[str, Any], words: str, touches: bool
) -> None:
    found = between(one(**was), one(**becomes))
    said = [c for c in found if words in c.words.nl]
    assert len(said) == 1, [c.words.nl for c in found]
    assert said[0].about == "VAL-01"
    assert said[0].changes_scores == touches
    assert said[0].words.en != said[0].words.nl


def test_equal_versions_differ_in_nothing() -> None:
    assert difference(shipped(), shipped()) == ()
    assert between(one(), one()) == []


def test_a_heavier_question_says_how_often_it_counts_and_that_a_ceiling_now_holds() -> None:
    (found,) = between(one(weight="major"), one(weight="critical"))
    assert found.words.nl == 'Zwaarte: was "belangrijk", is nu "kritiek".'
    assert "Telt 3 in plaats van 2 keer in Validatie" in found.effect.nl
    assert "nu onder een plafond" in found.effect.nl
    assert found.changes_scores
    (back,) = between(one(weight="critical"), one(weight="normal"))
    assert "Counts 1 instead of 3 times in Validation" in back.effect.en
    assert "no longer holds" in back.effect.en


def test_questions_come_go_and_move() -> None:
    two, three = question("VAL-02", text=B, name=B), question("VAL-03", text=A, name=A)
    added = difference(miniature(one()), miniature(one(), two))
    assert [(c.about, c.words.nl) for c in added] == [("VAL-02", 'Toegevoegd: "twee".')]
    assert "Telt 3 keer mee in Validatie" in added[0].effect.nl
    gone = difference(miniature(one(), two), miniature(one()))
    assert [(c.about, c.words.en) for c in gone] == [("VAL-02", 'Removed: "two".')]
    moved = difference(miniature(one(), two), miniature(one(), question("HUM-02", text=B, name=B)))
    assert [(c.about, c.words.nl) for c in moved] == [("HUM-02", 'Verplaatst: was VAL-02, "twee".')]
    order = difference(miniature(one(), two, three), miniature(two, one(), three))
    assert [c.about for c in order] == ["questions"]
    assert not order[0].changes_scores
    gate = difference(miniature(one()), miniature(one(), question("PRO-01", weight="gate", knock_out=GATE)))
    assert "minimumeis" in gate[0].effect.nl


def changed(**more: Any) -> Questionnaire:
    q = miniature(one(when=[{"any": ["scores"]}]))
    return Questionnaire.model_validate({n: getattr(q, n) for n in Questionnaire.model_fields} | more)


def part(name: str, place: int = 0, **more: Any) -> dict[str, Any]:
    parts = list(getattr(changed(), name))
    parts[place] = parts[place].model_copy(update=more)
    return {name: tuple(parts)}


def scoring(**more: Any) -> dict[str, Any]:
    return {"scoring": changed().scoring.model_copy(update=more)}


FRAMES: list[tuple[Callable[[], dict[str, Any]], str, str, bool]] = [
    (lambda: part("dimensions", 1, weight=9), "Dimensie CTX, gewicht: was 6, is nu 9.", "index", True),
    (
        lambda: part("evidence_levels", 1, cap=3),
        "Bewijsniveau E1, hoogste score: was 2, is nu 3.",
        "Raakt",
        True,
    ),
    (lambda: part("evidence_levels", 1, factor=0.75), "factor: was 0,7, is nu 0,75.", "Raakt iedere", True),
    (lambda: scoring(open_counts_as=2.0), "scoring.open_counts_as", "alle scores", True),
    (
        lambda: scoring(fit={"both": 1.0, "one": 0.7, "neither": 0.5}),
        "was 0,8, is nu 0,7",
        "alle scores",
        True,
    ),
    (lambda: part("product_types", base=12), "Soort product T01, basispunten", "inherente risico", False),
    (
        lambda: part("marks", 1, implied_by=("T10",)),
        "Kenmerk uses_llm, volgt uit",
        "Andere leveranciers",
        True,
    ),
    (lambda: {"groups": changed().groups | {"scores": ("T05",)}}, "Groep scores", "VAL-01", True),
    (
        lambda: {"groups": changed().groups | {"new": ("T05",)}},
        "Groep new toegevoegd: T05.",
        "geen score",
        False,
    ),
    (
        lambda: {"minutes": changed().minutes.model_copy(update={"text": 4})},
        "Minuten werk (minutes.text): was 3, is nu 4.",
        "geen score",
        False,
    ),
    (
        lambda: {"status": "published" if changed().status == "draft" else "draft"},
        "Stand",
        "geen score",
        False,
    ),
    (lambda: {"rules": changed().rules[1:]}, "verwijderd", "andere bevindingen", False),
    (lambda: {"obligations": changed().obligations[:-1]}, "verwijderd", "geen score", False),
]


@pytest.mark.parametrize(("more", "words", "effect", "touches"), FRAMES)
def test_a_change_of_the_frame_is_said_in_words(
    more: Callable[[], dict[str, Any]], words: str, effect: str, touches: bool
) -> None:
    found = difference(changed(), changed(**more()))
    assert len(found) == 1, [c.words.nl for c in found]
    assert words in found[0].words.nl
    assert effect in found[0].effect.nl
    assert found[0].changes_scores == touches


def test_the_questions_whose_scores_can_change_are_listed_once() -> None:
    old = miniature(one(), question("VAL-02"))
    new = miniature(one(weight="major", text=B), question("VAL-02", help=B))
    assert questions_with_other_scores(difference(old, new)) == ("VAL-01",)


def test_the_command_says_it_in_both_languages(tmp_path: Path) -> None:
    folder = questionnaires_folder() / "recruitment-ai" / "1"
    for path in folder.glob("*.yaml"):
        text = path.read_text("utf-8")
        (tmp_path / path.name).write_text(text.replace("  counts: 40", "  counts: 50"), "utf-8")
    result = CliRunner().invoke(main, ["diff", str(folder), str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert "Minuten werk (minutes.counts): was 40, is nu 50. [Verandert geen score.]" in result.output
    assert "Minutes of work (minutes.counts): was 40, is now 50. [Changes no score.]" in result.output
    assert result.output.endswith("1 changes. Scores can change at: -\n")
