"""What a Focal Point has handed to a Contributor: an initiative, or sections of it."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime, now
from app.domain.access import Handed
from app.domain.questions import Section
from app.models.people import Person
from app.models.questions import labelled_type

if TYPE_CHECKING:
    from app.models.initiatives import Initiative

_OPEN = text("handed_back_at IS NULL AND ended_at IS NULL")


class Assignment(Base):
    """Open until the Contributor hands it back, or it ends: taken back, given anew, or followed by a new version.

    `given_by_name` is kept as it was, whatever becomes of the account. `words` are the Contributor's own, with which
    they handed back. `due_on` is the last day.
    """

    __tablename__ = "assignments"
    __table_args__ = (
        Index(
            "uq_assignments_open",
            "initiative_id",
            "contributor_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        CheckConstraint("handed_back_at IS NULL OR handed_back_at >= given_at", name="handed_back_after_given"),
        CheckConstraint("ended_at IS NULL OR ended_at >= given_at", name="ended_after_given"),
        CheckConstraint("words = '' OR handed_back_at IS NOT NULL", name="words_of_handing_back"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), index=True)
    contributor_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    given_by_name: Mapped[str] = mapped_column(String(120))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")
    handed_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    words: Mapped[str] = mapped_column(Text, default="")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    initiative: Mapped["Initiative"] = relationship(back_populates="assignments")
    contributor: Mapped[Person] = relationship(foreign_keys=[contributor_id])
    section_rows: Mapped[list["AssignedSection"]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    @property
    def sections(self) -> list[Section]:
        """In the order of the form; none means the whole initiative."""
        chosen = {row.section for row in self.section_rows}
        return [section for section in Section if section in chosen]

    @sections.setter
    def sections(self, chosen: list[Section]) -> None:
        self.section_rows = [
            next((row for row in self.section_rows if row.section is section), AssignedSection(section=section))
            for section in chosen
        ]

    @property
    def is_open(self) -> bool:
        return self.handed_back_at is None and self.ended_at is None

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < now().date()

    @property
    def handed(self) -> Handed:
        """What the table of rights needs to know of it."""
        return Handed(self.contributor_id, frozenset(self.sections), self.is_open)


class AssignedSection(Base):
    """One of the sections that were handed out."""

    __tablename__ = "assigned_sections"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), primary_key=True)
    section: Mapped[Section] = mapped_column(labelled_type(Section), primary_key=True)
