"""A file on its way in: single people in it are found whatever its form, and what cannot be read is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast, get_args

import pytest
from xlsxwriter import Workbook

from assessor.domain.language import Language
from assessor.domain.tables.forms import FORMS
from assessor.domain.tables.model import TableCode
from assessor.services import incoming
from assessor.services.incoming import receive, receive_table
from assessor.services.refusals import Invalid, Refused
from assessor.spreadsheets.templates import template
from tests.domain.tables.files import HEADER, vendor_files
from tests.spreadsheets.making import SHEET, SMALLEST, changed, workbook

PEOPLE: list[list[Any]] = [
    ["kandidaatnummer", "geslacht", "score"],
    *([f"K-{n}", "mv"[n % 2], n * 7 % 100] for n in range(20)),
]
T1: list[list[Any]] = [
    [
        "vacancy_family", "stage_no", "stage_name", "module_code", "ground", "group",
        "n_in", "n_through", "n_rejected", "n_not_shown", "n_withdrawn", "n_pending",
    ],
    ["alle", 1, "Voorselectie", "T1", "all", "all", 270, 90, 180, 0, 0, 0],
]  # fmt: skip


def reasons(act: Callable[[], object]) -> list[str]:
    """What a refusal says; in both languages, and not alike."""
    with pytest.raises((Refused, Invalid)) as refusal:
        act()
    told = refusal.value
    texts = tuple(told.errors.values()) if isinstance(told, Invalid) else cast("Refused", told).reasons
    assert all(text.nl and text.en and text.nl != text.en for text in texts)
    return [text.en for text in texts]


def _hidden(_: Workbook, pages: dict[str, Any]) -> None:
    pages["Blad2"].very_hidden()


def _formula(_: Workbook, pages: dict[str, Any]) -> None:
    pages["T1"].write_formula("A9", "=SUM(C2:C3)", None, 270)


def _merged(_: Workbook, pages: dict[str, Any]) -> None:
    pages["T1"].merge_range("A9:C9", "samen")


def _comment(_: Workbook, pages: dict[str, Any]) -> None:
    pages["T1"].write_comment("A1", "Vraag het jan@voorbeeld.nl")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "x.xlsx",
            workbook({"T1": SMALLEST, "Blad2": PEOPLE}),
            "Sheet ‘Blad2’: the column at A1 holds numbers of",
        ),
        ("x.xlsx", workbook({"T1": SMALLEST, "Blad2": PEOPLE}, _hidden), "Sheet ‘Blad2’: the column at A1"),
        ("x.xlsx", workbook({"T1": SMALLEST, "Uitleg": PEOPLE}), "Sheet ‘Uitleg’: the column at A1"),
        ("x.xlsx", workbook({"T1": PEOPLE}, _formula), "Sheet ‘T1’: the column at A1"),
        ("x.xlsx", workbook({"T1": PEOPLE}, _merged), "Sheet ‘T1’: the column at A1"),
        ("x.xlsx", workbook({"T1": SMALLEST}, _comment), "A comment, text box, chart, header or footer"),
        ("x.csv", b"titel\na;b\n1;2;3;jan@voorbeeld.nl\n", "Row 3 (D3) holds an e-mail address."),
        ("x.csv", b'a;b\n"1"2;111222333\n', "Row 2 (B2) holds a citizen service number."),
    ],
)
def test_evidence_about_single_people_is_refused_whatever_its_form(
    name: str, content: bytes, said: str
) -> None:
    assert reasons(lambda: receive(name, content))[0].startswith(said)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.xlsx", workbook({"T1": SMALLEST, "Uitleg": [["Wat hier staat"]]})),
        ("x.xlsx", workbook({"T1": SMALLEST}, _formula)),
        ("x.xlsx", workbook({"T1": SMALLEST}, _merged)),
        ("x.xlsx", workbook({"A": SMALLEST, "B": SMALLEST})),
        ("x.csv", b"titel\na;b\n1;2;3\n"),
        ("x.csv", b"een regel"),
    ],
)
def test_evidence_that_is_no_table_and_about_no_one_is_taken(name: str, content: bytes) -> None:
    assert receive(name, content).content == content


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (workbook()[:-200], "is not a xlsx file inside"),
        (changed(workbook(), {SHEET: b"<worksheet><row>"}), "This file is damaged"),
        (changed(workbook(), {"xl/externalLinks/externalLink1.xml": b"<x/>"}), "This workbook"),
        (b"1;2\n" * 60_000, "more than 40,000 rows"),
    ],
)
def test_evidence_that_cannot_be_read_is_refused_with_the_reason(content: bytes, said: str) -> None:
    name = "x.xlsx" if content.startswith(b"PK") else "x.csv"
    assert said in reasons(lambda: receive(name, content))[0]


@pytest.mark.parametrize("code", get_args(TableCode))
@pytest.mark.parametrize("language", get_args(Language))
def test_the_templates_are_about_no_one(code: TableCode, language: Language) -> None:
    """Empty, they are no table yet; as evidence there is nothing against them."""
    for kind in ("csv", "xlsx"):
        receive(f"{code}.{kind}", template(FORMS[code], language, kind))


def test_the_evidence_of_the_demonstration_is_taken() -> None:
    for path in vendor_files("*.csv"):
        receive(path.name, path.read_bytes())


def _table(**sheets: Any) -> bytes:
    return workbook({"T1": T1, "Header": [[key, value] for key, value in HEADER.items()], **sheets})


def test_beside_a_table_nothing_about_people_may_lie() -> None:
    assert receive_table("T1", "T1.xlsx", _table(Uitleg=[["uitleg"]])).table is not None
    (said,) = reasons(lambda: receive_table("T1", "T1.xlsx", _table(Uitleg=PEOPLE)))
    assert said.startswith("Sheet ‘Uitleg’: the column at A1 holds numbers of candidates")


def test_a_table_is_looked_through_for_people_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(incoming, "read_loosely", lambda name, _: seen.append(name))
    said = reasons(lambda: receive_table("T1", "T1.csv", b"candidate_id,sex,score\nK-1,m,3\n"))
    assert len(said) == 1
    assert seen == []
