"""The pages of reports and downloads: figures that lead to their rows, files that say the same, filters that refuse."""

import csv
from decimal import Decimal
from io import BytesIO, StringIO

import html5lib
import pytest
from openpyxl import load_workbook

from app.domain.questions import Kind, Section
from app.services.assignments import assign
from reports import REPORTS
from tests.web.statements import counted


def line(amount, currency="EUR", year=2021, kind="committed"):
    return {"funder": "European Union", "amount": Decimal(amount), "currency": currency, "year": year, "type": kind}


@pytest.fixture
def reader(world, sign_in_as):
    return sign_in_as(world.analyst())


@pytest.fixture
def some(world):
    """Three published ones of two Partners, and what must not count."""
    world.published(title="=1+1", funding=[line("100.01")], domains=["1"], main_domain="1", domain_shares=[])
    world.published(partner="IT", funding=[line("50"), line("7", kind="disbursed")], countries=["KE"])
    world.published(kind=Kind.POLICY)
    world.submitted(funding=[line("1000000")])
    world.complete(partner="IT", funding=[line("1000000")])


def rows_of(response):
    return list(csv.reader(StringIO(response.get_data(as_text=True).removeprefix("\ufeff"))))


def sheets(response):
    return load_workbook(BytesIO(response.data))


def links(response):
    page = html5lib.parse(response.get_data(as_text=True), namespaceHTMLElements=False)
    return {a.get("href"): "".join(a.itertext()).strip() for a in page.iterfind(".//td/a")}


@pytest.mark.usefixtures("some")
@pytest.mark.parametrize("slug", sorted(REPORTS))
def test_page_workbook_and_csv_say_the_same(reader, slug):
    page = reader.get(f"/reports/{slug}")
    assert page.status_code == 200
    text = page.get_data(as_text=True)
    assert "Counting rule" in text
    assert "2 of 75 Partners" in text
    total = rows_of(reader.get(f"/reports/{slug}.csv"))[-1]
    assert total[:6] == ["Total", "3", "2", "1", "150.01", "7.00"]
    sheet = sheets(reader.get(f"/reports/{slug}.xlsx"))["Report"]
    found = [row for row in sheet.iter_rows(values_only=True) if row[0] == "Total"]
    assert [row[:6] for row in found] == [("Total", 3, 2, 1, 150.01, 7)]


@pytest.mark.usefixtures("some")
@pytest.mark.parametrize("slug", sorted(REPORTS))
def test_every_count_leads_to_that_many_initiatives(reader, slug):
    reader.check_pages = False
    counts = {
        href: text
        for href, text in links(reader.get(f"/reports/{slug}")).items()
        if text.isdigit() and "money=" not in href
    }
    assert counts
    for href, text in list(counts.items())[:12]:
        listed = reader.get(href).get_data(as_text=True)
        assert f"{text} initiative" in listed, href


@pytest.mark.usefixtures("some")
def test_the_workbook_of_initiatives_holds_what_the_reports_count(reader):
    response = reader.get("/exports/initiatives.xlsx")
    assert "attachment" in response.headers["Content-Disposition"]
    book = sheets(response)
    assert book.sheetnames == [
        "About",
        "Initiatives",
        "Domains",
        "Countries",
        "Funding",
        "Documents",
        "Dictionary",
        "Code lists",
    ]
    sheet = book["Initiatives"]
    heads = [cell.value for cell in sheet[1]]
    assert sheet.freeze_panes
    assert sheet.auto_filter.ref
    assert "Contact person" not in heads
    titles = [cell for cell in sheet["B"] if cell.value == "=1+1"]
    assert [cell.data_type for cell in titles] == ["s"]
    committed = [cell.value for cell in sheet[sheet.cell(1, heads.index("Committed, EUR") + 1).column_letter][1:]]
    assert sorted(value for value in committed if value is not None) == [50, 100.01]
    assert sheet["A2"].hyperlink.target.startswith("http")
    said = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True) if row[0]}
    assert said["Initiatives, counted once each"] == 3
    assert said["Committed in all, EUR"] == 150.01


@pytest.mark.usefixtures("some")
def test_the_csv_of_initiatives_has_the_columns_of_the_sheet(reader):
    found = rows_of(reader.get("/exports/initiatives.csv"))
    heads = [cell.value for cell in sheets(reader.get("/exports/initiatives.xlsx"))["Initiatives"][1]]
    assert found[0] == heads
    assert len(found) == 4
    assert "'=1+1" in found[1] + found[2] + found[3]


def test_a_focal_point_downloads_the_own_drafts_and_nobody_elses(world, sign_in_as):
    world.complete(title="Our draft")
    world.complete(partner="IT", title="Their draft")
    world.published(partner="IT", title="Their published one")
    client = sign_in_as(world.focal_point())
    drafts = client.get("/exports/initiatives.csv?status=draft").get_data(as_text=True)
    assert "Our draft" in drafts
    assert "Their draft" not in drafts
    assert "Their published one" in client.get("/exports/initiatives.csv").get_data(as_text=True)


def test_contacts_are_in_the_file_only_for_those_who_may_see_them(world, sign_in_as):
    world.published(contact_name="A very private name")
    world.published(partner="IT", contact_name="Another private name")
    ours = sign_in_as(world.focal_point()).get("/exports/initiatives.csv").get_data(as_text=True)
    assert "A very private name" in ours
    assert "Another private name" not in ours
    assert "private name" not in sign_in_as(world.analyst()).get("/exports/initiatives.csv").get_data(as_text=True)


@pytest.mark.parametrize(
    "query",
    [
        "domain=9",
        "country=ZZ",
        "status=nonsense",
        "year_from=20x0",
        "as_at=2999-01-01",
        "process=x",
        "kind=y",
        "partner=Q",
    ],
)
@pytest.mark.parametrize(
    "path", ["/initiatives", "/reports/by-domain", "/exports/initiatives.csv", "/reports/by-year.xlsx"]
)
def test_an_unknown_filter_is_refused_and_never_an_empty_table(reader, path, query):
    assert reader.get(f"{path}?{query}").status_code == 400


def test_a_report_that_does_not_exist(reader):
    assert reader.get("/reports/by-magic").status_code == 404
    assert reader.get("/reports/by-magic.xlsx").status_code == 404


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get("/reports/by-domain").status_code == 302
    assert client.get("/exports/initiatives.xlsx").status_code == 302


def test_the_workbook_needs_no_more_statements_for_more_initiatives(world, sign_in_as):
    client = sign_in_as(world.focal_point())

    def statements(path):
        with counted() as sent:
            assert client.get(path, buffered=True).status_code == 200
        return len(sent)

    def publish(count):
        for _number in range(count):
            assign(world.draft(), world.contributor(), [Section.WHEN], world.focal_point().actor)
            world.published()

    paths = [f"/exports/initiatives.{ending}?status=published&status=draft" for ending in ("xlsx", "csv")]
    publish(2)
    few = [statements(path) for path in paths]
    publish(3)
    assert [statements(path) for path in paths] == few
