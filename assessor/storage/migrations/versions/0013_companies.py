"""Vendors as companies: an administrator of each, sections handed out, who changed what, and own answers as PDF."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("people", sa.Column("administers", sa.Boolean, nullable=False, server_default=sa.false()))
    # The first who came. Of two at the same moment, one.
    op.execute(
        "update people set administers = true where id in ("
        "select (select id from people first where first.company_id = companies.id"
        " order by active desc, created_at, id limit 1) from companies)"
    )
    op.create_index(
        "ix_people_administers",
        "people",
        ["company_id"],
        unique=True,
        sqlite_where=sa.text("administers"),
        postgresql_where=sa.text("administers"),
    )
    op.create_table(
        "section_tasks",
        sa.Column("response_id", sa.String, sa.ForeignKey("responses.id"), primary_key=True),
        sa.Column("section", sa.String, primary_key=True),
        sa.Column("person_id", sa.String, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("until", sa.Date, nullable=True),
    )
    op.create_table(
        "draft_changes",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("response_id", sa.String, sa.ForeignKey("responses.id"), nullable=False, index=True),
        sa.Column("question", sa.String, nullable=False),
        sa.Column("module", sa.String, nullable=False),
        sa.Column("by", sa.String, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_table(
        "own_pdfs",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("response_id", sa.String, sa.ForeignKey("responses.id"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("made_from", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("progress", sa.Integer, nullable=False),
        sa.Column("stored_as", sa.String, nullable=True),
        sa.Column("stored_sha256", sa.String, nullable=True),
        sa.Column("asked_by", sa.String, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.CheckConstraint("state in ('waiting', 'running', 'ready', 'failed')", name="state"),
        sa.UniqueConstraint("response_id", "version", "language"),
    )


def downgrade() -> None:
    op.drop_table("own_pdfs")
    op.drop_table("draft_changes")
    op.drop_table("section_tasks")
    op.drop_index("ix_people_administers", "people")
    op.drop_column("people", "administers")
