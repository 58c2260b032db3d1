"""The identity of an initiative; its content lives in its revisions."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.domain.access import Permission, Subject
from app.domain.questions import Kind
from app.domain.status import WORKING, Status
from app.models.assignments import Assignment
from app.models.people import Person
from app.models.questions import labelled_type
from app.models.reference import Entity, Partner
from app.models.revisions import Revision


class Initiative(Base):
    """`reference` is JVAP-<Partner>-<number>, never reused.

    `entity_code` is the entity on whose desk it lies: that of the newest revision, used for rights.
    `counted_as_id` points to the initiative with which linked duplicates are counted (None: itself).
    `copied_from_id` points to the initiative whose answers it began with.
    `creation_key` makes a repeated creation by the same person find the first one.
    """

    __tablename__ = "initiatives"
    __table_args__ = (
        UniqueConstraint("partner_code", "number"),
        UniqueConstraint("created_by_id", "creation_key"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("counted_as_id <> id", name="counted_as_another"),
        CheckConstraint("copied_from_id <> id", name="copied_from_another"),
    )

    read_with = Permission.INITIATIVE_READ

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[Kind] = mapped_column(labelled_type(Kind))
    partner_code: Mapped[str] = mapped_column(ForeignKey("partners.code"), index=True)
    number: Mapped[int]
    entity_code: Mapped[str | None] = mapped_column(ForeignKey("entities.code"), index=True)
    counted_as_id: Mapped[int | None] = mapped_column(ForeignKey("initiatives.id"), index=True)
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("initiatives.id"))
    creation_key: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    partner: Mapped[Partner] = relationship()
    entity: Mapped[Entity | None] = relationship()
    created_by: Mapped[Person | None] = relationship()
    copied_from: Mapped["Initiative | None"] = relationship(foreign_keys=[copied_from_id], remote_side=[id])
    revisions: Mapped[list[Revision]] = relationship(
        back_populates="initiative", order_by="Revision.number", foreign_keys=[Revision.initiative_id]
    )
    assignments: Mapped[list[Assignment]] = relationship(back_populates="initiative", order_by="Assignment.id")

    @property
    def published(self) -> Revision | None:
        return next((r for r in self.revisions if r.status is Status.PUBLISHED), None)

    @property
    def working(self) -> Revision | None:
        return next((r for r in self.revisions if r.status in WORKING), None)

    @property
    def latest(self) -> Revision:
        """The newest version that was not discarded; of an initiative that was discarded as a whole, the newest."""
        kept = [r for r in self.revisions if r.status is not Status.DISCARDED]
        return (kept or self.revisions)[-1]

    @property
    def present(self) -> Revision:
        """What is read and written now: the working version, else the published one, else the newest."""
        return self.working or self.published or self.latest

    def overtaken(self, revision: Revision) -> Revision | None:
        """The newest version that was published after this one was begun, if any, whatever became of it since."""
        later = [r for r in self.revisions if r.number > revision.number and r.published_at is not None]
        return later[-1] if later else None

    @property
    def discarded(self) -> bool:
        """Whether every version was discarded."""
        return self.latest.status is Status.DISCARDED

    @property
    def subject(self) -> Subject:
        """What the table of rights needs to know, with the status of the working (or else newest) revision."""
        current = self.present
        return Subject(
            partner=self.partner_code,
            entity=self.entity_code,
            status=current.status,
            published=self.published is not None,
            handed=tuple(assignment.handed for assignment in self.assignments if assignment.ended_at is None),
            submitted=current.submitted_at is not None,
        )

    @property
    def desk(self) -> Subject:
        """The same without what was handed out: what is granted for it comes with the desk on which it lies."""
        return replace(self.subject, handed=())

    def subject_of(self, revision: Revision) -> Subject:
        """The same for one of its versions: everybody may read it if it is itself the published one."""
        return replace(
            self.subject,
            status=revision.status,
            published=revision.status is Status.PUBLISHED,
            submitted=revision.submitted_at is not None,
        )
