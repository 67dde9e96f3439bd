"""The pictures of the selection: the funnel with who said no and who looked, and rejections that no human saw."""

from __future__ import annotations

from collections.abc import Sequence

from assessor.domain.figures.captions import stages_caption, unseen_words
from assessor.domain.figures.stages import Stage
from assessor.domain.figures.values import as_percent
from assessor.domain.figures.words import (
    CANNOT_BE_COMPUTED,
    DECIDERS,
    LOOKS,
    NO_VALUE,
    capital,
    number_of,
    stage_name,
    together,
)
from assessor.domain.language import Language
from assessor.domain.report.blocks import UnseenRow
from assessor.domain.tables.model import Count
from assessor.domain.text import Text
from assessor.reports.drawing import ACCENT, INK, MUTED, PALE, PAPER, RULE, TINT, Drawing, Layout, wrap

# --- the funnel -------------------------------------------------------------------------------------------

_IN = Text(nl="binnen", en="in")
_THROUGH = Text(nl="door", en="through")
_REJECTED = Text(nl="afgewezen", en="rejected")
_NOT_THROUGH = Text(nl="niet door", en="not through")
_OTHERS = Text(nl="teruggetrokken of nog open", en="withdrawn or still open")
_OF_REJECTED = Text(nl="Van de {n} afwijzingen:", en="Of the {n} rejections:")
_WHO = Text(nl="Wie besliste:", en="Who decided:")

Part = tuple[Text, Count, str]
"""Words, people, and how it is filled."""


def funnel_picture(
    stages: Sequence[Stage], language: Language, layout: Layout = "wide", place: str = ""
) -> str:
    """Per stage a bar of the people who came in, one of the rejections by who looked, and one by who decided."""
    drawing = Drawing(layout)
    most = max((_middle(s.n_in) for s in stages if s.n_in), default=0.0)
    y = 0.0
    for number, stage in enumerate(stages, start=1):
        name = capital(stage_name(stage.name)).to(language)
        for line in wrap(f"{number}. {name}" if len(stages) > 1 else name, _letters(drawing, 15)):
            drawing.text(0, y + 16, line, 15, 700)
            y += 20
        y = _outcomes(drawing, stage, most, language, y + 4)
        if stage.unseen is not None and stage.unseen.n.high:
            of = _OF_REJECTED.fill(n=number_of(stage.unseen.n)).to(language)
            drawing.text(0, y + 14, of, 13, 600)
            u = stage.unseen
            counts = {"unseen": u.unseen, "opened": u.opened, "not_recorded": u.not_recorded, "seen": u.seen}
            y = _bar(
                drawing,
                [(LOOKS[code], n, code) for code, n in counts.items()],
                drawing.width,
                language,
                y + 20,
            )
        if stage.deciders:
            drawing.text(0, y + 14, _WHO.to(language), 13, 600)
            fills = {"rule": "unseen", "model": "full", "model+human": "opened", "human": "seen"}
            parts = [
                (DECIDERS[d.code], d.of_all.k, fills.get(d.code or "", "not_recorded"))
                for d in stage.deciders
            ]
            y = _bar(drawing, parts, drawing.width, language, y + 20)
        y += 12
    title = Text(
        nl="De selectie: wie binnenkwam, wie doorging, en wie nee zei.",
        en="The selection: who came in, who went through, and who said no.",
    )
    return drawing.svg("funnel", title.to(language), stages_caption(stages).to(language), place)


def _outcomes(drawing: Drawing, stage: Stage, most: float, language: Language, y: float) -> float:
    """Everybody who came in, drawn to the scale of the first stage."""
    if stage.n_in is None or stage.n_through is None or not most:
        return y
    parts: list[Part] = [(_THROUGH, stage.n_through, "full")]
    if stage.n_rejected is not None:
        parts.append((_REJECTED, stage.n_rejected, "tint"))
    else:
        came, through = stage.n_in, stage.n_through
        rest = Count(max(came.low - through.high, 0), max(came.high - through.low, 0))
        parts.append((_NOT_THROUGH, rest, "tint"))
    if stage.n_rejected is not None and stage.n_others is not None and stage.n_others.high:
        parts.append((_OTHERS, stage.n_others, "pale"))
    words = Text(nl="{n} mensen {w}", en="{n} people {w}").fill(n=number_of(stage.n_in), w=_IN).to(language)
    drawing.text(0, y + 12, words, 13, 600)
    width = max(drawing.width * _middle(stage.n_in) / most, 4.0)
    return _bar(drawing, parts, width, language, y + 18)


def _bar(drawing: Drawing, parts: Sequence[Part], width: float, language: Language, y: float) -> float:
    """One bar of parts, and below it what they are with their numbers and shares."""
    whole = sum(_middle(count) for _, count, _ in parts)
    x = 0.0
    for _, count, fill in parts:
        w = width * _middle(count) / whole if whole else 0.0
        if w >= 1:
            _fill(drawing, x, y, w, 22, fill)
        x += w
    x, y = 0.0, y + 40
    for words, count, fill in parts:
        if not count.high:
            continue
        share = as_percent(_middle(count) / whole, 0) if count.is_exact and whole else NO_VALUE
        label = (
            Text(nl="{w}: {n} ({s})", en="{w}: {n} ({s})")
            .fill(w=words, n=number_of(count), s=share)
            .to(language)
        )
        wide = 34 + len(label) * 6.9
        if x and x + wide > drawing.width:
            x, y = 0.0, y + 19
        _fill(drawing, x, y - 11, 15, 12, fill)
        lines = wrap(label, int((drawing.width - 21) / 6.6))
        for at, line in enumerate(lines):
            drawing.text(x + 21, y + at * 16, line, 12.5)
        y += 16 * (len(lines) - 1)
        x += wide
    return y + 12


def _fill(drawing: Drawing, x: float, y: float, w: float, h: float, fill: str) -> None:
    match fill:
        case "unseen":
            drawing.box(x, y, w, h, INK)
        case "full":
            drawing.box(x, y, w, h, ACCENT)
        case "opened":
            drawing.hatched(x, y, w, h, INK)
        case "not_recorded":
            drawing.hatched(x, y, w, h, INK)
            drawing.line(x + 0.5, y + h / 2, x + w - 0.5, y + h / 2, INK, 3)
        case "tint":
            drawing.box(x + 0.5, y + 0.5, max(w - 1, 1), h - 1, TINT, INK)
        case "pale":
            drawing.box(x + 0.5, y + 0.5, max(w - 1, 1), h - 1, PALE, RULE)
        case _:
            drawing.box(x + 0.5, y + 0.5, max(w - 1, 1), h - 1, PAPER, INK)


def _middle(count: Count) -> float:
    """Where a small count is drawn."""
    return (count.low + count.high) / 2


def _letters(drawing: Drawing, size: float) -> int:
    return int(drawing.width / (size * 0.56))


# --- unseen rejections ------------------------------------------------------------------------------------

_LEAST = Text(nl="ten minste niet gezien", en="at least not seen")
_MOST = Text(nl="ten hoogste niet gezien", en="at most not seen")


def unseen_picture(
    rows: Sequence[UnseenRow], language: Language, layout: Layout = "wide", place: str = ""
) -> str:
    """A bar from 0 to 100% for each stage or group: full is at least, hatched up to at most."""
    drawing = Drawing(layout)
    left, right = (0.0, 0.0) if drawing.is_narrow else (210.0, 130.0)
    width = drawing.width - left - right
    y = 2.0
    for row in rows:
        if row.heading is not None:
            drawing.text(0, y + 14, row.heading.to(language), 13, 700)
            y += 22
        name = row.name.to(language)
        n = Text(nl="n = {n}", en="n = {n}").fill(n=number_of(row.unseen.n)).to(language)
        share = unseen_words(row.unseen).to(language)
        if drawing.is_narrow:
            for line in wrap(f"{name} ({n}): {share}", 46):
                y += 16
                drawing.text(0, y, line, 12.5)
            middle = y + 14
            y += 28
        else:
            lines = [*wrap(name, 31), n]
            height = 15.0 * len(lines) + 11
            middle = y + height / 2
            for at, line in enumerate(lines):
                drawing.text(0, y + 16 + at * 15, line, 12 if line == n else 13, 400 if line == n else 600)
            for at, line in enumerate(wrap(share, 18)):
                drawing.text(drawing.width - right + 10, middle + 5 + at * 15, line, 13, 700)
            y += height
        _unseen_bar(drawing, row, left, width, middle)
    _unseen_key(drawing, rows, language, y + 8)
    title = Text(nl="Afwijzingen die geen mens zag.", en="Rejections that no human saw.")
    return drawing.svg("unseen", title.to(language), _rows_in_words(rows).to(language), place)


def _unseen_key(drawing: Drawing, rows: Sequence[UnseenRow], language: Language, y: float) -> None:
    """What the fillings mean; only those that are drawn."""
    is_open = any((r.unseen.share or 0.0) < (r.unseen.share_max or 0.0) for r in rows)
    x = 0.0
    for words, fill in ((_LEAST, "unseen"), (_MOST, "opened"))[: 2 if is_open else 1]:
        _fill(drawing, x, y, 15, 12, fill)
        drawing.text(x + 21, y + 10, words.to(language), 11, fill=MUTED)
        if drawing.is_narrow:
            y += 18
        else:
            x += 190


def _unseen_bar(drawing: Drawing, row: UnseenRow, left: float, width: float, y: float) -> None:
    unseen = row.unseen
    if not unseen.n.high:
        return
    drawing.box(left + 0.5, y - 7.5, width - 1, 15, PAPER, INK)
    low = unseen.share or 0.0
    high = 1.0 if unseen.share_max is None else unseen.share_max
    if high > low:
        drawing.hatched(left + width * low, y - 8, width * (high - low), 16, INK)
    drawing.box(left, y - 8, width * low, 16, INK)


def _rows_in_words(rows: Sequence[UnseenRow]) -> Text:
    """Each row with its number and share; headings before those that they head."""
    found = []
    for row in rows:
        share = unseen_words(row.unseen)
        if share == CANNOT_BE_COMPUTED and row.unseen.n.high:
            share = Text(nl="{s}, dus hoogstens 100%", en="{s}, so at most 100%").fill(s=share)
        text = Text(nl="{g} (n = {n}): {s}.", en="{g} (n = {n}): {s}.")
        filled = text.fill(g=row.name, n=number_of(row.unseen.n), s=share)
        if row.heading is not None:
            filled = Text(nl="{h}. {f}", en="{h}. {f}").fill(h=row.heading, f=filled)
        found.append(filled)
    return together(found) if found else NO_VALUE
