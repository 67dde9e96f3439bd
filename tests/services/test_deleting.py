"""Deleting: a draft or a test goes whole, at any stage; a real tender stays, whoever asks and however."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from assessor.domain.answers import Key, Provider
from assessor.domain.chain import sha256
from assessor.domain.permissions import Actor
from assessor.services import conditions, decisions, gates, tenders
from assessor.services.evidence import add_file
from assessor.services.finishing import finish_scoring
from assessor.services.house import House
from assessor.services.incoming import receive
from assessor.services.providers import declare_providers
from assessor.services.refusals import NotThere
from assessor.services.responses import declare_scope, response_for
from assessor.services.submitting import is_genuine
from assessor.services.work import writing
from assessor.storage import events
from assessor.storage.engine import begin_writing, write_connection
from assessor.storage.models import (
    Event,
    Invitation,
    Mail,
    MeasuredTable,
    OwnPdf,
    ReadinessTask,
    ReportJob,
    SectionTask,
    Table,
    Verification,
    new_id,
)
from assessor.storage.verify import head_in, verify
from tests.conftest import Round
from tests.databases import copy_of, drop_triggers
from tests.factories import (
    NOW,
    Town,
    fill_in,
    make_officer,
    make_tender,
    make_vendor,
    open_all,
    publish,
    send,
)
from tests.services.asking import ask_and_publish
from tests.services.assessing import Stage, give_label, opened_stage
from tests.services.finding import found, judge, put, record, say

OF_NO_TENDER = {"attempts", "companies", "events", "people", "remembered", "sessions"}
RECORDED = ("scores", "agreed_scores", "opened_answers", "decisions", "events", "finding_steps",
            "finding_judgements", "findings", "condition_steps", "questions_to_all", "asked_by", "notas")  # fmt: skip
REFERRING = {
    "findings": ("finding_steps", "finding_judgements"),
    "questions_to_all": ("asked_by", "answered_in"),
    "notas": ("answered_in", "nota_items"),
}
REASON = "De uitleg staat in het verslag."


def decided(town: Town, *, test: bool) -> Stage:
    """A tender that was played up to the decision, with a report, an open invitation and a verification."""
    stage = opened_stage(town.store, test=test)
    first, second = stage.assessors
    give_label(stage, second, "jurist")
    stage.declare()
    record(stage, stage.response, found())
    [finding] = put(stage)
    say(stage, finding)
    judge(stage, finding, "explained", "explained")
    stage.finish_sheets()
    stage.agree()
    judged = stage.town.do(gates.propose_gate, first, stage.response, "PRO-01", "confirmed", REASON)
    stage.town.do(gates.confirm_gate, second, judged.id)
    stage.town.do(finish_scoring, stage.officer, stage.tender.id)
    stage.town.do(conditions.switch_off, stage.officer, stage.response, "CC16", REASON)
    stage.town.do(
        decisions.decide, stage.manager, stage.tender.id, "approve_award", REASON, stage.responses[1]
    )
    verification = make_tender(town, stage.officer, procedure="verification", test=test)
    town.put(Verification(tender_id=verification.id, response_id=stage.responses[1], reason=""))
    ask_and_publish(town, stage.tender.id, stage.response, stage.officer)
    later, digest = new_id(), sha256(b"a later table")
    with town.house() as house:
        begin_writing(house.db)
        about = {"file": later, "table": "T1"}
        chain = events.response_chain(stage.response)
        events.append(house.db, chain, stage.officer.id, "measurement_added", about, digest, stage.town.now)
        house.db.commit()
    town.put(
        MeasuredTable(
            id=later, response_id=stage.response, code="T1", period_from=town.now.date(), period_to=town.now.date(),
            sealed_about=b"about", sealed_table=b"table", stored_as=town.store.files.put(b"a later table"),
            stored_sha256=digest, size=1, uploaded_by=stage.officer.id, uploaded_at=town.now,
        ),
        ReportJob(
            response_id=stage.response, language="nl", input_sha256="", asked_by=stage.manager.id,
            asked_at=stage.town.now, stored_as=town.store.files.put(b"a finished report"),
        ),
        SectionTask(response_id=stage.response, section="VAL", person_id=stage.manager.id),
        OwnPdf(
            response_id=stage.response, version=1, language="nl", made_from="", asked_by=stage.manager.id,
            asked_at=stage.town.now, stored_as=town.store.files.put(b"sealed answers"),
        ),
        ReadinessTask(
            tender_id=stage.tender.id, question="CTX-04", owner="HR (fictief)", due=None, done=False, note="",
            changed_by=stage.officer.id, changed_at=stage.town.now,
        ),
        Mail(
            kind="receipt", to="a@voorbeeld.example", language="nl", subject="", sealed_body=b"body", private=True,
            tender_id=stage.tender.id, response_id=stage.response, made_at=town.now, next_at=town.now,
        ),
        Invitation(
            token_sha256=new_id(), purpose="response", email="a@voorbeeld.example", tender_id=stage.tender.id,
            created_at=stage.town.now, expires_at=stage.town.now,
        ),
    )  # fmt: skip
    return stage


def rows(town: Town) -> dict[str, int]:
    """How many rows every table has that holds something of a tender."""
    with town.house() as house:
        return {
            table.name: house.db.scalar(select(func.count()).select_from(table)) or 0
            for table in Table.metadata.sorted_tables
            if table.name not in OF_NO_TENDER
        }


def on_disk(town: Town) -> int:
    return len(list(town.store.files.folder.iterdir()))


def faults(town: Town, *receipts: dict[str, object]) -> list[str]:
    return verify(copy_of(town.store), town.store.files.folder, [head_in(receipt) for receipt in receipts])


def test_every_table_of_a_tender_says_by_its_columns_whose_row_it_is() -> None:
    for table in Table.metadata.sorted_tables:
        owners = {key.column.table.name: key.parent.name for key in table.foreign_keys}
        for owner, column in (("tenders", "tender_id"), ("responses", "response_id")):
            assert owners.get(owner, column) == column, f"deleting would pass over {table.name}"


# --- tests go ---------------------------------------------------------------------------------------------


def test_a_test_goes_whole_after_its_decision_too_and_only_the_log_stays(town: Town) -> None:
    stage = decided(town, test=True)
    assert [name for name, n in rows(town).items() if n == 0] == ["evidence_files"]
    assert on_disk(town) == 3
    stage.town.do(tenders.delete_test_tender, stage.officer, stage.tender.id)
    assert set(rows(town).values()) == {0}
    assert on_disk(town) == 0
    assert faults(town) == []
    with town.house() as house:
        last = house.db.scalars(
            select(Event).where(Event.chain == "house").order_by(Event.number.desc())
        ).first()
        assert house.db.scalar(select(func.count()).where(Event.chain == f"tender:{stage.tender.id}"))
    assert last is not None
    assert (last.verb, last.actor) == ("tender_deleted", stage.officer.id)
    assert (last.about["tender"], last.about["test"]) == (stage.tender.id, True)
    assert sorted(last.about["responses"]) == sorted(stage.responses)


@pytest.mark.parametrize("opened", [False, True])
def test_the_files_of_a_test_go_and_its_receipts_stay_genuine(published: Round, opened: bool) -> None:
    town, response = published.town, published.response
    fill_in(town, published.vendor, response)
    town.do(add_file, published.vendor, response, Key("CTX-01"), receive("noot.txt", b"inhoud"))
    receipt = send(town, published.vendor, response)
    if opened:
        open_all(town, published.tender, published.officer, published.second_officer)
    assert on_disk(town) == 1
    town.do(tenders.delete_test_tender, published.officer, published.tender.id)
    assert set(rows(town).values()) == {0}
    assert on_disk(town) == 0
    assert faults(town, receipt) == []
    with town.house() as house:
        assert is_genuine(house, receipt)


def test_another_tender_keeps_everything_when_a_test_goes(town: Town) -> None:
    kept = decided(town, test=False)
    before = rows(town)
    officer, vendor = kept.officer, make_vendor(kept.town)
    other = make_tender(kept.town, officer, vendors=(vendor,))
    publish(kept.town, other)
    response = kept.town.look(response_for, vendor, other.id).id
    kept.town.now = NOW
    kept.town.do(declare_scope, vendor, response, ["T05"], [], 0)
    kept.town.do(declare_providers, vendor, response, [Provider("T05", own=True)], 1)
    kept.town.do(tenders.delete_test_tender, officer, other.id)
    assert rows(town) == before
    assert on_disk(town) == 3
    assert faults(town) == []


def test_files_stay_while_the_deletion_may_still_fail(published: Round) -> None:
    town, officer = published.town, published.officer
    fill_in(town, published.vendor, published.response)
    town.do(add_file, published.vendor, published.response, Key("CTX-01"), receive("noot.txt", b"inhoud"))

    def fail_at_the_end(house: House, actor: Actor) -> None:
        tenders.delete_test_tender(house, actor, published.tender.id)
        raise MemoryError

    with pytest.raises(MemoryError):
        town.do(fail_at_the_end, officer)
    assert on_disk(town) == 1
    assert rows(town)["tenders"] == 1
    with town.house() as house, writing(house, officer):
        tenders.delete_test_tender(house, officer, published.tender.id)
        assert on_disk(town) == 1, "the rows go first"
    assert on_disk(town) == 0


def test_a_draft_that_is_no_test_goes_too(town: Town) -> None:
    officer = make_officer(town)
    draft = make_tender(town, officer, vendors=(make_vendor(town),), test=False)
    town.do(tenders.delete_test_tender, officer, draft.id)
    assert set(rows(town).values()) == {0}
    assert faults(town) == []


# --- real ones stay ---------------------------------------------------------------------------------------


def test_a_real_tender_cannot_be_deleted_by_anybody(town: Town) -> None:
    stage = decided(town, test=False)
    before = rows(town)
    for actor in (stage.officer, stage.manager, *stage.assessors):
        with pytest.raises(NotThere):
            stage.town.do(tenders.delete_test_tender, actor, stage.tender.id)
    assert rows(town) == before


@pytest.mark.parametrize("test", [False, True])
def test_the_database_keeps_what_was_recorded_but_lets_a_test_go_without_its_events(
    town: Town, test: bool
) -> None:
    decided(town, test=test)
    for table in RECORDED:
        column = {"opened_answers": "question", "asked_by": "question_id"}.get(table, "id")
        goes = test and table != "events"
        for statement, refused in (
            (f"update {table} set {column} = ''", True),
            (f"delete from {table}", not goes),
        ):
            with write_connection(town.store.engine) as db:
                if refused:
                    with pytest.raises(IntegrityError, match="never changed"):
                        db.execute(text(statement))
                else:
                    for other in REFERRING.get(table, ()):  # what refers to them goes first
                        db.execute(text(f"delete from {other}"))
                    assert db.execute(text(statement)).rowcount > 0
                db.rollback()


def test_a_published_tender_does_not_become_a_test_to_get_rid_of_it(town: Town) -> None:
    tender = make_tender(town, make_officer(town), test=False)
    publish(town, tender)
    for statement, refusal in (
        ("update tenders set test = true", "does not become a test"),
        ("delete from tenders", "never deleted"),
    ):
        with write_connection(town.store.engine) as db:
            db.execute(text("delete from tender_people"))
            with pytest.raises(IntegrityError, match=refusal):
                db.execute(text(statement))
            db.rollback()


# --- what the verification says ---------------------------------------------------------------------------


def past_the_triggers(town: Town, *statements: str) -> None:
    with write_connection(town.store.engine) as db:
        drop_triggers(db)
        for statement in statements:
            db.execute(text(statement))


def test_a_real_tender_that_was_made_a_test_and_deleted_is_found(town: Town) -> None:
    stage = decided(town, test=False)
    past_the_triggers(town, "update tenders set test = true")
    stage.town.do(tenders.delete_test_tender, stage.officer, stage.tender.id)
    found = f"tender:{stage.tender.id}: was published as a real tender and deleted all the same"
    assert faults(town) == [found]


def test_a_published_tender_that_went_without_an_event_is_found(town: Town) -> None:
    officer = make_officer(town)
    tender = make_tender(town, officer)
    publish(town, tender)
    past_the_triggers(town, "delete from tender_people", "delete from tenders")
    assert faults(town) == [f"tender:{tender.id}: was published and is not there any more"]


def test_a_response_that_went_under_cover_of_a_test_is_found(published: Round) -> None:
    town, officer, response = published.town, published.officer, published.response
    fill_in(town, published.vendor, response)
    send(town, published.vendor, response)
    open_all(town, published.tender, officer, published.second_officer)
    cover = make_tender(town, officer)
    publish(town, cover)
    past_the_triggers(town, f"update responses set tender_id = '{cover.id}' where id = '{response}'")
    town.do(tenders.delete_test_tender, officer, cover.id)
    assert faults(town) == [
        f"tender:{published.tender.id}: its responses were deleted with another tender: response:{response}"
    ]
