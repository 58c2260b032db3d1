"""A whole cycle, six people: reminded, entered, handed over, submitted, asked, answered, published, undone, linked, closed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import deciding, entering
from tests.browser.conftest import run_jobs, serving
from tests.browser.programmes import invented
from tests.browser.site import Site
from tests.browser.visitor import Visitor

CYCLE = "/cycles/collection-2026"
QUESTION = "Which of the two titles is the official one?"

Visiting = Callable[..., Visitor]


@pytest.fixture(scope="module")
def site(furnished_instance: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A world of its own: the cycle that others rely on is closed in it."""
    with serving(furnished_instance, tmp_path_factory.mktemp("cycle")) as made:
        yield made


def test_a_cycle_from_its_reminder_to_its_snapshot(visiting: Visiting, site: Site) -> None:
    programme = invented("Savings groups of returned workers")
    assert "Wrote" in run_jobs(site.instance)
    secretariat = visiting("secretariat")
    _sees_the_reminder(secretariat)

    contributor = visiting("contributor.et")
    reference = entering.start(contributor, programme)
    entering.fill_all(contributor, programme)
    contributor.press("Hand over to the Focal Point")
    contributor.sees(reference)

    focal = visiting("focal.et")
    focal.open(f"/initiatives/{reference}/check")
    entering.submit(focal, reference)

    _asks(secretariat, programme.title)
    _answers_by_a_change(focal, reference, f"{programme.title} in Amhara")
    title = f"{programme.title} in Amhara"
    _confirms(secretariat, title)
    deciding.publish(secretariat, title)
    _undoes(secretariat, reference)

    colleague = visiting("admin")
    deciding.publish(colleague, title)
    _links(colleague, reference)

    italy = visiting("focal.it")
    italy.open(CYCLE)
    italy.page.get_by_role("button", name="Still accurate").first.click()
    italy.sees("Still accurate")

    digest = _closes(secretariat)
    analyst = visiting("analyst")
    analyst.open(f"/initiatives/{reference}")
    analyst.heading(title)
    focal.open(CYCLE)
    expect(focal.page.get_by_role("button", name="Still accurate")).to_have_count(0)
    assert len(digest) == 64


def _sees_the_reminder(secretariat: Visitor) -> None:
    secretariat.open("/mails?kind=cycle_opens")
    secretariat.sees("focal.et@demo.example")
    secretariat.sees("Collection 2026")


def _asks(secretariat: Visitor, title: str) -> None:
    deciding.open_submission(secretariat, title)
    field = secretariat.page.locator("#f-title")
    field.get_by_text("Ask about this").click()
    field.get_by_label("Your question").fill(QUESTION)
    secretariat.press("Return")
    secretariat.sees("Returned:")


def _answers_by_a_change(focal: Visitor, reference: str, title: str) -> None:
    focal.open("/")
    focal.sees("returned to you")
    focal.open(f"/initiatives/{reference}/edit/basics")
    focal.sees(QUESTION)
    focal.box("Title").fill(title)
    focal.press(entering.SAVE)
    focal.heading("Domains and priorities")
    focal.open(f"/initiatives/{reference}/check")
    focal.press("Submit again")
    focal.sees(reference)


def _confirms(secretariat: Visitor, title: str) -> None:
    deciding.open_submission(secretariat, title)
    secretariat.sees(QUESTION)
    secretariat.sees("in Amhara")
    secretariat.press("Confirm and close")
    secretariat.sees("The question is closed.")


def _undoes(secretariat: Visitor, reference: str) -> None:
    secretariat.open("/review")
    secretariat.page.get_by_role("button", name=f"Undo {reference}").click()
    secretariat.open(f"/initiatives/{reference}")
    secretariat.sees("Submitted")


def _links(colleague: Visitor, reference: str) -> None:
    other = "JVAP-EU-0004"
    colleague.open(f"/overlaps/pair?one={reference}&other={other}")
    colleague.page.get_by_role("radio", name="The same").check()
    colleague.press("Decide")
    colleague.open(f"/initiatives/{reference}")
    colleague.sees(other)


def _closes(secretariat: Visitor) -> str:
    secretariat.open(CYCLE)
    secretariat.sees("Italy")
    secretariat.page.locator("summary", has_text="Close").click()
    secretariat.press("Close now Collection 2026")
    secretariat.sees("Snapshot")
    found = secretariat.page.locator("code").first.inner_text()
    return "".join(found.split())
