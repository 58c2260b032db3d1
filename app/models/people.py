"""People and how they come in: accounts, invitations, attempts to sign in."""

from datetime import datetime
from typing import Any

from flask_security.core import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime, now
from app.domain.access import Actor, Permission, Role, Subject
from app.domain.choices import Language
from app.domain.labelled import Labelled
from app.domain.reviewing import Duty
from app.domain.text import _
from app.models.questions import labelled_type
from app.models.reference import Entity, Partner


class PersonState(Labelled):
    ACTIVE = "active", _("Active")
    INVITED = "invited", _("Invited")
    SUSPENDED = "suspended", _("Suspended")


class Person(Base, UserMixin):
    """An account. Contributors and Focal Points belong to a Partner, the others to none."""

    __tablename__ = "people"
    __table_args__ = (
        CheckConstraint(
            "(role IN ('contributor', 'focal_point')) = (partner_code IS NOT NULL)", name="role_fits_partner"
        ),
        CheckConstraint("entity_code IS NULL OR partner_code IS NOT NULL", name="entity_needs_partner"),
        CheckConstraint("duty IS NULL OR role IN ('secretariat', 'administrator')", name="duty_of_secretariat"),
    )

    read_with = Permission.PEOPLE_READ

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password: Mapped[str | None] = mapped_column(String(255))
    role: Mapped[Role] = mapped_column(labelled_type(Role))
    partner_code: Mapped[str | None] = mapped_column(ForeignKey("partners.code"), index=True)
    entity_code: Mapped[str | None] = mapped_column(ForeignKey("entities.code"))
    language: Mapped[Language] = mapped_column(labelled_type(Language), default=Language.EN)
    duty: Mapped[Duty | None] = mapped_column(labelled_type(Duty))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_sign_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    partner: Mapped[Partner | None] = relationship()
    entity: Mapped[Entity | None] = relationship()

    @property
    def roles(self) -> list[Any]:  # type: ignore[override]
        """For the authentication library; rights come from `app.domain.access` alone."""
        return []

    @property
    def actor(self) -> Actor:
        return Actor(
            name=self.name, role=self.role, person_id=self.id, partner=self.partner_code, entity=self.entity_code
        )

    @property
    def subject(self) -> Subject:
        return Subject(partner=self.partner_code, entity=self.entity_code, role=self.role)

    @property
    def state(self) -> PersonState:
        if not self.active:
            return PersonState.SUSPENDED
        return PersonState.INVITED if self.password is None else PersonState.ACTIVE


class Invitation(Base):
    """A mailed invitation to set a password. Used once; `expires_at` bounds it.

    `replaces` is the Focal Point who hands over to the invited one: their account closes when the successor comes in.
    `withdrawn_at` is when they thought better of it. `key` is that of the form with which it was sent.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        CheckConstraint("withdrawn_at IS NULL OR accepted_at IS NULL", name="withdrawn_or_accepted"),
        CheckConstraint("withdrawn_at IS NULL OR replaces_id IS NOT NULL", name="withdrawn_from_succession"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    key: Mapped[str | None] = mapped_column(String(64))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    replaces: Mapped[Person | None] = relationship(foreign_keys=[replaces_id])
    invited_by: Mapped[Person | None] = relationship(foreign_keys=[invited_by_id])

    @property
    def is_open(self) -> bool:
        """Whether it still leads in: neither used, nor expired, nor sent to somebody who has an account by now."""
        return self.accepted_at is None and self.expires_at > now() and self.person.state is PersonState.INVITED


class EndedSignIn(Base):
    """A sign-in that its person has ended: whoever holds a copy of its cookie is out with them.

    `token` stands in the signed cookie. It may be listed twice, where a form was sent twice.
    """

    __tablename__ = "ended_sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(43), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class SignInAttempt(Base):
    """A failed sign-in or a request for a new password, kept for the lockout window and then deleted.

    Both `email_digest` and `address` are keyed digests, made by `app.services.sign_in`.
    """

    __tablename__ = "sign_in_attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    email_digest: Mapped[str] = mapped_column(String(64), index=True)
    address: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
