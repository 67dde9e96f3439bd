"""Tables that a contractor delivers while its contract runs, to be put beside those of the award."""

import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from assessor.storage.models.base import Table, new_id


class MeasuredTable(Table):
    """One table of counts over a later period: its file on disk, sealed, and what was read from it.

    Tables over the same period are one measurement. A corrected table takes the place of the one before, which stays.
    """

    __tablename__ = "measured_tables"
    __table_args__ = (CheckConstraint("period_from <= period_to", name="period"),)

    id: Mapped[str] = mapped_column(primary_key=True, default_factory=new_id)
    response_id: Mapped[str] = mapped_column(ForeignKey("responses.id"), index=True)
    code: Mapped[str]
    """Which table: T1, T1x, ..."""
    period_from: Mapped[datetime.date]
    period_to: Mapped[datetime.date]
    """Both as the header of the table says."""
    sealed_about: Mapped[bytes]
    """Name, content type, size and SHA-256 of the content, sealed with the response's key."""
    sealed_table: Mapped[bytes]
    """The counts, sealed with the response's key."""
    stored_as: Mapped[str] = mapped_column(unique=True)
    stored_sha256: Mapped[str]
    """Digest of the sealed bytes on disk."""
    size: Mapped[int]
    """Of the sealed, padded bytes."""
    uploaded_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    uploaded_at: Mapped[datetime.datetime]
    removed_at: Mapped[datetime.datetime | None] = mapped_column(default=None)
    """When it was taken out or replaced."""
