"""The picture of how firm an order is: a bar for each offer and place, as long as the share of nearby weightings.

The same on screen and on paper. A number stands beside every bar, so that nothing hangs on shade or colour.
"""

from __future__ import annotations

from assessor.domain.firmness import Firm, Firmness
from assessor.domain.firmness_words import hundredths, of_hundred
from assessor.domain.language import Language
from assessor.domain.text import Text
from assessor.reports.drawing import ACCENT, INK, MUTED, PALE, RULE, Drawing, Layout, wrap

MOST_OFFERS = 12
MOST_PLACES = 5
"""What is drawn at most; the table beside it has all."""


def places_picture(found: Firmness, language: Language, layout: Layout = "wide", note: str = "") -> str:
    """Offers in their order, a column for each place. `note` tells two equal pictures on one page apart."""
    drawing = Drawing(layout)
    shown = found.offers[:MOST_OFFERS]
    places = min(len(found.offers), MOST_PLACES)
    if drawing.is_narrow:
        _narrow(drawing, shown, places, found.draws, language)
    else:
        _wide(drawing, shown, places, found.draws, language)
    title = Text(
        nl="Hoe vaak elke inschrijving welke plaats heeft, van 100 wegingen in de buurt van deze.",
        en="How often each offer has which place, of 100 weightings near these.",
    )
    return drawing.svg("places", title.to(language), _in_words(shown, places, found, language), note)


def _head(place: int) -> Text:
    return Text(nl="plaats {n}", en="place {n}").fill(n=place)


def share_words(count: int, draws: int) -> str:
    """Short, for beside a bar: a number of a hundred."""
    if count == 0:
        return "0"
    whole = hundredths(count, draws)
    if whole == 0:
        return "<1"
    return ">99" if whole >= 100 and count < draws else str(whole)


def _wide(drawing: Drawing, offers: tuple[Firm, ...], places: int, draws: int, language: Language) -> None:
    left, y = 210.0, 26.0
    column = (drawing.width - left) / places
    lane = column - 44
    for place in range(places):
        drawing.text(left + place * column, 13, _head(place + 1).to(language), 12, 700)
    for offer in offers:
        lines = wrap(offer.name.to(language), 29)[:2]
        for number, line in enumerate(lines):
            drawing.text(0, y + 14 - (len(lines) - 1) * 8 + number * 16, line, 13)
        for place in range(places):
            _bar(drawing, left + place * column, y, lane, offer.drawn.places[place], draws)
        y += 38
        drawing.line(0, y - 9, drawing.width, y - 9, PALE)


def _narrow(drawing: Drawing, offers: tuple[Firm, ...], places: int, draws: int, language: Language) -> None:
    y = 0.0
    for offer in offers:
        for line in wrap(offer.name.to(language), 44)[:2]:
            drawing.text(0, y + 13, line, 13, 700)
            y += 17
        for place in range(places):
            count = offer.drawn.places[place]
            if count:
                drawing.text(8, y + 14, _head(place + 1).to(language), 12, fill=MUTED)
                _bar(drawing, 70, y, drawing.width - 70 - 46, count, draws)
                y += 24
        y += 10


def _bar(drawing: Drawing, x: float, y: float, lane: float, count: int, draws: int) -> None:
    height = 18.0
    drawing.box(x + 0.5, y + 0.5, lane - 1, height - 1, PALE, RULE)
    if count:
        drawing.box(x, y, max(lane * count / draws, 2), height, ACCENT)
    words = share_words(count, draws)
    drawing.text(x + lane + 6, y + 14, words, 13, 700 if count else 400, fill=INK if count else MUTED)


def _in_words(offers: tuple[Firm, ...], places: int, found: Firmness, language: Language) -> str:
    one = Text(nl="{p} bij {n}", en="{p} in {n}")
    sentences = []
    for offer in offers:
        parts = [
            one.fill(p=_head(place + 1), n=of_hundred(offer.drawn.places[place], found.draws)).to(language)
            for place in range(places)
            if offer.drawn.places[place]
        ]
        behind = Text(nl="geen van de eerste {n} plaatsen", en="none of the first {n} places").fill(n=places)
        sentences.append(f"{offer.name.to(language)}: {', '.join(parts) or behind.to(language)}")
    return "; ".join(sentences) + "."
