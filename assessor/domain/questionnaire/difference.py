"""What changed between two versions of a questionnaire, in words, and what it does to scores.

Questions are compared by their ids, which are stable for ever; everything else by its own code. What a change does to
scores is said where the method is known: a weight, a cap, a band. Of words it is said that the same answer may be
judged differently, where assessors judge by them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessor.domain.questionnaire.difference_frame import SCORELESS_FRAME, frame_changes
from assessor.domain.questionnaire.difference_words import (
    ANCHOR,
    ASKED,
    BAND,
    CAP,
    CONDITION,
    EVIDENCE,
    FRESH,
    GATE,
    NOTHING,
    READING,
    SCORELESS,
    was_is,
)  # fmt: skip
from assessor.domain.questionnaire.model import Field, Question, Questionnaire
from assessor.domain.questionnaire.question import KnockOut
from assessor.domain.text import Text
from assessor.domain.words import WEIGHTS


@dataclass(frozen=True)
class Change:
    """One change: where, what, and what it does to scores."""

    about: str
    """The id of a question, or the part of the frame."""
    words: Text
    effect: Text
    changes_scores: bool


def _t(nl: str, en: str, **values: object) -> Text:
    return Text(nl=nl, en=en).fill(**values)


def question_changes(old: Questionnaire, new: Questionnaire) -> Iterator[Change]:
    """Every change of questions, in the order of the new version; removed ones last."""
    gone = [q for q in old.questions if q.id not in new.by_id]
    moved = {
        n.id: o for n in new.questions if n.id not in old.by_id
        for o in gone if o.text == n.text or o.name == n.name
    }  # fmt: skip
    for question in new.questions:
        before = old.by_id.get(question.id)
        if before is not None:
            yield from _one_question(before, question, old, new)
        elif question.id in moved:
            source = moved[question.id]
            yield Change(
                question.id,
                _t(
                    'Verplaatst: was {id}, "{name}".',
                    'Moved: was {id}, "{name}".',
                    id=source.id,
                    name=source.name,
                ),
                _counts(question, new, joined=True),
                _is_scored(question) or _is_scored(source),
            )
            yield from _one_question(source, question, old, new)
        else:
            words = _t('Toegevoegd: "{name}".', 'Added: "{name}".', name=question.name)
            yield Change(question.id, words, _counts(question, new, joined=True), _is_scored(question))
    for question in gone:
        if question not in moved.values():
            words = _t('Verwijderd: "{name}".', 'Removed: "{name}".', name=question.name)
            yield Change(question.id, words, _counts(question, old, joined=False), _is_scored(question))
    yield from _order(old, new)


def difference(old: Questionnaire, new: Questionnaire) -> tuple[Change, ...]:
    """Every change between two versions: of the frame first, then of the questions."""
    frame = [
        Change(about, words, effect, effect not in SCORELESS_FRAME)
        for about, words, effect in frame_changes(old, new)
    ]
    return (*frame, *question_changes(old, new))


def questions_with_other_scores(changes: Sequence[Change]) -> tuple[str, ...]:
    """The parts whose scores can change, each once."""
    return tuple(dict.fromkeys(c.about for c in changes if c.changes_scores))


def _is_scored(question: Question) -> bool:
    return question.is_scored or question.is_gate


def _counts(question: Question, questionnaire: Questionnaire, *, joined: bool) -> Text:
    """What a question does to scores by being there, or by no longer being there."""
    if question.is_gate:
        return (
            _t("Komt erbij als minimumeis buiten de score.", "Joins as a requirement outside the score.")
            if joined
            else _t("Valt weg als minimumeis.", "Drops out as a requirement.")
        )
    if not question.is_scored:
        return NOTHING
    points = _points(question, questionnaire)
    name = questionnaire.dimension_by_code[question.dimension].name
    text = Text(
        nl="{verb} {n} keer mee in {d}: dat cijfer en de index kunnen hoger of lager worden.",
        en="{verb} {n} times in {d}: that figure and the index can become higher or lower.",
    )
    verb = _t("Telt", "Counts") if joined else _t("Telde", "Counted")
    return text.fill(verb=verb, n=points, d=name)


def _points(question: Question, questionnaire: Questionnaire) -> int:
    return next((n for w, n in questionnaire.scoring.question_weights.items() if w == question.weight), 0)


def _order(old: Questionnaire, new: Questionnaire) -> Iterator[Change]:
    before = [q.id for q in old.questions if q.id in new.by_id]
    after = [q.id for q in new.questions if q.id in old.by_id]
    shifted = [id for id in after if _neighbours(before, id) != _neighbours(after, id)]
    if before != after:
        words = _t(
            "De volgorde is anders, bij: {ids}.", "The order is different, at: {ids}.", ids=", ".join(shifted)
        )
        yield Change("questions", words, NOTHING, changes_scores=False)


def _neighbours(ids: Sequence[str], id: str) -> tuple[Sequence[str], Sequence[str]]:
    place = ids.index(id)
    return ids[max(place - 1, 0) : place], ids[place + 1 : place + 2]


# --- one question -----------------------------------------------------------------------------------------


def _one_question(a: Question, b: Question, old: Questionnaire, new: Questionnaire) -> Iterator[Change]:
    def change(words: Text, effect: Text = NOTHING) -> Change:
        return Change(b.id, words, effect, effect not in SCORELESS and _is_scored(b))

    plain: tuple[tuple[str, Text, Text], ...] = (
        ("name", _t("Naam", "Name"), NOTHING),
        ("text", _t("Vraagtekst", "Words of the question"), READING),
        ("why", _t("Waarom wij dit vragen", "Why we ask"), NOTHING),
        ("help", _t("Uitleg voor de leverancier", "Guidance for the vendor"), NOTHING),
        ("answered_by", _t("Wie antwoordt", "Who answers"), ASKED),
        ("buyer_part", _t("Deel van de opdrachtgever", "The buyer's part"), NOTHING),
        ("per", _t("Per aanbod of per onderdeel", "For the offer or for each module"), ASKED),
        ("when", _t("Wanneer de vraag wordt gesteld", "When the question is asked"), ASKED),
        ("fresh_months", _t("Hoe oud bewijs mag zijn (maanden)", "How old evidence may be (months)"), FRESH),
        ("risks", _t("Risico's", "Risks"), NOTHING),
        ("severity", _t("Ernst", "Severity"), NOTHING),
        ("claims", _t("Uitspraken van het artikel", "Claims of the article"), NOTHING),
        ("references", _t("Bronnen", "Sources"), NOTHING),
        ("conditions", _t("Contractvoorwaarden", "Contract conditions"), CONDITION),
        ("warning_signs", _t("Waarschuwingssignalen", "Warning signs"), READING),
        ("tables", _t("Tabellen", "Tables"), EVIDENCE),
    )  # fmt: skip
    for attribute, label, effect in plain:
        one, other = getattr(a, attribute), getattr(b, attribute)
        if one != other:
            yield change(was_is(label, one, other), effect)
    if a.quick != b.quick:
        yield change(_quick(a, b), ASKED)
    if a.weight != b.weight:
        label = _t("Zwaarte", "Weight")
        words = was_is(label, WEIGHTS[a.weight.value], WEIGHTS[b.weight.value])
        yield change(words, _weight_effect(a, b, old, new))
    for points in range(5):
        if a.anchors[points] != b.anchors[points]:
            label = _t("Antwoord dat score {n} verdient", "Answer that deserves score {n}", n=points)
            yield change(was_is(label, a.anchors[points], b.anchors[points]), ANCHOR)
    for name, label, effect in (
        ("accepted", _t("Bewijs dat telt", "Evidence that counts"), EVIDENCE),
        ("minimum", _t("Minste bewijs", "Least evidence"), EVIDENCE),
        ("for_high", _t("Bewijs voor een score van 3 of 4", "Evidence for a score of 3 or 4"), CAP),
    ):
        if getattr(a.evidence, name) != getattr(b.evidence, name):
            yield change(was_is(label, getattr(a.evidence, name), getattr(b.evidence, name)), effect)
    for words, effect in (*_gate(a.knock_out, b.knock_out), *_fields(a, b)):
        yield change(words, effect)


def _quick(a: Question, b: Question) -> Text:
    if a.quick is None:
        return _t("Opgenomen in de quickscan.", "Taken into the quick scan.")
    if b.quick is None:
        return _t("Uit de quickscan gehaald.", "Taken out of the quick scan.")
    return was_is(_t("Wanneer in de quickscan", "When in the quick scan"), a.quick, b.quick)


def _weight_effect(a: Question, b: Question, old: Questionnaire, new: Questionnaire) -> Text:
    if a.is_gate != b.is_gate:
        return _counts(b, new, joined=True)
    text = Text(
        nl="Telt {n} in plaats van {m} keer in {d}: dat cijfer en de index veranderen.{more}",
        en="Counts {n} instead of {m} times in {d}: that figure and the index change.{more}",
    )
    more: Text | str = ""
    if b.weight == "critical":
        more = Text(nl=" Een lage score houdt de dimensie nu onder een plafond.",
                    en=" A low score now holds the dimension under a ceiling.")  # fmt: skip
    elif a.weight == "critical":
        more = Text(nl=" Een lage score houdt de dimensie niet langer onder een plafond.",
                    en=" A low score no longer holds the dimension under a ceiling.")  # fmt: skip
    # A blank before the sentence is part of it, and Text takes blanks off.
    more = _t("\N{NO-BREAK SPACE}{s}", "\N{NO-BREAK SPACE}{s}", s=more) if more else ""
    name = new.dimension_by_code[b.dimension].name
    return text.fill(n=_points(b, new), m=_points(a, old), d=name, more=more)


def _gate(a: KnockOut | None, b: KnockOut | None) -> Iterator[tuple[Text, Text]]:
    if a is None or b is None:
        if b is not None:
            yield _t("Is nu een minimumeis.", "Is a requirement now."), GATE
        elif a is not None:
            yield _t("Is geen minimumeis meer.", "Is no requirement any more."), GATE
        return
    for name, label, effect in (
        ("suspected_at", _t("Minimumeis vermoed bij score", "Requirement suspected at score"), GATE),
        ("basis", _t("Soort grond", "Kind of ground"), NOTHING),
        ("ground", _t("Grond van de minimumeis", "Ground of the requirement"), NOTHING),
        ("products", _t("Minimumeis vermoed bij aanbod van", "Requirement suspected for an offer of"), GATE),
        (
            "cleared_from",
            _t("Bewijs om de minimumeis weg te nemen", "Evidence to clear the requirement"),
            GATE,
        ),
    ):
        if getattr(a, name) != getattr(b, name):
            yield was_is(label, getattr(a, name), getattr(b, name)), effect


# --- its fields -------------------------------------------------------------------------------------------


def _fields(a: Question, b: Question) -> Iterator[tuple[Text, Text]]:
    for field in b.fields:
        before = a.field(field.id)
        if before is None:
            effect = BAND if _proposes(field) else NOTHING
            yield _t('Veld toegevoegd: "{label}".', 'Field added: "{label}".', label=field.label), effect
        else:
            yield from _field(before, field)
    for field in a.fields:
        if b.field(field.id) is None:
            effect = BAND if _proposes(field) else NOTHING
            yield _t('Veld verwijderd: "{label}".', 'Field removed: "{label}".', label=field.label), effect
    kept = [f.id for f in a.fields if b.field(f.id)]
    if kept != [f.id for f in b.fields if a.field(f.id)]:
        yield _t("De volgorde van de velden is anders.", "The order of the fields is different."), NOTHING


def _proposes(field: Field) -> bool:
    """Whether a choice or number in it proposes a score."""
    return bool(field.bands) or any(o.points is not None for o in field.options)


def _field(a: Field, b: Field) -> Iterator[tuple[Text, Text]]:
    options = {o.id: o for o in a.options}
    for option in b.options:
        before = options.pop(option.id, None)
        effect = NOTHING if option.points is None else BAND
        if before is None:
            text = Text(nl='Keuze toegevoegd bij "{f}": "{o}".', en='Choice added at "{f}": "{o}".')
            yield text.fill(f=b.label, o=option.label), effect
            continue
        if before.label != option.label:
            yield (
                was_is(_t('Keuze bij "{f}"', 'Choice at "{f}"', f=b.label), before.label, option.label),
                READING,
            )
        if before.points != option.points:
            label = _t('Score van de keuze "{o}"', 'Score of the choice "{o}"', o=option.label)
            yield was_is(label, before.points, option.points), BAND
    for option in options.values():
        text = Text(nl='Keuze verwijderd bij "{f}": "{o}".', en='Choice removed at "{f}": "{o}".')
        yield text.fill(f=b.label, o=option.label), BAND if option.points is not None else NOTHING
    for name, label, effect in (
        ("label", _t("Label van een veld", "Label of a field"), READING),
        ("kind", _t("Soort veld", "Kind of field"), READING),
        ("hint", _t("Hulp bij een veld", "Hint at a field"), NOTHING),
        ("optional", _t("Niet verplicht", "Optional"), NOTHING),
        ("asked_if", _t("Wanneer een veld wordt gevraagd", "When a field is asked"), NOTHING),
        ("bands", _t("Grenzen van de scores", "Limits of the scores"), BAND),
        ("unit", _t("Eenheid", "Unit"), READING),
        ("minimum", _t("Kleinste waarde", "Smallest value"), NOTHING),
        ("maximum", _t("Grootste waarde", "Largest value"), NOTHING),
        ("longest", _t("Langste tekst", "Longest text"), NOTHING),
        ("most_rows", _t("Meeste regels", "Most rows"), NOTHING),
        ("columns", _t("Kolommen", "Columns"), NOTHING),
        ("table", _t("Tabel", "Table"), EVIDENCE),
        ("of", _t("Deel van een ander aantal", "Part of another number"), NOTHING),
        ("sample", _t("Dat aantal is een steekproef", "That number is a sample"), NOTHING),
        ("states", _t("Cijfer dat wordt nagerekend", "Figure that is recomputed"), EVIDENCE),
    ):
        if getattr(a, name) != getattr(b, name):
            place = _t('{label}, bij "{f}"', '{label}, at "{f}"', label=label, f=b.label)
            yield was_is(place, getattr(a, name), getattr(b, name)), effect
