"""Tables of a later period, delivered under the contract."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "measured_tables",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("response_id", sa.String, sa.ForeignKey("responses.id"), nullable=False, index=True),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("period_from", sa.Date, nullable=False),
        sa.Column("period_to", sa.Date, nullable=False),
        sa.Column("sealed_about", sa.LargeBinary, nullable=False),
        sa.Column("sealed_table", sa.LargeBinary, nullable=False),
        sa.Column("stored_as", sa.String, nullable=False, unique=True),
        sa.Column("stored_sha256", sa.String, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("uploaded_by", sa.String, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("uploaded_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.CheckConstraint("period_from <= period_to", name="period"),
    )


def downgrade() -> None:
    op.drop_table("measured_tables")
