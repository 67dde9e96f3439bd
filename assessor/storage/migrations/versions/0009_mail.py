"""The outbox of mail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "mails",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("to", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("sealed_body", sa.LargeBinary, nullable=True),
        sa.Column("private", sa.Boolean, nullable=False),
        sa.Column("tender_id", sa.String, sa.ForeignKey("tenders.id"), nullable=True, index=True),
        sa.Column("response_id", sa.String, sa.ForeignKey("responses.id"), nullable=True, index=True),
        sa.Column("once", sa.String, nullable=True, unique=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("doubts", sa.Integer, nullable=False),
        sa.Column("fault", sa.String, nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.CheckConstraint("state in ('waiting', 'sending', 'sent', 'failed', 'held')", name="state"),
        sa.CheckConstraint("state != 'sent' or sealed_body is null", name="sent"),
    )
    op.create_index("ix_mails_state_next_at", "mails", ["state", "next_at"])


def downgrade() -> None:
    op.drop_table("mails")
