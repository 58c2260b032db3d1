"""Organisations that fund, lead or implement, with every name under which they are typed."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.models.named import Named
from app.models.people import Person

_STANDING = text("undone_at IS NULL")


class Organisation(Named, Base):
    """`edited_at` is when people last decided on its names: from then on the code list leaves them alone."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    acronym_en: Mapped[str] = mapped_column(String(60), default="")
    acronym_fr: Mapped[str] = mapped_column(String(60), default="")
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    names: Mapped[list["OrganisationName"]] = relationship(
        back_populates="organisation", cascade="all, delete-orphan", order_by="OrganisationName.key"
    )


class OrganisationName(Base):
    """One spelling; `key` is it without case, accents and punctuation, so that it is found again."""

    __tablename__ = "organisation_names"

    key: Mapped[str] = mapped_column(String(250), primary_key=True)
    name: Mapped[str] = mapped_column(String(250))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)

    organisation: Mapped[Organisation] = relationship(back_populates="names")


class RevisionLead(Base):
    """Whom the lead organisation of a revision means, settled when the revision is published."""

    __tablename__ = "revision_leads"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)


class OrganisationMerge(Base):
    """One organisation that became another; `moved` are the keys of the spellings that went over.

    While it is not undone, the one that was merged has no spellings and stands nowhere.
    """

    __tablename__ = "organisation_merges"
    __table_args__ = (
        CheckConstraint("into_id <> merged_id", name="into_another"),
        Index(
            "uq_organisation_merges_standing",
            "merged_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    merged_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    into_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    moved: Mapped[list[str]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    merged: Mapped[Organisation] = relationship(foreign_keys=[merged_id])
    into: Mapped[Organisation] = relationship(foreign_keys=[into_id])
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    undone_by: Mapped[Person | None] = relationship(foreign_keys=[undone_by_id])


class OrganisationsApart(Base):
    """Two organisations that look alike and are not the same: they are not asked about again."""

    __tablename__ = "organisations_apart"
    __table_args__ = (CheckConstraint("first_id < second_id", name="in_order"),)

    first_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
