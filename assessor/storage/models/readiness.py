"""The buyer's own tasks in a tender: who does them, by when, and whether they are done."""

import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from assessor.storage.models.base import Table


class ReadinessTask(Table):
    """What an officer noted at one task. It is a working list: the newest counts, the log keeps that it changed."""

    __tablename__ = "readiness_tasks"

    tender_id: Mapped[str] = mapped_column(ForeignKey("tenders.id"), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    """A name or a function; who does it need not have an account here."""
    due: Mapped[datetime.date | None]
    done: Mapped[bool]
    note: Mapped[str]
    changed_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    changed_at: Mapped[datetime.datetime]
