"""What may stand in a cell."""

from datetime import date
from decimal import Decimal

import pytest

from reports.kit.cells import CUT, LONGEST, clean_cell, csv_cell, csv_text
from reports.kit.csv_file import csv_lines
from reports.kit.declared import Column, Empty, Kind, Link


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("=1+1", "=1+1"),
        ("{=1+1}", "{=1+1}"),
        ("https://example.org", "https://example.org"),
        ("two\r\nlines", "two\nlines"),
        ("lone \ud800 surrogate", "lone  surrogate"),
        ("bell \x07", "bell _x0007_"),
        ("_x0041_", "_x005F_x0041_"),
        ("_x0041", "_x0041"),
        ("not a character \ufffe", "not a character "),
        ("Côte d’Ivoire 𐍈", "Côte d’Ivoire 𐍈"),
    ],
)
def test_text_stays_text(typed, kept):
    assert clean_cell(typed) == kept


@pytest.mark.parametrize("letter", ["a", "é", "𐍈"])
def test_a_text_that_no_cell_can_hold_is_cut_with_a_mark(letter):
    units = len(letter.encode("utf-16-le")) // 2
    whole = letter * (LONGEST // units)
    assert clean_cell(whole) == whole
    cut = clean_cell(letter * 40_000)
    assert cut.endswith(CUT)
    assert len(cut.encode("utf-16-le")) // 2 in (LONGEST - 1, LONGEST)


@pytest.mark.parametrize("typed", ["=1+1", "+33 1", "-1", "@sum", "\tx", "\rx", " =1+1", "\n=1+1"])
def test_a_text_that_a_spreadsheet_would_run_is_marked_in_csv(typed):
    assert csv_text(typed) == f"'{typed}"


@pytest.mark.parametrize("typed", ["", "plain", "a=b", "1-2", "'quoted"])
def test_other_texts_are_left_as_they_are_in_csv(typed):
    assert csv_text(typed) == typed


@pytest.mark.parametrize(
    ("value", "kind", "written"),
    [
        (Decimal("-1250.5"), Kind.MONEY, "-1250.50"),
        (Decimal("1E+3"), Kind.AMOUNT, "1000"),
        (12, Kind.COUNT, "12"),
        (date(2026, 8, 31), Kind.DATE, "2026-08-31"),
        (None, Kind.TEXT, ""),
        (Empty.NOT_REPORTED, Kind.COUNT, ""),
        (Link("JVAP-ET-0001", "https://example.org"), Kind.LINK, "JVAP-ET-0001"),
    ],
)
def test_figures_and_dates_are_written_by_their_type_in_csv(value, kind, written):
    assert csv_cell(value, kind) == written


def test_csv_has_its_mark_a_heading_and_the_rows_and_no_more():
    columns = (Column("name", "Name, or title"), Column("eur", "EUR", Kind.MONEY))
    lines = list(csv_lines(columns, [{"name": 'The "first"\nof two', "eur": Decimal(1)}, {"name": "x"}]))
    assert lines == ['\ufeff"Name, or title",EUR\r\n', '"The ""first""\nof two",1.00\r\n', "x,\r\n"]
