"""Files made to do harm: refused by name, with nothing kept; names with paths and tricks are only names."""

from __future__ import annotations

import io
import zipfile

import pytest

from assessor.domain.limits import FILE_BYTES
from assessor.domain.tables.grid import Fault, Faults
from assessor.domain.text import Text
from assessor.services import incoming
from assessor.storage.models import Person
from tests.conftest import Round
from tests.factories import fill_in
from tests.naughty import NAUGHTY
from tests.web.client import Client, Page
from tests.web.conftest import Browser
from tests.web.replaying import contents
from tests.web.sending import send

PDF = b"%PDF-1.7\nsmall"


@pytest.fixture
def desk(published: Round, browser: Browser) -> Client:
    fill_in(published.town, published.vendor, published.response)
    return browser(published.vendor)


def upload(desk: Client, published: Round, name: str, content: bytes) -> Page:
    path = f"/responses/{published.response}/questions/CTX-01"
    pairs = [(n, str(v)) for n, v in desk.get(path).fields().items()] + [("action", "upload")]
    return send(desk, path, pairs, ("file", name, content))


def kept(published: Round) -> list[str]:
    folder = published.town.store.files.folder
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*")) if folder.is_dir() else []


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return body.getvalue()


def broken_odt(method: int) -> bytes:
    """A document whose first part says it is packed in some way, and is not."""
    whole = bytearray(zipped({"mimetype": b"\xff" * 46, "content.xml": b"<x/>"}, zipfile.ZIP_STORED))
    for start, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = whole.find(start) + at
        whole[place : place + 2] = method.to_bytes(2, "little")
    return bytes(whole)


BAD = {
    "a program": ("virus.exe", b"MZ"),
    "a page": ("pagina.html", b"<script>"),
    "a picture that runs": ("beeld.svg", b"<svg onload=alert(1)>"),
    "a page called PDF": ("rapport.pdf", b"<html><script>alert(1)</script>"),
    "a program called PDF": ("rapport.pdf", b"MZ\x90\0"),
    "a picture called sheet": ("tabel.xlsx", b"\x89PNG\r\n\x1a\n"),
    "any zip called sheet": ("tabel.xlsx", zipped({"a": b"x"})),
    "a macro": (
        "brief.docx",
        zipped({"[Content_Types].xml": b"", "word/document.xml": b"", "vbaProject.bin": b""}),
    ),
    "nothing": ("leeg.pdf", b""),
    "no name to speak of": ("...", PDF),
    "two endings": ("rapport.pdf.js", PDF),
    "a turned name": ("rapport\u202efdp.exe.pdf", PDF),
    "NUL in the name": ("rapport.exe\0.pdf", PDF),
    "a name without end": ("x" * 300 + ".pdf", PDF),
    "cut short": ("tabel.xlsx", zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b""})[:-9]),
    "not packed as it says": ("brief.odt", broken_odt(zipfile.ZIP_DEFLATED)),
    "not packed as it says, otherwise": ("brief.odt", broken_odt(zipfile.ZIP_LZMA)),
    "not packed as it says, again": ("brief.odt", broken_odt(zipfile.ZIP_BZIP2)),
    "packed in an unknown way": ("brief.odt", broken_odt(99)),
    "no JSON": ("kaart.json", b"hello"),
    "binary called text": ("noot.txt", b"a\0b"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_refused_and_nothing_is_kept(desk: Client, published: Round, what: str) -> None:
    name, content = BAD[what]
    before = contents(published.town)
    page = upload(desk, published, name, content)
    assert page.status == 422, page.text[-500:]
    assert kept(published) == []
    assert contents(published.town) == before
    said = " ".join(page.find("div", id="file-error").itertext())
    assert said.strip()
    if name.isprintable() and len(name) < 200 and name.strip("."):
        assert name in said


def test_a_file_over_the_limit_is_refused_before_anything_is_kept(desk: Client, published: Round) -> None:
    before = contents(published.town)
    page = upload(desk, published, "groot.pdf", PDF + bytes(FILE_BYTES))
    assert page.status == 422
    assert "groot.pdf" in page.words
    assert "50 MB" in page.words
    page = upload(desk, published, "reus.pdf", PDF + bytes(FILE_BYTES + 3 * 1024 * 1024))
    assert page.status == 413
    assert "50 MB" in page.words
    assert contents(published.town) == before
    assert kept(published) == []


def test_a_packed_bomb_is_unpacked_no_further_than_it_may(desk: Client, published: Round) -> None:
    document = {"[Content_Types].xml": b"<x/>", "word/document.xml": bytes(300_000_000)}
    assert (
        upload(desk, published, "bom.docx", zipped(document)).status == 302
    )  # stored as it is, never unpacked
    sheet = {
        "[Content_Types].xml": b"<x/>",
        "xl/workbook.xml": b"<x/>",
        "xl/_rels/workbook.xml.rels": b"<x/>",
        "xl/worksheets/sheet1.xml": bytes(300_000_000),
    }
    bomb = zipped(sheet)
    assert len(bomb) < 400_000
    page = upload(desk, published, "bom.xlsx", bomb)
    assert page.status == 422
    assert "100 MB" in page.words
    folder = published.town.store.files.folder
    assert sum(p.stat().st_size for p in folder.rglob("*")) < 2_000_000


@pytest.mark.parametrize("path", ["questions/VAL-01", "tables/T1"])
def test_a_spreadsheet_is_read_while_others_can_write(
    desk: Client, published: Round, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def write_meanwhile(name: str, content: bytes) -> Faults:
        now = published.town.now
        who = Person(name="Iemand (fictief)", email="iemand@voorbeeld.nl", role="officer", created_at=now)
        published.town.put(who)
        read.append(name)
        return Faults((Fault(Text(nl="Zo niet.", en="Not like this.")),))

    monkeypatch.setattr(incoming, "read", write_meanwhile)
    monkeypatch.setattr(incoming, "read_loosely", write_meanwhile)
    address = f"/responses/{published.response}/{path}"
    before = contents(published.town)
    fields = [(name, str(value)) for name, value in desk.get(address).fields().items()]
    page = send(desk, address, [*fields, ("action", "upload")], ("file", "T1.csv", b"ground;n_in\nsex;1\n"))
    assert (page.status, read) == (422, ["T1.csv"])
    assert "Zo niet." in page.words
    after = contents(published.town)
    assert {name for name in after if after[name] != before[name]} == {"people"}
    assert kept(published) == []


PATHS = (
    "../../../etc/x.pdf",
    "..\\..\\x.pdf",
    "/etc/x.pdf",
    "C:\\fakepath\\x.pdf",
    "a/b/c/x.pdf",
    "~/x.pdf",
    "./x.pdf",
)


def test_a_path_before_a_name_has_no_meaning(desk: Client, published: Round) -> None:
    outside = sorted(published.town.store.files.folder.parent.rglob("x.pdf"))
    for name in PATHS:
        assert upload(desk, published, name, PDF + name.encode()).status == 302
    assert sorted(published.town.store.files.folder.parent.rglob("x.pdf")) == outside == []
    assert len(kept(published)) == len(PATHS)
    links = [
        link
        for link in desk.get(f"/responses/{published.response}/questions/CTX-01").links
        if "/files/" in link
    ]
    for link in links:
        name = desk.browser.get(link).headers["Content-Disposition"].partition("filename=")[2]
        assert name.strip('"').endswith("x.pdf")
        assert not set(name) & set("/\\")


def test_naughty_names_are_refused_or_given_back_in_one_safe_header(desk: Client, published: Round) -> None:
    names = [
        n
        for kind in ("paths", "headers", "directions", "pictures", "markup", "queries")
        for n in NAUGHTY[kind][::5]
    ]
    for name in names:
        assert upload(desk, published, f"{name}.pdf", PDF).status in (302, 422)
    page = desk.get(f"/responses/{published.response}/questions/CTX-01")
    links = {link for link in page.links if "/files/" in link}
    assert len(links) > 20
    for link in links:
        header = desk.browser.get(link).headers["Content-Disposition"]
        assert header.startswith("attachment; filename=")
        assert header.isascii()
        assert header.isprintable()
