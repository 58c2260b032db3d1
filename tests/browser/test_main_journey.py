"""The main job, end to end, with JavaScript and without: from a Focal Point's form to an analyst's workbook."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import expect

from tests.browser import deciding, entering
from tests.browser.programmes import Money, Programme, invented
from tests.browser.visitor import Visitor
from tests.browser.workbooks import rows_of

BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])


@BOTH
def test_a_programme_goes_from_the_form_to_the_workbook(visiting: Callable[..., Visitor], scripts: bool) -> None:
    programme = invented(f"Training for returnees {'with' if scripts else 'without'} scripts")
    focal = visiting("focal.et", scripts=scripts)
    reference = entering.start(focal, programme)
    _enter(focal, programme)
    _check(focal, programme)
    entering.submit(focal, reference)
    focal.follow("Read what was sent")
    focal.sees(programme.summary)
    focal.context.close()

    secretariat = visiting("secretariat", scripts=scripts)
    deciding.open_submission(secretariat, programme.title)
    for text in (programme.summary, "European Union", "EUR 1,250,000.50", *programme.implementers):
        secretariat.sees(text)
    deciding.publish(secretariat, programme.title)
    secretariat.context.close()

    analyst = visiting("analyst", scripts=scripts)
    _follow_a_figure(analyst, programme)
    _read_the_workbook(analyst, programme, reference)


def _enter(focal: Visitor, programme: Programme) -> None:
    """All sections, with a row too many in each list, and one mistake."""
    entering.fill_basics(focal, programme)
    _domains_with_a_share_too_many(focal, programme)
    entering.fill_where(focal, programme)
    _who_with_an_organisation_too_many(focal, programme)
    _dates_with_a_mistake(focal, programme)
    _money_with_a_line_too_many(focal, programme)
    entering.fill_results(focal, "Six hundred people in work one year after their training.")
    _documents_with_a_link_too_many(focal, programme)
    focal.heading(entering.CHECK)


def _domains_with_a_share_too_many(focal: Visitor, programme: Programme) -> None:
    focal.heading("Domains and priorities")
    focal.add_row("Add a share", "Share", 1)
    second = focal.add_row("Add a share", "Share", 2)
    focal.box("Domain", second).select_option("4")
    focal.remove_row("Share", 1, left=1)
    expect(focal.box("Domain", focal.group("Share 1"))).to_have_value("4")
    focal.group("Share 1").get_by_role("button", name="Remove").click()
    expect(focal.group("Share 1")).to_have_count(0)
    entering.fill_domains(focal, programme)


def _who_with_an_organisation_too_many(focal: Visitor, programme: Programme) -> None:
    first, second = programme.implementers
    focal.heading("Who")
    for number, name in enumerate((first, "Typed by mistake", second), 1):
        if number > 1:
            focal.add_row("Add an organisation", "Organisation", number)
        focal.box("Name of the organisation", focal.group(f"Organisation {number}")).fill(name)
    focal.remove_row("Organisation", 2, left=2)
    expect(focal.box("Name of the organisation", focal.group("Organisation 2"))).to_have_value(second)
    focal.box("Lead organisation").fill(programme.lead)
    focal.press(entering.SAVE)


def _dates_with_a_mistake(focal: Visitor, programme: Programme) -> None:
    """31 February comes back as typed; the summary's link leads into the field."""
    focal.heading("When")
    focal.box("Start").fill("31 2 2020")
    focal.box("End").fill(programme.ends_on)
    focal.tick("Implementation status", programme.status)
    focal.press(entering.SAVE)
    summary = focal.page.locator(".error-summary")
    expect(summary).to_be_visible()
    if focal.scripts:
        expect(summary).to_be_focused()
    expect(focal.box("Start")).to_have_value("31 2 2020")
    expect(focal.box("End")).to_have_value(programme.ends_on)
    summary.get_by_role("link", name="There is no such day in the calendar").click()
    expect(focal.box("Start")).to_be_focused()
    expect(focal.box("Start")).to_have_attribute("aria-invalid", "true")
    focal.page.keyboard.press("Control+A")
    focal.page.keyboard.type(programme.starts_on)
    focal.press(entering.SAVE)


def _money_with_a_line_too_many(focal: Visitor, programme: Programme) -> None:
    first, second = programme.funding
    focal.heading("Money")
    for number, money in enumerate((first, Money("Nobody", "1", "USD", "2019"), second), 1):
        if number > 1:
            focal.add_row("Add a funding line", "Funding line", number)
        entering.fill_funding_line(focal, number, money)
    focal.remove_row("Funding line", 2, left=2)
    expect(focal.box("Amount", focal.group("Funding line 1"))).to_have_value("1 250 000,50")
    expect(focal.box("Funder", focal.group("Funding line 2"))).to_have_value(second.funder)
    form = focal.page.url
    focal.press(entering.SAVE)
    focal.sees("Understood as EUR 1,250,000.50")
    focal.open(form)
    focal.heading("Money")
    expect(focal.group("Funding line 1")).to_contain_text("Understood as EUR 1,250,000.50")
    focal.press(entering.SAVE)


def _documents_with_a_link_too_many(focal: Visitor, programme: Programme) -> None:
    focal.heading("Documents and links")
    second = focal.add_row("Add a link", "Link", 2)
    focal.box("Address", second).fill("javascript:alert(1)")
    focal.remove_row("Link", 2, left=1)
    entering.fill_documents(focal, programme)


def _check(focal: Visitor, programme: Programme) -> None:
    focal.sees(programme.title)
    focal.sees("31 January 2020")
    focal.sees("Bureau of Labour of Oromia")
    expect(focal.page.locator(".error-summary")).to_have_count(0)
    expect(focal.page.get_by_role("main")).not_to_contain_text("Typed by mistake")
    expect(focal.page.get_by_role("main")).not_to_contain_text("Nobody")


def _follow_a_figure(analyst: Visitor, programme: Programme) -> None:
    """The figure of its main domain leads to as many initiatives, and it is one of them."""
    analyst.open("/reports")
    analyst.follow("Initiatives by domain and priority")
    row = analyst.page.get_by_role("row", name=re.compile(rf"^{programme.domains[0]} "))
    figure = row.get_by_role("link").first
    said = figure.inner_text()
    figure.click()
    analyst.sees(f"{said} initiatives, with these filters")
    analyst.page.get_by_role("searchbox", name="Words in title or summary").fill(programme.title)
    analyst.press("Show")
    analyst.follow(programme.title)
    analyst.heading(programme.title)


def _read_the_workbook(analyst: Visitor, programme: Programme, reference: str) -> None:
    analyst.open("/exports/initiatives")
    workbook = analyst.download_workbook("Excel workbook")
    (row,) = rows_of(workbook, "Initiatives", reference)
    assert row["Title"] == programme.title and row["Summary"] == programme.summary
    assert row["Start"] == datetime(2020, 1, 31) and row["End"] == datetime(2023, 6, 30)
    assert row["Committed, EUR"] == 1250000.5 and row["Disbursed, EUR"] == 250000
    assert row["Countries"] == "ET Ethiopia"
    domains = {line["Code"]: line["Committed, EUR"] for line in rows_of(workbook, "Domains", reference)}
    assert domains == {"3": 375000.15, "5": 875000.35}
    assert [line["Amount"] for line in rows_of(workbook, "Funding", reference)] == [1250000.5, 250000]
