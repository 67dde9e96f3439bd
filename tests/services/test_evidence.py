"""Evidence: which files are taken, by name and by content, and what is refused before anything is stored."""

from __future__ import annotations

import io
import zipfile

import pytest

from assessor.domain import limits
from assessor.domain.answers import Key
from assessor.services import evidence
from assessor.services.evidence import add_file, list_files, read_file, remove_file
from assessor.services.incoming import receive
from assessor.services.refusals import Invalid, NotThere, Refused
from assessor.services.responses import declare_scope, read_answers
from assessor.services.submitting import manifest
from assessor.storage.engine import begin_writing
from assessor.storage.models import EvidenceFile
from tests.conftest import Round
from tests.factories import DEADLINE, fill_in, send
from tests.spreadsheets.making import workbook

KEY = Key("CTX-01")
PDF = b"%PDF-1.7\nsmall"


def document(mimetype: str = "", *names: str) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as parts:
        if mimetype:
            parts.writestr("mimetype", mimetype)
        for name in names:
            parts.writestr(name, "<x/>")
    return body.getvalue()


ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
DOCX = document("", "[Content_Types].xml", "word/document.xml")
XLSX = workbook()

GOOD = [
    ("rapport.pdf", PDF, "application/pdf"),
    ("RAPPORT.PDF", b"\n" + PDF, "application/pdf"),
    ("brief.docx", DOCX, limits.FILE_TYPES["docx"].content_type),
    ("tabel.xlsx", XLSX, limits.FILE_TYPES["xlsx"].content_type),
    ("brief.odt", document(ODT, "content.xml"), ODT),
    ("tabel.ods", document(ODS, "content.xml"), ODS),
    ("t1.csv", b"group,n\nvrouwen,10\n", "text/csv"),
    ("t1.csv", "groep;één\r\n".encode("latin-1"), "text/csv"),
    ("noot.txt", "één ✓".encode(), "text/plain"),
    ("kaart.json", b' \n{"model": 1}', "application/json"),
    ("beeld.png", b"\x89PNG\r\n\x1a\n....", "image/png"),
    ("beeld.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
]

BAD_CONTENT = [
    ("rapport.pdf", b"<html>"),
    ("rapport.pdf", b"x" * 2000 + PDF),
    ("brief.docx", XLSX),
    ("brief.docx", document("", "[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
    ("brief.docx", DOCX[:-30]),
    ("brief.docx", b"PK\x03\x04"),
    ("brief.odt", document(ODS, "content.xml")),
    ("tabel.xlsx", document("", "a.exe")),
    ("t1.csv", b"PK\x03\x04\x00\x00"),
    ("t1.csv", b"\xff\x01\x02binary"),
    ("noot.txt", b"a\0b"),
    ("kaart.json", b"not json"),
    ("beeld.png", b"\xff\xd8\xff"),
    ("beeld.jpg", b"\x89PNG\r\n\x1a\n"),
]


@pytest.fixture
def filled(published: Round) -> Round:
    fill_in(published.town, published.vendor, published.response)
    return published


def add(filled: Round, name: str, content: bytes = PDF, key: Key = KEY) -> str:
    return filled.town.do(add_file, filled.vendor, filled.response, key, receive(name, content)).id


def stored(filled: Round) -> int:
    folder = filled.town.store.files.folder
    return len(list(folder.iterdir())) if folder.is_dir() else 0


@pytest.mark.parametrize(("name", "content", "content_type"), GOOD)
def test_files_of_the_published_types_are_taken_and_given_back_whole(
    filled: Round, name: str, content: bytes, content_type: str
) -> None:
    id = add(filled, name, content)
    found = filled.town.look(read_file, filled.vendor, filled.response, id)
    assert (found.name, found.content, found.content_type) == (name, content, content_type)


@pytest.mark.parametrize(("name", "content"), BAD_CONTENT)
def test_content_that_is_not_what_the_name_says_is_refused(filled: Round, name: str, content: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        add(filled, name, content)
    assert name in refusal.value.message.nl
    assert stored(filled) == 0


@pytest.mark.parametrize(
    "name", ["virus.exe", "pagina.html", "beeld.svg", "alles.zip", "rapport", "pdf", "a.pdf.js", "macro.docm"]
)
def test_other_types_are_refused_by_name(filled: Round, name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        add(filled, name)
    assert name in refusal.value.message.nl
    assert "pdf, docx" in refusal.value.message.en
    assert stored(filled) == 0


@pytest.mark.parametrize(
    "name",
    ["", "  ", "a\0b.pdf", "a\nb.pdf", "\u202efdp.exe.pdf", "half\ud800.pdf", "x" * 197 + ".pdf", "a\x7f.pdf",
     "a\u2028b.pdf", "a\ufffe.pdf", "..", "map/"],
)  # fmt: skip
def test_names_with_invisible_characters_and_endless_ones_are_refused(filled: Round, name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        add(filled, name)
    refusal.value.message.nl.encode("utf-8")
    assert stored(filled) == 0


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Rapport één ✓ 日本.pdf", "Rapport één ✓ 日本.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\fakepath\\rapport.pdf", "rapport.pdf"),
        ("con.pdf", "con.pdf"),
        ("a'; drop table people;--.pdf", "a'; drop table people;--.pdf"),
        ("<b>{{7*7}}</b>.pdf", "b>.pdf"),
        ("{name}.pdf", "{name}.pdf"),
        (" x .pdf ", "x .pdf"),
    ],
)
def test_a_name_is_data_and_has_no_meaning_as_a_path(filled: Round, given: str, kept: str) -> None:
    id = add(filled, given)
    assert [f.name for f in filled.town.look(list_files, filled.vendor, filled.response)] == [kept]
    with filled.town.house() as house:
        on_disk = house.db.get_one(EvidenceFile, id).stored_as
    assert [p.name for p in filled.town.store.files.folder.iterdir()] == [on_disk]


def test_a_name_with_braces_is_told_as_it_is(filled: Round) -> None:
    with pytest.raises(Invalid) as refusal:
        add(filled, "{0.__class__}.exe")
    assert "{0.__class__}.exe" in refusal.value.message.en


def test_empty_and_too_large_files_are_refused(filled: Round) -> None:
    with pytest.raises(Invalid, match="is empty"):
        add(filled, "leeg.pdf", b"")
    with pytest.raises(Invalid, match="50 MB"):
        add(filled, "groot.pdf", PDF + bytes(limits.FILE_BYTES))
    stream = io.BytesIO(PDF + bytes(limits.FILE_BYTES))
    with pytest.raises(Invalid, match="50 MB"):
        filled.town.do(add_file, filled.vendor, filled.response, KEY, receive("groot.pdf", stream))
    assert stored(filled) == 0


def test_all_files_together_have_a_limit(filled: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "RESPONSE_BYTES", 3 * len(PDF))
    ids = [add(filled, f"{n}.pdf") for n in range(3)]
    with pytest.raises(Invalid, match="all files together"):
        add(filled, "vier.pdf")
    filled.town.do(remove_file, filled.vendor, filled.response, ids[0])
    add(filled, "vier.pdf")
    monkeypatch.setattr(evidence, "RESPONSE_FILES", 3)
    with pytest.raises(Invalid, match="3 files already"):
        add(filled, "vijf.pdf")
    monkeypatch.setattr(evidence, "RESPONSE_FILES", 200)
    monkeypatch.setattr(evidence, "RESPONSE_BYTES", 100 * len(PDF))
    monkeypatch.setattr(evidence, "KEPT_BYTES", 4200)
    with pytest.raises(Invalid, match="removed files"):
        add(filled, "vijf.pdf")


def test_a_file_belongs_to_an_answer_and_is_removed_from_it(filled: Round) -> None:
    town, vendor, response = filled.town, filled.vendor, filled.response
    id = add(filled, "rapport.pdf")
    add(filled, "module.pdf", key=Key("HUM-01", "T05"))
    answers = town.look(read_answers, vendor, response)
    assert answers[KEY].answer.files == ("rapport.pdf",)
    assert answers[Key("HUM-01", "T05")].answer.files == ("module.pdf",)
    town.do(remove_file, vendor, response, id)
    town.do(remove_file, vendor, response, id)
    assert town.look(read_answers, vendor, response)[KEY].answer.files == ()
    assert stored(filled) == 2, "a submitted version may have it"


def test_a_file_can_come_before_the_first_word_of_its_answer(published: Round) -> None:
    town, vendor, response = published.town, published.vendor, published.response
    with pytest.raises(NotThere):
        add(published, "rapport.pdf")
    town.do(declare_scope, vendor, response, ["T05"], [], 0)
    add(published, "rapport.pdf")
    draft = town.look(read_answers, vendor, response)[KEY]
    assert (draft.revision, draft.answer.files) == (0, ("rapport.pdf",))


@pytest.mark.parametrize("key", [Key("XXX-01"), Key("CTX-01", "T05"), Key("HUM-01", "T01")])
def test_a_file_for_a_question_that_is_not_there_is_refused(filled: Round, key: Key) -> None:
    with pytest.raises(NotThere):
        add(filled, "rapport.pdf", key=key)


def test_submitted_files_stand_in_the_manifest_also_when_removed_afterwards(filled: Round) -> None:
    id = add(filled, "rapport.pdf")
    send(filled.town, filled.vendor, filled.response)
    filled.town.do(remove_file, filled.vendor, filled.response, id)
    found = filled.town.look(manifest, filled.vendor, filled.response, 1)
    assert found["files"][id]["name"] == "rapport.pdf"


def test_a_damaged_file_is_never_served_nor_submitted(filled: Round) -> None:
    id = add(filled, "rapport.pdf")
    path = next(filled.town.store.files.folder.iterdir())
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(Refused, match=r"rapport\.pdf is damaged"):
        filled.town.look(read_file, filled.vendor, filled.response, id)
    path.unlink()
    with pytest.raises(Refused, match=r"rapport\.pdf was damaged"):
        send(filled.town, filled.vendor, filled.response)


def test_two_sealed_files_swapped_on_disk_and_in_the_table_do_not_open(filled: Round) -> None:
    one, other = add(filled, "een.pdf"), add(filled, "twee.pdf")
    with filled.town.house() as house:
        begin_writing(house.db)
        first, second = house.db.get_one(EvidenceFile, one), house.db.get_one(EvidenceFile, other)
        names = first.stored_as, second.stored_as
        first.stored_sha256, second.stored_sha256 = second.stored_sha256, first.stored_sha256
        first.stored_as = "between"
        house.db.flush()
        second.stored_as = names[0]
        house.db.flush()
        first.stored_as = names[1]
        house.db.commit()
    with pytest.raises(Refused, match="damaged"):
        filled.town.look(read_file, filled.vendor, filled.response, one)


def test_from_the_deadline_on_files_no_longer_change(filled: Round) -> None:
    id = add(filled, "rapport.pdf")
    filled.town.now = DEADLINE
    with pytest.raises(Refused):
        add(filled, "laat.pdf")
    with pytest.raises(Refused):
        filled.town.do(remove_file, filled.vendor, filled.response, id)
    assert filled.town.look(read_file, filled.vendor, filled.response, id).content == PDF
    assert stored(filled) == 1


def test_a_list_of_parts_too_long_to_read_is_refused_unread(filled: Round) -> None:
    body = DOCX[:-12] + b"\xff\xff" + DOCX[-10:]
    with pytest.raises(Invalid):
        add(filled, "bom.docx", body)
