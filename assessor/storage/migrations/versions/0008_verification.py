"""Whether the presumptive winner is verified, and which offer a round verifies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What is published already did not say so.
    op.add_column("tenders", sa.Column("verification", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_table(
        "verifications",
        sa.Column("tender_id", sa.String, sa.ForeignKey("tenders.id"), primary_key=True),
        sa.Column("response_id", sa.String, sa.ForeignKey("responses.id"), nullable=False, index=True),
        sa.Column("reason", sa.String, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("verifications")
    op.drop_column("tenders", "verification")
