"""A whole questionnaire on paper: for a works council, a lawyer or a psychologist who reviews it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from assessor.domain.draft_contract import triggers_of
from assessor.domain.formats import day, number
from assessor.domain.language import Language
from assessor.domain.questionnaire.describing import Readers, joined, parts_of
from assessor.domain.questionnaire.model import Questionnaire
from assessor.domain.references import NOT_CHECKED, basis_words
from assessor.domain.report.obligations import bound
from assessor.domain.text import Text
from assessor.domain.words import TIERS, WEIGHTS
from assessor.reports.pdf import paper
from assessor.reports.prose import prose
from assessor.reports.templating import templates


@dataclass(frozen=True)
class Edition:
    """Which questionnaire is printed, in which language, for whom, and seen on which day."""

    questionnaire: Questionnaire
    language: Language
    readers: Readers
    as_of: datetime.date
    """Which law applies now and which later is seen on this day."""


def questionnaire_pdf(edition: Edition) -> bytes:
    """The questionnaire as an accessible PDF. The same edition gives the same bytes."""
    return paper(questionnaire_html(edition))


def questionnaire_html(edition: Edition) -> str:
    """The questionnaire as one HTML document without a style sheet."""
    made = templates().overlay()
    language, found = edition.language, edition.questionnaire

    def w(text: Text | str) -> str:
        return text.to(language) if isinstance(text, Text) else text

    def t(nl: str, en: str) -> str:
        return nl if language == "nl" else en

    made.filters = {
        **made.filters,
        "w": w,
        "num": lambda value: number(value, language),
        "day": lambda date: day(date, language),
        "prose": lambda text: prose(w(text)),
    }
    return made.get_template("pdf/questionnaire.html").render(
        q=found,
        t=t,
        language=language,
        as_of=edition.as_of,
        for_buyer=edition.readers == "buyer",
        weights=WEIGHTS,
        tiers=TIERS,
        sections=[(d, [x for x in found.questions if x.dimension == d.code]) for d in found.dimensions],
        parts=lambda question: parts_of(found, question, edition.as_of, edition.readers),
        conditions=[c.worded() for c in found.contract_conditions],
        triggers=triggers_of(found),
        basis=lambda obligation: basis_words(obligation, edition.as_of),
        binds=lambda obligation: bound(obligation).to(language),
        joined=joined,
        not_checked=NOT_CHECKED,
    )
