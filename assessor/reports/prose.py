"""The questionnaires' long texts, from Markdown to HTML: the one place where that is done and cleaned."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import markdown
import nh3
from markupsafe import Markup

_TAGS = {
    "a", "blockquote", "br", "code", "dd", "dl", "dt", "em", "h3", "h4", "li", "ol", "p", "pre", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


@lru_cache(maxsize=1024)
def prose(text: str) -> Markup:
    """Markdown cleaned to a short list of tags. Kept, since the texts are the same for everybody."""
    made: Any = markdown.markdown(text, extensions=["tables", "sane_lists"])
    return Markup(nh3.clean(made, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"https", "mailto"}))  # noqa: S704
