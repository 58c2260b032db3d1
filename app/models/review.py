"""The review: questions on fields with their answers, phrases for them, checks that a reviewer has dismissed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime
from app.domain.review import QuestionState
from app.models.questions import labelled_type

_DRAFT = text("state = 'draft'")


class ReviewQuestion(Base):
    """One question of the secretariat on one field, with the Partner's answer and the reviewer's verdict.

    `question` names the field. `value` is its answer when the question was sent, `answer_value` when the Partner
    submitted again, if `changed`. `event_id` is the return with which it was sent. Names are kept as they were.
    """

    __tablename__ = "review_questions"
    __table_args__ = (
        Index(
            "uq_review_questions_draft",
            "initiative_id",
            "question",
            "asked_by_id",
            unique=True,
            sqlite_where=_DRAFT,
            postgresql_where=_DRAFT,
        ),
        CheckConstraint("(state = 'draft') = (asked_at IS NULL)", name="sent_has_time"),
        CheckConstraint("(state IN ('closed', 'reopened')) = (settled_at IS NOT NULL)", name="settled_has_time"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), index=True)
    question: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[QuestionState] = mapped_column(labelled_type(QuestionState))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    asked_by: Mapped[str] = mapped_column(String(120))
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"), index=True)
    value: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    answer: Mapped[str] = mapped_column(Text, default="")
    answer_value: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    changed: Mapped[bool] = mapped_column(default=False)
    answered_by: Mapped[str] = mapped_column(String(120), default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by: Mapped[str] = mapped_column(String(120), default="")
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Phrase(Base):
    """A sentence that the secretariat asks again and again; `question` is the field it suits, None for any.

    `key` is that of the code list that brought it in, so that loading the list again changes nothing.
    """

    __tablename__ = "phrases"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str | None] = mapped_column(String(40), unique=True)
    question: Mapped[str | None] = mapped_column(String(40))
    text_en: Mapped[str] = mapped_column(Text)
    text_fr: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def text(self, locale: str) -> str:
        return self.text_fr if locale == "fr" else self.text_en


class Dismissal(Base):
    """A reviewer found a doubt unfounded; it stays away as long as the answers that raised it stay (`fingerprint`)."""

    __tablename__ = "check_dismissals"

    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    question: Mapped[str] = mapped_column(String(40), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(12), primary_key=True)
    reason: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(120))
