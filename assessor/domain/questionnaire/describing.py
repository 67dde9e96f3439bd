"""Everything a questionnaire knows of a question, in words: for the page and the PDF that reviewers read.

Both print what stands here and nothing else, so that neither can leave something out.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Literal

from assessor.domain.questionnaire.claims import CLAIMS
from assessor.domain.questionnaire.conditions import EFFECT
from assessor.domain.questionnaire.model import Clause, Field, Kind, Question, Questionnaire
from assessor.domain.questionnaire.question import Band, Column, FieldCondition
from assessor.domain.references import NOT_CHECKED, basis_words
from assessor.domain.text import Text
from assessor.domain.words import WEIGHTS

Readers = Literal["buyer", "anybody"]
"""Warning signs and rules between answers are the buyer's; what vendors may read leaves them out."""


def _t(nl: str, en: str, **values: object) -> Text:
    return Text(nl=nl, en=en).fill(**values)


KINDS: Mapping[Kind, Text] = {
    Kind.ONE_OF: _t("één keuze", "one choice"),
    Kind.SEVERAL_OF: _t("een of meer keuzes", "one or more choices"),
    Kind.YES_NO: _t("ja of nee, met een reden", "yes or no, with a reason"),
    Kind.NUMBER: _t("getal", "number"),
    Kind.PERCENTAGE: _t("percentage", "percentage"),
    Kind.DATE: _t("datum", "date"),
    Kind.TEXT: _t("tekst", "text"),
    Kind.TABLE: _t("tabel", "table"),
    Kind.FILES: _t("bestanden", "files"),
}
"""What is filled in, by the kind of field."""

BASES: Mapping[str, Text] = {
    "ban": _t("verbod", "ban"),
    "unlawful": _t("meestal onrechtmatig", "unlawful in most cases"),
    "our_requirement": _t("eigen eis van de opdrachtgever", "the buyer's own requirement"),
}
ANSWERED_BY: Mapping[str, Text] = {
    "vendor": _t("de leverancier", "the vendor"),
    "buyer": _t("de opdrachtgever", "the buyer"),
    "both": _t(
        "de leverancier, en voor een eigen deel de opdrachtgever",
        "the vendor, and for a part of its own the buyer",
    ),
}
SEVERITIES = (
    _t("laag", "low"), _t("gemiddeld", "moderate"), _t("hoog", "high"), _t("zeer hoog", "critical"),
)  # fmt: skip
_YES_NO = {"yes": _t("ja", "yes"), "no": _t("nee", "no")}


@dataclass(frozen=True)
class Row:
    """A label with the lines that belong to it; without a label the lines stand alone."""

    label: Text | None
    lines: tuple[Text, ...]
    points: tuple[Text, ...] = ()
    """A list below the lines."""


@dataclass(frozen=True)
class Part:
    """One heading of a question."""

    heading: Text
    rows: tuple[Row, ...]
    long: Text | None = None
    """A text in Markdown in place of rows."""


def parts_of(
    questionnaire: Questionnaire, question: Question, as_of: datetime.date, readers: Readers = "buyer"
) -> tuple[Part, ...]:
    """All of one question but its name, its words and why it is asked."""
    made = [
        Part(_t("Wanneer en aan wie", "When and of whom"), _asked(questionnaire, question)),
        Part(_t("Wat er wordt ingevuld", "What is filled in"),
             tuple(_field(question, n, f) for n, f in enumerate(question.fields, 1))),
        Part(_t("Welke score bij welk antwoord", "Which score for which answer"),
             tuple(Row(_t("Score {n}", "Score {n}", n=n), (question.anchors[n],)) for n in range(5))),
        Part(_t("Bewijs", "Evidence"), (Row(None, _evidence(questionnaire, question)),)),
        Part(_t("Hoe de vraag telt", "How the question counts"), tuple(_counting(questionnaire, question))),
        Part(_t("Uitleg voor de leverancier", "Guidance for the vendor"), (), question.help),
    ]  # fmt: skip
    if readers == "buyer":
        heading = _t(
            "Waarschuwingssignalen (leveranciers zien deze niet)", "Warning signs (vendors do not see these)"
        )
        made.append(Part(heading, (Row(None, (), question.warning_signs),)))
    made.append(Part(_t("Waar de vraag op rust", "What the question rests on"),
                     tuple(_background(questionnaire, question, as_of))))  # fmt: skip
    return tuple(part for part in made if part.rows or part.long)


# --- when a question is asked -----------------------------------------------------------------------------


def when_asked(questionnaire: Questionnaire, question: Question) -> list[Text]:
    """The conditions of a question, a sentence each; empty where it is always asked."""
    return [clause_words(questionnaire, clause) for clause in question.when]


def clause_words(questionnaire: Questionnaire, clause: Clause) -> Text:
    """One line of a condition in words."""
    if clause.question is not None:
        asked = questionnaire.by_id[clause.question]
        field = asked.field(clause.field) if clause.field else asked.main
        labels = {o.id: o.label for o in field.options} if field is not None else {}
        chosen = joined([labels.get(c) or _YES_NO.get(c) or _t(c, c) for c in clause.one_of])
        return _t("als het antwoord op {id} is: {chosen}", "if the answer to {id} is: {chosen}",
                  id=clause.question, chosen=chosen)  # fmt: skip
    names = joined(_named(questionnaire, clause.any or clause.none))
    if clause.any:
        return _t("alleen bij: {names}", "only for: {names}", names=names)
    return _t("niet bij: {names}", "not for: {names}", names=names)


def joined(texts: Sequence[Text]) -> Text:
    """Several names after each other."""
    return Text(nl="; ".join(t.nl for t in texts), en="; ".join(t.en for t in texts))


def _named(questionnaire: Questionnaire, codes: Sequence[str]) -> list[Text]:
    """Marks, groups, product types and effects by their names."""
    names: dict[str, Text] = {m.code: m.name for m in questionnaire.marks}
    names |= {t.code: t.name for t in questionnaire.product_types}
    names |= {EFFECT + f.code: f.name for f in questionnaire.inherent.effects}
    found: list[Text] = []
    for code in codes:
        parts = questionnaire.groups.get(code, (code,))
        found += [names.get(part) or _t(part, part) for part in parts]
    return found


def _asked(questionnaire: Questionnaire, question: Question) -> tuple[Row, ...]:
    conditions = tuple(when_asked(questionnaire, question)) or (_t("altijd", "always"),)
    if question.per == "module":
        conditions += (_t("apart voor ieder onderdeel", "separately for each module"),)
    if question.quick is None:
        tier: tuple[Text, ...] = (_t("alleen in de volledige vragenlijst", "in the full questionnaire only"),)
    else:
        tier = (
            _t(
                "in de quickscan en in de volledige vragenlijst",
                "in the quick scan and in the full questionnaire",
            ),
        )
        tier += tuple(
            _t("in de quickscan: {c}", "in the quick scan: {c}", c=clause_words(questionnaire, c))
            for c in question.quick
        )
    rows: tuple[Row, ...] = (
        Row(_t("Wordt gevraagd", "Is asked"), conditions),
        Row(_t("Omvang", "Size"), tier),
        Row(_t("Antwoord van", "Answered by"), (ANSWERED_BY[question.answered_by],)),
    )
    if question.buyer_part is not None:
        rows += (Row(_t("Deel van de opdrachtgever", "The buyer's part"), (question.buyer_part,)),)
    return rows


# --- what is filled in ------------------------------------------------------------------------------------


def _field(question: Question, number: int, field: Field) -> Row:
    words = [KINDS[field.kind]]
    if field.unit is not None:
        words.append(_t("in {unit}", "in {unit}", unit=field.unit))
    words += _limits(field)
    if field.table is not None:
        words.append(_t("tabel {name}", "table {name}", name=field.table))
    if field.optional:
        words.append(_t("niet verplicht", "optional"))
    lines = [Text(nl=", ".join(w.nl for w in words), en=", ".join(w.en for w in words))]
    if field.hint is not None:
        lines.append(field.hint)
    if field.asked_if is not None:
        lines.append(_follow_up(question, field.asked_if))
    if field.of is not None:
        place = next(n for n, f in enumerate(question.fields, 1) if f.id == field.of)
        part = _t("een deel van {n}, een steekproef", "a part of {n}, a sample", n=place)
        lines.append(part if field.sample else _t("een deel van {n}", "a part of {n}", n=place))
    if field.states is not None:
        lines.append(_t("wordt vergeleken met wat uit de tabellen is nagerekend",
                        "is compared with what is recomputed from the tables"))  # fmt: skip
    lettered = Text(nl="{letter}. {option}", en="{letter}. {option}")
    points = [
        lettered.fill(letter=letter, option=_option(o.label, o.points))
        for letter, o in zip(_letters(), field.options, strict=False)
    ]
    points += [_band(b) for b in field.bands]
    points += [_column(c) for c in field.columns]
    label = _t("{n}. {label}", "{n}. {label}", n=number, label=field.label)
    return Row(label, tuple(lines), tuple(points))


def _letters() -> Iterator[str]:
    """a to z, then aa, ab, ..."""
    yield from ascii_lowercase
    yield from (first + second for first in ascii_lowercase for second in ascii_lowercase)


def _follow_up(question: Question, condition: FieldCondition) -> Text:
    """When a field is asked, by the number of the earlier field and the letters of its options."""
    place = next(n for n, f in enumerate(question.fields, 1) if f.id == condition.field)
    letters = dict(zip((o.id for o in question.fields[place - 1].options), _letters(), strict=False))
    named = [
        _t("{n}{letter}", "{n}{letter}", n=place, letter=letters[c])
        if c in letters
        else _t("{n}: {answer}", "{n}: {answer}", n=place, answer=_YES_NO[c])
        for c in condition.one_of
    ]
    text = Text(nl="alleen bij {chosen}", en="only at {chosen}")
    return text.fill(chosen=Text(nl=", ".join(c.nl for c in named), en=", ".join(c.en for c in named)))


def _limits(field: Field) -> Iterator[Text]:
    if field.minimum is not None and field.maximum is not None:
        yield _t("van {a} tot en met {b}", "from {a} to {b}", a=field.minimum, b=field.maximum)
    elif field.minimum is not None:
        yield _t("ten minste {a}", "at least {a}", a=field.minimum)
    elif field.maximum is not None:
        yield _t("ten hoogste {b}", "at most {b}", b=field.maximum)


def _option(label: Text, points: int | None) -> Text:
    return (
        label if points is None else _t("{label} (score {n})", "{label} (score {n})", label=label, n=points)
    )


def _band(band: Band) -> Text:
    if band.at_least is not None and band.below is not None:
        stretch = _t("vanaf {a} en lager dan {b}", "{a} or more and below {b}", a=band.at_least, b=band.below)
    elif band.at_least is not None:
        stretch = _t("{a} of meer", "{a} or more", a=band.at_least)
    elif band.below is not None:
        stretch = _t("lager dan {b}", "below {b}", b=band.below)
    else:
        stretch = _t("ieder getal", "any number")
    return _option(stretch, band.points)


def _column(column: Column) -> Text:
    kind = KINDS[Kind(column.kind)]
    if column.options:
        kind = _t(
            "{kind}: {options}",
            "{kind}: {options}",
            kind=kind,
            options=joined([o.label for o in column.options]),
        )
    text = _t("kolom '{label}' ({kind})", "column '{label}' ({kind})", label=column.label, kind=kind)
    return _t("{text}, niet verplicht", "{text}, optional", text=text) if column.optional else text


# --- how it counts ----------------------------------------------------------------------------------------


def _evidence(questionnaire: Questionnaire, question: Question) -> tuple[Text, ...]:
    rules = question.evidence
    steps = questionnaire.step_by_level

    def named(level: str) -> Text:
        return _t("{level} ({name})", "{level} ({name})", level=level, name=steps[level].name)

    lines = [rules.accepted, _t("Ten minste {level}.", "At least {level}.", level=named(rules.minimum.value))]
    if rules.for_high is not None:
        text = Text(
            nl="Met minder dan {level} telt een score van 3 of 4 als 2.",
            en="With less than {level} a score of 3 or 4 counts as 2.",
        )
        lines.append(text.fill(level=named(rules.for_high.value)))
    if question.fresh_months is not None:
        months, (_, middle, old) = question.fresh_months, questionnaire.scoring.age_factors
        text = Text(
            nl="Telt geheel tot {n} maanden oud, tot {m} maanden voor {a}; daarna en zonder datum voor {b}.",
            en="Counts fully up to {n} months of age, up to {m} months for {a}; after that and undated for {b}.",
        )
        lines.append(text.fill(n=months, m=2 * months, a=middle, b=old))
    if question.tables:
        lines.append(
            _t(
                "Na te rekenen uit: {names}.",
                "Can be recomputed from: {names}.",
                names=", ".join(question.tables),
            )
        )
    return tuple(lines)


def _counting(questionnaire: Questionnaire, question: Question) -> Iterator[Row]:
    weight = WEIGHTS[question.weight.value]
    points = next(
        (n for w, n in questionnaire.scoring.question_weights.items() if w == question.weight), None
    )
    if question.answered_by == "buyer":
        words = _t("telt niet mee in de score van een leverancier", "does not count in a vendor's score")
    elif points is None:
        words = _t("{w}: staat buiten de score", "{w}: outside the score", w=weight)
    else:
        words = _t("{w}: telt {n} keer in {d}", "{w}: counts {n} times in {d}", w=weight, n=points,
                   d=questionnaire.dimension_by_code[question.dimension].name)  # fmt: skip
    yield Row(_t("Zwaarte", "Weight"), (words,))
    word = SEVERITIES[question.severity - 1]
    severity = _t("{n} van 4, {word}", "{n} of 4, {word}", n=question.severity, word=word)
    yield Row(_t("Ernst als het misgaat", "Severity if it goes wrong"), (severity,))
    rule = question.knock_out
    if rule is None:
        return
    lines = [
        rule.ground,
        _t("Soort grond: {b}.", "Kind of ground: {b}.", b=BASES[rule.basis]),
        _t("Vermoed bij score {n} of lager, of als het antwoord ontbreekt.",
           "Suspected at a score of {n} or lower, or when the answer is missing.", n=rule.suspected_at),
    ]  # fmt: skip
    if rule.products:
        names = joined([questionnaire.type_by_code[code].name for code in rule.products])
        lines.append(
            _t(
                "Ook vermoed bij aanbod van: {names}.",
                "Suspected too when the offer holds: {names}.",
                names=names,
            )
        )
    if rule.cleared_from is None:
        lines.append(
            _t("Kan met een contractvoorwaarde worden weggenomen.", "Can be cleared by a contract condition.")
        )
    else:
        lines.append(
            _t(
                "Weg te nemen vanaf bewijs {level}.",
                "Cleared from evidence {level} up.",
                level=rule.cleared_from.value,
            )
        )
    yield Row(_t("Minimumeis", "Minimum requirement"), tuple(lines))


# --- what it rests on -------------------------------------------------------------------------------------


def _background(questionnaire: Questionnaire, question: Question, as_of: datetime.date) -> Iterator[Row]:
    named = Text(nl="{id} {name}: {text}", en="{id} {name}: {text}")
    risks = (questionnaire.risk_by_id[id] for id in question.risks)
    yield Row(
        _t("Risico's", "Risks"), (), tuple(named.fill(id=r.id, name=r.title, text=r.text) for r in risks)
    )
    if question.claims:
        claims = tuple(_t("{id} {text}", "{id} {text}", id=id, text=CLAIMS[id]) for id in question.claims)
        yield Row(_t("Uitspraken van het artikel", "Claims of the article"), (), claims)
    yield Row(
        _t("Bronnen", "Sources"), (), tuple(_source(questionnaire, id, as_of) for id in question.references)
    )
    if question.conditions:
        terms = tuple(
            (_t("{id} {title}, altijd", "{id} {title}, always",
                id=t.id, title=questionnaire.condition_by_id[t.id].title) if t.is_always else
             _t("{id} {title}, bij een score lager dan {n}", "{id} {title}, at a score below {n}",
                id=t.id, title=questionnaire.condition_by_id[t.id].title, n=t.below))
            for t in question.conditions
        )  # fmt: skip
        yield Row(_t("Contractvoorwaarden", "Contract conditions"), (), terms)


def _source(questionnaire: Questionnaire, id: str, as_of: datetime.date) -> Text:
    one = questionnaire.obligation_by_id[id]
    words = _t("{i} {a}: {title} ({basis})", "{i} {a}: {title} ({basis})", i=questionnaire.instruments[one.instrument],
               a=one.article, title=one.title, basis=basis_words(one, as_of))  # fmt: skip
    if one.disputed is not None:
        words = _t("{w}. Omstreden: {d}", "{w}. Disputed: {d}", w=words, d=one.disputed.words)
    return words if one.verified else _t("{w}; {n}", "{w}; {n}", w=words, n=NOT_CHECKED)
