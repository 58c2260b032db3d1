"""A bad line: light pages, and a form that can be filled at 400 ms latency while every tenth request is lost."""

import re
from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import Route, expect

from tests.browser.test_pages import PAGES
from tests.browser.visitor import Visitor
from tests.browser.weights import table, weigh

DRAFT = "JVAP-ET-0007"
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 30_000, "uploadThroughput": 15_000}


@pytest.mark.parametrize("account", PAGES, ids=[account or "nobody" for account in PAGES])
def test_every_first_view_is_light(visiting: Callable[..., Visitor], account: str) -> None:
    reader = visiting(account)
    weights = [weigh(reader, address) for address in PAGES[account]]
    print(table(weights))
    assert [one for one in weights if not one.is_light] == []


def test_a_section_is_filled_on_a_bad_line(visiting: Callable[..., Visitor]) -> None:
    """What is lost is the saving by itself: it is tried again, and the person goes on."""
    focal = visiting("focal.et")
    focal.page.set_default_timeout(30_000)
    line = focal.context.new_cdp_session(focal.page)
    line.send("Network.emulateNetworkConditions", SLOW)
    numbers = count(1)

    def lose_some(route: Route) -> None:
        if next(numbers) % 10 == 1:
            route.abort("connectionfailed")
        else:
            route.continue_()

    focal.page.route(re.compile("/autosave$|/open$"), lose_some)
    focal.open(f"/initiatives/{DRAFT}/edit/who")
    focal.box("Lead organisation").fill("Ministry of Labor and Skills")
    expect(focal.page.locator("[data-autosave]")).to_contain_text(re.compile(r"Saved \d\d:\d\d"), timeout=30_000)
    focal.press("Save and go to the list of sections")
    focal.sees("Saved: Who")
    focal.faults.clear()  # the requests that were lost
