"""A registry that checks itself, and rounding that adds up."""

from dataclasses import replace
from decimal import Decimal

import pytest

from reports import REPORTS
from reports.kit.declared import Chart, Column, Empty, Figures, Kind, Row, registry
from reports.kit.result import to_the_cent

REPORT = REPORTS["by-domain"]


def test_every_report_of_the_contract_is_there():
    assert {"by-domain", "by-partner", "by-country", "by-year"} <= set(REPORTS)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (replace(REPORT, title="Another"), "two reports"),
        (replace(REPORT, slug="x", columns=(*REPORT.columns, Column("domain", "Again"))), "share a name"),
        (replace(REPORT, slug="x", chart=Chart("Chart", of="domain")), "draws no figure"),
        (replace(REPORT, slug="x", rule=()), "no counting rule"),
    ],
)
def test_a_declaration_that_contradicts_itself_is_refused_on_import(wrong, said):
    if said == "share a name":
        wrong = replace(wrong, chart=Chart("Chart", of="initiatives"))
    with pytest.raises(ValueError, match=said):
        registry(REPORT, wrong)


def test_each_column_of_money_is_rounded_together_so_that_its_rows_add_up():
    third = Decimal("33.3333")
    none = {"disbursed": Empty.NONE}
    rows = [Row({"committed": value, **none}) for value in (third, third, Decimal("33.3334"), Empty.NONE)]
    made = to_the_cent(REPORT, Figures(rows, Row({"committed": Decimal("100.0000"), **none})))
    figures = [row.cells["committed"] for row in made.rows]
    assert sorted(map(str, figures[:3])) == ["33.33", "33.33", "33.34"]
    assert sum(figures[:3]) == made.totals.cells["committed"] == Decimal("100.00")
    assert figures[3] is Empty.NONE


def test_every_kind_of_figure_is_numeric():
    assert {kind for kind in Kind if kind.numeric} == {Kind.COUNT, Kind.MONEY, Kind.AMOUNT, Kind.SHARE, Kind.RATE}
