"""The trail of events, the reports made, and what the installation remembers."""

import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assessor.storage.models.base import Table, new_id


class Event(Table):
    """One thing that happened, chained to the one before it in its chain. Added, never changed."""

    __tablename__ = "events"
    __table_args__ = (UniqueConstraint("chain", "number"),)

    id: Mapped[str] = mapped_column(primary_key=True, default_factory=new_id)
    chain: Mapped[str]
    """tender:ID, response:ID or house."""
    number: Mapped[int]
    at: Mapped[datetime.datetime]
    actor: Mapped[str]
    """A person's id, or 'system'."""
    verb: Mapped[str]
    about: Mapped[dict[str, Any]]
    digest: Mapped[str]
    """SHA-256 of the content the event is about; empty where there is none."""
    previous: Mapped[str]
    head: Mapped[str]


class ReportJob(Table):
    """A report asked for, being made, or kept by the hash of what went in."""

    __tablename__ = "report_jobs"
    __table_args__ = (CheckConstraint("state in ('waiting', 'running', 'ready', 'failed')", name="state"),)

    id: Mapped[str] = mapped_column(primary_key=True, default_factory=new_id)
    response_id: Mapped[str] = mapped_column(ForeignKey("responses.id"), index=True)
    language: Mapped[str]
    input_sha256: Mapped[str] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(default="waiting")
    progress: Mapped[int] = mapped_column(default=0)
    """Per cent."""
    stored_as: Mapped[str | None] = mapped_column(default=None)
    asked_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime.datetime]
    ready_at: Mapped[datetime.datetime | None] = mapped_column(default=None)
    stored_sha256: Mapped[str | None] = mapped_column(default=None)
    """Digest of the finished file."""


class Remembered(Table):
    """A value of the installation, such as the latest moment its clock has seen."""

    __tablename__ = "remembered"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
