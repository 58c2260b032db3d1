"""What the secretariat does with a submission."""

from tests.browser.visitor import Visitor


def open_submission(secretariat: Visitor, title: str) -> None:
    """Find it in the queue and read it."""
    secretariat.open("/review")
    secretariat.follow(title)
    secretariat.heading(title)
    secretariat.sees("Submitted")


def publish(secretariat: Visitor, title: str) -> None:
    open_submission(secretariat, title)
    secretariat.press("Publish")
    secretariat.sees("Published:")


def give_back(secretariat: Visitor, title: str, note: str) -> None:
    """Return it with a note; the form unfolds without a script too."""
    open_submission(secretariat, title)
    step = secretariat.page.locator("details.step", has_text="Return with a note")
    step.locator("summary").click()
    step.get_by_label("Note").fill(note)
    step.get_by_role("button", name="Return with a note").click()
    secretariat.sees("Returned with a note:")
