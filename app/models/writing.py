"""What goes on at a section's form: text that cannot be read yet, and who has it open."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.domain.questions import Section
from app.models.people import Person
from app.models.questions import labelled_type


class HeldInput(Base):
    """A section's form as typed, kept because something in it could not be read; cleared by the next good save."""

    __tablename__ = "held_inputs"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), primary_key=True)
    section: Mapped[Section] = mapped_column(labelled_type(Section), primary_key=True)
    fields: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class OpenForm(Base):
    """Somebody has the form of a section open, and was last heard of `at`."""

    __tablename__ = "open_forms"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), primary_key=True)
    section: Mapped[Section] = mapped_column(labelled_type(Section), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    person: Mapped[Person] = relationship()
