"""A result of a report as a page: cells with the addresses of what they count, and its chart."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _

from app.queries.selection import Selection
from app.wording import number, say
from reports.kit.cells import shown
from reports.kit.declared import Column, Empty, Kind, Narrow, Row, Value
from reports.kit.notes import coverage_sentences
from reports.kit.result import Result

MOST_BARS = 20
"""Beyond these a chart is no longer read at a glance."""
Address = Callable[[Selection], str]
"""Where the initiatives of a selection are listed."""


@dataclass(frozen=True)
class Cell:
    """`href` leads to the initiatives behind a figure; `reason` marks a word that stands for none."""

    text: str
    href: str | None = None
    numeric: bool = False
    reason: bool = False


@dataclass(frozen=True)
class Line:
    """`reason` stands for all cells where none has a figure and all say the same."""

    heading: Cell
    cells: list[Cell]
    level: int
    tone: str

    @property
    def reason(self) -> str | None:
        texts = {cell.text for cell in self.cells if cell.reason}
        return texts.pop() if len(texts) == 1 and all(cell.reason for cell in self.cells) else None


@dataclass(frozen=True)
class Bar:
    """`share` is the part of the longest bar."""

    label: str
    text: str
    share: float
    tone: str
    href: str
    value: int | Decimal


@dataclass(frozen=True)
class BarChart:
    title: str
    subtitle: str
    unit: str
    source: str
    bars: list[Bar]


def headings(result: Result) -> list[dict[str, str | bool]]:
    """The table's columns as the macro `table` takes them."""
    return [{"label": say(column.label), "numeric": column.kind.numeric} for column in result.report.columns]


def lines(result: Result, address: Address) -> list[Line]:
    return [_line(result, row, address, row.cells[result.report.columns[0].name]) for row in result.rows]


def groups(found: list[Line]) -> list[list[Line]]:
    """Each line of the first level with those under it."""
    grouped: list[list[Line]] = []
    for line in found:
        if line.level and grouped:
            grouped[-1].append(line)
        else:
            grouped.append([line])
    return grouped


def totals(result: Result, address: Address) -> Line:
    return _line(result, result.totals, address, _("Total"))


def chart(result: Result, address: Address) -> BarChart | None:
    """Bars for the rows that have a figure; None where no row has."""
    column = result.report.column(result.report.chart.of)
    rows = [(row, row.cells[column.name]) for row in result.rows if not row.level]
    drawn = [(row, value) for row, value in rows if isinstance(value, int | Decimal)]
    if not drawn:
        return None
    longest = max(value for _row, value in drawn) or 1
    subtitle = ""
    if len(drawn) > MOST_BARS:
        drawn = sorted(drawn, key=lambda pair: pair[1], reverse=True)[:MOST_BARS]
        subtitle = str(_("The %(count)s largest; the table above has them all.", count=MOST_BARS))
    return BarChart(
        title=say(result.report.chart.title),
        subtitle=subtitle,
        unit=say(result.report.unit.label).capitalize(),
        source=" ".join((say(result.report.rule[0]), coverage_sentences(result.coverage, 0)[0])),
        bars=[_bar(result, row, column, value, float(value / longest), address) for row, value in drawn],
    )


def _bar(result: Result, row: Row, column: Column, value: int | Decimal, share: float, address: Address) -> Bar:
    label = _words(row.cells[result.report.columns[0].name])
    if row.tone.startswith("domain-"):
        label = label.partition(" ")[2]
    href = address(narrowed(result.selection, row, column))
    return Bar(label, number(value), share, row.tone, href, value)


def _line(result: Result, row: Row, address: Address, heading: Value) -> Line:
    figures = [_cell(result, row, column, address) for column in result.report.columns[1:]]
    return Line(Cell(_words(heading)), figures, row.level, row.tone)


def _words(value: Value) -> str:
    """A heading: a year is no figure and has no separators."""
    return str(value) if isinstance(value, int) else shown(value)


def _cell(result: Result, row: Row, column: Column, address: Address) -> Cell:
    value = row.cells.get(column.name)
    text = shown(value, cents=_has_cents(result, column))
    if value is None or isinstance(value, Empty):
        return Cell(text, numeric=True, reason=True)
    return Cell(text, address(narrowed(result.selection, row, column)), numeric=column.kind.numeric)


def narrowed(selection: Selection, row: Row, column: Column) -> Selection:
    """The selection of the initiatives behind a figure."""
    of_money = column.kind is Kind.MONEY and row.narrow_money is not None
    own: Narrow = row.narrow_money or {} if of_money else row.narrow
    return selection.narrowed(**own, **column.narrow)


def _has_cents(result: Result, column: Column) -> bool:
    """Whether any sum of the column has cents: then all are written with them."""
    values = (row.cells.get(column.name) for row in (*result.rows, result.totals))
    return any(isinstance(value, Decimal) and value != value.to_integral_value() for value in values)
