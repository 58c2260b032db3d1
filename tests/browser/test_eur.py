"""The value in EUR appears while an amount is typed; a slow or failed answer breaks nothing and leaves nothing stale."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.browser.visitor import Visitor

MONEY = "/initiatives/JVAP-ET-0007/edit/money"
NOTE = "[data-row-note] >> nth=0"
ANSWERS = re.compile("/money/eur")


def fill(page: Page, amount: str) -> None:
    page.locator("[name=funding-0-funder]").fill("Ministry of Labour")
    page.locator("[name=funding-0-currency]").select_option("ETB")
    page.locator("select[name=funding-0-type]").select_option("committed")
    page.locator("[name=funding-0-year]").fill("2023")
    page.locator("[name=funding-0-amount]").fill(amount)


def rounds(page: Page) -> Callable[[], int]:
    """How many answers were asked for so far."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if ANSWERS.search(request.url) else None)
    return lambda: len(asked)


def test_the_value_follows_the_typing_with_one_question_a_pause(visiting: Callable[..., Visitor]) -> None:
    focal = visiting("focal.et")
    focal.open(MONEY)
    asked = rounds(focal.page)
    fill(focal.page, "")
    focal.page.locator("[name=funding-0-amount]").press_sequentially("68,000,000", delay=20)
    expect(focal.page.locator(NOTE)).to_contain_text("1 EUR = ")
    assert asked() <= 2
    focal.page.locator("[name=funding-0-year]").fill("2031")
    expect(focal.page.locator(NOTE)).to_contain_text("No rate for 2031 yet")
    focal.page.locator("[name=funding-0-amount]").fill("1,2,3")
    expect(focal.page.locator(NOTE)).to_contain_text("the amount is unclear")


def test_a_slow_or_failed_answer_leaves_nothing_stale_and_the_form_can_be_saved(
    visiting: Callable[..., Visitor],
) -> None:
    focal = visiting("focal.et")
    focal.open(MONEY)
    fill(focal.page, "68,000,000")
    expect(focal.page.locator(NOTE)).to_contain_text("1 EUR = ")
    held: list[Route] = []
    focal.page.route(ANSWERS, lambda route: held.append(route))
    focal.page.locator("[name=funding-0-amount]").fill("5")
    expect(focal.page.locator(NOTE)).to_be_empty()
    focal.page.wait_for_timeout(600)
    assert held
    held[0].abort("connectionfailed")
    focal.page.unroute(ANSWERS)
    focal.page.route(ANSWERS, lambda route: route.fulfill(status=500, body="<h1>no</h1>"))
    focal.page.locator("[name=funding-0-amount]").fill("59,000")
    focal.page.wait_for_timeout(600)
    expect(focal.page.locator(NOTE)).to_be_empty()
    focal.press("Save and go to the list of sections")
    focal.sees("Saved: Money")
    focal.faults.clear()  # the answers that were made to fail


def test_without_scripts_the_saved_section_shows_the_value(visiting: Callable[..., Visitor]) -> None:
    focal = visiting("focal.et", scripts=False)
    focal.open(MONEY)
    fill(focal.page, "68,000,000")
    focal.press("Save and continue")
    focal.open(MONEY)
    expect(focal.page.locator(NOTE)).to_contain_text("1 EUR = ")
