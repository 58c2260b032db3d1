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
    """Return it with a note."""
    open_submission(secretariat, title)
    secretariat.page.get_by_label("Note to the Partner").fill(note)
    secretariat.page.get_by_role("button", name="Return", exact=True).click()
    secretariat.sees("Returned:")
