"""Filling in an initiative, section by section, with the buttons and fields of the pages."""

import re

from playwright.sync_api import expect

from tests.browser.programmes import Money, Programme
from tests.browser.visitor import Visitor

SAVE, CHECK = "Save and continue", "Check your answers"


def start(focal: Visitor, programme: Programme) -> str:
    """Begin a draft from the list and open its first section; returns its reference."""
    focal.open("/initiatives")
    focal.follow("Start an initiative")
    focal.tick("What is it?", "Project")
    focal.box("Title").fill(programme.title)
    focal.press("Start the draft")
    focal.heading(programme.title)
    found = re.search(r"JVAP-[A-Z]+-\d{4,}", focal.page.url)
    assert found, focal.page.url
    focal.follow("Basics")
    return found.group()


def fill_basics(focal: Visitor, programme: Programme) -> None:
    focal.heading("Basics")
    expect(focal.box("Title")).to_have_value(programme.title)
    focal.box("Summary").fill(programme.summary)
    focal.box("Your own reference").fill(programme.own_reference)
    focal.press(SAVE)


def fill_domains(focal: Visitor, programme: Programme) -> None:
    focal.heading("Domains and priorities")
    focal.tick("Domains", *programme.domains)
    focal.tick("Main domain", programme.domains[0])
    focal.tick("Priorities", *programme.priorities)
    for number, (domain, percent) in enumerate(programme.shares.items(), 1):
        row = focal.add_row("Add a share", "Share", number)
        focal.box("Domain", row).select_option(domain)
        focal.box("Share", row).fill(percent)
    focal.press(SAVE)


def fill_where(focal: Visitor, programme: Programme) -> None:
    focal.heading("Where")
    focal.tick("Scope", programme.scope)
    focal.tick("Countries", *programme.countries)
    focal.press(SAVE)


def fill_who(focal: Visitor, programme: Programme) -> None:
    focal.heading("Who")
    focal.box("Lead organisation").fill(programme.lead)
    for number, name in enumerate(programme.implementers, 1):
        if number > 1:
            focal.add_row("Add an organisation", "Organisation", number)
        focal.box("Name of the organisation", focal.group(f"Organisation {number}")).fill(name)
    focal.press(SAVE)


def fill_when(focal: Visitor, programme: Programme) -> None:
    focal.heading("When")
    focal.box("Start").fill(programme.starts_on)
    focal.box("End").fill(programme.ends_on)
    focal.tick("Implementation status", programme.status)
    focal.press(SAVE)


def fill_money(focal: Visitor, programme: Programme) -> None:
    focal.heading("Money")
    for number, money in enumerate(programme.funding, 1):
        if number > 1:
            focal.add_row("Add a funding line", "Funding line", number)
        fill_funding_line(focal, number, money)
    focal.press(SAVE)


def fill_funding_line(focal: Visitor, number: int, money: Money) -> None:
    row = focal.group(f"Funding line {number}")
    focal.box("Funder", row).fill(money.funder)
    focal.box("Amount", row).fill(money.amount)
    focal.box("Currency", row).select_option(money.currency)
    focal.box("Year", row).fill(money.year)
    focal.box("Kind of amount", row).select_option(label=money.kind)


def fill_results(focal: Visitor, objectives: str = "") -> None:
    focal.heading("Results")
    focal.box("Objectives").fill(objectives)
    focal.press(SAVE)


def fill_documents(focal: Visitor, programme: Programme) -> None:
    focal.heading("Documents and links")
    for number, address in enumerate(programme.links, 1):
        if number > 1:
            focal.add_row("Add a link", "Link", number)
        focal.box("Address", focal.group(f"Link {number}")).fill(address)
    focal.press(SAVE)


def fill_all(focal: Visitor, programme: Programme) -> None:
    """From the first section to the page that shows all answers."""
    fill_basics(focal, programme)
    fill_domains(focal, programme)
    fill_where(focal, programme)
    fill_who(focal, programme)
    fill_when(focal, programme)
    fill_money(focal, programme)
    fill_results(focal)
    fill_documents(focal, programme)
    focal.heading(CHECK)


def submit(focal: Visitor, reference: str, button: str = "Submit to the secretariat") -> None:
    """From the page that shows all answers to the receipt."""
    focal.press(button)
    focal.sees("Submitted on")
    focal.sees(reference)
