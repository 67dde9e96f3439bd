"""The pictures of an assessment: scores per dimension, and who says no to applicants. See also `risk_pictures`.

Each function gives one SVG element as text. The numbers are the Assessment's; nothing is computed here but places.
"""

from __future__ import annotations

from dataclasses import dataclass

from assessor.domain.assessment import Assessment, DimensionResult
from assessor.domain.formats import number, percent
from assessor.domain.language import Language
from assessor.domain.questionnaire.model import Questionnaire
from assessor.domain.text import Text
from assessor.reports.drawing import ACCENT, INK, MUTED, PALE, PAPER, RULE, Drawing, Layout, wrap

# --- scores per dimension ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Lane:
    """Where bars lie: x of 0 and the width of 100."""

    left: float
    width: float

    def at(self, score: float) -> float:
        return self.left + self.width * max(0.0, min(score, 100.0)) / 100


_CORE = Text(nl="Kern", en="Core")
_OTHERS = Text(nl="Overig", en="Other")
_NO_SCORE = Text(nl="geen vragen gesteld", en="no questions asked")
_TOO_FEW = Text(nl="te weinig vragen voor een oordeel", en="too few questions for a judgement")


def dimensions_picture(
    assessment: Assessment,
    questionnaire: Questionnaire,
    language: Language,
    layout: Layout = "wide",
    place: str = "",
) -> str:
    """A bar from 0 to 100 for each dimension, with its ceiling, the range of open points and the class limits."""
    drawing = Drawing(layout)
    lane = _Lane(8, drawing.width - 78) if drawing.is_narrow else _Lane(206, drawing.width - 206 - 92)
    y = 0.0
    for core, name in ((True, _CORE), (False, _OTHERS)):
        group = [d for d in assessment.dimensions if d.is_core == core]
        if not group:
            continue
        limits = [(r.code, r.core if core else r.others) for r in questionnaire.scoring.classes]
        drawing.text(0, y + 20, name.to(language), 13, 700)
        for code, limit in limits:
            drawing.text(lane.at(limit), y + 10, code, 11, 700, "middle", MUTED)
            drawing.text(lane.at(limit), y + 22, _number(limit, language), 11, 400, "middle", MUTED)
        y += 32
        for d in group:
            y = _dimension_row(drawing, lane, d, questionnaire, language, y)
            for _, limit in limits if d.score is not None else ():
                drawing.line(lane.at(limit), y - 36, lane.at(limit), y - 14, MUTED, 1, "2 2")
        y += 6
    _dimension_key(drawing, assessment, language, y + 4)
    title = Text(nl="Score per dimensie, van 0 tot 100.", en="Score for each dimension, from 0 to 100.")
    return drawing.svg(
        "dimensions", title.to(language), _dimensions_in_words(assessment, questionnaire, language), place
    )


def _dimension_row(
    drawing: Drawing,
    lane: _Lane,
    d: DimensionResult,
    questionnaire: Questionnaire,
    language: Language,
    y: float,
) -> float:
    name = questionnaire.dimension_by_code[d.code].name.to(language)
    if drawing.is_narrow:
        drawing.text(0, y + 6, name, 13)
        y += 12
        if d.too_few and d.score is not None:
            drawing.text(0, y + 8, _TOO_FEW.to(language), 11, fill=MUTED)
            y += 15
    else:
        lines = [(line, 13, INK) for line in wrap(name, 27)]
        if d.too_few and d.score is not None:
            lines += [(line, 11, MUTED) for line in wrap(_TOO_FEW.to(language), 33)]
        start = y + 14 - (len(lines) - 1) * 7.5
        for place, (line, size, fill) in enumerate(lines):
            drawing.text(0, start + place * 15, line, size, fill=fill)
    middle, height = y + 9, 16.0
    top = middle - height / 2
    if d.score is None or d.raw is None:
        drawing.text(lane.left + 8, middle + 5, _NO_SCORE.to(language), 12, fill=MUTED)
        return y + 34
    drawing.box(lane.left, top, lane.width, height, PALE)
    if d.raw > d.score:
        drawing.box(lane.at(d.score), top + 0.5, lane.at(d.raw) - lane.at(d.score), height - 1, PAPER, RULE)
    if d.high is not None and d.high > d.score:
        drawing.hatched(lane.at(d.score), top, lane.at(d.high) - lane.at(d.score), height)
    drawing.box(lane.left, top, lane.at(d.score) - lane.left, height, ACCENT)
    if d.ceiling is not None:
        at = lane.at(d.ceiling)
        drawing.box(at - 1.5, top - 4, 3, height + 8, INK)
        drawing.box(at - 5, top - 5, 10, 3, INK)
    shown = _number(d.score, language)
    if d.high is not None and d.high > d.score:
        shown += f"–{_number(d.high, language)}"
    drawing.text(drawing.width, middle + 5, shown, 14, 700, "end")
    drawing.line(lane.left, top - 3, lane.left, top + height + 3, INK)
    return y + 34


def _number(score: float, language: Language) -> str:
    return number(score, language, 0)


def _dimension_key(drawing: Drawing, assessment: Assessment, language: Language, y: float) -> None:
    """What the marks mean; only those that are drawn."""
    scored = [
        d for d in assessment.dimensions if d.score is not None and d.raw is not None and d.high is not None
    ]
    entries = (
        (Text(nl="score", en="score"), "score", True),
        (
            Text(nl="wat open vragen nog kunnen schelen", en="what open questions may still add"),
            "range",
            any((d.high or 0) > (d.score or 0) for d in scored),
        ),
        (
            Text(nl="wat het plafond wegneemt", en="what the ceiling takes away"),
            "taken",
            any((d.raw or 0) > (d.score or 0) for d in scored),
        ),
        (Text(nl="plafond", en="ceiling"), "ceiling", any(d.ceiling is not None for d in scored)),
        (Text(nl="grens van een klasse", en="limit of a class"), "limit", True),
    )
    x = 0.0
    for words, kind, is_drawn in entries:
        if not is_drawn:
            continue
        label = words.to(language)
        wide = 32 + len(label) * 6.2
        if x and x + wide > drawing.width:
            x, y = 0.0, y + 18
        if kind == "score":
            drawing.box(x, y, 16, 11, ACCENT)
        elif kind == "range":
            drawing.hatched(x, y, 16, 11)
        elif kind == "taken":
            drawing.box(x + 0.5, y + 0.5, 15, 10, PAPER, RULE)
        elif kind == "ceiling":
            drawing.box(x + 6.5, y - 1, 3, 13, INK)
            drawing.box(x + 3, y - 2, 10, 3, INK)
        else:
            drawing.line(x + 8, y - 1, x + 8, y + 12, MUTED, 1, "2 3")
        drawing.text(x + 21, y + 10, label, 11, fill=MUTED)
        x += wide


def _dimensions_in_words(assessment: Assessment, questionnaire: Questionnaire, language: Language) -> str:
    sentences = []
    for d in assessment.dimensions:
        name = questionnaire.dimension_by_code[d.code].name
        if d.score is None:
            words = Text(nl="{n}: geen vragen gesteld", en="{n}: no questions asked").fill(n=name)
        else:
            words = Text(nl="{n}: {s}", en="{n}: {s}").fill(n=name, s=_number(d.score, language))
            if d.ceiling is not None:
                text = Text(nl="{w}, plafond {c}", en="{w}, ceiling {c}")
                words = text.fill(w=words, c=d.ceiling)
            if d.high is not None and d.high > d.score:
                text = Text(nl="{w}, hoogstens {h}", en="{w}, at most {h}")
                words = text.fill(w=words, h=_number(d.high, language))
            if d.too_few:
                words = Text(nl="{w}, {f}", en="{w}, {f}").fill(w=words, f=_TOO_FEW)
        sentences.append(words.to(language))
    return "; ".join(sentences) + "."


# --- who says no ------------------------------------------------------------------------------------------

_UNSEEN = Text(nl="door geen mens gezien", en="seen by no human")
_DOUBT = Text(
    nl="onzeker: niet nagerekend, niet vastgelegd of alleen geopend",
    en="in doubt: not recomputed, not recorded or opened only",
)
_SEEN = Text(nl="door een mens bekeken", en="looked at by a person")
_NOBODY = Text(nl="De uitkomst houdt niemand tegen.", en="The output stops nobody.")
_UNKNOWN = Text(
    nl="kan niet worden berekend; ga uit van alle afwijzingen",
    en="cannot be computed; assume all rejections",
)


def ways_out_picture(
    assessment: Assessment, language: Language, layout: Layout = "wide", place: str = ""
) -> str:
    """All rejections as one bar: seen by no human, in doubt, and looked at."""
    drawing = Drawing(layout)
    title = Text(nl="Wie zegt hier nee? Alle afwijzingen.", en="Who says no here? All rejections.").to(
        language
    )
    unseen = assessment.unseen
    if unseen is None:
        drawing.box(0.5, 0.5, drawing.width - 1, 30, PAPER, RULE)
        drawing.text(drawing.width / 2, 21, _NOBODY.to(language), 14, 600, "middle")
        return drawing.svg("ways-out", title, _NOBODY.to(language), place)
    if unseen.lowest is None:
        drawing.hatched(0, 0, drawing.width, 30, INK)
        y = drawing.paragraph(0, 52, _UNKNOWN.to(language), _letters(drawing), 14)
        drawing.paragraph(0, y + 1, unseen.source.to(language), _letters(drawing), 12, MUTED)
        return drawing.svg("ways-out", title, f"{_UNKNOWN.to(language)}. {unseen.source.to(language)}", place)
    parts = [
        (unseen.lowest, _UNSEEN, "full"),
        (unseen.highest - unseen.lowest, _DOUBT, "doubt"),
        (1 - unseen.highest, _SEEN, "seen"),
    ]
    _bar_of_shares(drawing, [(share, kind) for share, _, kind in parts])
    y = 50.0
    lines = []
    for share, words, kind in parts:
        if share < 0.0005 and kind != "full":
            continue
        value = percent(share, language)
        _swatch(drawing, kind, y)
        drawing.text(24, y, value, 14, 700)
        below = drawing.paragraph(72, y, words.to(language), (drawing.width - 72) // 7, 14)
        lines.append(f"{value} {words.to(language)}")
        y = below + 3
    if layout != "slip":
        drawing.paragraph(0, y + 1, unseen.source.to(language), _letters(drawing), 12, MUTED)
    return drawing.svg("ways-out", title, f"{'; '.join(lines)}. {unseen.source.to(language)}", place)


def _letters(drawing: Drawing) -> int:
    return drawing.width // 7


def _bar_of_shares(drawing: Drawing, shares: list[tuple[float, str]]) -> None:
    x = 0.0
    for share, kind in shares:
        w = drawing.width * max(share, 0.0)
        if w < 1:
            continue
        if kind == "full":
            drawing.box(x, 0, w, 30, INK)
        elif kind == "doubt":
            drawing.hatched(x, 0, w, 30, INK)
        else:
            drawing.box(x + 0.5, 0.5, w - 1, 29, PAPER, INK)
        x += w


def _swatch(drawing: Drawing, kind: str, baseline: float) -> None:
    if kind == "full":
        drawing.box(0, baseline - 12, 16, 13, INK)
    elif kind == "doubt":
        drawing.hatched(0, baseline - 12, 16, 13, INK)
    else:
        drawing.box(0.5, baseline - 11.5, 15, 12, PAPER, INK)
