"""The page of instructions: what it shows works, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assessor.tables.fields import FIELDS
from tests.tables.scene import candidates, csv_file, run, table

DOCS = Path(__file__).parents[2] / "docs"
each_page = pytest.mark.parametrize(
    ("page", "columns", "sexes", "outcomes"),
    [
        ("tables.nl.md", ("geslacht", "geboortejaar", "fase"), {"man": "M", "woman": "V"}, {"rejected": "A"}),
        ("tables.en.md", ("gender", "birth_year", "step"), {"man": "M", "woman": "F"}, {"rejected": "R"}),
    ],
)


@each_page
def test_the_mapping_on_the_page_works_as_it_stands(
    tmp_path: Path, page: str, columns: tuple[str, str, str], sexes: dict[str, str], outcomes: dict[str, str]
) -> None:
    text = (DOCS / page).read_text("utf-8")
    example = re.search(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert example
    (tmp_path / "map.yaml").write_text(example[1], encoding="utf-8")
    rows = [
        {
            columns[0]: sexes.get(str(r["sex"]), ""), columns[1]: r["birth_year"], columns[2]: r["stage_no"],
            "outcome": outcomes.get(str(r["outcome"]), r["outcome"]), "origin": r["origin"], "opened": r["opened"],
        }
        for r in candidates(2000)
    ]  # fmt: skip
    records = csv_file(tmp_path / "records.csv", rows, ";")
    told = run(records, "--map", str(tmp_path / "map.yaml"), header=())
    assert told.exit_code == 0, told.output
    assert {r["ground"] for r in table(records, "T1")} == {"all", "sex", "age", "origin", "sex x origin"}
    assert table(records, "T1x")


@each_page
def test_every_field_is_on_the_page(page: str, columns: object, sexes: object, outcomes: object) -> None:
    text = (DOCS / page).read_text("utf-8")
    assert [name for name in FIELDS if f"`{name}`" not in text] == []
    assert "http" not in text
