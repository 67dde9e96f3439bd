"""Whatever a vendor types, the document is made, stays conforming, and fetches nothing."""

from __future__ import annotations

import base64
import dataclasses
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import page
import pytest

from assessor.domain.answers import Agreed, Answer, Answers, IntegrityFlag, Key
from assessor.domain.assess import Case, assess
from assessor.domain.report import Particulars, Report, make_report
from assessor.reports import pdf
from assessor.reports.documents import render_html
from assessor.reports.pdf import render_pdf
from tests.reports import samples
from tests.reports.reading import opened, whole_text

SECRET = "geheim-van-de-kanarie"

HOSTILE = (
    "\x00", "a\x00b", "\x01\x02\x1b[31m", "\ud800", "x\udfff\udc00y", "\ufffe\uffff", "\U0001fffe", "\ufdd0",
    "\u202egnp.exe", "\u2066links\u2069", "\ufeffBOM", "\u200b\u200d\u2060", "e\u0301" * 300, "漢字かな交じり",
    "مرحبا بالعالم", "ภาษาไทย", "😀👩‍👩‍👧🏳️‍🌈", "\ue000\U000f0000", "\u0378\U0001fbff", "𝕳𝖊𝖑𝖑𝖔",
    "Łódź Žižkov İstanbul", "<script>alert(1)</script>", "</style></title></main></body></html>", "<!-- open",
    "]]>", "&lt;b&gt;&amp;nbsp;&#0;", "\"'><svg onload=x>", "{{ 7 * 7 }}", "{% raw %}", "{vendor} {0} {", "%s %n %(x)s",
    "${jndi:ldap://x}", "javascript:alert(1)", "'; DROP TABLE answers; --", "=cmd|'/c calc'!A1", "\r\n\r\nregel\rdrie",
    "W" * 1500, "lang woord " * 300, "\t\v\f", "../../../../etc/passwd",
)  # fmt: skip


def with_texts(text: str, *others: str) -> Report:
    """A report in which every text that somebody can type is hostile, each place its own if there are enough."""
    texts = [text, *others]
    case = samples.half_open()
    given: dict[Key, Answer] = {}
    agreed: dict[Key, Agreed] = {}
    for place, key in enumerate(case.answers):
        words = texts[place % len(texts)]
        known = case.answers[key]
        value = {id: words if isinstance(v, str) and " " in v else v for id, v in known.value.items()}
        given[key] = dataclasses.replace(
            known, value=value, evidence_note=words, standing_reason=words, files=(f"{words}.pdf",)
        )
        agreed[key] = dataclasses.replace(case.agreed[key], reason=words)
    case = dataclasses.replace(
        case,
        vendor=text,
        buyer=dataclasses.replace(case.buyer, name=text),
        agreed=agreed,
        flags=(IntegrityFlag("BIA-04", "misleading", text),),
    )
    return _report(case, given, text)


def _report(case: Case, answers: Answers, text: str) -> Report:
    particulars = Particulars(
        samples.REPORT_DATE, title=text, product=text, assessors=(text, text), vendor_reply=text,
        publication_hash=text, chain_head=text,
    )  # fmt: skip
    return make_report(case.questionnaire, assess(case), answers, particulars)


def test_there_are_forty_hostile_texts() -> None:
    assert len(set(HOSTILE)) == 40


@pytest.mark.parametrize("text", HOSTILE, ids=[f"text{n}" for n in range(len(HOSTILE))])
def test_a_hostile_name_breaks_no_page_of_the_document(text: str) -> None:
    html = render_html(with_texts(text), "nl")
    html.encode("utf-8")
    for never in ("\x00", "\x0b", "\u202e", "<script", "onload=x>", "<!-- open", "49</h1>"):
        assert never not in html
    assert html.count("</main>") == 1
    assert html.count("</html>") == 1


def test_all_hostile_texts_together_give_a_conforming_pdf() -> None:
    report = with_texts("Naam\x00 <b>漢字 😀 {{ 7 * 7 }} \ud800\ufffe", *HOSTILE)
    printed = render_pdf(report, "nl", page_check=True)
    checked = page.validate_pdf_bytes(printed, profile="ua1")
    assert checked.is_compliant, [(f.rule_id, f.message) for f in checked.failures][:5]
    text = whole_text(printed)
    assert "<script>alert(1)</script>" in text
    assert "{{ 7 * 7 }}" in text
    assert "\ufffd" in text


# --- nothing is fetched -----------------------------------------------------------------------------------


class Canary:
    """A server that notes every call, and a file that should never be read."""

    def __init__(self, folder: Path) -> None:
        self.calls: list[str] = []
        self.file = folder / "kanarie.txt"
        self.file.write_text(SECRET)
        calls = self.calls

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                calls.append(self.path)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(SECRET.encode())

            def log_message(self, format: str, *args: object) -> None:
                """Not on the screen."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def canary(tmp_path: Path) -> Iterator[Canary]:
    found = Canary(tmp_path)
    yield found
    found.server.shutdown()
    found.server.server_close()


def channels(url: str) -> list[str]:
    """Ways by which markup makes a renderer fetch."""
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}/inner" width="9" height="9"/></svg>'
    )
    inner = base64.b64encode(drawing.encode()).decode()
    return [
        f'<img src="{url}/img" alt="x">',
        f'<img srcset="{url}/srcset 2x" src="{url}/s" alt="x">',
        f'<object data="{url}/object"></object>',
        f'<embed src="{url}/embed">',
        f'<link rel="stylesheet" href="{url}/link.css">',
        f'<link rel="attachment" href="{url}/attachment">',
        f'<a rel="attachment" href="{url}/a-attachment">x</a>',
        f"<style>@import url({url}/import.css);</style>",
        f"<style>@font-face{{font-family:k;src:url({url}/font)}} p{{font-family:k}}</style><p>k</p>",
        f'<p style="background:url({url}/background)">x</p>',
        f'<ul style="list-style-image:url({url}/list)"><li>x</li></ul>',
        f'<p style="content:url({url}/content)">x</p>',
        f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}/svg-image" width="9" height="9"/></svg>',
        f'<svg xmlns="http://www.w3.org/2000/svg"><use href="{url}/use.svg#a"/></svg>',
        f'<base href="{url}/base/"><img src="relative" alt="x">',
        f'<iframe src="{url}/iframe"></iframe><input type="image" src="{url}/input">',
        f'<img src="data:image/svg+xml;base64,{inner}" alt="x">',
    ]


def test_even_markup_in_the_document_itself_would_fetch_nothing(canary: Canary) -> None:
    """As if escaping had failed: the fetcher alone must hold."""
    body = "".join([*channels(canary.address), *channels(canary.file.as_uri().removesuffix("/"))])
    html = f'<html lang="nl"><head><title>k</title></head><body><h1>k</h1>{body}</body></html>'
    content, _ = pdf._written(html, pdf._layout(html))
    assert canary.calls == []
    assert SECRET.encode() not in content
    with opened(content) as file:
        assert "/EmbeddedFiles" not in file.Root.get("/Names", {})
        assert SECRET not in whole_text(content)


def test_a_vendors_text_fetches_nothing_attaches_nothing_and_reads_no_file(canary: Canary) -> None:
    texts = [*channels(canary.address), *channels(canary.file.as_uri())]
    assert len(texts) >= 24
    content = render_pdf(with_texts(texts[0], *texts), "en")
    assert canary.calls == []
    with opened(content) as file:
        assert "/EmbeddedFiles" not in file.Root.get("/Names", {})
    assert SECRET not in whole_text(content)
