"""From the Report to HTML in one language. The PDF is made of this HTML; nothing else is."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from assessor.domain.formats import day, number, percent
from assessor.domain.language import Language
from assessor.domain.providers import provider_words
from assessor.domain.report.printable import printable, shortened
from assessor.domain.report.value import Finding, LegalEntry, Report
from assessor.domain.text import Text
from assessor.domain.words import (
    BANDS,
    CONFIDENCE,
    FLAG_OUTCOMES,
    GATE_STATES,
    LEVELS,
    STANDINGS,
    TIERS,
)
from assessor.reports.figure_pictures import draw
from assessor.reports.pictures import dimensions_picture, ways_out_picture
from assessor.reports.risk_pictures import inherent_picture, risk_matrix_picture
from assessor.reports.sentences import answered, class_sentence, gates_line, matrix_sentence
from assessor.reports.templating import templates
from assessor.reports.wording import CHAPTERS, CONFIDENCE_PARTS, GATE_BASIS, NO_SUSPICION, joined_roads

LEAST_FIT, TIGHTEST_FIT = 0, 2
"""How tightly the decision page is set: it must stay one page whatever the names and texts are."""

_LIMITS = (240, 170, 110)
"""The longest text of a reason at each fit."""


def render_html(
    report: Report, language: Language, *, fit: int = LEAST_FIT, only_decision: bool = False
) -> str:
    """The risk assessment, or its decision page alone, as one HTML document without a style sheet."""
    environment = templates().overlay()
    environment.filters = {**environment.filters, **_filters(language)}
    template = environment.get_template("pdf/assessment.html")
    return template.render(_context(report, language, fit), only_decision=only_decision)


def _filters(language: Language) -> dict[str, Callable[..., str]]:
    def short(value: str | Text | tuple[Text, ...], longest: int) -> str:
        if isinstance(value, Text):
            value = value.to(language)
        elif isinstance(value, tuple):
            value = ", ".join(one.to(language) for one in value)
        return shortened(value, longest)

    def sum_on_paper(text: Text) -> str:
        # The fonts of the document have no shape for these two signs.
        root, not_below = ("wortel", "is niet kleiner dan") if language == "nl" else ("root", "is not below")
        return (
            text.to(language)
            .replace("\N{SQUARE ROOT}", root)
            .replace("\N{GREATER-THAN OR EQUAL TO}", not_below)
        )

    def whole(date: datetime.date) -> str:
        return day(date, language)

    return {
        "w": lambda text: text.to(language) if isinstance(text, Text) else str(text),
        "num": lambda value, digits=None: number(value, language, digits),
        "pct": lambda share, digits=0: percent(share, language, digits),
        "day": whole,
        "short": short,
        "sum_on_paper": sum_on_paper,
    }


def _context(report: Report, language: Language, fit: int) -> dict[str, Any]:
    a = report.assessment
    q = report.questionnaire

    def t(nl: str, en: str) -> str:
        return nl if language == "nl" else en

    def higher(finding: Finding) -> str:
        return joined_roads(finding).to(language)

    return {
        "report": report,
        "a": a,
        "q": q,
        "p": report.particulars,
        "language": language,
        "fit": fit,
        "limit": _LIMITS[fit],
        "t": t,
        "higher": higher,
        "level": lambda code: LEVELS[code],
        "band": lambda code: BANDS[code],
        "confidence": lambda word: CONFIDENCE[word],
        "standing": lambda code: STANDINGS[code],
        "gate_state": lambda state: GATE_STATES[state] if state else NO_SUSPICION,
        "gate_basis": GATE_BASIS,
        "flag_outcome": FLAG_OUTCOMES,
        "confidence_parts": CONFIDENCE_PARTS,
        "products": report.products,
        "makers": makers(report),
        "product_types": [p for p in q.product_types if p.code in a.scope.products],
        "marks": ", ".join(m.name.to(language).lower() for m in q.marks if m.code in a.scope.marks),
        "answered": answered(report).to(language),
        "gates_line": gates_line(report).to(language),
        "class_sentence": class_sentence(report).to(language),
        "matrix_sentence": matrix_sentence(report).to(language),
        "chapters": [
            (id, name.to(language))
            for id, name in CHAPTERS
            if id != "recomputation" or report.recomputed.sections
        ],
        "colophon": [(label.to(language), value) for label, value in _colophon(report, language)],
        "footer": _footer(report).to(language),
        "law_tables": _law_tables(report, language),
        "disputes": _disputes(report, language),
        "instruments": "; ".join(dict.fromkeys(e.instrument.to(language) for e in report.law)),
        "recomputed": report.recomputed,
        "drawn": lambda block: Markup(draw(block.picture, language, "paper", block.id)),  # noqa: S704
        "pictures": _pictures(report, language),
    }


def _pictures(report: Report, language: Language) -> dict[str, Markup]:
    a, q = report.assessment, report.questionnaire
    drawn = {
        "ways_out_small": ways_out_picture(a, language, "slip"),
        "ways_out": ways_out_picture(a, language, "paper"),
        "inherent": inherent_picture(a, q, language, "paper"),
        "matrix": risk_matrix_picture(a, q, language, "paper"),
        "dimensions": dimensions_picture(a, q, language, "paper"),
    }
    # Our own markup, in which every text was escaped when it was drawn.
    return {name: Markup(picture) for name, picture in drawn.items()}  # noqa: S704


def makers(report: Report) -> list[tuple[Text, Text]]:
    """Each module with who makes it; nothing where that was never asked."""
    scope, names = report.assessment.scope, report.questionnaire.type_by_code
    if not scope.providers:
        return []
    found = []
    for code in scope.products:
        said = provider_words(scope.provider_of(code))
        found.append((names[code].name, Text(nl=printable(said.nl), en=printable(said.en))))
    return found


def _law_tables(report: Report, language: Language) -> list[tuple[str, list[LegalEntry]]]:
    """What applies and what is to come, apart."""
    now = Text(nl="Wat nu geldt, en wie het bindt", en="What applies now, and whom it binds")
    later = Text(nl="Wat later geldt, en wie het bindt", en="What applies later, and whom it binds")
    tables = [
        (now.to(language), [e for e in report.law if not e.is_later]),
        (later.to(language), [e for e in report.law if e.is_later]),
    ]
    return [(caption, entries) for caption, entries in tables if entries]


def _disputes(report: Report, language: Language) -> dict[str, str]:
    """The readings of disputed rules, each once, with the letter that the table refers to."""
    texts = dict.fromkeys(e.disputed.to(language) for e in report.law if e.disputed is not None)
    return {words: chr(ord("a") + place % 26) for place, words in enumerate(texts)}


def _footer(report: Report) -> Text:
    p = report.particulars
    if not p.publication_hash:
        text = Text(nl="Vragenlijst {q} {v}, hash {h}", en="Questionnaire {q} {v}, hash {h}")
        a = report.assessment
        return text.fill(q=a.questionnaire, v=a.version, h=a.questionnaire_sha256[:16] or "–")
    text = Text(nl="Gepubliceerd onder hash {h}", en="Published under hash {h}")
    return text.fill(h=p.publication_hash[:16])


def _colophon(report: Report, language: Language) -> list[tuple[Text, str]]:
    a, p = report.assessment, report.particulars
    title = report.questionnaire.title.to(language)
    rows = [
        (Text(nl="Beoordeeld", en="Assessed"), a.vendor),
        (Text(nl="Voor", en="For"), a.buyer.name),
        (Text(nl="Kader", en="Setting"), p.title),
        (Text(nl="Verificatie", en="Verification"), p.verification.to(language) if p.verification else ""),
        (Text(nl="Beoordelaars", en="Assessors"), ", ".join(p.assessors)),
        (Text(nl="Naar de stand van", en="As of"), day(a.as_of, language)),
        (Text(nl="Datum van dit rapport", en="Date of this report"), day(p.report_date, language)),
        (Text(nl="Geldig tot", en="Valid until"), day(report.valid_until, language)),
        (
            Text(nl="Vragenlijst", en="Questionnaire"),
            f"{title} ({a.questionnaire} {a.version}), {TIERS[a.tier].to(language)}",
        ),
        (Text(nl="Hash van de vragenlijst", en="Hash of the questionnaire"), a.questionnaire_sha256),
        (Text(nl="Hash van de publicatie", en="Hash of the publication"), p.publication_hash),
        (Text(nl="Stand van het logboek", en="Head of the log"), p.chain_head),
    ]
    return [(label, value) for label, value in rows if value]
