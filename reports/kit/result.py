"""One result of a report: its rows, and all that must be said with them. Every rendering takes this and no less."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from app.db import now
from app.domain.counting import CENT, to_cents
from app.domain.status import Status
from app.domain.text import _
from app.queries.coverage import Coverage, Unconverted, coverage, unconverted
from app.queries.selection import Selection, UnknownFilter
from app.wording import locale
from reports.kit.declared import Figures, Kind, Report, Row
from reports.kit.notes import Note, notes


@dataclass(frozen=True)
class Result:
    """`made_by` is the person's name; `unconverted` are the lines that stand in no sum."""

    report: Report
    selection: Selection
    rows: Sequence[Row]
    totals: Row
    coverage: Coverage
    unconverted: Sequence[Unconverted]
    made_at: datetime
    made_by: str

    @property
    def notes(self) -> list[Note]:
        """Unit, counting rule, coverage, filters and time, in the reader's language."""
        return notes(
            self.report.unit, self.report.rule, self.coverage, self.selection, self.made_at, len(self.unconverted)
        )

    @property
    def in_short(self) -> str:
        """Unit, the first rule and who answered, in one line above the table."""
        unit, rule, covered = self.notes[:3]
        return " · ".join((unit.sentences[0], rule.sentences[0], covered.sentences[0]))


def run(report: Report, chosen: Selection, by: str) -> Result:
    """The report for a selection; what it names is in the reader's language.

    Raises UnknownFilter where another status than published is chosen.
    """
    selection = only_published(chosen)
    figures = to_the_cent(report, report.select(selection, locale()))
    return Result(
        report=report,
        selection=selection,
        rows=figures.rows,
        totals=figures.totals,
        coverage=coverage(selection),
        unconverted=unconverted(selection, locale()),
        made_at=now(),
        made_by=by,
    )


def to_the_cent(report: Report, figures: Figures) -> Figures:
    """Money is split finer than the cent; each column is rounded together, so that its rows add up to its total."""
    rows, total = [dict(row.cells) for row in figures.rows], dict(figures.totals.cells)
    for column in report.columns:
        if column.kind is not Kind.MONEY:
            continue
        sums = {number: cells[column.name] for number, cells in enumerate(rows)}
        exact = {number: value for number, value in sums.items() if isinstance(value, Decimal)}
        for number, value in to_cents(exact).items():
            rows[number][column.name] = value
        whole = total.get(column.name)
        if isinstance(whole, Decimal):
            total[column.name] = whole.quantize(CENT, ROUND_HALF_UP)
    made = [replace(row, cells=cells) for row, cells in zip(figures.rows, rows, strict=True)]
    return Figures(made, replace(figures.totals, cells=total))


def only_published(selection: Selection) -> Selection:
    """The selection without its status; raises UnknownFilter for any other than published."""
    if astray := [status for status in selection.status if status != Status.PUBLISHED]:
        message = _("Reports count only what is published; they do not go with the status “%(status)s”")
        raise UnknownFilter(message, status=Status(astray[0]))
    return selection.narrowed(status=())
