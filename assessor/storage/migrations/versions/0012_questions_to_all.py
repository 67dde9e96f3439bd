"""Questions of vendors, the notas with their answers, and the last moment for asking."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)

ADDED_NEVER_CHANGED = ("questions_to_all", "asked_by", "notas")


def upgrade() -> None:
    # What is published already named no moment: there nobody can ask.
    op.add_column("tenders", sa.Column("questions_until", MOMENT, nullable=True))
    op.create_table(
        "questions_to_all",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("tender_id", sa.String, sa.ForeignKey("tenders.id"), nullable=False, index=True),
        sa.Column("question", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("sensitive", sa.Boolean, nullable=False),
        sa.Column("sensitive_reason", sa.String, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.CheckConstraint("sensitive = (sensitive_reason <> '')", name="sensitive"),
    )
    op.create_table(
        "asked_by",
        sa.Column("question_id", sa.String, sa.ForeignKey("questions_to_all.id"), primary_key=True),
        sa.Column("response_id", sa.String, sa.ForeignKey("responses.id"), nullable=False, index=True),
        sa.Column("person_id", sa.String, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_table(
        "notas",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("tender_id", sa.String, sa.ForeignKey("tenders.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("published_by", sa.String, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("content", sa.String, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.UniqueConstraint("tender_id", "number"),
    )
    op.create_table(
        "nota_items",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("tender_id", sa.String, sa.ForeignKey("tenders.id"), nullable=False, index=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("question", sa.String, nullable=False),
        sa.Column("wording_nl", sa.String, nullable=False),
        sa.Column("wording_en", sa.String, nullable=False),
        sa.Column("answer_nl", sa.String, nullable=False),
        sa.Column("answer_en", sa.String, nullable=False),
        sa.Column("changes_nl", sa.String, nullable=False),
        sa.Column("changes_en", sa.String, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("ready", sa.Boolean, nullable=False),
        sa.Column("corrects", sa.String, sa.ForeignKey("nota_items.id"), nullable=True),
        sa.Column("nota_id", sa.String, sa.ForeignKey("notas.id"), nullable=True),
        sa.Column("number", sa.Integer, nullable=True),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("written_by", sa.String, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.CheckConstraint("outcome in ('answered', 'rejected', 'told')", name="outcome"),
        sa.CheckConstraint("(nota_id is null) = (number is null)", name="published"),
        sa.CheckConstraint("told_at is null or outcome = 'told'", name="told"),
    )
    op.create_table(
        "answered_in",
        sa.Column("question_id", sa.String, sa.ForeignKey("questions_to_all.id"), primary_key=True),
        sa.Column("item_id", sa.String, sa.ForeignKey("nota_items.id"), nullable=False, index=True),
        sa.Column("tender_id", sa.String, sa.ForeignKey("tenders.id"), nullable=False, index=True),
    )
    for table in ADDED_NEVER_CHANGED:
        _guard(table, "update", "true")
        # A test may be deleted whole, before its tender and responses are.
        _guard(table, "delete", f"not exists ({_OF_A_TEST[table]})")


def downgrade() -> None:
    for table in reversed(ADDED_NEVER_CHANGED):
        for change in ("update", "delete"):
            name = f"{table}_no_{change}"
            op.execute(f"drop trigger {name}" if _is_sqlite() else f"drop function {name}() cascade")
    for table in ("answered_in", "nota_items", "notas", "asked_by", "questions_to_all"):
        op.drop_table(table)
    op.drop_column("tenders", "questions_until")


# --- triggers ---------------------------------------------------------------------------------------------

_BY_TENDER = "select 1 from tenders where tenders.id = old.tender_id and tenders.test"
_OF_A_TEST = {
    "questions_to_all": _BY_TENDER,
    "notas": _BY_TENDER,
    "asked_by": (
        "select 1 from tenders join responses on responses.tender_id = tenders.id "
        "where responses.id = old.response_id and tenders.test"
    ),
}


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _guard(table: str, change: str, refuse_when: str) -> None:
    """Refuse one kind of change of a table's rows."""
    name, words = f"{table}_no_{change}", f"{table} are added, never changed"
    before = f"create trigger {name} before {change} on {table}"
    if _is_sqlite():
        op.execute(f"{before} when {refuse_when} begin select raise(abort, '{words}'); end")
        return
    op.execute(
        f"create function {name}() returns trigger language plpgsql as $$ begin "
        f"if {refuse_when} then raise exception '{words}' using errcode = 'integrity_constraint_violation'; end if; "
        "if tg_op = 'DELETE' then return old; end if; return new; end $$"
    )
    op.execute(f"{before} for each row execute function {name}()")
    if change == "update":
        op.execute(
            f"create trigger {table}_no_truncate before truncate on {table} "
            f"for each statement execute function {name}()"
        )
