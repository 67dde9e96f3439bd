"""The pictures of risk: how the inherent risk is built up, where the case lies in the matrix, and the level's sign."""

from __future__ import annotations

from itertools import groupby

from assessor.domain.assessment import Assessment
from assessor.domain.language import Language
from assessor.domain.questionnaire.model import ControlClass, Level, Questionnaire
from assessor.domain.text import Text
from assessor.domain.words import BANDS, CONTROL_CLASSES, LEVELS
from assessor.reports.drawing import ACCENT, INK, MUTED, PALE, PAPER, RULE, TINT, Drawing, Layout, wrap

# --- inherent risk ----------------------------------------------------------------------------------------


def inherent_picture(
    assessment: Assessment,
    questionnaire: Questionnaire,
    language: Language,
    layout: Layout = "wide",
    place: str = "",
) -> str:
    """The inherent risk as a staircase: each part starts where the one before ended; the last bar is the sum."""
    drawing = Drawing(layout)
    left = 0.0 if drawing.is_narrow else 250.0
    width = drawing.width - left - 44
    cap = questionnaire.inherent.cap

    def at(points: float) -> float:
        return left + width * min(points, cap) / cap

    bands = sorted(questionnaire.inherent.bands, key=lambda b: b.at_least)
    ends = [b.at_least for b in bands[1:]] + [cap]
    for band, end in zip(bands, ends, strict=True):
        middle = (at(band.at_least) + at(end)) / 2
        drawing.text(
            middle, 12, band.code, 12, 700, "middle", INK if band.code == assessment.inherent.band else MUTED
        )
    y, total = 24.0, 0
    lines = []
    for part in assessment.inherent.parts:
        label = part.label.to(language)
        if drawing.is_narrow:
            drawing.text(0, y + 11, wrap(label, 44)[0], 13)
            y += 18
        else:
            drawing.text(0, y + 12, wrap(label, 36)[0], 13)
        drawing.box(
            at(total), y, max(at(total + part.points) - at(total), 1.5), 15, ACCENT if part.points else RULE
        )
        total += part.points
        for band in bands[1:]:
            drawing.line(at(band.at_least), y - 3, at(band.at_least), y + 18, MUTED, 1, "2 2")
        drawing.line(left, y - 3, left, y + 18, INK)
        drawing.text(at(total) + 5, y + 12, f"+{part.points}", 13, 600)
        lines.append(f"{label} +{part.points}")
        y += 23
    score = assessment.inherent.score
    sum_label = Text(nl="Inherent risico", en="Inherent risk").to(language)
    if drawing.is_narrow:
        drawing.text(0, y + 13, sum_label, 13, 700)
        y += 19
    else:
        drawing.text(0, y + 15, sum_label, 13, 700)
    drawing.box(left, y, max(at(score) - left, 1.5), 20, INK)
    drawing.text(at(score) + 5, y + 15, str(score), 15, 700)
    for band in bands[1:]:
        drawing.line(at(band.at_least), 2, at(band.at_least), 16, MUTED, 1, "2 2")
    title = Text(nl="Opbouw van het inherente risico.", en="How the inherent risk is built up.").to(language)
    words = Text(nl="{p}; samen {s} van {c}, klasse {b}.", en="{p}; together {s} of {c}, band {b}.")
    filled = words.fill(p="; ".join(lines), s=score, c=cap, b=assessment.inherent.band)
    return drawing.svg("inherent", title, filled.to(language), place)


# --- the matrix -------------------------------------------------------------------------------------------

_SHADES: dict[Level, str] = {
    "low": PAPER,
    "moderate": PALE,
    "high": TINT,
    "very_high": "#9db9cd",
    "unacceptable": "#9db9cd",
}
_CLASSES: tuple[ControlClass, ...] = ("A", "B", "C", "D")
_HEIGHT = 58.0


def risk_matrix_picture(
    assessment: Assessment,
    questionnaire: Questionnaire,
    language: Language,
    layout: Layout = "wide",
    place: str = "",
) -> str:
    """Inherent risk against control class, the case marked and the what-ifs numbered as in their table."""
    drawing = Drawing(layout)
    without = assessment.control_class is None
    columns: list[str] = ["–"] if without else list(_CLASSES)
    left = 34.0 if drawing.is_narrow else 150.0
    width = (drawing.width - left - 2) / len(columns)
    top = 40.0 if drawing.is_narrow else 44.0
    head = Text(nl="Beheersing", en="Control").to(language)
    drawing.text(left, 13, head, 12, 700)
    for place_, code in enumerate(columns):
        words = _no_class(language) if without else f"{code} · {CONTROL_CLASSES[code].to(language)}"
        label = code if drawing.is_narrow and not without else words
        drawing.text(left + width * (place_ + 0.5), top - 10, label, 12, 600, "middle")
    bands = sorted(questionnaire.inherent.bands, key=lambda b: -b.at_least)
    for row, band in enumerate(bands):
        y = top + row * _HEIGHT
        if drawing.is_narrow:
            drawing.text(0, y + 34, band.code, 13, 700)
        else:
            drawing.text(0, y + 26, band.code, 14, 700)
            drawing.text(0, y + 43, BANDS[band.code].to(language), 12, fill=MUTED)
        for column, code in enumerate(columns):
            level = _level(questionnaire, band.code, code)
            _cell(drawing, left + column * width, y, width, level, language)
    _case(drawing, assessment, [b.code for b in bands], columns, left, top, width)
    if not drawing.is_narrow:
        drawing.text(0, 13, Text(nl="Inherent risico", en="Inherent risk").to(language), 12, 700)
    y = top + len(bands) * _HEIGHT + 22
    _matrix_key(drawing, assessment, language, y)
    title = Text(nl="Plaats in de risicomatrix.", en="Place in the risk matrix.").to(language)
    return drawing.svg("matrix", title, _matrix_in_words(assessment, language), place)


def _no_class(language: Language) -> str:
    return Text(nl="geen beheersingsklasse", en="no control class").to(language)


def _level(questionnaire: Questionnaire, band: str, column: str) -> Level:
    if column == "–":
        return next(level for code, level in questionnaire.residual_without_class.items() if code == band)
    row = next(row for code, row in questionnaire.residual.items() if code == band)
    return next(level for code, level in row.items() if code == column)


def _cell(drawing: Drawing, x: float, y: float, width: float, level: Level, language: Language) -> None:
    drawing.box(x + 0.5, y + 0.5, width - 1, _HEIGHT - 1, _SHADES[level], RULE)
    words = LEVELS[level].to(language)
    size = 11 if drawing.is_narrow else 13
    drawing.text(x + width / 2, y + 22, words, size, 400, "middle")


def _case(
    drawing: Drawing,
    assessment: Assessment,
    bands: list[str],
    columns: list[str],
    left: float,
    top: float,
    width: float,
) -> None:
    column = columns.index(assessment.control_class or "–")
    x = left + column * width
    y = top + bands.index(assessment.inherent.band) * _HEIGHT
    drawing.box(x + 1.5, y + 1.5, width - 3, _HEIGHT - 3, "none", INK, 3.5)
    drawing.dot(x + width / 2, y + 42, 6, INK)
    numbered = list(enumerate(assessment.inherent.what_ifs, start=1))
    for band, group in groupby(
        sorted(numbered, key=lambda p: (bands.index(p[1].band), p[0])), lambda p: p[1].band
    ):
        marks = [number for number, _ in group]
        row = top + bands.index(band) * _HEIGHT
        step = min(18.0, (width - 10) / max(len(marks), 1))
        if band == assessment.inherent.band:
            continue
        start = x + width / 2 - step * (len(marks) - 1) / 2
        for place, mark in enumerate(marks):
            drawing.dot(start + place * step, row + 42, 8, PAPER)
            drawing.text(start + place * step, row + 46, str(mark), 11, 600, "middle")


def _matrix_key(drawing: Drawing, assessment: Assessment, language: Language, y: float) -> None:
    drawing.dot(8, y - 4, 6, INK)
    drawing.text(22, y, Text(nl="dit aanbod", en="this offer").to(language), 12)
    moved = [n for n, w in enumerate(assessment.inherent.what_ifs, 1) if w.band != assessment.inherent.band]
    if moved:
        x, y = (8, y + 22) if drawing.is_narrow else (128, y)
        drawing.dot(x, y - 4, 8, PAPER)
        drawing.text(x, y, str(moved[0]), 11, 600, "middle")
        text = Text(nl="hetzelfde aanbod, anders gebruikt", en="the same offer, used otherwise")
        drawing.text(x + 15, y, text.to(language), 12)


def _matrix_in_words(assessment: Assessment, language: Language) -> str:
    case = Text(
        nl="Inherent risico {b}, beheersing {c}: de matrix geeft {m}; het niveau is {l}.",
        en="Inherent risk {b}, control {c}: the matrix gives {m}; the level is {l}.",
    )
    none = Text(nl="zonder klasse", en="without class")
    sentences = [
        case.fill(
            b=assessment.inherent.band,
            c=assessment.control_class or none,
            m=LEVELS[assessment.matrix_level],
            l=LEVELS[assessment.residual_level],
        ).to(language)
    ]
    for number, what_if in enumerate(assessment.inherent.what_ifs, start=1):
        text = Text(nl="{n}: {c}: {b}, {l}.", en="{n}: {c}: {b}, {l}.")
        filled = text.fill(n=number, c=what_if.change, b=what_if.band, l=LEVELS[what_if.level])
        sentences.append(filled.to(language))
    return " ".join(sentences)


# --- the sign of a level ----------------------------------------------------------------------------------

_STEPS: dict[Level, int] = {"low": 1, "moderate": 2, "high": 3, "very_high": 4}


def level_sign(level: Level) -> str:
    """A sign for the eye beside the level's word: four steps filled up, or a cross. Hidden from screen readers."""
    shapes = []
    if level == "unacceptable":
        shapes.append(f'<rect x="1" y="1" width="46" height="46" fill="{INK}"/>')
        shapes.append(f'<path d="M13 13L35 35M35 13L13 35" stroke="{PAPER}" stroke-width="7" fill="none"/>')
    else:
        for step in range(1, 5):
            height = 11 * step
            fill = INK if step <= _STEPS[level] else PAPER
            shapes.append(
                f'<rect x="{12 * step - 11}" y="{47 - height}" width="9" height="{height - 1}" '
                f'fill="{fill}" stroke="{INK}" stroke-width="1.5"/>'
            )
    inside = "".join(shapes)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" class="sign" aria-hidden="true" focusable="false" '
        f'viewBox="0 0 48 48" width="48" height="48">{inside}</svg>'
    )
