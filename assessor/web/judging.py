"""What a question asked and what was answered, side by side with its anchors; and the form with a judgement.

Shared by the pages on which assessors score alone and those on which they agree.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from assessor.domain.answers import Answer, Key
from assessor.domain.confidential import marked_words
from assessor.domain.formats import read_day
from assessor.domain.phrases import heard
from assessor.domain.questionnaire.counts import in_words
from assessor.domain.questionnaire.kinds import display_row, fields_asked, proposed_anchor
from assessor.domain.questionnaire.method import EvidenceStep
from assessor.domain.questionnaire.model import Field, Kind, Question, Questionnaire
from assessor.domain.references import Reference, references_of
from assessor.domain.report.findings import module_name
from assessor.domain.report.printable import printable
from assessor.domain.text import Text
from assessor.domain.words import FITS, STANDINGS
from assessor.services.drafts import StoredFile
from assessor.services.refusals import Invalid
from assessor.services.sheets import Judgement, Sheet
from assessor.storage.models import AgreedScore, Score
from assessor.web.forms import Form, Outcome, choice, line, paragraphs, trying
from assessor.web.language import language

NO_ANCHOR: tuple[tuple[str, Text], ...] = (
    ("unknown", Text(nl="De leverancier weet het niet", en="The vendor does not know")),
    ("withheld", Text(nl="De leverancier geeft het niet", en="The vendor withholds it")),
    (
        "not_applicable",
        Text(nl="Niet van toepassing, en dat klopt", en="Not applicable, and rightly so"),
    ),
    ("unanswered", Text(nl="Er staat geen antwoord op de vraag", en="The question is not answered")),
)
"""Instead of an anchor. Only "not applicable" is left out of the score; the others count as 0."""


# --- reading ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """One field of an answer in the reader's language: lines, or a table."""

    label: Text
    lines: tuple[str, ...]
    columns: tuple[Text, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Answered:
    """Everything an assessor reads before judging one answer."""

    key: Key
    question: Question
    module: Text | None
    section: Text
    is_open: bool
    """The vendor left it open; it counts as 0 and needs no score."""
    standing: Text | None
    standing_reason: str
    shown: tuple[Shown, ...]
    evidence: EvidenceStep | None
    evidence_note: str
    evidence_date: datetime.date | None
    files: tuple[StoredFile, ...]
    confidential: tuple[Text, ...]
    """What the vendor marks as confidential, and why: to be read, and not to be quoted to others."""
    proposed: int | None
    """The anchor that the answer settles by itself; for the assessor to weigh, never chosen beforehand."""
    references: tuple[Reference, ...]
    heard: frozenset[int]
    """The places of the warning signs that quote a phrase of this answer."""


def answered(
    questionnaire: Questionnaire,
    key: Key,
    answer: Answer | None,
    files: Iterable[StoredFile],
    as_of: datetime.date,
) -> Answered:
    """The answer as it is shown. The law behind it is seen on the day `as_of`."""
    question = questionnaire.by_id[key.question]
    given = answer or Answer()
    return Answered(
        key=key,
        question=question,
        module=module_name(questionnaire, key.module),
        section=questionnaire.dimension_by_code[question.dimension].name,
        is_open=answer is None,
        standing=STANDINGS[given.standing] if given.standing else None,
        standing_reason=printable(given.standing_reason),
        shown=tuple(
            s for f in fields_asked(question, given.value) if (s := _shown(question, f, given)) is not None
        ),
        evidence=questionnaire.step_by_level[given.evidence.value] if given.evidence else None,
        evidence_note=printable(given.evidence_note),
        evidence_date=given.evidence_date,
        files=tuple(file for file in files if file.key == key),
        confidential=marked_words(given),
        proposed=None if given.standing else proposed_anchor(question, given.value),
        references=references_of(questionnaire, question, as_of),
        heard=heard(question, given),
    )


def _shown(question: Question, field: Field, answer: Answer) -> Shown | None:
    value = answer.value.get(field.id)
    if field.kind is Kind.FILES or (field.kind is Kind.TABLE and field.table is not None):
        return None
    if field.kind is Kind.TABLE and isinstance(value, list):
        rows = tuple(
            tuple(printable(cell) for cell in display_row(field, row, language()))
            for row in value
            if isinstance(row, dict)
        )
        return Shown(field.label, (), tuple(c.label for c in field.columns), rows) if rows else None
    lines = tuple(printable(one) for one in in_words(question, field, answer.value, language()))
    return Shown(field.label, lines) if lines else None


@dataclass(frozen=True)
class Neighbours:
    """The questions before and after one, for the links below it."""

    before: Key | None
    after: Key | None
    number: int
    total: int


def neighbours(keys: tuple[Key, ...], key: Key) -> Neighbours:
    place = keys.index(key)
    before = keys[place - 1] if place else None
    after = keys[place + 1] if place + 1 < len(keys) else None
    return Neighbours(before, after, place + 1, len(keys))


def next_missing(keys: tuple[Key, ...], missing: Iterable[Key], after: Key) -> Key | None:
    """The first that lacks a score after `after`, else the first of all; None when none does."""
    left = set(missing) - {after}
    place = keys.index(after)
    return next((key for key in keys[place + 1 :] + keys[:place] if key in left), None)


def key_in(sheet: Sheet, question: str, module: str | None) -> Key | None:
    """The question that an address names, if it was asked of this vendor."""
    key = Key(question, module) if module else Key(question)
    return key if key in sheet.keys else None


# --- the form ---------------------------------------------------------------------------------------------

_DAY = Text(
    nl="Dit is geen datum. Schrijf bijvoorbeeld 23-11-2026.",
    en="This is not a date. Write for example 23-11-2026.",
)


class JudgementForm(Form):
    """An anchor or why there is none, the evidence found, and the reason."""

    anchor = choice(Text(nl="Welke omschrijving past het best?", en="Which description fits best?"))
    evidence = choice(
        Text(nl="Welk bewijs hebt u gevonden?", en="What evidence did you find?"),
        Text(
            nl="Ga af op wat u zelf hebt gezien, niet op wat de leverancier noemt.",
            en="Go by what you saw yourself, not by what the vendor says.",
        ),
    )
    evidence_date = line(
        Text(nl="Datum van dat bewijs", en="Date of that evidence"),
        Text(
            nl="Bijvoorbeeld 14-3-2026. Laat leeg als er geen datum op staat.",
            en="For example 14-3-2026. Leave empty if it carries no date.",
        ),
    )
    fit = choice(
        Text(nl="Past het bewijs bij deze inzet?", en="Does the evidence fit this use?"),
        Text(
            nl="Kijk naar de versie van het product en naar de mensen op wie het is getest.",
            en="Look at the version of the product and at the people it was tested on.",
        ),
    )
    reason = paragraphs(
        Text(nl="Reden", en="Reason"),
        Text(
            nl="Noem wat u zag en wat ontbrak. De leverancier kan deze tekst te lezen krijgen.",
            en="Say what you saw and what was missing. The vendor may get to read this text.",
        ),
    )

    @classmethod
    def of(cls, score: Score | AgreedScore | None) -> JudgementForm:
        """The form as it was sent, else with what was recorded before."""
        if score is None:
            return cls()
        date = f"{score.evidence_date:%d-%m-%Y}" if score.evidence_date else ""
        return cls(
            anchor=score.anchor,
            evidence=score.evidence,
            evidence_date=date,
            fit=score.fit,
            reason=score.reason,
        )

    def record(self, verb: Callable[[Judgement], object]) -> Outcome:
        """Give what was typed to a verb; every message goes to its field, in the order of the page."""
        typed = self.evidence_date.data or ""
        date = read_day(typed) if typed.strip() else None
        is_day = date is not None or not typed.strip()
        judgement = Judgement(
            anchor=self.anchor.data or "",
            evidence=self.evidence.data or "",
            reason=self.reason.data or "",
            fit=self.fit.data or "",
            evidence_date=date,
        )
        with trying(self) as outcome:
            verb(judgement)
            _require_day(is_day)
        if not is_day and "evidence_date" not in self.problems:
            self.refuse({"evidence_date": _DAY})
        order = ["", *self._fields]
        self.problems = dict(sorted(self.problems.items(), key=lambda p: order.index(p[0])))
        return outcome


def _require_day(is_day: bool) -> None:
    if not is_day:
        raise Invalid({"evidence_date": _DAY})


def fits() -> list[tuple[str, Text]]:
    return list(FITS.items())


def steps(questionnaire: Questionnaire) -> list[tuple[str, Text, Text]]:
    """The levels of evidence to choose from, each with an example."""
    words = Text(nl="{l}: {n}", en="{l}: {n}")
    return [
        (s.level.value, words.fill(l=s.level.value, n=s.name), s.example)
        for s in questionnaire.evidence_levels
    ]
