"""What the pages that say how firm an order is have in common: the words, and the picture."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from assessor.domain import firmness_words
from assessor.domain.firmness import Firmness
from assessor.reports.robustness_pictures import places_picture as drawn
from assessor.reports.robustness_pictures import share_words
from assessor.web.language import language


def robustness_parts() -> dict[str, Any]:
    """For templates/components/robustness.html."""
    return {"firm": firmness_words, "places_picture": places_picture, "share_words": share_words}


def places_picture(found: Firmness, place: str) -> Markup:
    """For wide and for narrow screens; the style sheet shows one of them."""
    both = drawn(found, language(), "wide", place) + drawn(found, language(), "narrow", place)
    return Markup(both)  # noqa: S704 - our own drawing, in which every text was escaped
