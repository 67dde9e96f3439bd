"""Findings, what was done with them, and how they were judged: each row added, never changed."""

import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assessor.storage.models.base import Table, new_id


class RecordedFinding(Table):
    """Where a vendor's answer and the facts part, in words, in both languages."""

    __tablename__ = "findings"
    __table_args__ = (
        UniqueConstraint("response_id", "code"),
        CheckConstraint("source in ('recomputed', 'pair', 'officer')", name="source"),
        CheckConstraint("(source = 'officer') = (reason <> '')", name="reason"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default_factory=new_id)
    response_id: Mapped[str] = mapped_column(ForeignKey("responses.id"))
    question: Mapped[str]
    module: Mapped[str]
    code: Mapped[str]
    source: Mapped[str]
    claimed_nl: Mapped[str]
    claimed_en: Mapped[str]
    recomputed_nl: Mapped[str]
    recomputed_en: Mapped[str]
    difference_nl: Mapped[str]
    difference_en: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    """Why an officer added it; empty otherwise. The vendor does not see it."""
    found_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"), default=None)
    """None: the program."""
    found_at: Mapped[datetime.datetime]


class FindingStep(Table):
    """Put to the vendor, replied to, or set aside: each at most once for a finding."""

    __tablename__ = "finding_steps"
    __table_args__ = (
        UniqueConstraint("finding_id", "kind"),
        CheckConstraint("kind in ('put', 'replied', 'set_aside')", name="kind"),
        CheckConstraint("(kind = 'put') = (last_day is not null)", name="last_day"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default_factory=new_id)
    finding_id: Mapped[str] = mapped_column(ForeignKey("findings.id"))
    response_id: Mapped[str] = mapped_column(ForeignKey("responses.id"), index=True)
    kind: Mapped[str]
    last_day: Mapped[datetime.date | None] = mapped_column(default=None)
    """Of putting it: the last day for the reply."""
    text: Mapped[str] = mapped_column(default="")
    """The reply as it was typed, or the reason for setting aside."""
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime.datetime]


class FindingJudgement(Table):
    """What one assessor made of a finding after the vendor was heard; the newest of each counts."""

    __tablename__ = "finding_judgements"
    __table_args__ = (CheckConstraint("outcome in ('explained', 'error', 'misleading')", name="outcome"),)

    id: Mapped[str] = mapped_column(primary_key=True, default_factory=new_id)
    finding_id: Mapped[str] = mapped_column(ForeignKey("findings.id"), index=True)
    response_id: Mapped[str] = mapped_column(ForeignKey("responses.id"), index=True)
    assessor_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    outcome: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime.datetime]
