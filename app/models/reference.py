"""Code lists that the secretariat loads: Partners and their entities, regions, countries, currencies, rates."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, Scaled, UtcDateTime
from app.domain.choices import PartnerKind
from app.models.named import Named
from app.models.questions import labelled_type


class Region(Named, Base):
    __tablename__ = "regions"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)


class Country(Named, Base):
    """A country of implementation; `code` is ISO 3166-1 alpha-2 (XK for Kosovo)."""

    __tablename__ = "countries"

    code: Mapped[str] = mapped_column(String(2), primary_key=True)
    iso3: Mapped[str] = mapped_column(String(3), unique=True)
    numeric: Mapped[str | None] = mapped_column(String(3))
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"), index=True)
    aliases: Mapped[str] = mapped_column(String(500), default="")
    """Other spellings in either language, separated by |."""

    region: Mapped[Region] = relationship()


class Partner(Named, Base):
    """One of the 66 countries and 9 organisations; `last_number` is that of its newest initiative."""

    __tablename__ = "partners"
    __table_args__ = (CheckConstraint("last_number >= 0", name="last_number"),)

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    kind: Mapped[PartnerKind] = mapped_column(labelled_type(PartnerKind))
    country_code: Mapped[str | None] = mapped_column(ForeignKey("countries.code"))
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    acronym_en: Mapped[str] = mapped_column(String(40), default="")
    acronym_fr: Mapped[str] = mapped_column(String(40), default="")
    khartoum: Mapped[str] = mapped_column(String(20), default="")
    rabat: Mapped[str] = mapped_column(String(20), default="")
    eu_member: Mapped[bool] = mapped_column(default=False)
    last_number: Mapped[int] = mapped_column(default=0)

    entities: Mapped[list["Entity"]] = relationship(back_populates="partner", order_by="Entity.name_en")


class Entity(Named, Base):
    """A ministry or agency of a Partner; `code` begins with the Partner's, as in ET-MOLS."""

    __tablename__ = "entities"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    partner_code: Mapped[str] = mapped_column(ForeignKey("partners.code"), index=True)

    partner: Mapped[Partner] = relationship(back_populates="entities")


class Currency(Named, Base):
    """`code` is ISO 4217."""

    __tablename__ = "currencies"

    code: Mapped[str] = mapped_column(String(3), primary_key=True)


class ExchangeRate(Base):
    """Units of the currency for one EUR, the average of the year, with its source. A gap stays a gap."""

    __tablename__ = "exchange_rates"
    __table_args__ = (
        CheckConstraint("per_eur > 0", name="positive"),
        CheckConstraint("year BETWEEN 1950 AND 2100", name="year"),
    )

    currency_code: Mapped[str] = mapped_column(ForeignKey("currencies.code"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    per_eur: Mapped[Decimal] = mapped_column(Scaled(8))
    source: Mapped[str] = mapped_column(String(120))
    loaded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the secretariat loaded it; None for what came with the code lists."""
