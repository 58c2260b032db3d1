"""Every main page, in both languages and at two widths: no barrier that axe finds, nothing beyond the edge, no fault."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.visitor import Visitor

WIDTHS = (1280, 390)
DRAFT, POLICY, REVISED, RETURNED = "JVAP-ET-0009", "JVAP-ET-0008", "JVAP-ET-0002", "JVAP-ET-0008"
SUBMITTED, PARTNERS_DRAFT, WITH_TWINS = "JVAP-DE-0001", "JVAP-ET-0006", "JVAP-IOM-0002"
SECTIONS = ("basics", "domains", "where", "who", "when", "money", "results", "documents")

PAGES: dict[str, tuple[str, ...]] = {
    "": ("/sign-in", "/reset-password", "/styleguide", "/not-there"),
    "focal.et": (
        "/",
        "/initiatives",
        "/initiatives?q=refugees&kind=policy",
        "/initiatives?q=nothing-like-this",
        "/initiatives/new",
        f"/initiatives/{DRAFT}",
        *(f"/initiatives/{DRAFT}/edit/{section}" for section in SECTIONS),
        f"/initiatives/{POLICY}/edit/legal",
        f"/initiatives/{DRAFT}/check",
        f"/initiatives/{DRAFT}/assignments",
        "/initiatives/handed-out",
        f"/initiatives/{PARTNERS_DRAFT}/check",
        f"/initiatives/{RETURNED}",
        f"/initiatives/{REVISED}?version=1",
        f"/initiatives/{REVISED}/history",
        "/people",
        "/people/2",
        "/people/invite",
        "/people/entities",
        "/account",
        "/account/password",
        "/review",
        "/cycles/collection-2026",
        "/cycles/collection-2026/ended/JVAP-ET-0005",
    ),
    "contributor.et": (
        "/",
        "/initiatives",
        f"/initiatives/{DRAFT}",
        f"/initiatives/{DRAFT}/check",
        f"/initiatives/{DRAFT}/hand-back",
        "/people",
        "/cycles/collection-2026",
    ),
    "focal.sn": ("/initiatives/JVAP-KE-0003", "/initiatives/JVAP-SN-0003", "/initiatives/JVAP-SN-0005/edit/basics"),
    "secretariat": (
        "/",
        "/initiatives?sort=title",
        "/review",
        f"/initiatives/{SUBMITTED}",
        f"/review/{SUBMITTED}",
        f"/review/{WITH_TWINS}",
        f"/review/{WITH_TWINS}/correct/basics",
        f"/review/{WITH_TWINS}/correct/money",
        f"/initiatives/{WITH_TWINS}/corrections",
        "/phrases",
        f"/initiatives/{SUBMITTED}/history",
        f"/initiatives/{WITH_TWINS}/check",
        "/people",
        "/people?role=focal_point&state=active",
        "/people/2",
        "/people/invite",
        "/overlaps",
        "/overlaps?state=all",
        "/overlaps/JVAP-EU-0004/JVAP-IOM-0001",
        "/overlaps/JVAP-EU-0001/JVAP-EU-0002",
        "/people/entities?partner=ET",
        "/taxonomy",
        "/rates",
        "/rates?show=all",
        "/rates/SDG",
        "/cycles",
        "/cycles/collection-2026",
        "/cycles/collection-2026?only=answered-before",
        "/cycles/collection-2026?partner=KE",
        "/organisations",
        "/organisations?q=oim",
        "/organisations?used=no&q=nothing-like-this",
        "/organisations/likely",
        "/organisations/merges",
        "/organisations/1",
        "/organisations/40",
        "/organisations/1/merge",
        "/organisations/1/merge/2",
        "/cycles/collection-2026?partner=SD",
        "/cycles/collection-2026/record?partner=ET",
        "/cycles/collection-2026/extend",
        "/cycles/collection-2025",
        "/cycle-matrix",
    ),
    "analyst": (
        "/",
        "/initiatives/JVAP-EU-0001",
        "/initiatives/JVAP-EU-0001/history",
        "/reports",
        "/reports/by-domain",
        "/reports/by-partner",
        "/reports/by-country",
        "/reports/by-year",
        "/reports/by-domain?partner=ET&year_from=2019",
        "/exports/initiatives",
        "/exports/initiatives?q=nothing-like-this",
        "/rights",
        "/initiatives?domain=unknown",
    ),
    "admin": ("/", "/people", "/mails", "/audit", "/mail-texts", "/mail-texts/digest/en"),
}
"""What each account reads; the first is whoever has not signed in."""

SEEN_BY = [(account, language) for account in PAGES for language in ("en", "fr")]


@pytest.fixture
def reader(visiting: Callable[..., Visitor], account: str, language: str) -> Iterator[Visitor]:
    """A person who reads in that language; the account's own is restored, for the journeys read English."""
    if not account:
        yield visiting(locale="fr-FR" if language == "fr" else "en-GB")
        return
    made = visiting(account)
    made.read_in(language)
    yield made
    made.open("/")
    made.read_in("en")


@pytest.mark.parametrize(("account", "language"), SEEN_BY, ids=[f"{who or 'nobody'} in {how}" for who, how in SEEN_BY])
def test_the_pages_have_no_barriers_at_either_width(reader: Visitor, account: str, language: str) -> None:
    found = [fault for address in PAGES[account] for fault in _faults_at(reader, address, language)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("account", "language"), [("focal.et", "en"), ("focal.et", "fr")], ids=["English", "French"])
def test_pages_that_show_mistakes_have_no_barriers(reader: Visitor, account: str, language: str) -> None:
    reader.open("/initiatives/new")
    reader.page.locator("main .buttons button").first.click()
    found = _faults(reader, "a start without answers")
    reader.open(f"/initiatives/{DRAFT}/edit/money")
    reader.page.locator("[name=funding-0-amount]").fill("about two million")
    reader.page.locator("main .buttons button").first.click()
    reader.page.locator(".error-summary").wait_for()
    found += _faults(reader, "an amount in words")
    reader.open(f"/initiatives/{DRAFT}/edit/money")
    found += _faults(reader, "an amount in words, found again")
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("account", "language"), [("", "en"), ("analyst", "en")], ids=["style guide", "report"])
def test_colours_have_enough_contrast_in_the_dark(reader: Visitor, account: str, language: str) -> None:
    reader.page.emulate_media(color_scheme="dark")
    found = []
    for address in ("/styleguide", "/sign-in") if not account else ("/", "/reports/by-domain", "/initiatives"):
        reader.open(address)
        found += [f"{address} in the dark: {barrier}" for barrier in _barriers(reader, ["color-contrast"])]
    assert not found, "\n".join(found)


def _faults_at(reader: Visitor, address: str, language: str) -> list[str]:
    reader.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    reader.open(address)
    told = reader.page.locator("html").get_attribute("lang")
    return [*([] if told == language else [f"{address} is in {told}"]), *_faults(reader, address)]


def _faults(reader: Visitor, name: str) -> list[str]:
    """Of the page as it stands, at each width."""
    found = []
    for width in WIDTHS:
        reader.page.set_viewport_size({"width": width, "height": 900})
        beyond = reader.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{name} at {width}: {beyond} px beyond the edge"] if beyond > 0 else []
        found += [f"{name} at {width}: {barrier}" for barrier in _barriers(reader)]
    return found


def _barriers(reader: Visitor, rules: list[str] | None = None) -> list[str]:
    """Axe's violations, each with the first places in which it stands; all of its rules but the experimental ones."""
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    response = Axe().run(reader.page, options=options).response
    return [f"{one['id']}: {one['help']} {_places(one['nodes'])}" for one in response["violations"]]


def _places(nodes: list[dict[str, Any]]) -> str:
    shown = [re.sub(r"\s+", " ", node["html"])[:160] for node in nodes[:3]]
    return f"({len(nodes)}) " + " | ".join(shown)
