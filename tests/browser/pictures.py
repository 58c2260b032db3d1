"""For eyes, by `make pictures`: every main page into `shots/`, the README's into `docs/pictures/`, weights into `docs/`."""

import re
from collections.abc import Callable

import pytest

from tests.browser.conftest import ROOT
from tests.browser.test_pages import PAGES, SEEN_BY, WIDTHS, reader  # noqa: F401 - a fixture
from tests.browser.visitor import Visitor
from tests.browser.weights import table, weigh

README = {
    "tasks": ("focal.et", "/initiatives/JVAP-ET-0009"),
    "review": ("secretariat", "/review/JVAP-DE-0001"),
    "report": ("analyst", "/reports/by-domain"),
    "list": ("analyst", "/initiatives"),
}
"""By file name: who reads which page."""


@pytest.mark.parametrize(("account", "language"), SEEN_BY)
def test_every_page(reader: Visitor, account: str, language: str) -> None:  # noqa: F811
    for address in PAGES[account]:
        for width in WIDTHS:
            reader.page.set_viewport_size({"width": width, "height": 900})
            reader.open(address)
            name = re.sub(r"\W+", "-", f"{account}{address}").strip("-")
            path = ROOT / "shots" / language / str(width) / f"{name or 'home'}.png"
            reader.page.screenshot(path=path, full_page=True)


@pytest.mark.parametrize("name", README)
def test_the_pictures_of_the_readme(visiting: Callable[..., Visitor], name: str) -> None:
    account, address = README[name]
    person = visiting(account)
    person.page.set_viewport_size({"width": 1280, "height": 860})
    person.open(address)
    person.page.screenshot(path=ROOT / "docs" / "pictures" / f"{name}.png")


def test_the_table_of_weights(visiting: Callable[..., Visitor]) -> None:
    weights = [weigh(visiting(account), address) for account, pages in PAGES.items() for address in pages]
    head = (
        "# What pages cost\n\nFirst view with an empty cache, compressed with gzip, as `make pictures` measured it.\n\n"
    )
    (ROOT / "docs" / "page-weights.md").write_text(head + table(weights), encoding="utf-8")
