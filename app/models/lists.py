"""The lists within a revision: domains, priorities, countries, implementers, funding lines, links."""

from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Scaled
from app.domain.amounts import LARGEST
from app.domain.choices import FundingType
from app.domain.questions import Answer, CodeList
from app.domain.text import _
from app.models.questions import question

_SHARE = "percent IS NULL OR percent BETWEEN 0 AND 10000"  # hundredths of a percent


class OfRevision:
    """A row that lives and dies with its revision."""

    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), primary_key=True)


class DomainRow(OfRevision, Base):
    __tablename__ = "revision_domains"
    __table_args__ = (
        ForeignKeyConstraint(["version", "domain_code"], ["domains.version", "domains.code"]),
        CheckConstraint(_SHARE, name="share"),
    )

    version: Mapped[str] = mapped_column(String(60))
    domain_code: Mapped[str] = mapped_column(String(20), primary_key=True, index=True)
    percent: Mapped[Decimal | None] = mapped_column(Scaled(2))


class PriorityRow(OfRevision, Base):
    __tablename__ = "revision_priorities"
    __table_args__ = (ForeignKeyConstraint(["version", "priority_code"], ["priorities.version", "priorities.code"]),)

    version: Mapped[str] = mapped_column(String(60))
    priority_code: Mapped[str] = mapped_column(String(20), primary_key=True, index=True)


class CountryRow(OfRevision, Base):
    __tablename__ = "revision_countries"
    __table_args__ = (CheckConstraint(_SHARE, name="share"),)

    country_code: Mapped[str] = mapped_column(ForeignKey("countries.code"), primary_key=True, index=True)
    percent: Mapped[Decimal | None] = mapped_column(Scaled(2))


class Positioned:
    """A row of an ordered list."""

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), index=True)
    position: Mapped[int]


class ImplementerRow(Positioned, Base):
    """`name` as typed; `organisation_id` is whom it means, settled when the revision is published."""

    __tablename__ = "revision_implementers"

    name: Mapped[str] = question(
        _("Name of the organisation"), required=True, max_length=250, width="full", organisation=True
    )
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)


class FundingLine(Positioned, Base):
    """`eur` is the amount at the rate of its year, to the cent; None while that rate is missing."""

    __tablename__ = "funding_lines"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="amount"),
        CheckConstraint("year BETWEEN 1990 AND 2100", name="year"),
        UniqueConstraint("revision_id", "id"),
    )

    funder: Mapped[str] = question(_("Funder"), required=True, max_length=250, width="full", organisation=True)
    amount: Mapped[Decimal] = question(
        _("Amount"), answer=Answer.AMOUNT, required=True, minimum=0, maximum=int(LARGEST), width="20"
    )
    currency: Mapped[str] = question(
        _("Currency"),
        answer=Answer.CODE,
        codes=CodeList.CURRENCIES,
        references="currencies.code",
        required=True,
        max_length=3,
    )
    year: Mapped[int] = question(_("Year"), answer=Answer.YEAR, required=True, minimum=1990, maximum=2100, width="5")
    type: Mapped[FundingType] = question(_("Kind of amount"), answer=Answer.CHOICE, choices=FundingType, required=True)
    rate: Mapped[Decimal | None] = mapped_column(Scaled(8))
    eur: Mapped[Decimal | None] = mapped_column(Scaled(2))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)


class LinkRow(Positioned, Base):
    __tablename__ = "revision_links"

    url: Mapped[str] = question(_("Address"), answer=Answer.URL, required=True, max_length=500, width="full")
    label: Mapped[str | None] = question(_("What it shows"), max_length=200, width="full")


class Allocation(Base):
    """A funding line's EUR split over domains and countries, written when a revision is published."""

    __tablename__ = "allocations"
    __table_args__ = (
        ForeignKeyConstraint(["revision_id", "line_id"], ["funding_lines.revision_id", "funding_lines.id"]),
    )

    line_id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), index=True)
    domain_code: Mapped[str] = mapped_column(String(20), primary_key=True)
    country_code: Mapped[str] = mapped_column(ForeignKey("countries.code"), primary_key=True, index=True)
    eur: Mapped[Decimal] = mapped_column(Scaled(4))
