"""Findings, with the triggers that keep what was recorded of them from being changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)

ADDED_NEVER_CHANGED = ("findings", "finding_steps", "finding_judgements")


def upgrade() -> None:
    op.create_table(
        "findings",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("response_id", sa.String, sa.ForeignKey("responses.id"), nullable=False),
        sa.Column("question", sa.String, nullable=False),
        sa.Column("module", sa.String, nullable=False),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("claimed_nl", sa.String, nullable=False),
        sa.Column("claimed_en", sa.String, nullable=False),
        sa.Column("recomputed_nl", sa.String, nullable=False),
        sa.Column("recomputed_en", sa.String, nullable=False),
        sa.Column("difference_nl", sa.String, nullable=False),
        sa.Column("difference_en", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("found_by", sa.String, sa.ForeignKey("people.id"), nullable=True),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.UniqueConstraint("response_id", "code"),
        sa.CheckConstraint("source in ('recomputed', 'pair', 'officer')", name="source"),
        sa.CheckConstraint("(source = 'officer') = (reason <> '')", name="reason"),
    )
    op.create_table(
        "finding_steps",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("finding_id", sa.String, sa.ForeignKey("findings.id"), nullable=False),
        sa.Column("response_id", sa.String, sa.ForeignKey("responses.id"), nullable=False, index=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("last_day", sa.Date, nullable=True),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("by", sa.String, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.UniqueConstraint("finding_id", "kind"),
        sa.CheckConstraint("kind in ('put', 'replied', 'set_aside')", name="kind"),
        sa.CheckConstraint("(kind = 'put') = (last_day is not null)", name="last_day"),
    )
    op.create_table(
        "finding_judgements",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("finding_id", sa.String, sa.ForeignKey("findings.id"), nullable=False, index=True),
        sa.Column("response_id", sa.String, sa.ForeignKey("responses.id"), nullable=False, index=True),
        sa.Column("assessor_id", sa.String, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("outcome in ('explained', 'error', 'misleading')", name="outcome"),
    )
    for table in ADDED_NEVER_CHANGED:
        _guard(table, "update", "true")
        # A test may be deleted whole, before its tender and responses are.
        _guard(table, "delete", f"not exists ({_OF_A_TEST})")


def downgrade() -> None:
    for table in reversed(ADDED_NEVER_CHANGED):
        for change in ("update", "delete"):
            name = f"{table}_no_{change}"
            op.execute(f"drop trigger {name}" if _is_sqlite() else f"drop function {name}() cascade")
        op.drop_table(table)


# --- triggers ---------------------------------------------------------------------------------------------

_OF_A_TEST = (
    "select 1 from tenders join responses on responses.tender_id = tenders.id "
    "where responses.id = old.response_id and tenders.test"
)


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
