"""Values of contract conditions, and what is settled of them, which the triggers keep from being changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLE = "condition_steps"


def upgrade() -> None:
    op.add_column("tenders", sa.Column("conditions", sa.JSON, nullable=False, server_default="{}"))
    op.create_table(
        TABLE,
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("response_id", sa.String, sa.ForeignKey("responses.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("condition", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("by", sa.String, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("response_id", "number"),
        sa.CheckConstraint(
            "kind in ('switched_off', 'switched_on', 'filled_in', 'rewritten', 'restored', 'added', "
            "'to_discuss', 'removed')",
            name="kind",
        ),
    )
    _guard(TABLE, "update", "true")
    # A test may be deleted whole, before its tender and responses are.
    _guard(TABLE, "delete", f"not exists ({_OF_A_TEST})")


def downgrade() -> None:
    for change in ("update", "delete"):
        name = f"{TABLE}_no_{change}"
        op.execute(f"drop trigger {name}" if _is_sqlite() else f"drop function {name}() cascade")
    op.drop_table(TABLE)
    op.drop_column("tenders", "conditions")


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
