"""Scores, each added and never changed; the newest of a kind counts."""

import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from assessor.storage.models.base import Table, new_id


class Score(Table):
    """What one assessor found, alone, with the reason."""

    __tablename__ = "scores"
    __table_args__ = (Index(None, "response_id", "assessor_id"),)

    id: Mapped[str] = mapped_column(primary_key=True, default_factory=new_id)
    response_id: Mapped[str] = mapped_column(ForeignKey("responses.id"))
    question: Mapped[str]
    module: Mapped[str]
    assessor_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    anchor: Mapped[str]
    """'0' to '4', or unknown, withheld, not_applicable, unanswered."""
    evidence: Mapped[str]
    evidence_date: Mapped[datetime.date | None] = mapped_column(default=None)
    fit: Mapped[str] = mapped_column(default="both")
    reason: Mapped[str]
    at: Mapped[datetime.datetime]


class ScoreSheet(Table):
    """An assessor's scores of one response are final: from here on the others' become visible."""

    __tablename__ = "score_sheets"

    response_id: Mapped[str] = mapped_column(ForeignKey("responses.id"), primary_key=True)
    assessor_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    final_at: Mapped[datetime.datetime]


class AgreedScore(Table):
    """The agreed score with a reason of its own; the assessors' own scores stay beside it."""

    __tablename__ = "agreed_scores"
    __table_args__ = (Index(None, "response_id"),)

    id: Mapped[str] = mapped_column(primary_key=True, default_factory=new_id)
    response_id: Mapped[str] = mapped_column(ForeignKey("responses.id"))
    question: Mapped[str]
    module: Mapped[str]
    anchor: Mapped[str]
    evidence: Mapped[str]
    evidence_date: Mapped[datetime.date | None] = mapped_column(default=None)
    fit: Mapped[str] = mapped_column(default="both")
    reason: Mapped[str]
    recorded_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime.datetime]


class GateJudgement(Table):
    """A suspected gate confirmed or cleared, by two people."""

    __tablename__ = "gate_judgements"

    id: Mapped[str] = mapped_column(primary_key=True, default_factory=new_id)
    response_id: Mapped[str] = mapped_column(ForeignKey("responses.id"), index=True)
    question: Mapped[str]
    state: Mapped[str]
    reason: Mapped[str]
    first_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    second_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"), default=None)
    """None: proposed, waiting for the second person."""
    at: Mapped[datetime.datetime]
