"""The annex to the contract: conditions as numbered clauses. PDF and Word print the same value.

Here it holds what applies to one vendor; `draft_annex.py` makes one of all that can apply.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assessor.domain.formats import day, number
from assessor.domain.language import Language
from assessor.domain.report.value import ConditionEntry, Report
from assessor.domain.text import Text

TITLE = Text(nl="Bijlage: contractvoorwaarden", en="Annex: contract conditions")
_CLAUSES = Text(nl="De voorwaarden", en="The conditions")


@dataclass(frozen=True)
class Paragraph:
    """A numbered paragraph of a clause; `lead` are the words it begins with, set apart."""

    number: str
    lead: str
    text: str
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clause:
    number: int
    code: str
    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Chapter:
    heading: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class Table:
    """A table with a row of headings; the first cell of each row heads it."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Annex:
    """Everything the annex prints, in one language."""

    language: Language
    title: str
    about: str
    """The vendor, or the procedure where it is for all of them."""
    buyer: str
    is_test: bool
    created: str
    """The day of the report or of the publication, as 2026-11-23."""
    introduction: tuple[str, ...]
    particulars: Table
    overview: Table
    chapters: tuple[Chapter, ...]
    off_heading: str = ""
    off: Table | None = None

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return tuple(clause for chapter in self.chapters for clause in chapter.clauses)


def annex(report: Report, language: Language) -> Annex:
    """The annex of one vendor in one language: the clauses in the order of the library, the buyer's own after them."""
    entries = sorted(report.conditions, key=lambda c: (c.is_own, c.id))
    clauses = tuple(_clause(place, entry, language) for place, entry in enumerate(entries, 1))
    return Annex(
        language=language,
        title=TITLE.to(language),
        about=report.assessment.vendor,
        buyer=report.assessment.buyer.name,
        is_test=report.particulars.is_test,
        created=report.particulars.report_date.isoformat(),
        introduction=tuple(text.to(language) for text in _introduction(report)),
        particulars=_particulars(report, language),
        overview=_overview(entries, language),
        chapters=(Chapter(_CLAUSES.to(language), clauses),) if clauses else (),
        off_heading=Text(nl="Uitgezet, met reden", en="Switched off, with the reason").to(language),
        off=_off(report, language),
    )


def _introduction(report: Report) -> list[Text]:
    if not report.conditions:
        return [Text(nl="Er is geen voorwaarde van toepassing.", en="No condition applies.")]
    if report.particulars.is_tender:
        why = Text(
            nl="Deze voorwaarden horen bij de overeenkomst met {v}. Zij stonden in de gepubliceerde "
            "aanbestedingsstukken, met de scores waaronder zij gelden, en volgen uit de vastgestelde scores.",
            en="These conditions belong to the agreement with {v}. They were part of the published tender documents, "
            "with the scores below which they apply, and follow from the scores that were agreed.",
        )
    else:
        why = Text(
            nl="Deze voorwaarden horen bij de overeenkomst met {v}. Zij volgen uit de vastgestelde scores, of "
            "zijn door de partijen toegevoegd.",
            en="These conditions belong to the agreement with {v}. They follow from the scores that were agreed, or "
            "were added by the parties.",
        )
    found = [why.fill(v=report.assessment.vendor)]
    if any(entry.blanks for entry in report.conditions):
        blank = Text(
            nl="Wat tussen vierkante haken staat, wordt vóór de ondertekening ingevuld.",
            en="What stands in square brackets is filled in before signing.",
        )
        found.append(blank)
    return found


def _particulars(report: Report, language: Language) -> Table:
    a, p = report.assessment, report.particulars
    rows = [
        (Text(nl="Leverancier", en="Vendor"), a.vendor),
        (Text(nl="Opdrachtgever", en="Buyer"), a.buyer.name),
        (Text(nl="Procedure", en="Procedure"), p.title),
        (Text(nl="Datum", en="Date"), day(p.report_date, language)),
        (Text(nl="Vragenlijst", en="Questionnaire"), f"{a.questionnaire} {a.version}"),
        (Text(nl="Hash van de vragenlijst", en="Hash of the questionnaire"), a.questionnaire_sha256),
        (Text(nl="Hash van de publicatie", en="Hash of the publication"), p.publication_hash),
        (Text(nl="Stand van het logboek", en="Head of the log"), p.chain_head),
    ]
    return particulars_of(rows, language)


def particulars_of(rows: Iterable[tuple[Text, str]], language: Language) -> Table:
    """What an annex belongs to; what has no value is left out."""
    columns = (Text(nl="Gegeven", en="Item").to(language), Text(nl="Waarde", en="Value").to(language))
    caption = Text(nl="Waar deze bijlage bij hoort", en="What this annex belongs to")
    return Table(
        caption.to(language), columns, tuple((label.to(language), value) for label, value in rows if value)
    )


def _overview(entries: list[ConditionEntry], language: Language) -> Table:
    columns = (
        Text(nl="Voorwaarde", en="Condition"),
        Text(nl="Wie", en="Who"),
        Text(nl="Wanneer", en="When"),
        Text(nl="Aanleiding, met score van 4", en="Cause, with score of 4"),
    )
    caption = Text(nl="Overzicht van de voorwaarden", en="Overview of the conditions")
    rows = tuple(
        (
            f"{place}. {entry.title.to(language)} ({entry.id})",
            entry.owner.to(language),
            entry.due.to(language),
            _cause(entry, language),
        )
        for place, entry in enumerate(entries, 1)
    )
    return Table(caption.to(language), tuple(c.to(language) for c in columns), rows)


def _cause(entry: ConditionEntry, language: Language) -> str:
    causes = [f"{c.question} ({number(c.score, language, 2)})" for c in entry.causes]
    if entry.rule is not None:
        causes.append(entry.rule.to(language))
    if entry.is_own:
        causes.append(entry.purpose.to(language))
    return ", ".join(causes) or "–"


def _off(report: Report, language: Language) -> Table | None:
    if not report.settled.off:
        return None
    columns = (Text(nl="Voorwaarde", en="Condition"), Text(nl="Reden", en="Reason"))
    caption = Text(
        nl="Voorwaarden die uit de scores volgen en niet gelden",
        en="Conditions that follow from the scores and do not apply",
    )
    rows = tuple(
        (f"{one.condition.title.to(language)} ({one.condition.id})", one.reason) for one in report.settled.off
    )
    return Table(caption.to(language), tuple(c.to(language) for c in columns), rows)


def _clause(place: int, entry: ConditionEntry, language: Language) -> Clause:
    terms = () if entry.is_own else who_and_what_follows(entry.owner, entry.due, entry.consequence)
    return clause(place, entry.id, entry.title, entry.text, terms, language)


Term = tuple[Text, Text]
"""The words a paragraph begins with, set apart, and what it says."""


def who_and_what_follows(owner: Text, due: Text, consequence: Text) -> tuple[Term, ...]:
    """The last paragraphs of every clause of the library."""
    return (
        (
            Text(nl="Wie en wanneer:", en="Who and when:"),
            Text(nl="{o}; {d}.", en="{o}; {d}.").fill(o=owner, d=due),
        ),
        (Text(nl="Bij niet nakomen:", en="If not met:"), consequence),
    )


def clause(
    place: int, code: str, title: Text, text: Text, terms: Iterable[Term], language: Language
) -> Clause:
    """A clause of numbered paragraphs: its text, and the terms after it."""
    parts = [("", words, points) for words, points in paragraphs_of(text.to(language))]
    parts += [(lead.to(language), words.to(language).replace("..", "."), ()) for lead, words in terms]
    return Clause(
        number=place,
        code=code,
        title=title.to(language),
        paragraphs=tuple(
            Paragraph(f"{place}.{n}", lead, text, points) for n, (lead, text, points) in enumerate(parts, 1)
        ),
    )


def paragraphs_of(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Plain paragraphs, each with the points that follow it: blank lines part them, and a hyphen begins a point."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for block in text.split("\n\n"):
        words: list[str] = []
        points: list[str] = []
        for line in (line.strip() for line in block.split("\n")):
            if line.startswith(("- ", "* ")):
                points.append(line[2:].strip())
            elif line and points:
                points[-1] = f"{points[-1]} {line}"
            elif line:
                words.append(line)
        if words or not found:
            found.append((" ".join(words), tuple(points)))
        elif points:
            before, earlier = found[-1]
            found[-1] = (before, (*earlier, *points))
    return [one for one in found if one[0] or one[1]] or [("–", ())]
