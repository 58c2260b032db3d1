"""The long sheets of the workbook of initiatives: a row for each domain, country, funding line and document."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _

from app.domain.access import Actor, Permission, can
from app.domain.choices import FundingType
from app.domain.counting import shares
from app.domain.questions import CodeList
from app.models import Allocation, Revision
from app.queries.documents import documents_of_all
from app.queries.figures import allocated
from app.wording import say
from reports.kit.answers import Names
from reports.kit.declared import Column, Kind, Link, Value

Cells = dict[str, Value]
Elsewhere = Mapping[int, str]


def domain_columns() -> list[Column]:
    return [*_split_columns(_("Domain")), Column("main", _("Main domain"))]


def country_columns() -> list[Column]:
    return _split_columns(_("Country"))


def domains(revisions: Sequence[Revision], names: Names, elsewhere: Elsewhere) -> Iterator[Cells]:
    money = allocated([revision.id for revision in revisions], Allocation.domain_code)
    for revision in revisions:
        for code, part in shares({row.domain_code: row.percent for row in revision.domain_rows}).items():
            name = names.of(CodeList.DOMAINS, code, revision.taxonomy_version)
            main = _("Yes") if code == revision.main_domain else _("No")
            yield _split(revision, code, name, part, elsewhere) | _fallen(revision, code, money) | {"main": main}


def countries(revisions: Sequence[Revision], names: Names, elsewhere: Elsewhere) -> Iterator[Cells]:
    money = allocated([revision.id for revision in revisions], Allocation.country_code)
    for revision in revisions:
        for code, part in shares({row.country_code: row.percent for row in revision.country_rows}).items():
            name = names.of(CodeList.COUNTRIES, code, "")
            yield _split(revision, code, name, part, elsewhere) | _fallen(revision, code, money)


def _split_columns(name: str) -> list[Column]:
    return [
        Column("reference", _("Reference")),
        Column("code", _("Code")),
        Column("name", name, Kind.LONG_TEXT),
        Column("percent", _("Share"), Kind.SHARE),
        Column("committed", _("Committed, EUR"), Kind.MONEY),
        Column("disbursed", _("Disbursed, EUR"), Kind.MONEY),
        Column("counted_with", _("Money counted with")),
    ]


def _split(revision: Revision, code: str, name: str, part: Fraction, elsewhere: Elsewhere) -> Cells:
    percent = (Decimal(part.numerator) * 100 / Decimal(part.denominator)).quantize(Decimal("0.01"))
    return {
        "reference": revision.initiative.reference,
        "code": code,
        "name": name,
        "percent": percent,
        "counted_with": elsewhere.get(revision.initiative_id),
    }


def _fallen(revision: Revision, code: str, money: Mapping[tuple[int, str, FundingType], Decimal]) -> Cells:
    """The money that falls on a domain or country; what is not published yet is not split yet."""
    return {str(kind): money.get((revision.id, code, kind)) for kind in FundingType}


def funding_columns() -> list[Column]:
    return [
        Column("reference", _("Reference")),
        Column("funder", _("Funder"), Kind.LONG_TEXT),
        Column("type", _("Kind of amount")),
        Column("year", _("Year"), Kind.YEAR),
        Column("amount", _("Amount"), Kind.AMOUNT),
        Column("currency", _("Currency")),
        Column("rate", _("Units for one EUR"), Kind.RATE),
        Column("eur", _("EUR"), Kind.MONEY),
        Column("counted_with", _("Money counted with")),
    ]


def funding(revisions: Sequence[Revision], elsewhere: Elsewhere) -> Iterator[Cells]:
    for revision in revisions:
        for line in revision.funding_rows:
            yield _line(line) | {
                "reference": revision.initiative.reference,
                "counted_with": elsewhere.get(revision.initiative_id),
            }


def _line(line: Any) -> Cells:
    return {
        "funder": line.funder,
        "type": say(line.type.label),
        "year": line.year,
        "amount": line.amount,
        "currency": line.currency,
        "rate": line.rate,
        "eur": line.eur,
    }


def document_columns() -> list[Column]:
    return [
        Column("reference", _("Reference")),
        Column("name", _("Name"), Kind.LINK),
        Column("label", _("What the document shows"), Kind.LONG_TEXT),
        Column("type", _("Kind of file")),
        Column("kilobytes", _("Size, kB"), Kind.COUNT),
    ]


def documents(revisions: Sequence[Revision], by: Actor, site: str) -> Iterator[Cells]:
    """The name leads to the file where the reader may read the version that holds it."""
    attached = documents_of_all(revisions)
    for revision in revisions:
        initiative = revision.initiative
        readable = bool(attached.get(revision.id)) and can(
            by, Permission.INITIATIVE_READ, initiative.subject_of(revision)
        )
        for document in attached.get(revision.id, ()):
            address = f"{site}/initiatives/{initiative.reference}/documents/{document.id}"
            yield {
                "reference": initiative.reference,
                "name": Link(document.name, address) if readable else document.name,
                "label": document.label or None,
                "type": say(document.type.label),
                "kilobytes": max(1, round(document.size / 1000)),
            }
