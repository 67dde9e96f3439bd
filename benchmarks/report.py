"""P4: the PDF from database to bytes, against the library alone on the same finished HTML."""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from weasyprint import HTML
from weasyprint import document as inner

from assessor.config import read_settings
from assessor.demo.making import make_demonstration
from assessor.domain.report import Report
from assessor.parts import Parts, open_parts
from assessor.reports import pdf
from assessor.reports.documents import render_html
from assessor.services.access import as_actor
from assessor.services.reports import report_of
from assessor.storage.models import Company, Person, Response
from benchmarks.measure import ratio, report

ROUNDS = 3


def first_report(parts: Parts) -> tuple[str, Any]:
    """A response of the demonstration's round, and somebody who may read its assessment."""
    with parts.store.sessions() as db:
        manager = as_actor(db.query(Person).filter_by(email="marja@demo.example").one())
        response = (
            db.query(Response)
            .join(Company, Company.id == Response.company_id)
            .filter(Company.name.startswith("Zoalsaltijd"), Response.state == "opened")
            .one()
        )
        return response.id, manager


def read(parts: Parts, response_id: str, actor: Any) -> Report:
    with parts.store.sessions() as db:
        return report_of(parts.house(db), actor, response_id)


def alone(html: str) -> bytes:
    """The library with our style sheet, without anything of ours around it."""
    looks = pdf._looks(False)
    made: bytes = HTML(string=html).write_pdf(
        stylesheets=[looks.sheet], font_config=looks.fonts, pdf_variant="pdf/ua-1"
    )
    return made


def finished(found: Report) -> str:
    """The HTML as it is printed, the decision page set as tightly as it needs."""
    return pdf._laid_out(found, "nl", False)[0]


def share_of_css(html: str) -> float:
    """The part of making a PDF that goes into finding out which rule applies where."""
    spent = 0.0
    computed = inner.get_all_computed_styles

    def timed(*values: Any, **named: Any) -> Any:
        nonlocal spent
        start = time.perf_counter()
        try:
            return computed(*values, **named)
        finally:
            spent += time.perf_counter() - start

    inner.get_all_computed_styles = timed
    try:
        start = time.perf_counter()
        alone(html)
        return spent / (time.perf_counter() - start)
    finally:
        inner.get_all_computed_styles = computed


def of_length(found: Report, pages: int) -> tuple[str, int]:
    """A report with findings left out or repeated until it has about so many pages, and how many it has."""
    groups = found.groups[1:3]
    while True:
        html = render_html(replace(found, groups=groups), "nl")
        count = len(pdf._layout(html).pages)
        if count >= pages:
            return html, count
        groups = (*groups, *found.groups[1 : 1 + max(1, (pages - count) // 4)])


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = read_settings(Path(folder))
        make_demonstration(settings)
        parts = open_parts(settings)
        response_id, actor = first_report(parts)
        found = read(parts, response_id, actor)
        html = finished(found)
        whole = ratio(
            lambda: pdf.render_pdf(read(parts, response_id, actor), "nl"),
            lambda: alone(html),
            rounds=ROUNDS,
            warm=1,
        )
        report("P4", "report PDF from database to bytes, against the library on its HTML", 1.10, whole)
        report("P4b", "of that, the share of finding the rules of the style sheet", 0.15, share_of_css(html))
        (short, few), (long, many) = of_length(found, 20), of_length(found, 60)
        growth = ratio(lambda: alone(long), lambda: alone(short), rounds=2, warm=0) * few / many
        report("P4c", f"time for a page at {many} pages, against that at {few}", 1.25, growth)
        parts.store.engine.dispose()


if __name__ == "__main__":
    main()
