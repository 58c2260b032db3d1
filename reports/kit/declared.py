"""How a report is declared: its columns, its counting rule, and the function that finds its rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.domain.counting import Unit
from app.domain.labelled import Labelled
from app.domain.text import _
from app.queries.selection import Selection


class Kind(StrEnum):
    """What a column holds; decides its format, its alignment and its type in a workbook."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    COUNT = "count"
    MONEY = "money"
    AMOUNT = "amount"
    SHARE = "share"
    RATE = "rate"
    YEAR = "year"
    DATE = "date"
    LINK = "link"

    @property
    def numeric(self) -> bool:
        return self in (Kind.COUNT, Kind.MONEY, Kind.AMOUNT, Kind.SHARE, Kind.RATE)


class Empty(Labelled):
    """Why a cell holds no figure: the reader sees the word, never a bare blank and never a 0."""

    NONE = "none", _("none")
    NOT_REPORTED = "not_reported", _("not reported")
    UNDER_REVIEW = "under_review", _("under review")
    ELSEWHERE = "elsewhere", _("counted elsewhere")
    NO_MONEY = "no_money", _("policy: no money")
    NOT_SPLIT = "not_split", _("not split")


@dataclass(frozen=True)
class Link:
    """A cell that shows `text` and leads to `href`."""

    text: str
    href: str


Value = str | int | Decimal | date | Link | Empty | None
Narrow = Mapping[str, str | int]
"""Values of the selection that lead from a figure to the initiatives behind it."""


@dataclass(frozen=True)
class Column:
    """`narrow` is what the column adds to its row's."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    narrow: Narrow = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """`level` 1 stands under the row of level 0 before it; `tone` is the colour of its bar, as domain-1.

    `narrow` leads to the initiatives counted in the row; `narrow_money` to those of its money, where they differ.
    """

    cells: Mapping[str, Value]
    narrow: Narrow = field(default_factory=dict)
    narrow_money: Narrow | None = None
    level: int = 0
    tone: str = "ink"


@dataclass(frozen=True)
class Figures:
    rows: Sequence[Row]
    totals: Row


@dataclass(frozen=True)
class Chart:
    """Bars of the column `of` for each row of level 0."""

    title: str
    of: str


Select = Callable[[Selection, str], Figures]
"""The rows for a selection, named in a language."""


@dataclass(frozen=True)
class Report:
    """`rule` are the sentences that say how is counted; `about` says what the report answers."""

    slug: str
    title: str
    about: str
    unit: Unit
    rule: tuple[str, ...]
    columns: tuple[Column, ...]
    select: Select
    chart: Chart

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def registry(*reports: Report) -> dict[str, Report]:
    """The reports by their slug; raises ValueError where two share one or a declaration contradicts itself."""
    found: dict[str, Report] = {}
    for report in reports:
        names = [column.name for column in report.columns]
        if report.slug in found:
            raise ValueError(f"two reports are called {report.slug}")
        if len(set(names)) != len(names):
            raise ValueError(f"{report.slug}: two columns share a name")
        if report.chart.of not in names or not report.column(report.chart.of).kind.numeric:
            raise ValueError(f"{report.slug}: its chart draws no figure of the table")
        if not report.rule:
            raise ValueError(f"{report.slug}: it states no counting rule")
        found[report.slug] = report
    return found
