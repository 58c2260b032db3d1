"""Partners by cycle: who answered when, over the newest cycles, in words and colours."""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.access import Permission
from app.models import Cycle
from app.queries.partner_list import Followed, Order, Sought, followed
from app.queries.standings import Standing, held_cycles, standings
from app.web import partner_filters
from app.web.access import actor, requires
from app.web.downloads import workbook_response
from app.web.listing import Column
from app.web.paging import here
from app.wording import locale
from reports.cycles import matrix_workbook

blueprint = Blueprint("cycle_matrix", __name__)
MOST_CYCLES = 6


@dataclass(frozen=True)
class MatrixRow:
    """`cells` stand in the order of the cycles; None where the Partner was in no such cycle."""

    name: str
    href: str
    cells: list[Standing | None]


@blueprint.get("/cycle-matrix")
@requires(Permission.CYCLE_RUN)
def show() -> ResponseReturnValue:
    sought, held = partner_filters.sought_partners(), list(held_cycles(MOST_CYCLES))
    rows = [
        MatrixRow(
            row.partner.name(locale()),
            url_for("answering.show", cycle=held[0].slug, partner=row.partner.code),
            [cells.get(cycle.id) for cycle in held],
        )
        for row, cells in _rows(held, sought)
    ]
    query = here().partition("?")[2]
    return render_template(
        "cycles/matrix.html",
        cycles=held,
        rows=rows,
        columns=[partner_filters.sortable(Order.PARTNER, sought), *(Column(cycle.name) for cycle in held)],
        sought=sought,
        groups=partner_filters.groups(sought),
        chips=partner_filters.chips(sought),
        clear_href=partner_filters.clear(),
        workbook=url_for(".workbook") + (f"?{query}" if query else ""),
    )


@blueprint.get("/cycle-matrix.xlsx")
@requires(Permission.CYCLE_RUN)
def workbook() -> Response:
    sought, held = partner_filters.sought_partners(), list(held_cycles(MOST_CYCLES))
    chosen = [label for label, _href in partner_filters.chips(sought)]
    return workbook_response(matrix_workbook(held, _rows(held, sought), chosen, actor().name), "cycles")


def _rows(held: list[Cycle], sought: Sought) -> list[tuple[Followed, dict[int, Standing]]]:
    """The filters speak of the newest cycle."""
    if not held:
        return []
    found = {cycle.id: standings(cycle) for cycle in held}
    return [
        (
            row,
            {key: by_partner[row.partner.code] for key, by_partner in found.items() if row.partner.code in by_partner},
        )
        for row in followed(held[0], sought, locale(), found[held[0].id])
    ]
