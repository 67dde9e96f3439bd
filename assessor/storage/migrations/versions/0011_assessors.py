"""Which sections an assessor scores and what the assessor is expert in; whether that is published."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "tenders", sa.Column("states_assessors", sa.Boolean, nullable=False, server_default=sa.false())
    )
    with op.batch_alter_table("tender_people") as table:
        table.add_column(sa.Column("sections", sa.JSON, nullable=False, server_default="[]"))
        table.add_column(sa.Column("expertise", sa.String, nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("tender_people") as table:
        table.drop_column("expertise")
        table.drop_column("sections")
    op.drop_column("tenders", "states_assessors")
