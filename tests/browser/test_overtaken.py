"""Somebody types while another takes the work back, submits it, or while a file is too large: nothing is lost or untrue."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser import entering
from tests.browser.programmes import invented
from tests.browser.visitor import Visitor

TYPED = "Twelve trained, six placed."


def saving(person: Visitor) -> object:
    return person.page.locator("[data-autosave]")


def hand_results(focal: Visitor, reference: str, name: str) -> None:
    focal.open(f"/initiatives/{reference}/assignments")
    who = focal.page.locator("select[name=contributor]")
    who.select_option(who.locator("option", has_text=name).get_attribute("value"))
    for box in focal.group("Sections").get_by_role("checkbox").all():
        box.uncheck()
    focal.tick("Sections", "Results")
    focal.page.locator("main form button").last.click()
    focal.sees("Handed to")


def test_what_is_taken_back_while_somebody_types_is_told_and_stays_on_the_page(
    visiting: Callable[..., Visitor],
) -> None:
    focal, helper = visiting("focal.et"), visiting("contributor.rrs.et")
    reference = entering.start(focal, invented("Training that is taken back"))
    hand_results(focal, reference, "Yohannes Kebede")
    helper.open(f"/initiatives/{reference}/edit/results")
    focal.open(f"/initiatives/{reference}")
    focal.page.get_by_role("button", name=re.compile("^Take back")).click()
    focal.sees("Taken back")
    box = helper.page.get_by_role("main").locator("textarea").first
    box.fill(TYPED)
    expect(saving(helper)).to_contain_text("Dawit Tesfaye took this back on")
    expect(saving(helper)).to_have_class(re.compile("is-wrong"))
    helper.faults.clear()  # the refused request
    helper.page.get_by_role("button", name="Save and continue").click()
    helper.sees("Dawit Tesfaye took this back on")
    expect(helper.page.locator("textarea.typed", has_text=TYPED)).to_have_count(1)
    helper.faults.clear()


def test_how_the_saving_goes_is_in_sight_while_one_types(visiting: Callable[..., Visitor]) -> None:
    focal = visiting("focal.et")
    reference = entering.start(focal, invented("Training on a telephone"))
    for width, height in ((390, 700), (1280, 800)):
        focal.page.set_viewport_size({"width": width, "height": height})
        focal.open(f"/initiatives/{reference}/edit/basics")
        focal.box("Summary").fill(f"{TYPED} {width}")
        expect(saving(focal)).to_contain_text(re.compile(r"Saved \d\d:\d\d"))
        line = saving(focal).bounding_box()
        assert line and line["y"] >= 0 and line["y"] + line["height"] <= height


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(visiting: Callable[..., Visitor]) -> None:
    focal = visiting("focal.et")
    reference = entering.start(focal, invented("Training with a film"))
    focal.open(f"/initiatives/{reference}/edit/documents")
    focal.page.locator("[name=links-0-url]").fill("https://www.example.org/film")
    file = focal.page.locator("input[type=file]")
    file.set_input_files({"name": "film.pdf", "mimeType": "application/pdf", "buffer": b"x" * (11 * 1024 * 1024)})
    focal.sees("film.pdf is larger than 10 MB")
    focal.press("Attach")
    expect(file).to_be_focused()
    expect(focal.page.locator("[name=links-0-url]")).to_have_value("https://www.example.org/film")
    file.set_input_files({"name": "film.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"})
    focal.sees("film.exe does not look like one of these kinds")
    expect(focal.page.get_by_role("main")).not_to_contain_text("is larger than 10 MB")
    focal.press("Attach")
    expect(focal.page.locator(".error-summary")).to_be_visible()
