"""A table that is kept comes back as it was."""

from __future__ import annotations

import datetime
import json
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.tables.model import FEW, ROWS, Count, Table, TableCode, exactly
from assessor.domain.tables.stored import table_from_json, table_to_json

counts = st.one_of(st.just(FEW), st.integers(0, 10**9).map(exactly))
optional = {
    "int": st.integers(0, 10**6),
    "str": st.text(max_size=20),
    "float": st.floats(0, 1),
    "bool": st.booleans(),
}
optional |= {
    "datetime.date": st.dates(),
    "Count": counts,
    "Exit": st.just("rule"),
    "TestType": st.just("retest"),
}
optional |= {"DecidedBy": st.just("model"), "Viewed": st.just("no")}


def rows_of(code: TableCode) -> st.SearchStrategy[Any]:
    def one(written: str) -> st.SearchStrategy[Any]:
        kind, _, rest = written.partition(" | ")
        return st.none() | optional[kind] if rest else optional[kind]

    return st.builds(ROWS[code], **{f.name: one(str(f.type)) for f in fields(ROWS[code])})


@pytest.mark.parametrize("code", ROWS)
@given(data=st.data())
def test_a_table_comes_back_from_json_as_it_was(code: TableCode, data: st.DataObject) -> None:
    rows = data.draw(st.lists(rows_of(code), max_size=5))
    table = Table(
        code, data.draw(st.dictionaries(st.text(max_size=9), st.text(max_size=9), max_size=3)), tuple(rows)
    )
    assert table_from_json(json.loads(json.dumps(table_to_json(table)))) == table


def test_a_small_count_and_a_day_stay_what_they_are() -> None:
    row = ROWS["T7"](
        line=2,
        date=datetime.date(2026, 3, 1),
        metric="ratio",
        alarm=True,
        people_affected=FEW,
        people_informed=None,
    )
    plain = table_to_json(Table("T7", {}, (row,)))
    assert plain["rows"][0]["people_affected"] == [1, 9]
    assert "people_informed" not in plain["rows"][0]
    assert table_from_json(plain).rows[0].people_affected == Count(1, 9)
