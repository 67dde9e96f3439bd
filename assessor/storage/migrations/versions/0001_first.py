"""The whole schema, and the triggers that keep what is recorded from being changed."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)

ADDED_NEVER_CHANGED = ("events", "scores", "agreed_scores", "opened_answers", "decisions")


def upgrade() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Index(None, "key", "at"),
    )
    op.create_table(
        "companies",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_table(
        "events",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("chain", sa.String, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("verb", sa.String, nullable=False),
        sa.Column("about", sa.JSON, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("previous", sa.String, nullable=False),
        sa.Column("head", sa.String, nullable=False),
        sa.UniqueConstraint("chain", "number"),
    )
    op.create_table(
        "remembered",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("value", sa.String, nullable=False),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("email", sa.String, nullable=False, unique=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("password_hash", sa.String, nullable=True),
        sa.Column("company_id", sa.String, sa.ForeignKey("companies.id"), nullable=True),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("demonstration", sa.Boolean, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("(role = 'vendor') = (company_id is not null)", name="company"),
        sa.CheckConstraint(
            "role in ('officer', 'assessor', 'manager', 'vendor', 'administrator', 'auditor')", name="role"
        ),
    )
    op.create_table(
        "sessions",
        sa.Column("token_sha256", sa.String, primary_key=True),
        sa.Column("person_id", sa.String, sa.ForeignKey("people.id"), nullable=False, index=True),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
    )
    op.create_table(
        "tenders",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("description", sa.String, nullable=False),
        sa.Column("buyer", sa.String, nullable=False),
        sa.Column("procedure", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False, index=True),
        sa.Column("test", sa.Boolean, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("both_languages", sa.Boolean, nullable=False),
        sa.Column("questionnaire", sa.String, nullable=False),
        sa.Column("questionnaire_version", sa.Integer, nullable=False),
        sa.Column("tier", sa.String, nullable=False),
        sa.Column("facts", sa.JSON, nullable=False),
        sa.Column("award", sa.JSON, nullable=False),
        sa.Column("deadline", MOMENT, nullable=True),
        sa.Column("drain_minutes", sa.Integer, nullable=False),
        sa.Column("frozen", sa.String, nullable=True),
        sa.Column("frozen_sha256", sa.String, nullable=True),
        sa.Column("wrapped_key", sa.LargeBinary, nullable=True),
        sa.Column("end_reason", sa.String, nullable=True),
        sa.Column("created_by", sa.String, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("opened_at", MOMENT, nullable=True),
        sa.Column("scored_at", MOMENT, nullable=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.CheckConstraint("state not in ('published') or deadline is not null", name="deadline"),
        sa.CheckConstraint("(state = 'draft') = (frozen_sha256 is null)", name="frozen"),
    )
    op.create_table(
        "invitations",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("token_sha256", sa.String, nullable=False, unique=True),
        sa.Column("purpose", sa.String, nullable=False),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("person_id", sa.String, sa.ForeignKey("people.id"), nullable=True),
        sa.Column("company_id", sa.String, sa.ForeignKey("companies.id"), nullable=True),
        sa.Column("tender_id", sa.String, sa.ForeignKey("tenders.id"), nullable=True, index=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.CheckConstraint("purpose in ('account', 'response')", name="purpose"),
    )
    op.create_table(
        "openings",
        sa.Column("tender_id", sa.String, sa.ForeignKey("tenders.id"), primary_key=True),
        sa.Column("first_by", sa.String, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("first_at", MOMENT, nullable=False),
        sa.Column("second_by", sa.String, sa.ForeignKey("people.id"), nullable=True),
        sa.Column("second_at", MOMENT, nullable=True),
        sa.Column("protocol", sa.JSON, nullable=True),
    )
    op.create_table(
        "responses",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("tender_id", sa.String, sa.ForeignKey("tenders.id"), nullable=False, index=True),
        sa.Column("company_id", sa.String, sa.ForeignKey("companies.id"), nullable=False, index=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary, nullable=False),
        sa.Column("sealed_scope", sa.LargeBinary, nullable=True),
        sa.Column("scope_revision", sa.Integer, nullable=False),
        sa.Column("facts", sa.JSON, nullable=True),
        sa.Column("opened_scope", sa.JSON, nullable=True),
        sa.Column("submission_id", sa.String, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "state in ('draft', 'submitted', 'withdrawn', 'opened', 'failed', 'absent')", name="state"
        ),
        sa.UniqueConstraint("tender_id", "company_id"),
    )
    op.create_table(
        "tender_people",
        sa.Column("tender_id", sa.String, sa.ForeignKey("tenders.id"), primary_key=True),
        sa.Column("person_id", sa.String, sa.ForeignKey("people.id"), primary_key=True, index=True),
        sa.Column("part", sa.String, nullable=False),
        sa.Column("labels", sa.JSON, nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("declared_at", MOMENT, nullable=True),
        sa.Column("recused_at", MOMENT, nullable=True),
        sa.CheckConstraint("part in ('officer', 'assessor', 'manager')", name="part"),
    )
    op.create_table(
        "agreed_scores",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("response_id", sa.String, sa.ForeignKey("responses.id"), nullable=False),
        sa.Column("question", sa.String, nullable=False),
        sa.Column("module", sa.String, nullable=False),
        sa.Column("anchor", sa.String, nullable=False),
        sa.Column("evidence", sa.String, nullable=False),
        sa.Column("evidence_date", sa.Date, nullable=True),
        sa.Column("fit", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("recorded_by", sa.String, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Index(None, "response_id"),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("tender_id", sa.String, sa.ForeignKey("tenders.id"), nullable=False, index=True),
        sa.Column("response_id", sa.String, sa.ForeignKey("responses.id"), nullable=True),
        sa.Column("choice", sa.String, nullable=False),
        sa.Column("requirement", sa.String, nullable=True),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("by", sa.String, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_table(
        "draft_answers",
        sa.Column("response_id", sa.String, sa.ForeignKey("responses.id"), primary_key=True),
        sa.Column("question", sa.String, primary_key=True),
        sa.Column("module", sa.String, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("saved_by", sa.String, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
    )
    op.create_table(
        "evidence_files",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("response_id", sa.String, sa.ForeignKey("responses.id"), nullable=False, index=True),
        sa.Column("question", sa.String, nullable=False),
        sa.Column("module", sa.String, nullable=False),
        sa.Column("sealed_about", sa.LargeBinary, nullable=False),
        sa.Column("stored_as", sa.String, nullable=False, unique=True),
        sa.Column("stored_sha256", sa.String, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("uploaded_by", sa.String, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("uploaded_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.Column("opened_about", sa.JSON, nullable=True),
    )
    op.create_table(
        "gate_judgements",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("response_id", sa.String, sa.ForeignKey("responses.id"), nullable=False, index=True),
        sa.Column("question", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("first_by", sa.String, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("second_by", sa.String, sa.ForeignKey("people.id"), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_table(
        "opened_answers",
        sa.Column("response_id", sa.String, sa.ForeignKey("responses.id"), primary_key=True),
        sa.Column("question", sa.String, primary_key=True),
        sa.Column("module", sa.String, primary_key=True),
        sa.Column("answer", sa.JSON, nullable=False),
    )
    op.create_table(
        "report_jobs",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("response_id", sa.String, sa.ForeignKey("responses.id"), nullable=False, index=True),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("input_sha256", sa.String, nullable=False, index=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("progress", sa.Integer, nullable=False),
        sa.Column("stored_as", sa.String, nullable=True),
        sa.Column("asked_by", sa.String, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("ready_at", MOMENT, nullable=True),
        sa.CheckConstraint("state in ('waiting', 'running', 'ready', 'failed')", name="state"),
    )
    op.create_table(
        "score_sheets",
        sa.Column("response_id", sa.String, sa.ForeignKey("responses.id"), primary_key=True),
        sa.Column("assessor_id", sa.String, sa.ForeignKey("people.id"), primary_key=True),
        sa.Column("final_at", MOMENT, nullable=False),
    )
    op.create_table(
        "scores",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("response_id", sa.String, sa.ForeignKey("responses.id"), nullable=False),
        sa.Column("question", sa.String, nullable=False),
        sa.Column("module", sa.String, nullable=False),
        sa.Column("assessor_id", sa.String, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("anchor", sa.String, nullable=False),
        sa.Column("evidence", sa.String, nullable=False),
        sa.Column("evidence_date", sa.Date, nullable=True),
        sa.Column("fit", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Index(None, "response_id", "assessor_id"),
    )
    op.create_table(
        "submissions",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("response_id", sa.String, sa.ForeignKey("responses.id"), nullable=False, index=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("once", sa.String, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("manifest_sha256", sa.String, nullable=False),
        sa.Column("receipt", sa.JSON, nullable=False),
        sa.Column("submitted_by", sa.String, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.UniqueConstraint("response_id", "once"),
        sa.UniqueConstraint("response_id", "version"),
    )
    for trigger in _triggers():
        _make(trigger)


def downgrade() -> None:
    for trigger in _triggers():
        if _is_sqlite():
            op.execute(f"drop trigger {trigger.name}")
        else:
            op.execute(f"drop function {trigger.name}() cascade")
    for table in (
        "submissions",
        "scores",
        "score_sheets",
        "report_jobs",
        "opened_answers",
        "gate_judgements",
        "evidence_files",
        "draft_answers",
        "decisions",
        "agreed_scores",
        "tender_people",
        "responses",
        "openings",
        "invitations",
        "tenders",
        "sessions",
        "people",
        "remembered",
        "events",
        "companies",
        "attempts",
    ):
        op.drop_table(table)


# --- triggers ---------------------------------------------------------------------------------------------

_OF_A_TEST = (
    "select 1 from tenders join responses on responses.tender_id = tenders.id "
    "where responses.id = old.response_id and tenders.test"
)


class _Trigger(NamedTuple):
    """Refuses one kind of change of a table's rows."""

    name: str
    table: str
    change: str
    refuse_when: str
    words: str


def _triggers() -> list[_Trigger]:
    return [*(trigger for table in ADDED_NEVER_CHANGED for trigger in _of_records(table)), *_OF_TENDERS]


def _of_records(table: str) -> tuple[_Trigger, _Trigger]:
    words = f"{table} are added, never changed"
    # A test may be deleted whole, before its tender and responses are. Its events stay: they tell that it was a test.
    unless = {
        "events": "true",
        "decisions": "not exists (select 1 from tenders where id = old.tender_id and test)",
    }.get(table, f"not exists ({_OF_A_TEST})")
    return (
        _Trigger(f"{table}_no_update", table, "update", "true", words),
        _Trigger(f"{table}_no_delete", table, "delete", unless, words),
    )


_OF_TENDERS = (
    _Trigger(
        "tenders_no_delete",
        "tenders",
        "delete",
        "old.state <> 'draft' and not old.test",
        "a tender that was published is never deleted",
    ),
    _Trigger(
        "tenders_stay_a_test_or_real",
        "tenders",
        "update",
        "old.state <> 'draft' and new.test <> old.test",
        "a tender that was published does not become a test, nor a test real",
    ),
)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _make(trigger: _Trigger) -> None:
    before = f"create trigger {trigger.name} before {trigger.change} on {trigger.table}"
    if _is_sqlite():
        op.execute(f"{before} when {trigger.refuse_when} begin select raise(abort, '{trigger.words}'); end")
        return
    # The condition stands in the function, because that of a trigger cannot look at other tables there.
    op.execute(
        f"create function {trigger.name}() returns trigger language plpgsql as $$ begin "
        f"if {trigger.refuse_when} then "
        f"raise exception '{trigger.words}' using errcode = 'integrity_constraint_violation'; end if; "
        "if tg_op = 'DELETE' then return old; end if; return new; end $$"
    )
    op.execute(f"{before} for each row execute function {trigger.name}()")
    if trigger.change == "update" and trigger.table in ADDED_NEVER_CHANGED:
        op.execute(
            f"create trigger {trigger.table}_no_truncate before truncate on {trigger.table} "
            f"for each statement execute function {trigger.name}()"
        )
