"""The versioned taxonomy: domains, their priority areas, their priorities. Data, never code."""

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.models.named import Named


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
