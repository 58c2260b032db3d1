"""The filters of lists, reports and downloads: the same everywhere, in the address, checked against the code lists.

Repeat one for "or"; two different ones are "and". An unknown value is refused, never an empty table.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, extract, false, func, or_, select, true

from app.db import db, now
from app.domain.choices import FundingType, Process
from app.domain.errors import DomainError
from app.domain.questions import Kind
from app.domain.status import Status
from app.domain.text import Term, _
from app.models import (
    Country,
    CountryRow,
    Domain,
    DomainRow,
    Entity,
    FundingLine,
    Initiative,
    Partner,
    Priority,
    PriorityRow,
    Revision,
)
from app.queries.text import plain


class UnknownFilter(DomainError):
    """A filter's value is not in its list; answers 400."""


@dataclass(frozen=True)
class Selection:
    """What the reader chose; empty fields choose everything. `as_at` None means now.

    `money` chooses initiatives that state an amount of these kinds, `funding_year` those with a funding line
    of these years, `undated=yes` those of which no year of start is known: the figures of reports link to them.
    """

    q: str = ""
    kind: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    priority: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    partner: tuple[str, ...] = ()
    entity: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    process: tuple[str, ...] = ()
    money: tuple[str, ...] = ()
    funding_year: tuple[str, ...] = ()
    undated: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    as_at: date | None = None

    def params(self) -> dict[str, Any]:
        """For an address: names to values, without the empty ones."""
        stated = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: list(v) if isinstance(v, tuple) else v for name, v in stated.items() if v not in ((), "", None)}

    def narrowed(self, **to: Any) -> "Selection":
        """The same with other values, codes given singly: `narrowed(domain="1")`."""
        listed: dict[str, Any] = {name: (v,) if isinstance(v, str) and name != "q" else v for name, v in to.items()}
        return replace(self, **listed)


FILTER_LABELS: dict[str, str] = {
    "q": _("Words"),
    "kind": _("Kind"),
    "domain": _("Domain"),
    "priority": _("Priority"),
    "country": _("Country"),
    "partner": _("Partner"),
    "entity": _("Entity"),
    "status": _("Status"),
    "process": _("Process"),
    "money": _("States an amount"),
    "funding_year": _("Year of the funding"),
    "undated": _("Year of start"),
    "year_from": _("Started from"),
    "year_to": _("Started until"),
    "as_at": _("As at"),
}

LISTS = (
    "kind",
    "domain",
    "priority",
    "country",
    "partner",
    "entity",
    "status",
    "process",
    "money",
    "funding_year",
    "undated",
)
NAMES = tuple(field.name for field in fields(Selection))


def parse(args: Mapping[str, Sequence[str]]) -> Selection:
    """The selection in an address ({name: values}, other names are ignored); raises UnknownFilter."""
    listed = {name: _known(name, [v for v in args.get(name, ()) if v]) for name in LISTS}
    selection = Selection(
        q=_single(args, "q")[:200],
        year_from=_year(args, "year_from"),
        year_to=_year(args, "year_to"),
        as_at=_day(args),
        **listed,
    )
    if selection.year_from and selection.year_to and selection.year_to < selection.year_from:
        raise UnknownFilter(
            _("The years are the wrong way round: %(a)s to %(b)s"), a=str(selection.year_from), b=str(selection.year_to)
        )
    return selection


def _known(name: str, values: Iterable[str]) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(values))
    if not chosen:
        return ()
    known = _KNOWN[name](chosen)
    for value in chosen:
        if value not in known:
            raise _unknown(name, value)
    return chosen


def _unknown(name: str, value: str) -> UnknownFilter:
    message = _("Unknown value for the filter “%(name)s”: “%(value)s”")
    return UnknownFilter(message, name=Term(FILTER_LABELS[name]), value=value[:60])


def _codes(column: Any) -> Callable[[Sequence[str]], set[str]]:
    return lambda chosen: set(db.session.scalars(select(column).where(column.in_(chosen))))


_KNOWN: dict[str, Callable[[Sequence[str]], set[str]]] = {
    "kind": lambda _chosen: {str(kind) for kind in Kind},
    "status": lambda _chosen: {str(status) for status in Status},
    "process": lambda _chosen: {str(process) for process in Process},
    "money": lambda _chosen: {str(kind) for kind in FundingType},
    "funding_year": lambda chosen: {text for text in chosen if _is_year(text)},
    "undated": lambda _chosen: {"yes"},
    "domain": _codes(Domain.code),
    "priority": _codes(Priority.code),
    "country": _codes(Country.code),
    "partner": _codes(Partner.code),
    "entity": _codes(Entity.code),
}


def _single(args: Mapping[str, Sequence[str]], name: str) -> str:
    values = [value.strip() for value in args.get(name, ()) if value.strip()]
    if len(values) > 1:
        raise UnknownFilter(_("The filter “%(name)s” takes one value"), name=Term(FILTER_LABELS[name]))
    return values[0] if values else ""


def _year(args: Mapping[str, Sequence[str]], name: str) -> int | None:
    text = _single(args, name)
    if not text:
        return None
    if not _is_year(text):
        raise _unknown(name, text)
    return int(text)


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdigit() and 1950 <= int(text) <= 2100


def _day(args: Mapping[str, Sequence[str]]) -> date | None:
    text = _single(args, "as_at")
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UnknownFilter(_("Write the date of “as at” like 2026-08-31")) from None
    if day > now().date():
        raise UnknownFilter(_("“As at” lies in the future"))
    return day


STARTED = func.coalesce(Revision.starts_on, Revision.adopted_on, Revision.in_force_from)
"""The day from which an initiative runs: its start or, for a policy without one, its adoption or entry into force."""

YEAR = extract("year", STARTED)


def end_of(day: date) -> datetime:
    """The first moment after the day (UTC); a moment, such as the end of a cycle, stands for itself."""
    if isinstance(day, datetime):
        return day
    return datetime.combine(day + timedelta(days=1), time.min, UTC)


def in_force(as_at: date | None) -> ColumnElement[bool]:
    """Revisions that stand in the reports: now, or at the end of a past day (UTC)."""
    if as_at is None:
        return Revision.status == Status.PUBLISHED
    end = end_of(as_at)
    return and_(Revision.published_at < end, or_(Revision.retired_at.is_(None), Revision.retired_at >= end))


def matching(chosen: Selection) -> ColumnElement[bool]:
    """The condition on a Revision joined to its Initiative and Partner; status and as_at are the caller's."""
    conditions: list[ColumnElement[bool]] = [
        _one_of(Initiative.kind, chosen.kind),
        _one_of(Initiative.partner_code, chosen.partner),
        _one_of(Revision.entity, chosen.entity),
        _has(DomainRow, DomainRow.domain_code, chosen.domain),
        _has(PriorityRow, PriorityRow.priority_code, chosen.priority),
        _has(CountryRow, CountryRow.country_code, chosen.country),
        *_words(chosen.q),
    ]
    if chosen.process:
        column = {Process.KHARTOUM: Partner.khartoum, Process.RABAT: Partner.rabat}
        conditions.append(or_(*(column[Process(name)] != "" for name in chosen.process)))
    if chosen.money or chosen.funding_year:
        conditions.append(_has_line(chosen))
    if chosen.undated:
        conditions.append(STARTED.is_(None))
    if chosen.year_from:
        conditions.append(chosen.year_from <= YEAR)
    if chosen.year_to:
        conditions.append(chosen.year_to >= YEAR)
    return and_(*conditions)


def _words(typed: str) -> list[ColumnElement[bool]]:
    """Each word must stand somewhere; what holds no word at all finds nothing."""
    words = plain(typed).split()
    if typed and not words:
        return [false()]
    return [Revision.search_text.contains(word, autoescape=True) for word in words]


def _has_line(chosen: Selection) -> ColumnElement[bool]:
    kinds, years = _one_of(FundingLine.type, chosen.money), of_years(chosen)
    return select(FundingLine.id).where(FundingLine.revision_id == Revision.id, kinds, years).exists()


def of_years(chosen: Selection) -> ColumnElement[bool]:
    """The condition on a FundingLine that its year is among those chosen."""
    return _one_of(FundingLine.year, [int(year) for year in chosen.funding_year])


def _one_of(column: Any, values: Sequence[Any]) -> ColumnElement[bool]:
    return column.in_(values) if values else true()


def _has(child: Any, column: Any, values: Sequence[str]) -> ColumnElement[bool]:
    if not values:
        return true()
    found = select(child.revision_id).where(child.revision_id == Revision.id, column.in_(values))
    return found.correlate(Revision).exists()
