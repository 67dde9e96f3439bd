"""Verifying a whole procedure, and files that a crash left behind."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from assessor.commands.verify import verify as verify_command
from assessor.domain.answers import Key
from assessor.services import decisions
from assessor.services.evidence import add_file
from assessor.services.incoming import receive
from assessor.services.opening import protocol
from assessor.services.upkeep import NoReceipt, lost_files, sweep_files, verify
from assessor.storage.engine import write_connection
from tests.conftest import Round
from tests.databases import copy_of, drop_triggers
from tests.factories import Town, fill_in, send
from tests.services.assessing import opened_stage


def test_a_procedure_from_invitation_to_decision_verifies_with_its_receipts(
    town: Town, tmp_path: Path
) -> None:
    stage = opened_stage(town.store)
    stage.hand_in()
    why = "De uitleg staat in het verslag."
    stage.town.do(
        decisions.decide, stage.manager, stage.tender.id, "approve_award", why, stage.response, None
    )
    kept = tmp_path / "protocol.json"
    kept.write_text(json.dumps(stage.town.look(protocol, stage.officer, stage.tender.id)))
    files = stage.town.store.files.folder
    assert verify(copy_of(stage.town.store), files, [kept]) == []


def test_a_protocol_of_another_place_in_the_chain_is_found(published: Round, tmp_path: Path) -> None:
    fill_in(published.town, published.vendor, published.response)
    receipt = send(published.town, published.vendor, published.response)
    kept = tmp_path / "receipt.json"
    kept.write_text(json.dumps(receipt))
    database = copy_of(published.town.store)
    assert verify(database, None, [kept]) == []
    kept.write_text(json.dumps(receipt | {"chain": receipt["chain"] | {"number": 99}}))
    assert len(verify(database, None, [kept])) == 1


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"chain": {"name": "x"}}', "\x00"])
def test_a_file_that_is_no_receipt_is_said_to_be_so(published: Round, tmp_path: Path, content: str) -> None:
    kept = tmp_path / "receipt.json"
    kept.write_text(content)
    with pytest.raises(NoReceipt):
        verify(copy_of(published.town.store), None, [kept])


def test_files_left_by_a_crash_are_swept_and_those_with_a_row_stay(published: Round) -> None:
    town, vendor, response = published.town, published.vendor, published.response
    fill_in(town, vendor, response)
    town.do(add_file, vendor, response, Key("CTX-01"), receive("noot.txt", b"inhoud"))
    left = town.store.files.put(b"without a row")
    old = time.time() - 7200
    for file in town.store.files.folder.iterdir():
        os.utime(file, (old, old))
    with town.house() as house:
        assert sweep_files(house) == [left]
        assert lost_files(house) == []
        kept = next(town.store.files.folder.iterdir())
        kept.unlink()
        assert lost_files(house) == [kept.name]


def test_the_command_checks_the_installation_it_is_run_for(
    published: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = published.town.store
    monkeypatch.setenv("ASSESSOR_DATABASE", store.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("ASSESSOR_FILES", str(store.files.folder))
    fill_in(published.town, published.vendor, published.response)
    receipt = send(published.town, published.vendor, published.response)
    kept = store.files.folder.parent / "receipt.json"
    kept.write_text(json.dumps(receipt))
    told = CliRunner().invoke(verify_command, ["--receipt", str(kept)])
    assert (told.exit_code, told.output) == (
        0, "This installation: every chain and every digest is as it was recorded.\n"
    )  # fmt: skip
    with write_connection(store.engine) as connection:
        drop_triggers(connection)
        connection.execute(text("update events set actor = 'somebody else' where verb = 'submitted'"))
    told = CliRunner().invoke(verify_command, ["--receipt", str(kept)])
    chain = receipt["chain"]
    assert (told.exit_code, told.output) == (
        1, f"{chain['name']} {chain['number']}: is not as it was recorded\n"
    )  # fmt: skip
