"""Responses: drafts and submissions sealed, answers readable only after the opening."""

import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assessor.storage.models.base import Table, new_id


class Response(Table):
    """One company's part in one tender. Made at the invitation, so that it tells nothing of activity."""

    __tablename__ = "responses"
    __table_args__ = (
        UniqueConstraint("tender_id", "company_id"),
        CheckConstraint(
            "state in ('draft', 'submitted', 'withdrawn', 'opened', 'failed', 'absent')", name="state"
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default_factory=new_id)
    tender_id: Mapped[str] = mapped_column(ForeignKey("tenders.id"), index=True)
    company_id: Mapped[str] = mapped_column(ForeignKey("companies.id"), index=True)
    state: Mapped[str] = mapped_column(default="draft")
    wrapped_key: Mapped[bytes]
    """The key of the drafts, wrapped by the master key outside the database."""
    sealed_scope: Mapped[bytes | None] = mapped_column(default=None)
    scope_revision: Mapped[int] = mapped_column(default=0)
    facts: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    """Outside a tender the buyer may judge another use for each offer; None: the tender's own facts."""
    opened_scope: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    submission_id: Mapped[str | None] = mapped_column(default=None)
    """The submission that counts."""
    created_at: Mapped[datetime.datetime]


class DraftAnswer(Table):
    """One answer being written. The revision keeps two colleagues from overwriting each other."""

    __tablename__ = "draft_answers"

    response_id: Mapped[str] = mapped_column(ForeignKey("responses.id"), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    module: Mapped[str] = mapped_column(primary_key=True)
    revision: Mapped[int]
    sealed: Mapped[bytes]
    saved_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    saved_at: Mapped[datetime.datetime]


class SectionTask(Table):
    """A section handed to a colleague. Everybody of the company may still read and write all of it."""

    __tablename__ = "section_tasks"

    response_id: Mapped[str] = mapped_column(ForeignKey("responses.id"), primary_key=True)
    section: Mapped[str] = mapped_column(primary_key=True)
    """The code of a dimension."""
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    until: Mapped[datetime.date | None] = mapped_column(default=None)
    """The last day that was agreed; None where none was."""


class DraftChange(Table):
    """Somebody began to change an answer. For the vendor's own company alone, never for the buyer.

    One row for each sitting: saving on and on at the same answer adds none.
    """

    __tablename__ = "draft_changes"

    id: Mapped[str] = mapped_column(primary_key=True, default_factory=new_id)
    response_id: Mapped[str] = mapped_column(ForeignKey("responses.id"), index=True)
    question: Mapped[str]
    module: Mapped[str]
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime.datetime]


class OwnPdf(Table):
    """A vendor's own answers as PDF: asked for, being made, or kept, sealed with the response's key."""

    __tablename__ = "own_pdfs"
    __table_args__ = (
        CheckConstraint("state in ('waiting', 'running', 'ready', 'failed')", name="state"),
        UniqueConstraint("response_id", "version", "language"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default_factory=new_id)
    response_id: Mapped[str] = mapped_column(ForeignKey("responses.id"))
    version: Mapped[int]
    """The submitted version; 0 for the draft."""
    language: Mapped[str]
    made_from: Mapped[str]
    """Which state of the draft, by revisions and ids alone: it tells nothing of what was answered."""
    state: Mapped[str] = mapped_column(default="waiting")
    progress: Mapped[int] = mapped_column(default=0)
    """Per cent."""
    stored_as: Mapped[str | None] = mapped_column(default=None)
    stored_sha256: Mapped[str | None] = mapped_column(default=None)
    asked_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime.datetime]


class EvidenceFile(Table):
    """A file on disk under a random name, sealed; its own name, type and digest are sealed too."""

    __tablename__ = "evidence_files"

    id: Mapped[str] = mapped_column(primary_key=True, default_factory=new_id)
    response_id: Mapped[str] = mapped_column(ForeignKey("responses.id"), index=True)
    question: Mapped[str]
    module: Mapped[str]
    sealed_about: Mapped[bytes]
    """Name, content type, size and SHA-256 of the content, sealed with the response's key."""
    stored_as: Mapped[str] = mapped_column(unique=True)
    stored_sha256: Mapped[str]
    """Digest of the sealed bytes on disk."""
    size: Mapped[int]
    """Of the sealed, padded bytes."""
    uploaded_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    uploaded_at: Mapped[datetime.datetime]
    removed_at: Mapped[datetime.datetime | None] = mapped_column(default=None)
    opened_about: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    """The same as `sealed_about`, readable after the opening; with the table, where it is one."""
    sealed_table: Mapped[bytes | None] = mapped_column(default=None)
    """The counts that were read from the file, where it was delivered as a table; sealed with the response's key."""


class Submission(Table):
    """One submitted version: the whole package sealed with the tender's key, and its receipt."""

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("response_id", "version"), UniqueConstraint("response_id", "once"))

    id: Mapped[str] = mapped_column(primary_key=True, default_factory=new_id)
    response_id: Mapped[str] = mapped_column(ForeignKey("responses.id"), index=True)
    version: Mapped[int]
    once: Mapped[str]
    """The key of the request: the same request twice gives the same submission."""
    received_at: Mapped[datetime.datetime]
    sealed: Mapped[bytes]
    manifest_sha256: Mapped[str]
    receipt: Mapped[dict[str, Any]]
    submitted_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    withdrawn_at: Mapped[datetime.datetime | None] = mapped_column(default=None)


class OpenedAnswer(Table):
    """A submitted answer after the opening. Never changed."""

    __tablename__ = "opened_answers"

    response_id: Mapped[str] = mapped_column(ForeignKey("responses.id"), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    module: Mapped[str] = mapped_column(primary_key=True)
    answer: Mapped[dict[str, Any]]
