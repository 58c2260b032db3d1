"""Organisations that fund, lead or implement, with every name under which they are typed."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.models.named import Named


class Organisation(Named, Base):
    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    acronym_en: Mapped[str] = mapped_column(String(60), default="")
    acronym_fr: Mapped[str] = mapped_column(String(60), default="")

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
