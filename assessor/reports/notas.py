"""A nota van inlichtingen on paper, in either language of the tender."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup

from assessor.domain.formats import moment
from assessor.domain.language import Language
from assessor.domain.nota import Corrected, Published, Spoken
from assessor.domain.report.printable import printable, shortened
from assessor.domain.text import Text
from assessor.reports.prose import prose
from assessor.reports.templating import templates

_HEADING = re.compile(r"<h[34]>(.*?)</h[34]>", re.DOTALL)
_LISTS = {
    "<ul>": '<ul class="points">',
    "<ol>": '<ol class="points points-counted">',
    "<li>": '<li class="point">',
}


@lru_cache(maxsize=64)
def nota_pdf(nota: Published, language: Language, later: tuple[tuple[int, Corrected], ...] = ()) -> bytes:
    """The nota as an accessible PDF, the same bytes each time. Kept, since all vendors come for it at once.

    `later` are the items that a later nota puts right; a paper made after that says so.
    """
    from assessor.reports.pdf import paper  # noqa: PLC0415 - slow to load, and most requests make no PDF

    return paper(nota_html(nota, language, later))


def nota_html(nota: Published, language: Language, later: tuple[tuple[int, Corrected], ...] = ()) -> str:
    """The nota as one HTML document without a style sheet."""
    made = templates().overlay()

    def said(spoken: Spoken) -> Markup:
        """What was typed, in its own language where the reader's is not there."""
        shown = _paragraphs(prose(printable(spoken.to(language))))
        other = spoken.language(language)
        return shown if other == language else Markup('<div lang="{}">{}</div>').format(other, shown)

    made.filters = {
        **made.filters,
        "w": lambda text: text.to(language) if isinstance(text, Text) else text,
        "said": said,
        "moment": lambda when: moment(when, language),
        "short": lambda text: shortened(text, 64),
        "plain": lambda spoken: printable(spoken.to(language)),
        "its_language": lambda spoken: spoken.language(language),
    }
    return made.get_template("pdf/nota.html").render(
        nota=nota,
        language=language,
        t=lambda nl, en: nl if language == "nl" else en,
        later=dict(later),
        created=nota.published_at.date().isoformat(),
    )


def _paragraphs(html: Markup) -> Markup:
    """Without headings of the text's own, which would break the order of the document's, and with marked lists."""
    plain = _HEADING.sub(r"<p><strong>\1</strong></p>", html)
    for tag, named in _LISTS.items():
        plain = plain.replace(tag, named)
    return Markup(plain)  # noqa: S704 - was cleaned
