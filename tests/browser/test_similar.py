"""A title that is typed brings its likely twins; what one says of them reaches the reviewer."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

TITLE, TWIN = "Better Migration Management", "JVAP-EU-0001"


def test_twins_appear_while_one_types_and_leave_with_the_title(visiting: Callable[..., Visitor]) -> None:
    focal = visiting("focal.it")
    focal.open("/initiatives/new")
    box = focal.page.locator("[data-similar]")
    focal.box("Title").press_sequentially(TITLE)
    expect(box).to_contain_text(TWIN)
    focal.box("Title").fill("Weather stations")
    expect(box).to_be_empty()


@pytest.mark.parametrize("scripts", [True, False])
def test_what_one_says_of_a_twin_is_kept(visiting: Callable[..., Visitor], scripts: bool) -> None:
    focal = visiting("focal.it", scripts=scripts)
    focal.open("/initiatives/new")
    focal.tick("What is it?", "Project")
    focal.box("Title").fill(f"{TITLE}, Italian training")
    focal.press("Start the draft")
    focal.sees("published initiatives look like this one")
    focal.follow("Compare before you submit")
    twin = focal.page.get_by_role("article").filter(has=focal.page.get_by_text(TWIN, exact=True))
    twin.get_by_label("Part of it").check()
    twin.get_by_label("Remark for the secretariat").fill("One strand of it.")
    twin.get_by_role("button", name="Tell the secretariat").click()
    focal.sees("Noted for the secretariat")
    focal.sees("One strand of it.")
    focal.follow(f"Name {TWIN} as the parent programme")
    expect(focal.box("Parent programme")).to_have_value(TWIN)
