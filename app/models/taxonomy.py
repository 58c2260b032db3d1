"""The versioned taxonomy: domains, their priority areas, their priorities, and the terms that speak for them.

Data, never code.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.domain.choices import Language
from app.domain.classification import Level
from app.models.named import Named
from app.models.questions import labelled_type


class TaxonomyVersion(Base):
    """`current` is the one that new revisions are tagged with; exactly one is."""

    __tablename__ = "taxonomy_versions"
    __table_args__ = (
        Index(
            "uq_taxonomy_versions_current",
            "current",
            unique=True,
            sqlite_where=text("current"),
            postgresql_where=text("current"),
        ),
    )

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    provisional: Mapped[bool] = mapped_column(default=False)
    current: Mapped[bool] = mapped_column(default=False)
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    domains: Mapped[list["Domain"]] = relationship(order_by="Domain.code", viewonly=True)


class Domain(Named, Base):
    __tablename__ = "domains"

    version: Mapped[str] = mapped_column(ForeignKey("taxonomy_versions.name"), primary_key=True)
    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    short_en: Mapped[str] = mapped_column(String(80))
    short_fr: Mapped[str] = mapped_column(String(80))

    areas: Mapped[list["PriorityArea"]] = relationship(order_by="PriorityArea.position", viewonly=True)

    def short(self, locale: str) -> str:
        return self.short_fr if locale == "fr" else self.short_en


class PriorityArea(Named, Base):
    __tablename__ = "priority_areas"
    __table_args__ = (ForeignKeyConstraint(["version", "domain_code"], ["domains.version", "domains.code"]),)

    version: Mapped[str] = mapped_column(String(60), primary_key=True)
    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    domain_code: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]

    priorities: Mapped[list["Priority"]] = relationship(order_by="Priority.position", viewonly=True)


class Priority(Named, Base):
    __tablename__ = "priorities"
    __table_args__ = (
        ForeignKeyConstraint(["version", "area_code"], ["priority_areas.version", "priority_areas.code"]),
    )

    version: Mapped[str] = mapped_column(String(60), primary_key=True)
    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    area_code: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]

    area: Mapped[PriorityArea] = relationship(viewonly=True)


class TaxonomyMapping(Base):
    """What follows a code that `version` has no more: the code in it, or None where nothing does.

    Published revisions keep their codes; a new revision of them takes over those of the current version.
    """

    __tablename__ = "taxonomy_mappings"
    __table_args__ = (CheckConstraint("to_code <> code", name="to_another"),)

    version: Mapped[str] = mapped_column(ForeignKey("taxonomy_versions.name"), primary_key=True)
    level: Mapped[Level] = mapped_column(labelled_type(Level), primary_key=True)
    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    to_code: Mapped[str | None] = mapped_column(String(20))


class ClassificationTerm(Base):
    """A word or phrase that speaks for a domain or a priority.

    `code` names no version, as a code means the same in all of them; a term whose code a version lacks is silent there.
    A term that is removed stays in the table, so that the next seeding of the code lists does not bring it back.
    """

    __tablename__ = "classification_terms"
    __table_args__ = (UniqueConstraint("language", "level", "code", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[Language] = mapped_column(labelled_type(Language))
    level: Mapped[Level] = mapped_column(labelled_type(Level))
    code: Mapped[str] = mapped_column(String(20))
    term: Mapped[str] = mapped_column(String(100))
    key: Mapped[str] = mapped_column(String(100))
    """The term without case, accents and punctuation."""
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
