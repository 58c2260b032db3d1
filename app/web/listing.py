"""The rows of the list of initiatives as a reader sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import request, url_for
from flask_babel import gettext as _

from app.domain.access import Permission, can
from app.domain.languages import Reading
from app.domain.questions import CodeList, Kind
from app.domain.status import Status
from app.domain.text import _ as mark
from app.models import Revision
from app.queries.counted_money import elsewhere_among
from app.queries.initiatives import DEFAULT_SORT, SORTS, Listed
from app.queries.languages import read_title
from app.queries.names import domain_shorts, is_provisional
from app.queries.selection import UnknownFilter
from app.queries.text import plain
from app.web.access import actor
from app.web.paging import here
from app.web.presenting import code_names
from app.wording import locale, money

COUNTRIES_SHOWN = 3


@dataclass(frozen=True)
class ListRow:
    """`href` is None for what stood in the reports on a past day and may not be opened any more."""

    reference: str
    href: str | None
    title: str
    reading: Reading | None
    """Of the title; None where there is none."""
    partner: str
    kind: Kind
    domains: list[tuple[str, str]]
    countries: str
    period: str
    status: Status
    amount: str
    amount_note: str
    counted_with: str
    """The reference with which the amount is counted, where it is not counted itself."""
    changed: datetime


@dataclass(frozen=True)
class Column:
    """Fits the macro `table`."""

    label: str
    href: str | None = None
    direction: str | None = None
    numeric: bool = False
    hidden: bool = False


def asked_sort() -> str:
    """`sort` in the address; raises UnknownFilter."""
    sort = request.args.get("sort") or DEFAULT_SORT
    if sort.removeprefix("-") not in SORTS:
        raise UnknownFilter(mark("The list cannot be sorted by “%(value)s”"), value=sort[:40])
    return sort


def columns(sort: str) -> list[Column]:
    return [
        _sortable(_("Title and reference"), "title", sort),
        _sortable(_("Partner"), "partner", sort),
        Column(_("Domains")),
        Column(_("Countries")),
        _sortable(_("Years"), "start", sort),
        _sortable(_("Committed"), "amount", sort, numeric=True),
        Column(_("Status")),
        _sortable(_("Last change"), "changed", sort),
    ]


def _sortable(label: str, name: str, sort: str, *, numeric: bool = False) -> Column:
    falling_first = name in ("amount", "changed", "start")
    direction = {name: "ascending", f"-{name}": "descending"}.get(sort)
    falls = direction == "ascending" or (direction is None and falling_first)
    return Column(label, here(sort=f"-{name}" if falls else name, page=None), direction, numeric)


def rows_of(found: Sequence[Listed], as_at: date | None = None) -> list[ListRow]:
    shorts, elsewhere = domain_shorts(locale()), elsewhere_among([item.revision for item in found], as_at)
    return [_row(item, shorts, elsewhere.get(item.initiative.id, "")) for item in found]


def has_provisional(found: Sequence[Listed]) -> bool:
    """Whether the domains shown come from a list that stands in for the official one."""
    return any(is_provisional(version) for version in {item.revision.taxonomy_version for item in found})


def _row(item: Listed, shorts: dict[tuple[str, str], str], counted_with: str) -> ListRow:
    revision, initiative = item.revision, item.initiative
    amount, note = committed(item)
    readable = can(actor(), Permission.INITIATIVE_READ, initiative.subject)
    return ListRow(
        reference=initiative.reference,
        href=url_for("initiatives.show", reference=initiative.reference) if readable else None,
        title=revision.title_in(locale()) or _("Without a title"),
        reading=read_title(revision, locale()),
        partner=initiative.partner.name(locale()),
        kind=initiative.kind,
        domains=domains_of(revision, shorts),
        countries=_first_countries(revision.countries),
        period=years_of(revision),
        status=revision.status,
        amount=amount,
        amount_note=note,
        counted_with=counted_with,
        changed=revision.changed_at,
    )


def domains_of(revision: Revision, shorts: dict[tuple[str, str], str]) -> list[tuple[str, str]]:
    """(code, short name), the main domain first."""
    codes = sorted(revision.domains, key=lambda code: (code != revision.main_domain, code))
    return [(code, shorts.get((revision.taxonomy_version, code), "")) for code in codes]


def _first_countries(codes: Sequence[str]) -> str:
    names = sorted((code_names(CodeList.COUNTRIES).get(code, code) for code in codes), key=plain)
    shown = ", ".join(names[:COUNTRIES_SHOWN])
    more = len(names) - COUNTRIES_SHOWN
    return _("%(countries)s and %(count)s more", countries=shown, count=more) if more > 0 else shown


def years_of(revision: Revision) -> str:
    """“2016–2019”, “from 2016”; for a policy the year from which it stands."""
    start: date | None = revision.starts_on or revision.adopted_on or revision.in_force_from
    if start is None:
        return ""
    if revision.ends_on:
        return str(start.year) if start.year == revision.ends_on.year else f"{start.year}–{revision.ends_on.year}"
    return str(start.year) if revision.initiative.kind is Kind.POLICY else _("from %(year)s", year=start.year)


def committed(item: Listed) -> tuple[str, str]:
    """The amount in words and what to know of it. A policy has no money: that is never shown as 0."""
    if item.initiative.kind is Kind.POLICY:
        return "–", _("A policy has no amount")
    if item.committed_eur is None:
        return (_("No rate"), _("No exchange rate for its year yet")) if item.unconverted else (_("Not stated"), "")
    note = _("Without the lines whose exchange rate is missing") if item.unconverted else ""
    return money(item.committed_eur.to_integral_value()), note
