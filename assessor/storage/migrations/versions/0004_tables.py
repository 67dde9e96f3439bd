"""What was read from a delivered table, beside its file and sealed like it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("evidence_files", sa.Column("sealed_table", sa.LargeBinary, nullable=True))


def downgrade() -> None:
    op.drop_column("evidence_files", "sealed_table")
