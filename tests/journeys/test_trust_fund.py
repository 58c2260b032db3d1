"""Every programme of the EU Trust Fund goes through the application as a person would take it, on each engine.

What comes out in reports, workbook and CSV is compared with what pandas computes from the published list.
"""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from html import unescape
from io import BytesIO, StringIO

import pandas as pd
import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app.db import db
from app.domain.access import Role
from app.models import Country
from tests import pages
from tests.client import CheckingClient
from tests.journeys import trust_fund
from tests.journeys.trust_fund import Fields, Programme
from tests.world import PASSWORD

pytestmark = pytest.mark.skipif(
    not trust_fund.LIST.exists(),
    reason=f"The list of programmes is not here: {trust_fund.LIST.name}. Say in EUTF_CSV where it is.",
)

WALKED = 5
"""So many programmes are taken through the pages, each opened and checked; the others send the same forms."""
CENT = Decimal("0.01")
Rows = list[dict[str, str]]


@dataclass
class Desk:
    """A person at work, with the one token of their session."""

    client: CheckingClient
    token: str

    def post(self, path: str, fields: Fields):
        return self.client.post(path, data={"csrf_token": self.token, **fields})

    def walk(self, page: str, fields: Fields, action: str | None = None):
        """As a person does it: open the page, type into its form, send it."""
        return self.client.fill(page, fields, action=action)

    def text(self, path: str) -> str:
        response = self.client.get(path)
        assert response.status_code == 200, f"GET {path}: {response.status_code}"
        return response.get_data(as_text=True).removeprefix("\ufeff")

    def rows(self, path: str) -> Rows:
        return list(csv.DictReader(StringIO(self.text(path))))


@pytest.fixture
def desk_of(app, world) -> Callable[..., Desk]:
    """`desk_of(role, partner)` signs in through the page, with a password."""

    def seated(role: Role, partner: str | None = None) -> Desk:
        person = world.person(role, partner, password=PASSWORD)
        client = app.test_client()
        answer = client.fill("/sign-in", {"email": person.email, "password": PASSWORD})
        assert answer.status_code in (302, 303)
        return Desk(client, client.token())

    return seated


@pytest.fixture
def code_of(session) -> Callable[[str], str]:
    """The code of a country by its name in either language or another spelling."""
    codes: dict[str, str] = {}
    for country in session.scalars(select(Country)):
        for name in (country.name_en, country.name_fr, *country.aliases.split("|")):
            codes[_even(name)] = country.code
    return lambda name: codes[_even(name)]


def _even(name: str) -> str:
    return name.replace("’", "'").strip().casefold()


def test_no_programme_is_lost_doubled_or_changed_on_its_way_into_reports_and_files(desk_of, code_of):
    focal_point = desk_of(Role.FOCAL_POINT, "EU")
    secretariat, analyst = desk_of(Role.SECRETARIAT), desk_of(Role.ANALYST)
    for number, programme in enumerate(trust_fund.programmes()):
        walked = number < WALKED
        for desk in (focal_point, secretariat):
            desk.client.check_pages = walked
        reference = _enter(focal_point, programme, code_of, walked)
        _submit(focal_point, programme, reference, walked)
        _publish(secretariat, reference, walked)
    listed = _expected(code_of)
    _the_reports_agree(analyst, listed)
    _the_workbook_agrees(analyst, listed)
    _the_csv_agrees(analyst, listed)
    _the_history_tells_the_steps(focal_point, "JVAP-EU-0001")


# The way of one programme


def _enter(desk: Desk, programme: Programme, code_of: Callable[[str], str], walked: bool) -> str:
    """A draft with what the list says of it; returns its reference."""
    started: Fields = {"kind": "project", "title": programme.title}
    send = desk.walk("/initiatives/new", started, "/initiatives") if walked else desk.post("/initiatives", started)
    assert send.status_code == 303, programme.identity
    reference = send.location.rsplit("/", 1)[-1]
    for section, fields in programme.sections(code_of).items():
        expected = 422 if section in programme.unreadable else 303
        assert _save(desk, reference, section, fields, walked) == expected, f"{programme.identity}: {section}"
    return reference


def _save(desk: Desk, reference: str, section: str, fields: Fields, walked: bool) -> int:
    page = f"/initiatives/{reference}/edit/{section}"
    return (desk.walk if walked else desk.post)(page, fields).status_code


def _submit(desk: Desk, programme: Programme, reference: str, walked: bool) -> None:
    """First as the list has it, which must say what is missing; then with what the Focal Point adds."""
    if programme.lacks:
        refused = _step(desk, reference, "submit")
        assert refused.status_code == 422, programme.identity
        assert _said_missing(refused) == programme.lacks, programme.identity
    if programme.misread:
        assert _save(desk, reference, "when", programme.misread, walked) == 422
        assert programme.adopted in desk.text(f"/initiatives/{reference}/edit/when")
    for section, fields in programme.filled():
        assert _save(desk, reference, section, fields, walked) == 303, f"{programme.identity}: {section}"
    sent = _step(desk, reference, "submit", walked)
    assert sent.status_code == 303, f"{programme.identity}: {_said_missing(sent)}"
    assert sent.location.endswith(f"/initiatives/{reference}/receipt")
    if walked:
        assert reference in desk.text(sent.location)


def _said_missing(response) -> dict[str, str]:
    """{label: message} of the summary above the answers, cut out of the page: parsing all of them takes long."""
    _, _, after = response.get_data(as_text=True).partition('<div class="error-summary"')
    summary, _, _ = after.partition("</div>")
    return dict(unescape(link).split(": ", 1) for link in re.findall(r"<li><a [^>]*>([^<]*)</a></li>", summary))


def _step(desk: Desk, reference: str, action: str, walked: bool = False):
    address = f"/initiatives/{reference}/steps"
    if not walked:
        return desk.post(address, {"action": action})
    opened = pages.parse(desk.text(f"/initiatives/{reference}/check"))
    values = [pages.form_values(form) for form in pages.forms(opened) if form.get("action") == address]
    chosen = [form for form in values if form["action"] == [action]]
    assert len(chosen) == 1, f"{action} is offered {len(chosen)} times"
    return desk.client.post(address, data=chosen[0])


def _publish(desk: Desk, reference: str, walked: bool) -> None:
    if walked:
        assert reference in desk.text("/review")
        address = f"/review/{reference}"
        (form,) = (form for form in pages.forms(pages.parse(desk.text(address))) if form.get("action") == address)
        assert desk.client.post(address, data={**pages.form_values(form), "do": "publish"}).status_code == 303
    else:
        assert _step(desk, reference, "publish").status_code == 303


# What pandas makes of the list


@dataclass(frozen=True)
class Listed:
    """A row a programme, with `eur` as Decimal, `domains` and `countries` as lists of codes."""

    frame: pd.DataFrame
    names: dict[str, str]

    @property
    def total(self) -> Decimal:
        return sum(self.frame["eur"], Decimal(0))

    def by(self, column: str) -> pd.DataFrame:
        """By code: `count`, and `exact` as each programme's money split equally over its codes."""
        split = self.frame.assign(
            exact=[Fraction(e) / len(v) for e, v in zip(self.frame["eur"], self.frame[column], strict=True)]
        )
        found = split.explode(column).groupby(column)["exact"]
        return pd.DataFrame({"count": found.count(), "exact": found.agg(lambda pieces: sum(pieces, Fraction(0)))})


def _expected(code_of: Callable[[str], str]) -> Listed:
    found = trust_fund.load()
    places = found["ProjectLocation"].str.split(", ").map(lambda names: [code_of(name) for name in names if name])
    windows = found["Region"].map(trust_fund.COUNTRY_WITHOUT_LOCATION)
    found["countries"] = [codes or [window] for codes, window in zip(places, windows, strict=True)]
    themes = found["ProjectTheme"].str.split(", ").map(lambda names: {trust_fund.DOMAINS[n] for n in names if n})
    found["domains"] = themes.map(lambda codes: sorted(codes) or [trust_fund.DOMAIN_WITHOUT_OBJECTIVE])
    found["eur"] = found["ProjectBudget"].map(Decimal)
    return Listed(found, {country.code: country.name_en for country in db.session.scalars(select(Country))})


# What the application makes of it


def _the_reports_agree(desk: Desk, listed: Listed) -> None:
    by_domain = desk.rows("/reports/by-domain.csv")
    _one_report_agrees(by_domain, listed, listed.by("domains"), lambda code: f"{code} ")
    by_country = desk.rows("/reports/by-country.csv")
    _one_report_agrees(by_country, listed, listed.by("countries"), lambda code: listed.names[code])
    assert len(by_country) == len(listed.by("countries")) + 1
    assert str(len(listed.frame)) in desk.text("/reports/by-domain")


def _one_report_agrees(rows: Rows, listed: Listed, expected: pd.DataFrame, begins: Callable[[str], str]) -> None:
    name = next(iter(rows[0]))
    *found, total = rows
    assert (total["Initiatives"], Decimal(total["Committed, EUR"])) == (str(len(listed.frame)), listed.total)
    money = [row for row in found if row["Committed, EUR"]]
    assert sum(Decimal(row["Committed, EUR"]) for row in money) == listed.total
    assert len(money) == len(expected)
    for code, row in expected.iterrows():
        (shown,) = [line for line in money if f"{line[name]} ".startswith(f"{begins(str(code)).strip()} ")]
        assert shown["Initiatives"] == str(row["count"])
        assert abs(Fraction(Decimal(shown["Committed, EUR"])) - row["exact"]) <= CENT, shown


def _the_workbook_agrees(desk: Desk, listed: Listed) -> None:
    response = desk.client.get("/exports/initiatives.xlsx")
    book = load_workbook(BytesIO(response.data), read_only=True)
    sheets = {name: list(_records(book[name])) for name in ("Initiatives", "Domains", "Countries", "Funding")}
    initiatives, funding = sheets["Initiatives"], sheets["Funding"]
    _each_programme_once(initiatives, listed)
    assert _sum(initiatives, "Committed, EUR") == _sum(funding, "EUR") == _sum(funding, "Amount") == listed.total
    for sheet, column in (("Domains", "domains"), ("Countries", "countries")):
        pairs = sheets[sheet]
        assert len(pairs) == len({(row["Reference"], row["Code"]) for row in pairs}) == listed.by(column)["count"].sum()
        assert abs(_sum(pairs, "Committed, EUR") - listed.total) <= CENT * len(pairs)
    assert len(funding) == len(listed.frame)


def _the_csv_agrees(desk: Desk, listed: Listed) -> None:
    rows = desk.rows("/exports/initiatives.csv")
    _each_programme_once(rows, listed)
    assert _sum(rows, "Committed, EUR") == listed.total


def _each_programme_once(rows, listed: Listed) -> None:
    """By the Fund's own number: its title and its money, as the list has them."""
    found = [(row["Your own reference"], row["Title"], _cents(row["Committed, EUR"])) for row in rows]
    assert sorted(found) == sorted(
        zip(listed.frame["ProjectID"], listed.frame["ProjectTitle"], listed.frame["eur"], strict=True)
    )
    assert len({row["Reference"] for row in rows}) == len(rows)


def _records(sheet) -> Iterator[dict]:
    heads, *rows = sheet.iter_rows(values_only=True)
    return (dict(zip(heads, row, strict=False)) for row in rows)


def _sum(rows, column: str) -> Decimal:
    return sum((_cents(row[column]) for row in rows), Decimal(0))


def _cents(value) -> Decimal:
    return Decimal(str(value)).quantize(CENT)


def _the_history_tells_the_steps(desk: Desk, reference: str) -> None:
    """All of them to those who took part, in the order in which they were taken, the newest first."""
    page = pages.parse(desk.text(f"/initiatives/{reference}/history"))
    told = [pages.text_of(part) for part in page.iter("p") if part.get("class") == "event-what"]
    steps = [told.index(next(t for t in told if t.startswith(word))) for word in ("Published", "Submitted", "Started")]
    assert steps == sorted(steps), told
    assert any("Changed answers" in what or "Money" in what for what in told), told
