"""Vendors' questions to all, what officers write about them, and the notas in which the answers were published."""

import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assessor.storage.models.base import Table, new_id


class QuestionToAll(Table):
    """A question as officers may see it: not whose it is, and of the moment no more than the day. Never changed."""

    __tablename__ = "questions_to_all"
    __table_args__ = (CheckConstraint("sensitive = (sensitive_reason <> '')", name="sensitive"),)

    id: Mapped[str] = mapped_column(primary_key=True, default_factory=new_id)
    tender_id: Mapped[str] = mapped_column(ForeignKey("tenders.id"), index=True)
    question: Mapped[str]
    """The question of the questionnaire that it is about; empty for a general one."""
    text: Mapped[str]
    sensitive: Mapped[bool]
    """The vendor asks to answer in general words, as the text tells something of its business."""
    sensitive_reason: Mapped[str]
    day: Mapped[datetime.date]


class AskedBy(Table):
    """Whose question it is. Read on the vendor's side only. Never changed."""

    __tablename__ = "asked_by"

    question_id: Mapped[str] = mapped_column(ForeignKey("questions_to_all.id"), primary_key=True)
    response_id: Mapped[str] = mapped_column(ForeignKey("responses.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime.datetime]


class Nota(Table):
    """A nota van inlichtingen as it was published to all at once. Never changed."""

    __tablename__ = "notas"
    __table_args__ = (UniqueConstraint("tender_id", "number"),)

    id: Mapped[str] = mapped_column(primary_key=True, default_factory=new_id)
    tender_id: Mapped[str] = mapped_column(ForeignKey("tenders.id"))
    number: Mapped[int]
    published_at: Mapped[datetime.datetime]
    published_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    content: Mapped[str]
    """What was published, as canonical JSON."""
    sha256: Mapped[str]


class NotaItem(Table):
    """One answer: to one question or to several that are equal, or a remark without a question.

    Until it is published the officers work on it together. From then on the nota's own content says what it said.
    """

    __tablename__ = "nota_items"
    __table_args__ = (
        CheckConstraint("outcome in ('answered', 'rejected', 'told')", name="outcome"),
        CheckConstraint("(nota_id is null) = (number is null)", name="published"),
        CheckConstraint("told_at is null or outcome = 'told'", name="told"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default_factory=new_id)
    tender_id: Mapped[str] = mapped_column(ForeignKey("tenders.id"), index=True)
    revision: Mapped[int] = mapped_column(default=1)
    question: Mapped[str] = mapped_column(default="")
    """The question of the questionnaire that it is about; empty for a general one."""
    wording_nl: Mapped[str] = mapped_column(default="")
    wording_en: Mapped[str] = mapped_column(default="")
    """The question in the words in which it is published; empty for a remark."""
    answer_nl: Mapped[str] = mapped_column(default="")
    answer_en: Mapped[str] = mapped_column(default="")
    """The answer, or why there is none."""
    changes_nl: Mapped[str] = mapped_column(default="")
    changes_en: Mapped[str] = mapped_column(default="")
    """What it changes in the documents of the tender; empty where it changes nothing."""
    outcome: Mapped[str] = mapped_column(default="answered")
    ready: Mapped[bool] = mapped_column(default=False)
    corrects: Mapped[str | None] = mapped_column(ForeignKey("nota_items.id"), default=None)
    """The published item that this one puts right."""
    nota_id: Mapped[str | None] = mapped_column(ForeignKey("notas.id"), default=None)
    number: Mapped[int | None] = mapped_column(default=None)
    """Its number, which goes on from nota to nota."""
    told_at: Mapped[datetime.datetime | None] = mapped_column(default=None)
    """When the one who asked was told why there is no answer, and nobody else."""
    written_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime.datetime]


class AnsweredIn(Table):
    """Which item answers a question. While that is a draft, the question can go to another item."""

    __tablename__ = "answered_in"

    question_id: Mapped[str] = mapped_column(ForeignKey("questions_to_all.id"), primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("nota_items.id"), index=True)
    tender_id: Mapped[str] = mapped_column(ForeignKey("tenders.id"), index=True)
