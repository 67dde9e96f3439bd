"""The risk assessment as an accessible PDF (PDF/UA-1).

WeasyPrint is loaded only when a PDF is made: it is slow to load and needs system libraries. Nothing is ever fetched:
the document's own HTML holds no address, and the fetcher knows the data protocol alone.
"""

from __future__ import annotations

import atexit
import base64
import hashlib
import re
import threading
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from assessor.domain.language import Language
from assessor.domain.questionnaire.model import Level
from assessor.domain.report.annex import Annex
from assessor.domain.report.printable import REPLACEMENT
from assessor.domain.report.value import Report
from assessor.places import static_folder, templates_folder
from assessor.reports.annexes import annex_html
from assessor.reports.documents import TIGHTEST_FIT, render_html
from assessor.reports.risk_pictures import level_sign

if TYPE_CHECKING:
    from weasyprint import CSS, Document

_FACES = (("400", "normal"), ("400", "italic"), ("600", "normal"), ("700", "normal"))
_BEYOND_LATIN = re.compile("[\u0100-\u02ff\u1e00-\u1eff\u20a0-\u20cf\u2c60-\u2c7f\ua720-\ua7ff]")
"""Letters that stand in the second, larger half of the fonts."""


class DecisionPageTooLongError(Exception):
    """The decision page takes more than one page, however tightly it is set."""


@dataclass(frozen=True)
class _Looks:
    """The style sheet with its fonts, parsed once and used for every document."""

    sheet: CSS
    fonts: Any


_one_at_a_time = threading.Lock()
"""The parsed style sheet and its fonts are shared, and their C libraries do not promise to bear that."""


def render_pdf(report: Report, language: Language, *, page_check: bool = False) -> bytes:
    """The report as PDF. The same report gives the same bytes.

    The decision page is set more tightly until it is one page. With `page_check` a report that even then takes more
    is refused with `DecisionPageTooLongError`; without it, it is printed over two.
    """
    with _one_at_a_time:
        html, document = _laid_out(report, language, page_check)
        content, missing = _written(html, document)
        if missing:
            # A character without a shape in any font would make the file unreadable to a screen reader.
            html = html.translate(dict.fromkeys(missing, REPLACEMENT))
            content, _ = _written(html, _layout(html))
        return content


def annex_pdf(annex: Annex) -> bytes:
    """The annex to the contract as PDF, in the same look. The same annex gives the same bytes."""
    return paper(annex_html(annex))


def paper(html: str) -> bytes:
    """A document of our own making as PDF, in the same look. The same document gives the same bytes."""
    with _one_at_a_time:
        content, missing = _written(html, _layout(html))
        if missing:
            html = html.translate(dict.fromkeys(missing, REPLACEMENT))
            content, _ = _written(html, _layout(html))
        return content


_LIKELY_ONE_PAGE = 3000
"""So many characters usually fit on the decision page at ease; with more it is tried before all is laid out."""


def _laid_out(report: Report, language: Language, page_check: bool) -> tuple[str, Document]:
    html = render_html(report, language)
    if _decision_letters(html) <= _LIKELY_ONE_PAGE:
        document = _layout(html)
        if _decision_pages(document) == 1:
            return html, document
    html = render_html(report, language, fit=_fit(report, language, page_check))
    return html, _layout(html)


def _decision_letters(html: str) -> int:
    """How much text the decision page holds."""
    decision = html[html.index('id="decision"') : html.index('id="contents"')]
    return len(" ".join(re.sub("<[^>]+>", " ", decision).split()))


def _decision_pages(document: Document) -> int:
    """Pages before the one where the contents begin."""
    return next((place for place, one in enumerate(document.pages) if "contents" in one.anchors), 0)


def _fit(report: Report, language: Language, page_check: bool) -> int:
    """How tightly the decision page must be set to be one page, tried on that page alone."""
    for fit in range(TIGHTEST_FIT + 1):
        if len(_layout(render_html(report, language, fit=fit, only_decision=True)).pages) == 1:
            return fit
    if page_check:
        raise DecisionPageTooLongError
    return TIGHTEST_FIT


def _layout(html: str) -> Document:
    from weasyprint import HTML  # noqa: PLC0415

    looks = _looks(_BEYOND_LATIN.search(html) is not None)
    page = HTML(string=html, url_fetcher=_fetcher())
    return page.render(stylesheets=[looks.sheet], font_config=looks.fonts, pdf_variant="pdf/ua-1")


def _written(html: str, document: Document) -> tuple[bytes, set[int]]:
    """The bytes, and the characters that no font could draw."""
    missing: set[int] = set()

    def finish(document: Document, pdf: Any) -> None:
        for font in document.fonts.values():
            missing.update(font.missing)
        _give_headers_their_scope(pdf)

    identifier = hashlib.sha256(html.encode()).digest()[:16]
    content: bytes = document.write_pdf(finisher=finish, pdf_variant="pdf/ua-1", pdf_identifier=identifier)
    return content, missing


def _give_headers_their_scope(pdf: Any) -> None:
    """Say of every header whether it heads a column or a row.

    WeasyPrint links cells to headers, but says no scope, without which a header in a corner stands alone. Headers in
    a table's head are of columns, all others of rows; the templates keep to that.
    """
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("S") == "/TH" and "A" in item:
            item["A"]["Scope"] = (
                "/Column" if _holder(pdf, _holder(pdf, item)).get("S") == "/THead" else "/Row"
            )


def _holder(pdf: Any, item: dict[str, Any]) -> dict[str, Any]:
    """The structure element that holds this one."""
    reference = item.get("P")
    if not isinstance(reference, bytes):
        return {}
    found = pdf.objects[int(reference.split()[0])]
    return found if isinstance(found, dict) else {}


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    return URLFetcher(allowed_protocols=("data",), allow_redirects=False)


def _forget_looks() -> None:
    """Fonts must be let go while their library is still there."""
    _looks.cache_clear()


@cache
def _looks(beyond_latin: bool) -> _Looks:
    from weasyprint import CSS  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    atexit.register(_forget_looks)
    fonts = FontConfiguration()
    text = (
        _font_faces(beyond_latin)
        + _signs()
        + (templates_folder() / "pdf" / "assessment.css").read_text("utf-8")
    )
    return _Looks(CSS(string=text, font_config=fonts, url_fetcher=_fetcher()), fonts)


def _font_faces(beyond_latin: bool) -> str:
    folder = next(iter(sorted((static_folder() / "vendor").glob("noto-sans@*"))))
    halves = [("latin", "Noto Sans")] + ([("latin-ext", "Noto Sans Ext")] if beyond_latin else [])
    faces = []
    for half, family in halves:
        for weight, style in _FACES:
            content = (folder / f"noto-sans-{half}-{weight}-{style}.woff2").read_bytes()
            source = f"url(data:font/woff2;base64,{base64.b64encode(content).decode()}) format('woff2')"
            rule = f"font-family:'{family}';font-weight:{weight};font-style:{style};src:{source}"
            faces.append(f"@font-face{{{rule}}}")
    return "\n".join(faces)


def _signs() -> str:
    """The level's sign as a background, so that it is decoration to a screen reader: the word stands beside it."""
    rules = []
    for level in get_args(Level):
        sign = base64.b64encode(level_sign(level).encode()).decode()
        rules.append(f".sign-{level}{{background-image:url(data:image/svg+xml;base64,{sign})}}")
    return "\n".join(rules)
