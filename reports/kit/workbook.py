"""The one writer of spreadsheets: sheets of typed columns and sheets to be read.

Rows are streamed, so a sheet of any length needs no more memory than a row. Nothing that a person typed becomes a
formula, because every text is written as text.
"""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from app.wording import say
from reports.kit.cells import clean_cell
from reports.kit.declared import Column, Empty, Kind, Link, Value
from reports.kit.styles import WIDTHS, Styles

MOST_LINKS = 65_000
"""Excel opens no sheet with more than 65,530; what comes after them stays text."""
LINE = 15.5
"""Points; heights are stated because not every program works them out for wrapped text."""
MOST_LINES = 5
"""Of a row of data: a long summary is read in its cell, not scrolled past."""
WIDEST_PRINTED = 14
"""Columns that still fit on the width of a page."""
_ACTIVE = ("=", "+", "-", "@")


class Sheet:
    """A sheet of typed columns under a frozen heading; the columns' labels are translated already."""

    def __init__(self, ws: Any, styles: Styles, columns: Sequence[Column], widths: Mapping[str, int]) -> None:
        self._ws, self._styles, self._columns = ws, styles, columns
        self._letters = [get_column_letter(number) for number in range(1, len(columns) + 1)]
        self._links: list[tuple[str, str]] = []
        self._lines, self._filtered = 1, 1
        ws.freeze_panes = "B2"
        ws.print_title_rows = "1:1"
        self._widths = [widths.get(column.name, WIDTHS[column.kind]) for column in columns]
        for letter, width in zip(self._letters, self._widths, strict=True):
            ws.column_dimensions[letter].width = width
        if len(columns) > WIDEST_PRINTED:
            ws.sheet_properties.pageSetUpPr.fitToPage = False
        ws.row_dimensions[1].height = LINE * 2.2
        heads = ("head-figure" if column.kind.numeric else "head" for column in columns)
        ws.append([text_cell(ws, styles, c.label, head) for c, head in zip(columns, heads, strict=True)])

    def append(self, cells: Mapping[str, Value], *, indented: bool = False) -> None:
        """A row by the names of the columns; `indented` sets its first cell under the row before."""
        self._lines += 1
        self._filtered = self._lines
        made = [self._cell(number, cells.get(column.name)) for number, column in enumerate(self._columns)]
        if indented:
            made[0] = text_cell(self._ws, self._styles, str(cells[self._columns[0].name]), "indented")
        texts = ((cells.get(c.name), width) for c, width in zip(self._columns, self._widths, strict=True))
        self._ws.row_dimensions[self._lines].height = LINE * min(lines_of(texts), MOST_LINES)
        self._ws.append(made)

    def append_totals(self, cells: Mapping[str, Value]) -> None:
        """The last row: it stays below when the others are filtered or sorted."""
        self._lines += 1
        total = (typed_cell(self._ws, self._styles, c.kind, cells.get(c.name), total=True) for c in self._columns)
        self._ws.append(list(total))

    def append_texts(self, texts: Iterable[str]) -> None:
        """Plain lines below the table, after an empty one."""
        self._ws.append([])
        for text in texts:
            self._ws.append([text_cell(self._ws, self._styles, text, "title-line")])

    def close(self) -> None:
        """Put the filter over the rows and the links onto their cells."""
        self._ws.auto_filter.ref = f"A1:{self._letters[-1]}{self._filtered}"
        for reference, href in self._links:
            self._ws._hyperlinks.append(Hyperlink(ref=reference, target=href))

    def _cell(self, number: int, value: Value) -> Any:
        if isinstance(value, Link) and len(self._links) < MOST_LINKS:
            self._links.append((f"{self._letters[number]}{self._lines}", value.href))
        return typed_cell(self._ws, self._styles, self._columns[number].kind, value)


class Book:
    """A workbook under way: open its sheets, append to them, take its bytes."""

    def __init__(self, title: str, author: str) -> None:
        self._book = Workbook(write_only=True)
        self._book.properties.title, self._book.properties.creator = clean_cell(title), clean_cell(author)
        self._styles = Styles()
        self._sheets: list[Sheet] = []

    def sheet(self, name: str, columns: Sequence[Column], widths: Mapping[str, int] | None = None) -> Sheet:
        ws = self._create(name)
        made = Sheet(ws, self._styles, columns, widths or {})
        self._sheets.append(made)
        return made

    def text_sheet(self, name: str, title: str, lines: Iterable[tuple[str, Value]]) -> None:
        """A sheet to be read: a title, then labels with their texts or figures."""
        ws = self._create(name)
        ws.sheet_view.showGridLines = False
        ws.column_dimensions["A"].width, ws.column_dimensions["B"].width = 26, 100
        ws.append([text_cell(ws, self._styles, title, "title")])
        ws.append([])
        for number, (label, value) in enumerate(lines, 3):
            ws.row_dimensions[number].height = LINE * lines_of([(label, 24), (value, 94)])
            ws.append([text_cell(ws, self._styles, label, "label"), self._said(ws, value)])

    def bytes(self) -> bytes:
        for sheet in self._sheets:
            sheet.close()
        made = BytesIO()
        self._book.save(made)
        return made.getvalue()

    def _create(self, name: str) -> Any:
        """A4 across, one page wide and as many long as needed."""
        ws = self._book.create_sheet(sheet_name(name))
        ws.page_setup.orientation, ws.page_setup.paperSize = "landscape", 9
        ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = 1, 0
        ws.sheet_properties.pageSetUpPr.fitToPage = True
        ws.oddFooter.left.text, ws.oddFooter.right.text = "&A", "&P / &N"
        return ws

    def _said(self, ws: Any, value: Value) -> Any:
        if isinstance(value, str) and not isinstance(value, Empty):
            return text_cell(ws, self._styles, value, "said")
        kind = Kind.COUNT if isinstance(value, int) else Kind.MONEY
        return typed_cell(ws, self._styles, kind, value, left=True)


def lines_of(texts: Iterable[tuple[Value, int]]) -> int:
    """How many lines the tallest of these texts takes in a column of its width (in characters)."""
    wrapped = (
        sum(max(1, -(-len(line) // width)) for line in text.split("\n"))
        for text, width in texts
        if isinstance(text, str) and text
    )
    return max(wrapped, default=1)


def sheet_name(name: str) -> str:
    """A name that a workbook accepts: at most 31 characters, none of []:*?/\\."""
    return "".join(c for c in name if c not in "[]:*?/\\")[:31]


def typed_cell(ws: Any, styles: Styles, kind: Kind, value: Value, *, total: bool = False, left: bool = False) -> Any:
    """A cell of the column's type and format; why there is no figure is said in a word."""
    match value:
        case None | "":
            return styles.cell(ws, None, "total") if total else None
        case Empty():
            return text_cell(ws, styles, say(value.label), "total-reason" if total else "reason")
        case Link():
            return text_cell(ws, styles, value.text, "link")
        case str():
            return text_cell(ws, styles, value, "total" if total else f"text-{kind}")
    look = f"total-{kind}" if total else f"left-{kind}" if left else str(kind)
    return styles.cell(ws, value, look)


def text_cell(ws: Any, styles: Styles, text: str, look: str) -> Any:
    """A cell of text whatever it begins with; marked for Excel where it could be read as a formula."""
    clean = clean_cell(text)
    cell = styles.cell(ws, None, look, quoted=clean.startswith(_ACTIVE))
    cell._value, cell.data_type = clean, "s"
    return cell
