"""Initiatives and money by domain, with the priorities under each."""

from collections.abc import Iterator

from sqlalchemy import Select, select

from app.db import db
from app.domain.choices import FundingType
from app.domain.counting import Unit
from app.domain.text import _
from app.models import Allocation, Domain, DomainRow, Priority, PriorityArea, PriorityRow, TaxonomyVersion
from app.queries.figures import Counts, Sums, counts_by, counts_in_all, money_by, money_in_all
from app.queries.selection import Selection
from reports.kit.declared import Chart, Column, Empty, Figures, Report, Row, Value
from reports.kit.figures import FIGURES, MONEY, ONCE, PARTS, cells


def _select(selection: Selection, locale: str) -> Figures:
    counts, sums = counts_by(selection, DomainRow.domain_code), money_by(selection, Allocation.domain_code)
    priorities = _priorities(selection, locale)
    rows: list[Row] = []
    for domain in _domains(selection, set(counts)):
        found = cells(counts.get(domain.code, Counts()), sums.get(domain.code, Sums()))
        name: dict[str, Value] = {"domain": f"{domain.code} {domain.short(locale)}"}
        rows.append(Row(name | found, {"domain": domain.code}, tone=f"domain-{domain.code}"))
        rows.extend(priorities.get(domain.code, ()))
    return Figures(rows, Row(cells(counts_in_all(selection), money_in_all(selection))))


def _domains(selection: Selection, used: set[str]) -> Iterator[Domain]:
    """Those of the current taxonomy and whatever older revisions were tagged with, each code once."""
    newest_first = TaxonomyVersion.current.desc(), TaxonomyVersion.loaded_at.desc()
    found = select(Domain, TaxonomyVersion.current).join(TaxonomyVersion, TaxonomyVersion.name == Domain.version)
    seen: dict[str, Domain] = {}
    for domain, current in db.session.execute(found.order_by(*newest_first)):
        if current or domain.code in used:
            seen.setdefault(domain.code, domain)
    chosen = selection.domain
    return (seen[code] for code in sorted(seen) if not chosen or code in chosen)


def _priorities(selection: Selection, locale: str) -> dict[str, list[Row]]:
    """By the code of their domain."""
    counts = counts_by(selection, PriorityRow.priority_code)
    rows: dict[str, list[Row]] = {}
    seen: set[str] = set()
    for priority, domain, current in db.session.execute(_all_priorities(selection)):
        if priority.code not in seen and (current or priority.code in counts):
            seen.add(priority.code)
            row = _priority_row(priority, counts.get(priority.code, Counts()), locale)
            rows.setdefault(domain, []).append(row)
    return rows


def _all_priorities(selection: Selection) -> Select[Priority, str, bool]:
    found = (
        select(Priority, PriorityArea.domain_code, TaxonomyVersion.current)
        .join(PriorityArea, (PriorityArea.version == Priority.version) & (PriorityArea.code == Priority.area_code))
        .join(TaxonomyVersion, TaxonomyVersion.name == Priority.version)
        .order_by(
            TaxonomyVersion.current.desc(),
            TaxonomyVersion.loaded_at.desc(),
            PriorityArea.position,
            PriorityArea.code,
            Priority.position,
        )
    )
    return found.where(Priority.code.in_(selection.priority)) if selection.priority else found


def _priority_row(priority: Priority, counts: Counts, locale: str) -> Row:
    money = Empty.NOT_SPLIT if counts.initiatives else Empty.NONE
    found = cells(counts, Sums()) | {str(kind): money for kind in FundingType}
    name: dict[str, Value] = {"domain": f"{priority.code} {priority.name(locale)}"}
    return Row(name | found, {"priority": priority.code}, level=1)


REPORT = Report(
    slug="by-domain",
    title=_("Initiatives by domain and priority"),
    about=_("How many initiatives serve each domain and each of its priorities, and with how much money."),
    unit=Unit.PAIRS_DOMAIN,
    rule=(
        ONCE,
        _(
            "By domain, and by priority, an initiative is counted whole in each that it serves, so the rows add up "
            "to more than the total, which counts each initiative once."
        ),
        _(
            "Money is split over the domains by the stated shares, equally where none is stated, so its rows add "
            "up to the total. It is not split by priority."
        ),
        MONEY,
        PARTS,
    ),
    columns=(Column("domain", _("Domain and priority")), *FIGURES),
    select=_select,
    chart=Chart(_("Initiatives in each domain"), of="initiatives"),
)
