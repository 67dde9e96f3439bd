"""CSV as spreadsheets, databases and people write it."""

import pytest

from tests.spreadsheets.making import grid, rows, texts

PLAIN = "ground;group;n_in;n_through\r\nsex;woman;120;30\r\nsex;man;<10;60\r\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_commas_semicolons_and_tabs_are_read(delimiter: str) -> None:
    found = grid("t1.csv", PLAIN.replace(";", delimiter).encode())
    assert texts(found.columns) == ["ground", "group", "n_in", "n_through"]
    assert rows(found) == [["sex", "woman", "120", "30"], ["sex", "man", "<10", "60"]]
    assert found.rows[1].cells[2].place == "C3"
    assert found.rows[1].line == 3
    assert found.sheet is None


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(ending: str) -> None:
    found = grid("t1.csv", PLAIN.replace("\r\n", ending).encode())
    assert [row.line for row in found.rows] == [2, 3]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_with_its_mark_and_utf_8_without(encoding: str) -> None:
    content = PLAIN.replace("woman", "geïnteresseerd – één €").encode(encoding)
    assert rows(grid("t1.csv", content))[0][1] == "geïnteresseerd – één €"


@pytest.mark.parametrize("word", ["geïnteresseerd", "coördinatie", "Één", "België", "50–54", "CATEGORIEËN"])
def test_the_old_western_code_is_read_where_nothing_else_can_be_meant(word: str) -> None:
    assert rows(grid("t1.csv", PLAIN.replace("woman", word).encode("cp1252")))[0][1] == word


def test_a_first_line_that_names_the_delimiter_is_believed() -> None:
    found = grid("t1.csv", b'sep=,\r\nground,"group; all",n_in\r\nsex,all,3\r\n')
    assert texts(found.columns) == ["ground", "group; all", "n_in"]


def test_quotes_keep_delimiters_line_ends_and_quotes_within_text() -> None:
    found = grid("t1.csv", b'ground;group\r\n"a;b";"two\r\nlines"\r\n"say ""x""";d\r\n')
    assert rows(found) == [["a;b", "two\nlines"], ['say "x"', "d"]]
    assert [row.line for row in found.rows] == [2, 4]


def test_the_header_stands_in_lines_above_the_columns() -> None:
    content = (
        "# period_from: 2026-01-01\r\n#legal_basis : AVG 9; UAVG 25: beide\r\n\r\n"
        "## a remark: of nobody\r\n# also one\r\n# signed_off_by:\r\n" + PLAIN
    )
    found = grid("t1.csv", content.encode())
    assert {key: cell.text for key, cell in found.header.items()} == {
        "period_from": "2026-01-01",
        "legal_basis": "AVG 9; UAVG 25: beide",
        "signed_off_by": "",
    }
    assert found.header["legal_basis"].line == 2
    assert found.rows[0].line == 8


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_header_that_a_spreadsheet_saved_again_is_the_same(delimiter: str) -> None:
    fill = delimiter * 3
    lines = [
        f"# period_from: 2026-01-01{fill}",
        f'"# legal_basis: AVG 9{delimiter} UAVG 25"{fill}',
        f'"# prepared_by: J. ""Jan"" X (fictief)"{fill}',
        f'"# source_of_group: two\r\nlines"{fill}',
        fill,
        delimiter.join(["ground", "group", "n_in", "n_through"]),
        delimiter.join(["sex", "all", "3", "1"]),
        fill,
    ]
    found = grid("t1.csv", "\r\n".join(lines).encode())
    assert [cell.text for cell in found.header.values()] == [
        "2026-01-01",
        f"AVG 9{delimiter} UAVG 25".strip(),
        'J. "Jan" X (fictief)',
        "two\nlines",
    ]
    assert rows(found) == [["sex", "all", "3", "1"]]
    assert found.rows[0].line == 8


def test_empty_lines_and_empty_columns_at_the_end_are_left_out() -> None:
    found = grid("t1.csv", b"ground;group;;\r\n\r\nsex;woman;;\r\n;;;\r\n  ;\t;;\r\nsex;man;;\r\n\r\n")
    assert texts(found.columns) == ["ground", "group"]
    assert rows(found) == [["sex", "woman"], ["sex", "man"]]


def test_a_table_without_rows_is_a_grid_without_rows() -> None:
    assert grid("t1.csv", b"ground;group;n_in\r\n").rows == ()


def test_empty_cells_are_empty() -> None:
    found = grid("t1.csv", b"ground;group;n_in\r\nsex;;\r\n")
    assert [cell.is_empty for cell in found.rows[0].cells] == [False, True, True]


def test_negative_numbers_and_percentages_are_handed_on_as_typed() -> None:
    found = grid("t1.csv", b"a;b;c;d\r\n-5;29%;1.234,5;+3\r\n")
    assert rows(found) == [["-5", "29%", "1.234,5", "+3"]]


@pytest.mark.parametrize("name", ["t1.csv", "T1.CSV", "t1.txt", "t1.tsv", "map/t 1.csv"])
def test_names_of_text_files_are_taken(name: str) -> None:
    assert len(grid(name, PLAIN.encode()).rows) == 2
