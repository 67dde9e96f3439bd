"""Files that are no table of counts: each is refused with a sentence that says what to do, in both languages."""

import codecs
import json
import re
from pathlib import Path

import pytest

from assessor.domain.limits import TABLE_BYTES
from assessor.spreadsheets import reading
from assessor.spreadsheets.sentences import SENTENCES
from tests.spreadsheets.making import Bad, assert_refused, faults, packed, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
HEAD = b"ground;group;n_in\r\n"


def encoded(text: str, encoding: str) -> bytes:
    return f"ground;group;n_in\r\nsex;{text};3\r\n".encode(encoding)


WHOLE_FILES = [
    Bad("empty", "t.csv", b"", "Dit bestand is leeg", "This file is empty"),
    Bad("only a mark", "t.csv", codecs.BOM_UTF8 + b"\r\n", "Dit bestand is leeg", "This file is empty"),
    Bad("only delimiters", "t.csv", b";;;\r\n;;;\r\n", "Dit bestand is leeg", "This file is empty"),
    Bad("empty xlsx", "t.xlsx", b"", "Dit bestand is leeg", "This file is empty"),
    Bad("too big", "t.csv", b"a;b\r\n" * (TABLE_BYTES // 5 + 1), "hoogstens 10 MB", "at most 10 MB"),
    Bad("parquet", "t.csv", b"PAR1\x15\x04" + b"\0" * 99 + b"PAR1", "een Parquet-bestand", "a Parquet file"),
    Bad("parquet by its name", "t.parquet", b"PAR1" + b"\0" * 99, "`assessor tables`", "`assessor tables`"),
    Bad(
        "xls renamed",
        "t.xlsx",
        OLE + "Workbook".encode("utf-16-le"),
        "oude Excel-formaat",
        "old Excel format",
    ),
    Bad("xls", "t.xls", OLE, "oude Excel-formaat", "old Excel format"),
    Bad("password", "t.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "wachtwoord", "password"),
    Bad(
        "ods",
        "t.ods",
        packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}),
        "OpenDocument-bestand (.ods)",
        "OpenDocument file (.ods)",
    ),
    Bad("ods renamed", "t.xlsx", packed({"mimetype": b"x", "content.xml": b"<x/>"}), "(.ods)", "(.ods)"),
    Bad("xlsb", "t.xlsb", packed({"xl/workbook.bin": b"x"}), "(.xlsb)", "(.xlsb)"),
    Bad("docx", "t.xlsx", packed({"word/document.xml": b"<x/>"}), "tekstdocument", "text document"),
    Bad("zip", "t.xlsx", packed({"t1.csv": HEAD}), "zip-bestand", "zip file"),
    Bad("gzip", "t.csv", b"\x1f\x8b\x08" + b"\0" * 20, "ingepakt", "compressed"),
    Bad("pdf", "t.csv", b"%PDF-1.7\n", "een PDF", "a PDF"),
    Bad("picture", "t.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "een afbeelding", "a picture"),
    Bad("database", "t.csv", b"SQLite format 3\0" + b"\0" * 99, "databasebestand", "database file"),
    Bad("html named csv", "t.csv", b"\r\n <!DOCTYPE html><html><table>", "een webpagina", "a web page"),
    Bad("html named xls", "t.xls", b"<table><tr><td>ground", "een webpagina", "a web page"),
    Bad("xml", "t.csv", b'<?xml version="1.0"?><Workbook/>', "XML-bestand", "XML file"),
    Bad("json", "t.csv", json.dumps([{"ground": "sex"}]).encode(), "JSON-bestand", "JSON file"),
    Bad("workbook named csv", "t.csv", workbook, "ingepakt bestand", "packed file"),
    Bad("csv named xlsx", "t.xlsx", HEAD, "geen Excel-werkmap", "not an Excel workbook"),
    Bad("other name", "t.dat", HEAD, ".csv of .xlsx", ".csv or .xlsx"),
    Bad("workbook by another name", "t.dat", workbook, ".csv of .xlsx", ".csv or .xlsx"),
]

CSV_FILES = [
    Bad(
        "nul", "t.csv", HEAD + b"sex;wo\0man;3\r\n", "Regel 2: dit bestand bevat tekens", "Line 2: this file"
    ),
    Bad("utf-16 without mark", "t.csv", encoded("all", "utf-16-le"), "‘CSV UTF-8’", "‘CSV UTF-8’"),
    Bad("utf-16 cut off", "t.csv", codecs.BOM_UTF16_LE + encoded("a", "utf-16-le")[:-1], "Regel 2", "Line 2"),
    Bad("utf-32", "t.csv", encoded("é", "utf-32"), "‘CSV UTF-8’", "‘CSV UTF-8’"),
    Bad("bad utf-8 with mark", "t.csv", codecs.BOM_UTF8 + encoded("é", "cp1252"), "Regel 2", "Line 2"),
    Bad(
        "code of DOS", "t.csv", encoded("geïnteresseerd", "cp850"), "Regel 2: letters met", "Line 2: letters"
    ),
    Bad("code of Macs", "t.csv", encoded("één", "mac-roman"), "Regel 2: letters met", "Line 2: letters"),
    Bad("Cyrillic code", "t.csv", encoded("женщины", "cp1251"), "Regel 2: letters met", "Line 2: letters"),
    Bad("old code in doubt", "t.csv", encoded("foto’s €", "cp1252"), "Regel 2: letters", "Line 2: letters"),
    Bad("no delimiter", "t.csv", b"ground group n\r\nsex all 3\r\n", "niet gescheiden", "not separated"),
    Bad(
        "two delimiters", "t.csv", b"ground;group,n\r\n", "verschillende scheidingst", "different delimiters"
    ),
    Bad(
        "quote open",
        "t.csv",
        HEAD + b'sex;"all;3\r\nsex;x;3\r\n',
        "Regel 2: een aanhalingst",
        "Line 2: a quot",
    ),
    Bad(
        "quote inside", "t.csv", HEAD + b'sex;"a"b;3\r\n', "Regel 2: na een gesloten", "Line 2: there is text"
    ),
    Bad(
        "row too short", "t.csv", HEAD + b"sex;all\r\n", "Regel 2: deze rij heeft te weinig", "2 instead of 3"
    ),
    Bad("row too long", "t.csv", HEAD + b"sex;a;b;3\r\n", "Regel 2, kolom 4", "4 cells instead of 3", "D2"),
    Bad("formula", "t.csv", HEAD + b"sex;all;=1+2\r\n", "een formule (=1+2)", "a formula here (=1+2)", "C2"),
    Bad(
        "formula as quoted text", "t.csv", HEAD + b'sex;all;"=""012"""\r\n', "een formule", "a formula", "C2"
    ),
    Bad(
        "error value", "t.csv", HEAD + b"sex;all;#DIV/0!\r\n", "hier staat #DIV/0!", "says #DIV/0! here", "C2"
    ),
    Bad("Dutch error value", "t.csv", HEAD + b"sex;all;#WAARDE!\r\n", "#WAARDE!", "#WAARDE!", "C2"),
    Bad("column too narrow", "t.csv", HEAD + b"sex;all;######\r\n", "te smal", "too narrow", "C2"),
    Bad(
        "long cell",
        "t.csv",
        HEAD + b"sex;" + b"x" * 2001 + b";3\r\n",
        "2.001 tekens",
        "2,001 characters",
        "B2",
    ),
    Bad(
        "column twice", "t.csv", b"n_in;group;N_in\r\n", "kolomnaam N_in komt twee", "N_in occurs twice", "C1"
    ),
    Bad("column unnamed", "t.csv", b"ground;;n_in\r\n", "heeft geen naam", "has no name", "B1"),
    Bad(
        "only a header",
        "t.csv",
        b"# period_from: 2026-01-01\r\n",
        "geen rij met kolomnamen",
        "No row with column",
    ),
    Bad(
        "header twice",
        "t.csv",
        b"# a: 1\r\n# A: 2\r\n" + HEAD,
        "het gegeven A staat twee",
        "the entry A stands twice",
        "A2",
    ),
    Bad("long header", "t.csv", b"# k: v\r\n" * 201 + HEAD, "hoogstens 200", "at most 200"),
    Bad("100,000 columns", "t.csv", b";".join(b"c%d" % n for n in range(100_000)), "100.000", "100,000"),
    Bad("100,000 columns in a row", "t.csv", HEAD + b"1;" * 100_000, "Regel 2: deze tabel", "at most 60"),
    Bad(
        "a million rows", "t.csv", b"a;b\r\n" + b"1;2\r\n" * 1_000_000, "meer dan 20.000 rijen", "20,000 rows"
    ),
    Bad(
        "many cells",
        "t.csv",
        b";".join(b"c%d" % n for n in range(60)) + b"\r\n" + (b"1;" * 59 + b"1\r\n") * 4000,
        "200.000 cellen",
        "200,000 cells",
    ),
]


@pytest.mark.parametrize("bad", [*WHOLE_FILES, *CSV_FILES], ids=str)
def test_a_bad_file_is_refused_with_a_sentence_that_says_what_to_do(bad: Bad) -> None:
    assert_refused(bad)


def test_faults_are_told_up_to_a_number_and_the_others_counted() -> None:
    many = faults("t.csv", HEAD + b"sex;all\r\n" * 300)
    assert (len(many.faults), many.left_out) == (50, 250)


def test_what_stands_in_a_file_is_cut_short_in_a_sentence_and_cannot_change_it() -> None:
    found = faults("t.csv", b"a;b\r\n1;=" + b"{most}{0.__class__}%s" * 60 + b"\r\n")
    assert "(={most}{0.__class__}%s" in found.faults[0].message.nl
    assert len(found.faults[0].message.nl) < 300


def test_no_sentence_tells_more_of_the_file_than_the_cell_it_is_about() -> None:
    found = faults("t.csv", HEAD + b"sex;secret person;=1\r\n")
    assert not any("secret" in words for m in found.messages for words in (m.nl, m.en))


def test_every_fault_that_the_code_names_has_its_sentence_and_no_sentence_is_left_over() -> None:
    folder = Path(reading.__file__).parent
    code = "".join(p.read_text() for p in folder.glob("*.py") if not p.name.startswith("sentences"))
    named = set(re.findall(r'(?:Refused|add|_only|_refused|Problem)\(\s*"(\w+)"', code))
    named |= set(re.findall(r'(?:return|None,|else|\),) "(\w+)"', (folder / "file_kinds.py").read_text()))
    assert named - {"csv", "xlsx"} <= SENTENCES.keys()
    assert all(f'"{code_of}"' in code for code_of in SENTENCES)
