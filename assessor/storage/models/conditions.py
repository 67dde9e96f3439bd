"""What an officer settled about the contract conditions of one vendor: each row added, never changed."""

import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assessor.storage.models.base import Table, new_id


class ConditionStep(Table):
    """A condition switched off or on, filled in, reworded, added, or noted for outside the procedure."""

    __tablename__ = "condition_steps"
    __table_args__ = (
        UniqueConstraint("response_id", "number"),
        CheckConstraint(
            "kind in ('switched_off', 'switched_on', 'filled_in', 'rewritten', 'restored', 'added', "
            "'to_discuss', 'removed')",
            name="kind",
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default_factory=new_id)
    response_id: Mapped[str] = mapped_column(ForeignKey("responses.id"))
    number: Mapped[int]
    """From 1 in each response: the order in which they count."""
    condition: Mapped[str]
    kind: Mapped[str]
    words: Mapped[str] = mapped_column(default="{}")
    """Names and dates by parameter, or the buyer's own words in both languages; as JSON that is digested as it is."""
    reason: Mapped[str] = mapped_column(default="")
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime.datetime]
