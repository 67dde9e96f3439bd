"""What changed in a questionnaire outside its questions: weights, caps, thresholds, products, law, conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from assessor.domain.questionnaire.difference_words import ASKED, CONDITION, NOTHING, was_is
from assessor.domain.questionnaire.model import Question, Questionnaire
from assessor.domain.questionnaire.question import Part
from assessor.domain.text import Text

Found = tuple[str, Text, Text]
"""Where, what, and what it does to scores."""


def _t(nl: str, en: str, **values: object) -> Text:
    return Text(nl=nl, en=en).fill(**values)


_INDEX = _t(
    "Alle antwoorden houden hun score; de index en de beheersingsklasse kunnen veranderen.",
    "All answers keep their scores; the index and the control class can change.",
)
_LADDER = _t(
    "Raakt iedere gescoorde vraag met bewijs op dit niveau: score = antwoord tot het maximum, maal de factor.",
    "Touches every scored question with evidence at this level: score = answer up to the cap, times the factor.",
)
_ALL = _t("Raakt de berekening van alle scores.", "Touches the calculation of all scores.")
_RISK = _t(
    "Verandert geen score; het inherente risico en daarmee het restrisico kunnen veranderen.",
    "Changes no score; the inherent risk and with it the residual risk can change.",
)
_RESIDUAL = _t(
    "Verandert geen score; het restrisico kan veranderen.", "Changes no score; the residual risk can change."
)
_CONFIDENCE = _t(
    "Verandert geen score; de zekerheid van het oordeel kan veranderen.",
    "Changes no score; the confidence of the judgement can change.",
)
_FINDING = _t(
    "Verandert zelf geen score; er kunnen andere bevindingen ontstaan.",
    "Changes no score by itself; other findings may arise.",
)

SCORELESS_FRAME = frozenset({NOTHING, CONDITION, _RISK, _RESIDUAL, _CONFIDENCE, _FINDING})
"""What leaves every score as it is."""

_WORDINGS = frozenset({"name", "why", "example", "title", "help", "effect", "text", "purpose", "legal_class"})
"""Texts, which no formula reads."""

_LISTS: tuple[tuple[str, str, Text, Text], ...] = (
    ("dimensions", "code", _t("Dimensie", "Dimension"), _INDEX),
    ("evidence_levels", "level", _t("Bewijsniveau", "Evidence level"), _LADDER),
    ("product_types", "code", _t("Soort product", "Kind of product"), _RISK),
    ("marks", "code", _t("Kenmerk", "Property"), ASKED),
    ("risks", "id", _t("Risico", "Risk"), NOTHING),
    ("contract_conditions", "id", _t("Contractvoorwaarde", "Contract condition"), CONDITION),
    ("obligations", "id", _t("Bron", "Source"), NOTHING),
    ("rules", "id", _t("Regel tussen antwoorden", "Rule between answers"), _FINDING),
)
_BLOCKS: tuple[tuple[str, Text, Text], ...] = (
    ("scoring", _t("Berekening van scores", "Calculation of scores"), _ALL),
    ("inherent", _t("Inherent risico", "Inherent risk"), _RISK),
    ("residual", _t("Restrisico", "Residual risk"), _RESIDUAL),
    ("residual_without_class", _t("Restrisico zonder klasse", "Residual risk without class"), _RESIDUAL),
    ("confidence", _t("Zekerheid", "Confidence"), _CONFIDENCE),
    ("minutes", _t("Minuten werk", "Minutes of work"), NOTHING),
)
_VALUES: tuple[tuple[str, Text], ...] = (
    ("title", _t("Titel", "Title")),
    ("purpose", _t("Doel", "Purpose")),
    ("status", _t("Stand", "Status")),
    ("languages", _t("Talen", "Languages")),
)
_KEYED: tuple[tuple[str, Text], ...] = (
    ("instruments", _t("Instrument", "Instrument")),
    ("dates", _t("Datum van recht", "Date of law")),
)


def frame_changes(old: Questionnaire, new: Questionnaire) -> Iterator[Found]:
    """Every change outside the questions, part by part."""
    for name, label in _VALUES:
        if getattr(old, name) != getattr(new, name):
            yield "questionnaire", was_is(label, getattr(old, name), getattr(new, name)), NOTHING
    for name, key, label, effect in _LISTS:
        yield from _list(name, key, label, effect, old, new)
    for name, label in _KEYED:
        yield from _keyed(label, NOTHING, getattr(old, name), getattr(new, name))
    for code in dict.fromkeys([*old.groups, *new.groups]):
        one, other = old.groups.get(code, ()), new.groups.get(code, ())
        if one != other:
            text = was_is(_t("Groep {c}", "Group {c}", c=code), one, other)
            yield code, text, _who_asks(code, old, new)
    for name, label, effect in _BLOCKS:
        yield from _leaves(name, label, effect, _plain(getattr(old, name)), _plain(getattr(new, name)))


def _plain(value: Any) -> Any:
    return value.model_dump() if isinstance(value, Part) else value


def _list(
    name: str, key: str, label: Text, effect: Text, old: Questionnaire, new: Questionnaire
) -> Iterator[Found]:
    before = {str(getattr(p, key)): p for p in getattr(old, name)}
    after = {str(getattr(p, key)): p for p in getattr(new, name)}
    for code in dict.fromkeys([*before, *after]):
        one, other = before.get(code), after.get(code)
        named = _t("{label} {code}", "{label} {code}", label=label, code=code)
        if one is None:
            yield code, _t("{x} toegevoegd.", "{x} added.", x=named), effect
        elif other is None:
            yield code, _t("{x} verwijderd.", "{x} removed.", x=named), effect
        elif one != other:
            for part in type(one).model_fields:
                if getattr(one, part) != getattr(other, part):
                    place = _t("{x}, {part}", "{x}, {part}", x=named, part=_part_name(part))
                    words = was_is(place, getattr(one, part), getattr(other, part))
                    yield code, words, NOTHING if part in _WORDINGS else effect


def _keyed(label: Text, effect: Text, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Found]:
    for code in dict.fromkeys([*old, *new]):
        if old.get(code) != new.get(code):
            place = _t("{label} {code}", "{label} {code}", label=label, code=code)
            yield code, was_is(place, old.get(code), new.get(code)), effect


def _leaves(path: str, label: Text, effect: Text, old: Any, new: Any) -> Iterator[Found]:
    """Numbers deep in the method, each by its path."""
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict) and not {"nl", "en"} & (set(old) | set(new)):
        for key in dict.fromkeys([*old, *new]):
            yield from _leaves(f"{path}.{key}", label, effect, old.get(key), new.get(key))
    elif isinstance(old, list | tuple) and isinstance(new, list | tuple) and len(old) == len(new):
        for place, (one, other) in enumerate(zip(old, new, strict=True), 1):
            yield from _leaves(f"{path}.{place}", label, effect, one, other)
    else:
        place_name = _t("{label} ({path})", "{label} ({path})", label=label, path=path)
        is_wording = path.rsplit(".", 1)[-1] in _WORDINGS
        yield path, was_is(place_name, old, new), NOTHING if is_wording else effect


_PARTS: Mapping[str, Text] = {
    "name": _t("naam", "name"), "title": _t("titel", "title"), "why": _t("waarom", "why"),
    "help": _t("uitleg", "guidance"), "text": _t("tekst", "text"), "weight": _t("gewicht", "weight"),
    "core": _t("kern", "core"), "gate": _t("minimumeisen", "requirements"), "cap": _t("hoogste score", "cap"),
    "factor": _t("factor", "factor"), "example": _t("voorbeeld", "example"), "base": _t("basispunten", "base points"),
    "prohibited": _t("verboden", "prohibited"), "phase": _t("fase", "phase"),
    "effect": _t("wat het doet", "what it does"),
    "legal_class": _t("klasse in de wet", "class in law"), "implied_by": _t("volgt uit", "implied by"),
    "due": _t("termijn", "due"), "consequence": _t("gevolg", "consequence"), "purpose": _t("doel", "purpose"),
    "parameters": _t("in te vullen waarden", "values to fill in"), "owner": _t("van wie", "owner"),
    "applies_from": _t("geldt vanaf", "applies from"), "demand_basis": _t("grond", "ground"),
    "duty": _t("plicht", "duty"),
    "disputed": _t("omstreden", "disputed"), "verified": _t("nagekeken", "verified"),
    "checked_on": _t("nagekeken op", "checked on"), "source": _t("vindplaats", "where it is found"),
    "article": _t("artikel", "article"), "binds": _t("bindt", "binds"), "lines": _t("voorwaarden", "conditions"),
    "one": _t("het een", "the one"), "other": _t("het ander", "the other"),
    "ask": _t("wat wordt gevraagd", "what is asked"),
    "about": _t("bij vraag", "at question"), "topics": _t("onderwerpen", "topics"),
    "hardness": _t("zwaarte", "hardness"),
    "model_articles": _t("modelbepalingen", "model clauses"), "instrument": _t("instrument", "instrument"),
}  # fmt: skip


def _part_name(part: str) -> Text:
    return _PARTS.get(part) or _t(part, part)


def _who_asks(code: str, old: Questionnaire, new: Questionnaire) -> Text:
    """Which questions a group decides on."""
    ids = dict.fromkeys(q.id for q in (*old.questions, *new.questions) if _names(q, code))
    if not ids:
        return NOTHING
    text = Text(
        nl="Andere leveranciers krijgen {ids}: waar die bij komen of wegvallen, verandert het cijfer van de dimensie.",
        en="Other vendors get {ids}: where these join or drop out, the figure of the dimension changes.",
    )
    return text.fill(ids=", ".join(ids))


def _names(question: Question, code: str) -> bool:
    return any(code in (*line.any, *line.none) for line in (*question.when, *(question.quick or ())))
