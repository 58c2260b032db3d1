"""What each filter offers and what a selection says in words, for pages and workbooks alike.

Texts of closed lists are messages, to be translated at the edge; names from the code lists come in the
language asked for.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from app.db import db
from app.domain.choices import FundingType, Process
from app.domain.labelled import Labelled
from app.domain.questions import Kind
from app.domain.status import Status
from app.domain.text import _
from app.models import Country, Domain, Entity, Partner, Priority, TaxonomyVersion
from app.queries.names import by_name
from app.queries.selection import FILTER_LABELS, LISTS, Selection

_CLOSED: dict[str, type[Labelled]] = {"kind": Kind, "status": Status, "process": Process, "money": FundingType}
_TABLES: dict[str, Any] = {
    "domain": Domain,
    "priority": Priority,
    "country": Country,
    "partner": Partner,
    "entity": Entity,
}


@dataclass(frozen=True)
class Value:
    """One value of a filter."""

    code: str
    text: str


@dataclass(frozen=True)
class Stated:
    """One value that a selection states; `code` is "" where the filter takes a single value."""

    name: str
    label: str
    code: str
    value: str | int | date


def values_of(name: str, selection: Selection, locale: str) -> list[Value]:
    """What the filter `name` offers, in the order in which it is shown."""
    if name in _CLOSED:
        return [Value(member.value, member.label) for member in _CLOSED[name]]
    return _OPEN[name](selection, locale)


def stated(selection: Selection, locale: str) -> Iterator[Stated]:
    """The selection, value by value, in words."""
    for name, value in selection.params().items():
        label = FILTER_LABELS[name]
        if name in LISTS:
            texts = _texts(name, value, locale)
            yield from (Stated(name, label, code, texts.get(code, code)) for code in value)
        else:
            yield Stated(name, label, "", value)


def _texts(name: str, codes: Sequence[str], locale: str) -> dict[str, str]:
    if name in _CLOSED:
        return {member.value: member.label for member in _CLOSED[name]}
    if name not in _TABLES:
        return {"yes": _("not stated")}
    table = _TABLES[name]
    return {row.code: _name(row, locale) for row in db.session.scalars(select(table).where(table.code.in_(codes)))}


def _name(row: Any, locale: str) -> str:
    if isinstance(row, Domain):
        return f"{row.code} {row.short(locale)}"
    return f"{row.code} {row.name(locale)}" if isinstance(row, Priority) else str(row.name(locale))


def _rows(found: Select[Any], locale: str) -> list[Value]:
    return [Value(row.code, _name(row, locale)) for row in db.session.scalars(found)]


def _of_taxonomy(table: Any) -> Callable[[Selection, str], list[Value]]:
    current = select(TaxonomyVersion.name).where(TaxonomyVersion.current).scalar_subquery()
    order = (table.code,) if table is Domain else (table.area_code, table.position)
    return lambda _selection, locale: _rows(select(table).where(table.version == current).order_by(*order), locale)


def _named(table: Any) -> Callable[[Selection, str], list[Value]]:
    return lambda _selection, locale: [
        Value(row.code, _name(row, locale)) for row in by_name(db.session.scalars(select(table)), locale)
    ]


def _entities(selection: Selection, locale: str) -> list[Value]:
    """Those of the Partners chosen: all entities of all Partners would be no choice."""
    of_partners = Entity.partner_code.in_(selection.partner) | Entity.code.in_(selection.entity)
    found = db.session.scalars(select(Entity).where(of_partners))
    return [Value(entity.code, entity.name(locale)) for entity in by_name(found, locale)]


_OPEN: dict[str, Callable[[Selection, str], list[Value]]] = {
    "domain": _of_taxonomy(Domain),
    "priority": _of_taxonomy(Priority),
    "country": _named(Country),
    "partner": _named(Partner),
    "entity": _entities,
}
