"""The figures of reports: initiatives counted and money summed, by whatever a report groups by.

Everything counts only what stands in the reports (now or `as_at`) and matches the selection. A filter on
domain, country or year of funding also narrows the money to the part that falls on the chosen ones.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select, true

from app.db import db
from app.domain.choices import FundingType
from app.domain.questions import Kind
from app.models import Allocation, CountryRow, DomainRow, FundingLine, Initiative, Partner, PriorityRow, Revision
from app.queries.counted_money import counts
from app.queries.links import TOGETHER
from app.queries.selection import Selection, in_force, matching, of_years


@dataclass(frozen=True)
class Counts:
    """Distinct initiatives, linked duplicates once together."""

    initiatives: int = 0
    projects: int = 0
    policies: int = 0


@dataclass(frozen=True)
class Sums:
    """EUR to the cent; no entry where nothing counts. `elsewhere`: stated, but counted with another initiative."""

    eur: Mapping[FundingType, Decimal] = field(default_factory=dict)
    elsewhere: frozenset[FundingType] = frozenset()


def in_figures(columns: Select[*tuple[Any, ...]], selection: Selection) -> Select[*tuple[Any, ...]]:
    """A statement over revisions, bound to those that stand in the reports and match."""
    return (
        columns.select_from(Revision)
        .join(Initiative, Initiative.id == Revision.initiative_id)
        .join(Partner, Partner.code == Initiative.partner_code)
        .where(in_force(selection.as_at), matching(selection))
    )


def counts_in_all(selection: Selection) -> Counts:
    return Counts(*db.session.execute(in_figures(select(*_counted()), selection)).one())


def counts_by(selection: Selection, key: Any) -> dict[Any, Counts]:
    """By a column of the revision, the initiative or one of the lists of codes (then narrowed to those chosen)."""
    found = in_figures(select(key, *_counted()), selection).group_by(key)
    rows = _LISTS.get(key.class_ if hasattr(key, "class_") else None)
    if rows is not None:
        table, chosen = key.class_, getattr(selection, rows)
        found = found.join(table, table.revision_id == Revision.id).where(_among(key, chosen))
    return {value: Counts(*counts) for value, *counts in db.session.execute(found)}


def money_in_all(selection: Selection) -> Sums:
    rows = [(None, *row) for row in db.session.execute(_summed(selection))]
    return _by_key(rows).get(None, Sums())


def money_by(selection: Selection, key: Any) -> dict[Any, Sums]:
    """By a column of the allocation, the funding line or the initiative."""
    found = _summed(selection).add_columns(key).group_by(key)
    return _by_key([(value, kind, eur) for kind, eur, value in db.session.execute(found)])


def allocated(revisions: Sequence[int], key: Any) -> dict[tuple[int, str, FundingType], Decimal]:
    """{(revision, domain or country, kind of amount): EUR, finer than the cent}; `key` is a column of Allocation."""
    summed = (
        select(Allocation.revision_id, key, FundingLine.type, func.sum(Allocation.eur))
        .join(FundingLine, FundingLine.id == Allocation.line_id)
        .group_by(Allocation.revision_id, key, FundingLine.type)
    )
    return {
        (revision, code, kind): eur
        for first in range(0, len(revisions), 5000)
        for revision, code, kind, eur in db.session.execute(
            summed.where(Allocation.revision_id.in_(revisions[first : first + 5000]))
        )
    }


def narrowed_money(selection: Selection) -> ColumnElement[bool]:
    """The condition on an Allocation joined to its FundingLine."""
    return and_(
        _among(Allocation.domain_code, selection.domain),
        _among(Allocation.country_code, selection.country),
        of_years(selection),
    )


_LISTS: dict[Any, str] = {DomainRow: "domain", PriorityRow: "priority", CountryRow: "country"}


def _among(column: Any, chosen: tuple[str, ...]) -> ColumnElement[bool]:
    return column.in_(chosen) if chosen else true()


def _counted() -> tuple[ColumnElement[int], ...]:
    def of(kind: Kind) -> ColumnElement[int]:
        return func.count(case((Initiative.kind == kind, TOGETHER)).distinct())

    return func.count(TOGETHER.distinct()), of(Kind.PROJECT), of(Kind.POLICY)


def _summed(selection: Selection) -> Select[*tuple[Any, ...]]:
    """(kind of amount, EUR that counts or None where all of it is counted elsewhere)."""
    eur = func.sum(case((counts(selection.as_at), Allocation.eur)))
    return (
        in_figures(select(FundingLine.type, eur), selection)
        .join(FundingLine, FundingLine.revision_id == Revision.id)
        .join(Allocation, Allocation.line_id == FundingLine.id)
        .where(Initiative.kind == Kind.PROJECT, narrowed_money(selection))
        .group_by(FundingLine.type)
    )


def _by_key(rows: list[tuple[Any, FundingType, Decimal | None]]) -> dict[Any, Sums]:
    keys = {key for key, _, _ in rows}
    return {
        key: Sums(
            {kind: eur for other, kind, eur in rows if other == key and eur is not None},
            frozenset(kind for other, kind, eur in rows if other == key and eur is None),
        )
        for key in keys
    }
