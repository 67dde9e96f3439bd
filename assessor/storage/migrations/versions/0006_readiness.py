"""The buyer's own tasks: who does them, by when, and whether they are done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLE = "readiness_tasks"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("tender_id", sa.String, sa.ForeignKey("tenders.id"), primary_key=True),
        sa.Column("question", sa.String, primary_key=True),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("due", sa.Date, nullable=True),
        sa.Column("done", sa.Boolean, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("changed_by", sa.String, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
