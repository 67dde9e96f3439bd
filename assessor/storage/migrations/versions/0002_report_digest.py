"""The digest of a finished report, so that a damaged one is never handed out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("report_jobs", sa.Column("stored_sha256", sa.String, nullable=True))


def downgrade() -> None:
    op.drop_column("report_jobs", "stored_sha256")
