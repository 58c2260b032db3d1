"""A person at a browser: opens pages, clicks, types, downloads, and notices whatever goes wrong in them."""

import re
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Request, Response, expect

from seed.cast import PASSWORD
from tests.browser.site import Site

PATIENCE = 10_000
"""Milliseconds; long, because the machine may be busy with other tests."""


class Visitor:
    """Elements are found by role and name, as a screen reader finds them. `faults` is what nobody should see."""

    def __init__(self, context: BrowserContext, site: Site, *, scripts: bool) -> None:
        self.context, self.site, self.scripts = context, site, scripts
        self.faults: list[str] = []
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self._fault(f"script: {error}"))
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)

    def _fault(self, what: str) -> None:
        self.faults.append(f"{self.page.url}: {what}")

    def _heard(self, message: ConsoleMessage) -> None:
        """Breaches of the content policy are told here too; that a page answered 422 or 404 is not an error."""
        if message.type in ("error", "warning") and "the server responded with a status of" not in message.text:
            self._fault(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.site.url, "data:", "blob:")):
            self._fault(f"asked for {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500 or (response.status >= 400 and not response.request.is_navigation_request()):
            self._fault(f"{response.status} from {response.url}")

    def sign_in(self, account: str) -> None:
        self.open("/sign-in")
        self.page.locator("input[name=email]").fill(f"{account}@demo.example")
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("main form button").last.click()
        expect(self.page).not_to_have_url(re.compile("sign-in"))

    def read_in(self, language: str) -> None:
        """Choose the language by the button in the bar, which offers the other one."""
        button = self.page.locator(f"header button[name=language][value={language}]")
        if button.count():
            button.click()
        expect(self.page.locator("html")).to_have_attribute("lang", language)

    def open(self, address: str) -> Response:
        response = self.page.goto(address)
        assert response is not None
        return response

    def press(self, name: str) -> None:
        self.page.get_by_role("main").get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str | re.Pattern[str]) -> None:
        self.page.get_by_role("main").get_by_role("link", name=name, exact=isinstance(name, str)).first.click()

    def sees(self, text: str) -> None:
        expect(self.page.get_by_role("main")).to_contain_text(text)

    def heading(self, text: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(text)

    def box(self, question: str, within: Locator | None = None) -> Locator:
        """The field of a question, which may be marked with the language of its text and as optional."""
        label = re.compile(
            rf"^{re.escape(question)}( \((in (English|French)|optional|in (English|French), optional)\))?$"
        )
        return (within or self.page.get_by_role("main")).get_by_label(label)

    def group(self, question: str) -> Locator:
        """The choices or the rows of a question."""
        name = re.compile(rf"^{re.escape(question)}( \(optional\))?$")
        return self.page.get_by_role("main").get_by_role("group", name=name)

    def tick(self, question: str, *options: str) -> None:
        """Choose options by how their labels begin, unfolding the part of a long list in which they stand."""
        for option in options:
            box = self.group(question).get_by_label(re.compile(rf"^{re.escape(option)}( |$)"))
            fold = box.locator("xpath=ancestor::details[not(@open)]")
            if fold.count():
                fold.locator("summary").click()
            box.check()

    def add_row(self, button: str, label: str, number: int) -> Locator:
        """Ask for another row and wait for it."""
        self.press(button)
        row = self.group(f"{label} {number}")
        expect(row).to_be_visible()
        return row

    def remove_row(self, label: str, number: int, left: int) -> None:
        self.group(f"{label} {number}").get_by_role("button", name="Remove").click()
        expect(self.group(f"{label} {left + 1}")).to_have_count(0)
        expect(self.group(f"{label} {left}")).to_be_visible()

    def download(self, link: str) -> Path:
        with self.page.expect_download() as started:
            self.follow(link)
        return Path(started.value.path())

    def download_workbook(self, link: str) -> Workbook:
        return load_workbook(BytesIO(self.download(link).read_bytes()), read_only=True)
