"""People, their companies, their sessions and their invitations."""

import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from assessor.storage.models.base import Table, new_id


class Company(Table):
    """A vendor."""

    __tablename__ = "companies"

    id: Mapped[str] = mapped_column(primary_key=True, default_factory=new_id)
    name: Mapped[str]
    created_at: Mapped[datetime.datetime]


class Person(Table):
    """Somebody who can sign in. One role each; a vendor's people belong to its company."""

    __tablename__ = "people"
    __table_args__ = (
        CheckConstraint(
            "role in ('officer', 'assessor', 'manager', 'vendor', 'administrator', 'auditor')", name="role"
        ),
        CheckConstraint("(role = 'vendor') = (company_id is not null)", name="company"),
        Index(
            "ix_people_administers",
            "company_id",
            unique=True,
            sqlite_where=text("administers"),
            postgresql_where=text("administers"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default_factory=new_id)
    email: Mapped[str] = mapped_column(unique=True)
    """Lower case."""
    name: Mapped[str]
    role: Mapped[str]
    language: Mapped[str] = mapped_column(default="nl")
    password_hash: Mapped[str | None] = mapped_column(default=None)
    company_id: Mapped[str | None] = mapped_column(ForeignKey("companies.id"), default=None)
    active: Mapped[bool] = mapped_column(default=True)
    demonstration: Mapped[bool] = mapped_column(default=False)
    """A known password; a server beyond this machine refuses to start while one exists."""
    created_at: Mapped[datetime.datetime]
    administers: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Administrator of the own company: the first who came, or who it was handed to. Never two of one company."""


class SignedIn(Table):
    """A session: the cookie holds a token, the table only its digest, so that ending it works at once."""

    __tablename__ = "sessions"

    token_sha256: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    started_at: Mapped[datetime.datetime]
    seen_at: Mapped[datetime.datetime]
    ends_at: Mapped[datetime.datetime]
    ended_at: Mapped[datetime.datetime | None] = mapped_column(default=None)


class Invitation(Table):
    """A personal link, used once by POST. Only the digest of its token is stored."""

    __tablename__ = "invitations"
    __table_args__ = (CheckConstraint("purpose in ('account', 'response')", name="purpose"),)

    id: Mapped[str] = mapped_column(primary_key=True, default_factory=new_id)
    token_sha256: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[str]
    """account: choose a password. response: a vendor's person joins a response, with an account if needed."""
    email: Mapped[str]
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), default=None)
    company_id: Mapped[str | None] = mapped_column(ForeignKey("companies.id"), default=None)
    tender_id: Mapped[str | None] = mapped_column(ForeignKey("tenders.id"), default=None, index=True)
    created_at: Mapped[datetime.datetime]
    expires_at: Mapped[datetime.datetime]
    used_at: Mapped[datetime.datetime | None] = mapped_column(default=None)


class Attempt(Table):
    """A failed sign-in or a guessed link, counted per account and per address; keys are digests."""

    __tablename__ = "attempts"
    __table_args__ = (Index(None, "key", "at"),)

    id: Mapped[str] = mapped_column(primary_key=True, default_factory=new_id)
    key: Mapped[str]
    at: Mapped[datetime.datetime]
