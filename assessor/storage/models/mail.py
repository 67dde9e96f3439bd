"""The outbox: mail that was or is to be sent."""

import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from assessor.storage.models.base import Table, new_id


class Mail(Table):
    """One mail to one address. What it says is sealed, as it may hold a personal link, and dropped once it was sent."""

    __tablename__ = "mails"
    __table_args__ = (
        CheckConstraint("state in ('waiting', 'sending', 'sent', 'failed', 'held')", name="state"),
        CheckConstraint("state != 'sent' or sealed_body is null", name="sent"),
        Index(None, "state", "next_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default_factory=new_id)
    kind: Mapped[str]
    to: Mapped[str]
    language: Mapped[str]
    subject: Mapped[str]
    sealed_body: Mapped[bytes | None]
    private: Mapped[bool]
    """It would tell the buyer's people what a vendor does."""
    tender_id: Mapped[str | None] = mapped_column(ForeignKey("tenders.id"), index=True, default=None)
    response_id: Mapped[str | None] = mapped_column(ForeignKey("responses.id"), index=True, default=None)
    once: Mapped[str | None] = mapped_column(unique=True, default=None)
    """A reminder or a daily mail is made once, whoever makes it."""
    made_at: Mapped[datetime.datetime]
    next_at: Mapped[datetime.datetime]
    """When it is due; while it is being sent, when whoever sends it must have said how it went."""
    until: Mapped[datetime.datetime | None] = mapped_column(default=None)
    """From this moment on it is of no use."""
    state: Mapped[str] = mapped_column(default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    doubts: Mapped[int] = mapped_column(default=0)
    """How often it was handed over without an answer."""
    fault: Mapped[str | None] = mapped_column(default=None)
    sent_at: Mapped[datetime.datetime | None] = mapped_column(default=None)
