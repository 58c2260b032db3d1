"""Nothing typed is lost: the line goes, the page is closed, two people write, the session ends."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

DRAFT = "JVAP-ET-0009"
BASICS = f"/initiatives/{DRAFT}/edit/basics"


def said(person: Visitor) -> object:
    return person.page.locator("[data-autosave]")


def write(person: Visitor, text: str) -> None:
    person.box("Summary").fill(text)


def test_what_is_typed_saves_itself(visiting: Callable[..., Visitor]) -> None:
    focal = visiting("focal.et")
    focal.open(BASICS)
    write(focal, "Registers returnees at the airport.")
    expect(said(focal)).to_contain_text(re.compile(r"Saved \d\d:\d\d"))
    focal.open(f"/initiatives/{DRAFT}/check")
    focal.sees("Registers returnees at the airport.")


def test_when_the_line_is_gone_the_text_stays_here_and_is_sent_when_it_returns(
    visiting: Callable[..., Visitor],
) -> None:
    focal = visiting("focal.et")
    focal.open(BASICS)
    focal.context.set_offline(True)
    write(focal, "Typed without a line.")
    expect(said(focal)).to_contain_text("Not sent, kept on this computer")
    focal.context.set_offline(False)
    expect(said(focal)).to_contain_text(re.compile(r"Saved \d\d:\d\d"))
    focal.faults.clear()  # the browser tells of the requests that failed
    focal.open(BASICS)
    expect(focal.box("Summary")).to_have_value("Typed without a line.")
    expect(focal.page.locator("[data-kept]")).to_be_hidden()


@pytest.mark.parametrize("taken", [True, False], ids=["gone on with", "thrown away"])
def test_a_page_closed_without_a_line_offers_the_text_again(visiting: Callable[..., Visitor], taken: bool) -> None:
    focal = visiting("focal.et")
    focal.open(BASICS)
    write(focal, "As it stood.")
    expect(said(focal)).to_contain_text(re.compile(r"Saved \d\d:\d\d"))
    focal.context.set_offline(True)
    write(focal, "Typed, then closed.")
    expect(said(focal)).to_contain_text("Not sent, kept on this computer")
    focal.page.close()
    focal.context.set_offline(False)
    focal.page = focal.context.new_page()
    focal.faults.clear()
    focal.open(BASICS)
    focal.sees("is kept on this computer and was not sent")
    expect(focal.box("Summary")).to_have_value("As it stood.")
    if taken:
        focal.page.get_by_role("button", name="Go on with it").click()
        expect(focal.box("Summary")).to_have_value("Typed, then closed.")
        expect(said(focal)).to_contain_text(re.compile(r"Saved \d\d:\d\d"))
        focal.press("Save and go to the list of sections")
        focal.open(BASICS)
        expect(focal.box("Summary")).to_have_value("Typed, then closed.")
    else:
        focal.page.get_by_role("button", name="Throw it away").click()
        focal.open(BASICS)
        expect(focal.box("Summary")).to_have_value("As it stood.")
    expect(focal.page.locator("[data-kept]")).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_session_that_ends_loses_nothing(visiting: Callable[..., Visitor], scripts: bool) -> None:
    focal = visiting("focal.et", scripts=scripts)
    focal.open(BASICS)
    focal.context.clear_cookies()
    write(focal, "Typed after the session had ended.")
    if scripts:
        expect(said(focal)).to_contain_text("Press Save and sign in")
        focal.faults.clear()  # the refused request
    focal.page.get_by_role("button", name="Save and continue").click()
    focal.box("E-mail address").fill("focal.et@demo.example")
    focal.box("Password").fill("Valletta-2015-demo")
    focal.page.get_by_role("button", name="Sign in and save").click()
    focal.heading("Domains and priorities")
    focal.open(BASICS)
    expect(focal.box("Summary")).to_have_value("Typed after the session had ended.")


def test_two_people_see_each_other_and_both_texts(visiting: Callable[..., Visitor]) -> None:
    one, other = visiting("focal.et"), visiting("contributor.rrs.et")
    for person in (one, other):
        person.open(BASICS)
    one.open(BASICS)
    expect(one.page.locator("[data-others]")).to_contain_text("Yohannes Kebede has this section open too")
    other.box("Summary").fill("As the Contributor has it.")
    expect(said(other)).to_contain_text(re.compile(r"Saved \d\d:\d\d"))
    one.box("Summary").fill("As the Focal Point has it.")
    expect(said(one)).to_contain_text("press Save to see both texts")
    one.faults.clear()  # the refused request
    one.page.get_by_role("button", name="Save and continue").click()
    one.sees("As the Contributor has it.")
    one.page.get_by_label("Keep theirs").first.check()
    one.press("Save and continue")
    one.open(BASICS)
    expect(one.box("Summary")).to_have_value("As the Contributor has it.")
