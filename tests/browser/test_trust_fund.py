"""Programmes of the EU Emergency Trust Fund for Africa go through the browser, from sign-in to the workbook."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests.browser import deciding, entering
from tests.browser.programmes import TRUST_FUND, Programme, adopted_on, budget, trust_fund
from tests.browser.visitor import Visitor
from tests.browser.workbooks import rows_of

pytestmark = pytest.mark.skipif(not TRUST_FUND.exists(), reason=f"the list of programmes is not at {TRUST_FUND}")

CHOSEN = [
    pytest.param("T05-EUTF-HOA-REG-19", True, id="seven countries and cents, with JavaScript"),
    pytest.param("T05-EUTF-SAH-TD-01", False, id="in French, without a start, without JavaScript"),
    pytest.param("T05-EUTF-HOA-ET-02", False, id="four links, without JavaScript"),
]


@pytest.mark.parametrize(("number", "scripts"), CHOSEN)
def test_a_programme_of_the_trust_fund_reaches_the_workbook(
    visiting: Callable[..., Visitor], number: str, scripts: bool
) -> None:
    line, programme = trust_fund(number)
    focal = visiting("focal.eu", scripts=scripts)
    reference = entering.start(focal, programme)
    entering.fill_all(focal, programme)
    if not programme.starts_on:
        _complete_the_start(focal, adopted_on(line), reference)
    entering.submit(focal, reference)
    deciding.publish(visiting("secretariat", scripts=scripts), programme.title)
    _is_in_the_workbook(visiting("analyst", scripts=scripts), programme, reference, budget(line))


def _complete_the_start(focal: Visitor, start: str, reference: str) -> None:
    """It cannot be submitted and says exactly what is missing; the link leads into the field."""
    focal.press("Submit to the secretariat")
    summary = focal.page.locator(".error-summary")
    expect(summary).to_contain_text("1 answer is missing or must be corrected")
    summary.get_by_role("link", name="Start: This answer is missing").click()
    focal.heading("When")
    expect(focal.box("Start")).to_be_focused()
    focal.page.keyboard.type(start)
    focal.press("Save and go to the list of sections")
    focal.sees("Everything needed is there.")
    focal.follow(entering.CHECK)


def _is_in_the_workbook(analyst: Visitor, programme: Programme, reference: str, money: Decimal) -> None:
    """Found by its title with the export's own search, its sums are those of the list."""
    analyst.open("/exports/initiatives")
    analyst.page.get_by_role("searchbox", name="Words in title or summary").fill(programme.title)
    analyst.press("Show")
    expect(analyst.page.get_by_role("link", name=reference)).to_be_visible()
    workbook = analyst.download_workbook("Excel workbook")
    (row,) = rows_of(workbook, "Initiatives", reference)
    assert row["Title"] == programme.title and row["Your own reference"] == programme.own_reference
    assert Decimal(str(row["Committed, EUR"])) == money
    assert {place["Country"] for place in rows_of(workbook, "Countries", reference)} == set(programme.countries)
    shares = [Decimal(str(place["Committed, EUR"])) for place in rows_of(workbook, "Countries", reference)]
    assert sum(shares) == money
    assert row["Links"].count("https://") == len(programme.links)
