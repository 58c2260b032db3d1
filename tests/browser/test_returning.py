"""What comes back is corrected and sent again; what is published stays while a new version is made."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser import deciding, entering
from tests.browser.programmes import invented
from tests.browser.visitor import Visitor
from tests.browser.workbooks import rows_of

NOTE = "The end lies before the training of the second group: is it not 31 12 2023?"


def test_a_returned_initiative_says_why_is_corrected_and_is_sent_again(visiting: Callable[..., Visitor]) -> None:
    programme = invented("Training that came back")
    focal, secretariat = visiting("focal.et"), visiting("secretariat", scripts=False)
    reference = entering.start(focal, programme)
    entering.fill_all(focal, programme)
    entering.submit(focal, reference)
    deciding.give_back(secretariat, programme.title, NOTE)

    focal.open("/")
    focal.sees(programme.title)
    focal.open(f"/initiatives/{reference}")
    focal.sees(NOTE)
    focal.follow("When")
    focal.box("End").fill("31 12 2023")
    focal.press("Save and go to the list of sections")
    focal.sees(NOTE)
    focal.follow(entering.CHECK)
    entering.submit(focal, reference, "Submit again")

    deciding.open_submission(secretariat, programme.title)
    secretariat.sees("1 answer changed")
    secretariat.sees("31 December 2023")
    deciding.publish(secretariat, programme.title)


def test_a_published_initiative_stays_in_the_reports_while_a_new_version_is_made(
    visiting: Callable[..., Visitor],
) -> None:
    programme = invented("Training as it stands")
    focal, secretariat, analyst = (
        visiting("focal.et", scripts=False),
        visiting("secretariat"),
        visiting("analyst", scripts=False),
    )
    reference = entering.start(focal, programme)
    entering.fill_all(focal, programme)
    entering.submit(focal, reference)
    deciding.publish(secretariat, programme.title)

    focal.open(f"/initiatives/{reference}")
    focal.press("Update this initiative")
    focal.sees("A new version is open.")
    focal.follow("Basics")
    focal.box("Title").fill("Training as it will be")
    focal.press("Save and go to the list of sections")
    focal.heading("Training as it will be")
    assert _title_in_the_workbook(analyst, reference) == programme.title

    focal.follow(entering.CHECK)
    entering.submit(focal, reference)
    assert _title_in_the_workbook(analyst, reference) == programme.title
    deciding.publish(secretariat, "Training as it will be")
    assert _title_in_the_workbook(analyst, reference) == "Training as it will be"
    analyst.open(f"/initiatives/{reference}")
    analyst.heading("Training as it will be")
    expect(analyst.page.get_by_role("main")).not_to_contain_text(programme.title)


def _title_in_the_workbook(analyst: Visitor, reference: str) -> object:
    analyst.open("/exports/initiatives?partner=ET&kind=project")
    (row,) = rows_of(analyst.download_workbook("Excel workbook"), "Initiatives", reference)
    return row["Title"]
