"""Tables: delivered once at the question that asks for them, sealed, submitted and opened with everything else."""

from __future__ import annotations

from typing import Any

import pytest

from assessor.domain.answers import Key
from assessor.domain.limits import FILE_TYPES
from assessor.domain.tables.model import FunnelRow, Table, exactly
from assessor.services.evidence import list_files, remove_file
from assessor.services.incoming import Incoming
from assessor.services.refusals import NotThere, Refused
from assessor.services.responses import filling
from assessor.services.tables import deliver_table, delivered_tables, tables_asked
from tests.conftest import Round
from tests.factories import DEADLINE, fill_in, open_all, send


def table(through: int = 21, code: Any = "T1") -> Table[Any]:
    row = FunnelRow(line=2, ground="sex", group="woman", n_in=exactly(100), n_through=exactly(through))
    return Table(code, {"prepared_by": "A. Rekenaar (fictief)"}, (row,))


def file(through: int = 21, name: str = "T1.csv", code: Any = "T1") -> Incoming:
    body = f"ground,group,n_in,n_through\nsex,woman,100,{through}\n".encode()
    return Incoming(name, FILE_TYPES["csv"], body, table(through, code))


@pytest.fixture
def filled(published: Round) -> Round:
    fill_in(published.town, published.vendor, published.response)
    return published


def deliver(filled: Round, one: Incoming) -> str:
    return filled.town.do(deliver_table, filled.vendor, filled.response, one).id


def test_a_table_is_delivered_once_at_the_first_question_that_rests_on_it(filled: Round) -> None:
    asked = filled.town.look(filling, filled.vendor, filled.response)
    assert tables_asked(asked.questionnaire, asked.asked)["T1"] == (Key("VAL-01"), Key("HUM-02"))
    id = deliver(filled, file())
    (found,) = filled.town.look(delivered_tables, filled.vendor, filled.response)
    assert (found.code, found.file.id, found.file.key, found.table) == ("T1", id, Key("VAL-01"), table())


def test_a_new_table_takes_the_place_of_the_one_before(filled: Round) -> None:
    deliver(filled, file(20))
    deliver(filled, file(21, "T1 (2).csv"))
    (found,) = filled.town.look(delivered_tables, filled.vendor, filled.response)
    assert found.table == table(21)
    assert [f.name for f in filled.town.look(list_files, filled.vendor, filled.response)] == ["T1 (2).csv"]
    remove_it = found.file.id
    filled.town.do(remove_file, filled.vendor, filled.response, remove_it)
    assert filled.town.look(delivered_tables, filled.vendor, filled.response) == []


def test_the_same_table_sent_twice_is_there_once(filled: Round) -> None:
    assert deliver(filled, file()) == deliver(filled, file())
    assert len(filled.town.look(delivered_tables, filled.vendor, filled.response)) == 1


def test_a_table_that_no_question_rests_on_has_no_place(filled: Round) -> None:
    with pytest.raises(NotThere):
        deliver(filled, file(code="T9"))
    with pytest.raises(NotThere):
        deliver(filled, Incoming("T1.csv", FILE_TYPES["csv"], b"x"))
    assert filled.town.look(list_files, filled.vendor, filled.response) == []


def test_the_buyer_reads_a_table_after_the_opening_and_another_vendor_never(filled: Round) -> None:
    deliver(filled, file())
    send(filled.town, filled.vendor, filled.response)
    for stranger in (filled.officer, filled.other_vendor, filled.assessor, filled.administrator):
        with pytest.raises((NotThere, Refused)):
            filled.town.look(delivered_tables, stranger, filled.response)
    open_all(filled.town, filled.tender, filled.officer, filled.second_officer)
    (found,) = filled.town.look(delivered_tables, filled.officer, filled.response)
    assert (found.file.name, found.table) == ("T1.csv", table())
    with pytest.raises(NotThere):
        filled.town.look(delivered_tables, filled.other_vendor, filled.response)


def test_what_was_changed_after_submitting_is_not_what_is_opened(filled: Round) -> None:
    deliver(filled, file(21))
    send(filled.town, filled.vendor, filled.response)
    deliver(filled, file(99, "T1 (2).csv"))
    open_all(filled.town, filled.tender, filled.officer, filled.second_officer)
    (found,) = filled.town.look(delivered_tables, filled.officer, filled.response)
    assert found.table == table(21)


def test_a_late_table_is_refused(filled: Round) -> None:
    filled.town.now = DEADLINE
    with pytest.raises(Refused):
        deliver(filled, file())
