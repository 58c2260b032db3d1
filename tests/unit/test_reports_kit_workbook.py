"""The one writer of spreadsheets, read back cell by cell."""

import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from reports.kit.declared import Column, Empty, Kind, Link
from reports.kit.workbook import Book, lines_of, sheet_name

COLUMNS = (
    Column("reference", "Reference", Kind.LINK),
    Column("title", "Title", Kind.LONG_TEXT),
    Column("count", "Count", Kind.COUNT),
    Column("eur", "EUR", Kind.MONEY),
    Column("percent", "Share", Kind.SHARE),
    Column("year", "Year", Kind.YEAR),
    Column("day", "Day", Kind.DATE),
)
ROW = {
    "reference": Link("JVAP-ET-0001", "https://example.org/initiatives/JVAP-ET-0001"),
    "title": "A programme",
    "count": 1234,
    "eur": Decimal("1234567.89"),
    "percent": Decimal("33.33"),
    "year": 2021,
    "day": date(2026, 8, 31),
}


def read(book):
    return openpyxl.load_workbook(BytesIO(book.bytes()))


def one_sheet(*rows):
    book = Book("Title", "A person")
    sheet = book.sheet("Initiatives", COLUMNS)
    for row in rows:
        sheet.append(row)
    return read(book)["Initiatives"]


def test_cells_have_real_types_and_formats():
    cells = one_sheet(ROW)[2]
    assert [cell.value for cell in cells[:3]] == ["JVAP-ET-0001", "A programme", 1234]
    assert Decimal(str(cells[3].value)) == Decimal("1234567.89")
    assert cells[6].value.date() == date(2026, 8, 31)
    formats = [cell.number_format for cell in cells]
    assert formats == ["General", "General", "#,##0", "#,##0.00", '0.00" %"', "0", "yyyy-mm-dd"]
    assert cells[0].hyperlink.target == "https://example.org/initiatives/JVAP-ET-0001"


def test_the_heading_is_frozen_and_the_filter_lies_over_the_rows_but_not_over_the_total():
    book = Book("Title", "A person")
    sheet = book.sheet("Initiatives", COLUMNS, {"title": 33})
    sheet.append(ROW)
    sheet.append(ROW)
    sheet.append_totals({"reference": "Total", "count": 2468})
    sheet.append_texts(["Counted once each."])
    read_back = read(book)["Initiatives"]
    assert read_back.freeze_panes == "B2"
    assert read_back.auto_filter.ref == "A1:G3"
    assert read_back.print_title_rows == "$1:$1"
    assert read_back.column_dimensions["B"].width == 33
    assert [read_back["A4"].value, read_back["C4"].value, read_back["A4"].font.bold] == ["Total", 2468, True]
    assert read_back["A6"].value == "Counted once each."


def test_an_empty_sheet_is_a_heading():
    sheet = one_sheet()
    assert sheet.max_row == 1
    assert sheet.auto_filter.ref == "A1:G1"


@pytest.mark.parametrize(
    "typed", ["=1+1", "{=1+1}", "+1", "-1", "@A1", "#N/A", "TRUE", "2020-01-01", "1e5", "https://example.org", "\ttab"]
)
def test_what_a_person_typed_is_never_a_formula_nor_anything_but_text(typed):
    sheet = one_sheet({**ROW, "title": typed})
    cell = sheet["B2"]
    assert (cell.value, cell.data_type) == (typed, "s")
    assert cell.hyperlink is None


def test_no_part_of_the_file_holds_a_formula():
    book = Book("=title", "=author")
    book.text_sheet("=name", "=title", [("=label", "=value")])
    book.sheet("Data", [Column("a", "=head")]).append({"a": "=1+1"})
    content = zipfile.ZipFile(BytesIO(book.bytes()))
    sheets = [name for name in content.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 2
    assert not any(b"<f>" in content.read(name) or b"<f " in content.read(name) for name in sheets)


def test_a_text_like_a_formula_is_marked_so_that_editing_it_does_not_run_it():
    sheet = one_sheet({**ROW, "title": "=1+1"}, ROW)
    assert sheet["B2"].quotePrefix
    assert not sheet["B3"].quotePrefix


@pytest.mark.parametrize("typed", ["\x00", "\x1b[31m", "\ud800", "\ufffe\uffff", "x" * 40_000, "\U0001f600" * 20_000])
def test_no_text_breaks_the_file(typed):
    sheet = one_sheet({**ROW, "title": typed}, ROW)
    assert sheet["B3"].value == "A programme"


def test_why_there_is_no_figure_is_a_word_and_not_a_zero():
    cell = one_sheet({**ROW, "eur": Empty.NOT_REPORTED})["D2"]
    assert (cell.value, cell.font.italic) == ("not reported", True)


def test_a_sheet_to_be_read_has_a_title_labels_and_texts():
    book = Book("Title", "A person")
    book.text_sheet("About", "What it is", [("Rows", 1200), ("", "A sentence."), ("Sum", Decimal("1.5"))])
    found = read(book)
    rows = [tuple(cell.value or None for cell in row) for row in found["About"].iter_rows()]
    assert rows[0] == ("What it is", None)
    assert rows[2:] == [("Rows", 1200), (None, "A sentence."), ("Sum", 1.5)]
    assert found.properties.title == "Title"
    assert found.properties.creator == "A person"


def test_a_page_is_one_sheet_wide_unless_it_would_be_too_small_to_read():
    book = Book("Title", "A person")
    book.sheet("Few", COLUMNS)
    book.sheet("Many", [Column(f"c{n}", f"C{n}") for n in range(40)])
    found = read(book)
    assert found["Few"].sheet_properties.pageSetUpPr.fitToPage
    assert not found["Many"].sheet_properties.pageSetUpPr.fitToPage
    assert found["Few"].page_setup.orientation == "landscape"


def test_names_of_sheets_fit():
    assert sheet_name("Domaines [1/2]: a\\b*?") == "Domaines 12 ab"
    assert len(sheet_name("x" * 40)) == 31


def test_heights_follow_the_longest_text():
    assert lines_of([("one", 10), ("a" * 25, 10), ("a\nb", 10), (3, 1)]) == 3
    assert lines_of([]) == 1
