"""Tenders and assessment rounds, the people on them, the opening and the decision."""

import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from assessor.storage.models.base import Table, new_id


class Tender(Table):
    """A tender, or an assessment round outside one. After publication only its state and dates move."""

    __tablename__ = "tenders"
    __table_args__ = (
        CheckConstraint("(state = 'draft') = (frozen_sha256 is null)", name="frozen"),
        CheckConstraint("state not in ('published') or deadline is not null", name="deadline"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default_factory=new_id)
    title: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    buyer: Mapped[str]
    """The municipality or other body that buys."""
    procedure: Mapped[str]
    """A code of domain/tender.py; it decides which steps exist."""
    state: Mapped[str] = mapped_column(default="draft", index=True)
    test: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(default="nl")
    """The language of the documents; the one that prevails when both are offered."""
    both_languages: Mapped[bool] = mapped_column(default=True)
    questionnaire: Mapped[str]
    questionnaire_version: Mapped[int]
    tier: Mapped[str] = mapped_column(default="quick")
    facts: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    """The buyer's half: effect, volume_per_year, data, reversibility, vulnerable_group, learns_live."""
    award: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    """Weights of the award sub-criteria, minimum requirements with their reason, mode of agreement."""
    deadline: Mapped[datetime.datetime | None] = mapped_column(default=None)
    drain_minutes: Mapped[int] = mapped_column(default=60)
    frozen: Mapped[str | None] = mapped_column(default=None)
    """What was published, as canonical JSON."""
    frozen_sha256: Mapped[str | None] = mapped_column(default=None)
    wrapped_key: Mapped[bytes | None] = mapped_column(default=None)
    """The tender's key for submitted versions, wrapped by the master key outside the database."""
    end_reason: Mapped[str | None] = mapped_column(default=None)
    """Why it was cancelled or ended without award."""
    created_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime.datetime]
    published_at: Mapped[datetime.datetime | None] = mapped_column(default=None)
    closed_at: Mapped[datetime.datetime | None] = mapped_column(default=None)
    opened_at: Mapped[datetime.datetime | None] = mapped_column(default=None)
    scored_at: Mapped[datetime.datetime | None] = mapped_column(default=None)
    """When the agreed scores were handed in; empty again while the manager has returned them."""
    revision: Mapped[int] = mapped_column(default=1)
    conditions: Mapped[dict[str, Any]] = mapped_column(default_factory=dict, server_default="{}")
    """By contract condition the values that differ from the usual ones."""
    verification: Mapped[bool] = mapped_column(default=False, server_default=false())
    """After a quick scan the presumptive winner is verified with the full questionnaire."""
    states_assessors: Mapped[bool] = mapped_column(default=False, server_default=false())
    """What is published says how many assessors score each section, and what they are expert in."""
    questions_until: Mapped[datetime.datetime | None] = mapped_column(default=None)
    """Until when vendors can ask questions to all; None: they cannot."""


class TenderPerson(Table):
    """Somebody's part in one tender. Labels (voorzitter, jurist) are what single steps may ask; no rights."""

    __tablename__ = "tender_people"
    __table_args__ = (CheckConstraint("part in ('officer', 'assessor', 'manager')", name="part"),)

    tender_id: Mapped[str] = mapped_column(ForeignKey("tenders.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    part: Mapped[str]
    labels: Mapped[list[str]] = mapped_column(default_factory=list)
    added_at: Mapped[datetime.datetime]
    declared_at: Mapped[datetime.datetime | None] = mapped_column(default=None)
    """When an assessor declared to have no interest in the outcome."""
    recused_at: Mapped[datetime.datetime | None] = mapped_column(default=None)
    sections: Mapped[list[str]] = mapped_column(default_factory=list, server_default="[]")
    """The dimensions that an assessor scores; empty: all of them."""
    expertise: Mapped[str] = mapped_column(default="", server_default="")
    """What an assessor is expert in, in words."""


class Opening(Table):
    """The opening by two officers, with its protocol."""

    __tablename__ = "openings"

    tender_id: Mapped[str] = mapped_column(ForeignKey("tenders.id"), primary_key=True)
    first_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    first_at: Mapped[datetime.datetime]
    second_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"), default=None)
    second_at: Mapped[datetime.datetime | None] = mapped_column(default=None)
    protocol: Mapped[dict[str, Any] | None] = mapped_column(default=None)


class Decision(Table):
    """What the manager chose, from the closed list, with the reason. Added, never changed."""

    __tablename__ = "decisions"

    id: Mapped[str] = mapped_column(primary_key=True, default_factory=new_id)
    tender_id: Mapped[str] = mapped_column(ForeignKey("tenders.id"), index=True)
    response_id: Mapped[str | None] = mapped_column(ForeignKey("responses.id"), default=None)
    choice: Mapped[str]
    requirement: Mapped[str | None] = mapped_column(default=None)
    """The published minimum requirement on which an offer was set aside."""
    reason: Mapped[str]
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime.datetime]


class Verification(Table):
    """Which offer of another tender a round verifies. The round is a tender of its own, with this one vendor."""

    __tablename__ = "verifications"

    tender_id: Mapped[str] = mapped_column(ForeignKey("tenders.id"), primary_key=True)
    """The round."""
    response_id: Mapped[str] = mapped_column(ForeignKey("responses.id"), index=True)
    """The offer."""
    reason: Mapped[str]
    """Why this offer, where it is not the first by the published formula; else empty."""
