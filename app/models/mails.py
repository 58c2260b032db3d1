"""Mails: the outbox, texts that the secretariat changed, and what has been written about already."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.domain.choices import Language
from app.domain.mails import MailChoice, MailKind, MailState, Stage
from app.models.people import Person
from app.models.questions import labelled_type


class Outgoing(Base):
    """A mail as it was written. `key` says what it is for: two of one key cannot be.

    `claim` is the token of the run that sends it, taken just before its content leaves; `reason` says in the words of
    the mail server, or of this program, why it has not left.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_has_time"),
        CheckConstraint("state <> 'sending' OR (claim IS NOT NULL AND claimed_at IS NOT NULL)", name="sending_claimed"),
        CheckConstraint("attempts >= 0", name="attempts"),
        Index("ix_outbox_state_due_at", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    message_id: Mapped[str] = mapped_column(String(320), unique=True)
    kind: Mapped[MailKind] = mapped_column(labelled_type(MailKind))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    to: Mapped[str] = mapped_column("address", String(254))
    language: Mapped[Language] = mapped_column(labelled_type(Language))
    subject: Mapped[str] = mapped_column(String(500))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[MailState] = mapped_column(labelled_type(MailState), default=MailState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(500), default="")
    claim: Mapped[str | None] = mapped_column(String(32))
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship()


class MailText(Base):
    """The secretariat's wording of a mail, in place of the standard one."""

    __tablename__ = "mail_texts"

    kind: Mapped[MailKind] = mapped_column(labelled_type(MailKind), primary_key=True)
    language: Mapped[Language] = mapped_column(labelled_type(Language), primary_key=True)
    subject: Mapped[str] = mapped_column(String(150))
    body: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    changed_by: Mapped[str] = mapped_column(String(120))


class MailMark(Base):
    """How a person wants to hear of what happens, and up to which event they have been written to."""

    __tablename__ = "mail_marks"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    choice: Mapped[MailChoice] = mapped_column(labelled_type(MailChoice), default=MailChoice.DAILY)
    told_event_id: Mapped[int] = mapped_column(default=0)


class CycleMailing(Base):
    """A stage of a cycle has been written about; with another last day it is another stage."""

    __tablename__ = "cycle_mailings"

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"), primary_key=True)
    stage: Mapped[Stage] = mapped_column(labelled_type(Stage), primary_key=True)
    closes_on: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
