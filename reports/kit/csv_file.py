"""A table as CSV: UTF-8 with its mark (so that Excel reads the accents), commas, a heading, the rows and no more.

The counting rule stands on the page and in the workbook: a line of prose after the data would break its readers.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO

from reports.kit.cells import csv_cell, csv_text
from reports.kit.declared import Column, Value

MARK = "\ufeff"


def csv_lines(columns: Sequence[Column], rows: Iterable[Mapping[str, Value]]) -> Iterator[str]:
    """Line by line; the columns' labels are translated already."""
    yield MARK + _line([csv_text(column.label) for column in columns])
    for cells in rows:
        yield _line([csv_cell(cells.get(column.name), column.kind) for column in columns])


def _line(cells: Sequence[str]) -> str:
    made = StringIO()
    csv.writer(made).writerow(cells)
    return made.getvalue()
