"""The few strokes that all pictures are made of.

A picture is one SVG element of plain presentation attributes: no style attribute, no script, no outside reference, so
that it may stand in a page with a strict content policy as well as in a PDF. Meaning is never carried by colour
alone: areas differ in fill, outline and hatching, and every number is also written.
"""

from __future__ import annotations

import hashlib
from typing import Literal
from xml.sax.saxutils import escape

from assessor.domain.report.printable import printable

Layout = Literal["wide", "narrow", "paper", "slip"]
"""`wide` beside text on a screen, `narrow` for 320 px; `paper` and `slip` are the same for a PDF, whose text
alternative is the title alone and therefore holds all words."""

WIDTHS: dict[Layout, int] = {"wide": 640, "narrow": 330, "paper": 640, "slip": 330}

INK = "#1b2733"
MUTED = "#4f5d6b"
RULE = "#9aa7b3"
ACCENT = "#17496b"
TINT = "#c5d6e3"
PALE = "#e9eff4"
PAPER = "#ffffff"

Anchor = Literal["start", "middle", "end"]


def wrap(text: str, most: int) -> list[str]:
    """Lines of at most `most` characters, broken at blanks; a longer word stands alone."""
    lines: list[str] = []
    for word in printable(text).split():
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]


class Drawing:
    """Shapes and texts on a canvas that grows downwards."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.width = WIDTHS[layout]
        self.height = 0.0
        self._parts: list[str] = []

    @property
    def is_narrow(self) -> bool:
        return self.layout in ("narrow", "slip")

    def _add(self, part: str, bottom: float) -> None:
        self._parts.append(part)
        self.height = max(self.height, bottom)

    def box(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        fill: str = "none",
        stroke: str = "none",
        thick: float = 1,
    ) -> None:
        edge = "" if stroke == "none" else f' stroke="{stroke}" stroke-width="{_n(thick)}"'
        shape = (
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(max(w, 0))}" height="{_n(h)}" fill="{fill}"{edge}/>'
        )
        self._add(shape, y + h + thick)

    def hatched(self, x: float, y: float, w: float, h: float, stroke: str = ACCENT) -> None:
        """An outlined box with slanted lines: readable without colour, and without a pattern's id."""
        self.box(x + 0.5, y + 0.5, w - 1, h - 1, PAPER, stroke)
        steps = []
        at = -h + 4.0
        while at < w:
            left, right = max(at, 0.0), min(at + h, w)
            steps.append(
                f"M{_n(x + left)} {_n(y + h - (left - at))}L{_n(x + right)} {_n(y + h - (right - at))}"
            )
            at += 5
        self._add(f'<path d="{"".join(steps)}" stroke="{stroke}" stroke-width="1" fill="none"/>', y + h)

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        stroke: str = RULE,
        thick: float = 1,
        dashes: str = "",
    ) -> None:
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        ends = f'x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
        self._add(f'<line {ends} stroke="{stroke}" stroke-width="{_n(thick)}"{dashed}/>', max(y1, y2))

    def dot(self, x: float, y: float, r: float, fill: str, stroke: str = INK) -> None:
        self._add(
            f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(r)}" fill="{fill}" stroke="{stroke}" stroke-width="1.5"/>',
            y + r,
        )

    def path(self, steps: str, fill: str, bottom: float) -> None:
        self._add(f'<path d="{steps}" fill="{fill}"/>', bottom)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float = 13,
        weight: int = 400,
        anchor: Anchor = "start",
        fill: str = INK,
    ) -> None:
        """Words with their baseline at y."""
        bold = f' font-weight="{weight}"' if weight != 400 else ""
        at = f'x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" text-anchor="{anchor}"'
        inside = escape(printable(words))
        self._add(f'<text {at} fill="{fill}" font-family="{FONTS}"{bold}>{inside}</text>', y + size * 0.3)

    def paragraph(
        self, x: float, y: float, words: str, most: int, size: float = 13, fill: str = INK
    ) -> float:
        """Wrapped words; the baseline below the last line."""
        for line in wrap(words, most):
            self.text(x, y, line, size, fill=fill)
            y += size * 1.35
        return y

    def svg(self, kind: str, title: str, description: str, place: str = "") -> str:
        """The whole picture. `place` tells two equal pictures on one page apart."""
        body = "".join(self._parts)
        mark = hashlib.sha256(f"{kind}|{place}|{self.layout}|{title}|{body}".encode()).hexdigest()[:10]
        head, more = printable(title), printable(description)
        if self.layout in ("paper", "slip"):
            head, more = f"{head} {more}", ""
        name = f"{kind}-{mark}"
        labels = f'<title id="{name}-t">{escape(head)}</title>'
        labelled = f"{name}-t"
        if more:
            labels += f'<desc id="{name}-d">{escape(more)}</desc>'
            labelled += f" {name}-d"
        size = f'viewBox="0 0 {self.width} {_n(self.height + 2)}" width="{self.width}" height="{_n(self.height + 2)}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" class="picture picture-{self.layout}" '
            f'aria-labelledby="{labelled}" {size}>{labels}{body}</svg>'
        )


FONTS = "Noto Sans, Noto Sans Ext, DejaVu Sans, sans-serif"


def _n(value: float) -> str:
    """A coordinate, short and always the same."""
    return f"{value:.1f}".removesuffix(".0")
