"""A cycle as the secretariat follows it: every Partner, whom to write to, the files; the frozen figures at its end."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask_babel import gettext as _

from app.domain.access import Permission
from app.domain.cycles import PartnerState, Phase
from app.models import Cycle, CycleChange, CycleSnapshot, Person
from app.queries.cycles import load_cycle
from app.queries.names import domain_shorts
from app.queries.partner_list import Followed, Order, Sought, followed
from app.queries.snapshots import content_of, find_snapshot
from app.queries.standings import changes_of, cycle_before, standings
from app.web import partner_filters
from app.web.access import actor, requires
from app.web.cycle_page import days_left
from app.web.downloads import csv_response, workbook_response
from app.web.listing import Column
from app.wording import locale
from reports.cycles import list_csv, list_workbook, snapshot_workbook

blueprint = Blueprint("cycle_overview", __name__, url_prefix="/cycles")
LONGEST_MAILTO = 1500
"""Signs of an address that every mail program still takes; more addresses are copied."""


@dataclass(frozen=True)
class PartnerRow:
    """`record_href` is None where nothing can be recorded."""

    found: Followed
    name: str
    href: str
    record_href: str | None


@dataclass(frozen=True)
class DomainFigures:
    code: str
    short: str
    figures: dict[str, Any]
    committed: Decimal | None


@dataclass(frozen=True)
class Frozen:
    """The snapshot as the page shows it."""

    snapshot: CycleSnapshot
    domains: list[DomainFigures]
    total: DomainFigures


@dataclass(frozen=True)
class Overview:
    """Everything the page of a cycle shows to the secretariat."""

    rows: list[PartnerRow]
    counts: dict[PartnerState, int]
    total: int
    sought: Sought
    columns: list[Column]
    emails: list[str]
    mailto: str
    before: Cycle | None
    changes: Sequence[CycleChange]
    frozen: Frozen | None
    days_left: int
    workbook: str
    csv: str


def overview_page(cycle: Cycle) -> str:
    sought = partner_filters.sought_partners()
    return render_template(
        "cycles/partners.html",
        cycle=cycle,
        page=_overview(cycle, sought),
        groups=partner_filters.groups(sought),
        chips=partner_filters.chips(sought),
        clear_href=partner_filters.clear(),
    )


def _overview(cycle: Cycle, sought: Sought) -> Overview:
    known = standings(cycle)
    found = followed(cycle, sought, locale(), known)
    counted = Counter(one.state for one in known.values())
    emails = emails_of(found)
    return Overview(
        rows=[_row(cycle, one) for one in found],
        counts={state: counted[state] for state in PartnerState},
        total=sum(counted.values()),
        sought=sought,
        columns=_columns(sought),
        emails=emails,
        mailto=_mailto(emails),
        before=cycle_before(cycle),
        changes=changes_of(cycle),
        frozen=_frozen(find_snapshot(cycle)),
        days_left=days_left(cycle),
        workbook=_file_address("cycle_overview.workbook", cycle),
        csv=_file_address("cycle_overview.csv", cycle),
    )


def _row(cycle: Cycle, found: Followed) -> PartnerRow:
    code = found.partner.code
    records = cycle.phase is Phase.OPEN and found.now.left
    return PartnerRow(
        found=found,
        name=found.partner.name(locale()),
        href=url_for("answering.show", cycle=cycle.slug, partner=code),
        record_href=url_for("recorded.form", cycle=cycle.slug, partner=code) if records else None,
    )


def _columns(sought: Sought) -> list[Column]:
    return [
        partner_filters.sortable(Order.PARTNER, sought),
        partner_filters.sortable(Order.STATE, sought),
        partner_filters.sortable(Order.LEFT, sought, numeric=True),
        partner_filters.sortable(Order.CHANGED, sought),
        partner_filters.sortable(Order.BEFORE, sought),
        Column(_("Focal Points")),
        Column(_("What you can do"), hidden=True),
    ]


def emails_of(found: Sequence[Followed]) -> list[str]:
    """Of the Focal Points of these Partners, each once."""
    people: list[Person] = [person for row in found for person in row.focal_points]
    return list(dict.fromkeys(person.email for person in people))


def _mailto(emails: Sequence[str]) -> str:
    """An empty mail with everybody in blind copy; "" where there is nobody, or too many for an address."""
    address = f"mailto:?bcc={','.join(quote(one, safe='@') for one in emails)}"
    return address if emails and len(address) <= LONGEST_MAILTO else ""


def _file_address(endpoint: str, cycle: Cycle) -> str:
    chosen = [(name, value) for name, value in request.args.items(multi=True) if value and name != "partner"]
    address = url_for(endpoint, cycle=cycle.slug)
    return f"{address}?{urlencode(chosen)}" if chosen else address


def _frozen(snapshot: CycleSnapshot | None) -> Frozen | None:
    if snapshot is None:
        return None
    content = content_of(snapshot)
    shorts, figures = domain_shorts(locale()), content["figures"]
    domains = [_figures(one, shorts.get((content["taxonomy"], one["domain"]), "")) for one in figures["domains"]]
    return Frozen(snapshot, domains, _figures(figures["total"], ""))


def _figures(one: dict[str, Any], short: str) -> DomainFigures:
    committed = Decimal(one["committed_eur"]) if one["committed_eur"] else None
    return DomainFigures(one.get("domain", ""), short, one, committed)


@blueprint.get("/<cycle>/partners.xlsx")
@requires(Permission.CYCLE_RUN, load_cycle)
def workbook(cycle: Cycle) -> Response:
    sought = partner_filters.sought_partners()
    chosen = [label for label, _href in partner_filters.chips(sought)]
    content = list_workbook(cycle, followed(cycle, sought, locale()), chosen, actor().name)
    return workbook_response(content, f"{cycle.slug}-partners")


@blueprint.get("/<cycle>/partners.csv")
@requires(Permission.CYCLE_RUN, load_cycle)
def csv(cycle: Cycle) -> Response:
    found = followed(cycle, partner_filters.sought_partners(), locale())
    return csv_response(list_csv(found), f"{cycle.slug}-partners")


@blueprint.get("/<cycle>/snapshot.xlsx")
@requires(Permission.CYCLE_RUN, load_cycle)
def snapshot_xlsx(cycle: Cycle) -> Response:
    return workbook_response(snapshot_workbook(_snapshot(cycle), actor().name), f"{cycle.slug}-snapshot")


@blueprint.get("/<cycle>/snapshot.json")
@requires(Permission.CYCLE_RUN, load_cycle)
def snapshot_json(cycle: Cycle) -> Response:
    """The very text whose SHA-256 is the digest."""
    made = Response(_snapshot(cycle).content, mimetype="application/json")
    made.headers["Content-Disposition"] = f'attachment; filename="jvap-{cycle.slug}-snapshot.json"'
    return made


def _snapshot(cycle: Cycle) -> CycleSnapshot:
    return find_snapshot(cycle) or abort(404)
