"""Answers as readers see them, from both forms in which they are kept."""

from datetime import date
from decimal import Decimal

import pytest

from app.domain.choices import Scope
from app.models import QUESTION
from app.models.answers import as_json
from app.web.presenting import present

LINE = {"funder": "Sida", "amount": Decimal("1250000.50"), "currency": "EUR", "year": 2016, "type": "committed"}


@pytest.fixture
def request_context(app, session):
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("title", "A title", "A title"),
        ("starts_on", date(2020, 1, 31), "31 January 2020"),
        ("scope", Scope.REGIONAL, "Regional"),
        ("countries", ["ET", "KE"], "Ethiopia\nKenya"),
        ("main_domain", "3", "3 Protection and asylum"),
        ("good_practice", True, "Yes"),
        ("good_practice", False, "No"),
        ("funding", [LINE], "Sida, 2016, committed: EUR\u00a01,250,000.50"),
        ("country_shares", [{"country": "ET", "percent": Decimal(40)}], "Ethiopia: 40%"),
        ("implementers", [{"name": "ILO"}], "ILO"),
        ("scope", None, ""),
        ("countries", [], ""),
    ],
)
def test_an_answer_and_its_json_read_alike(request_context, name, value, text):
    assert present(QUESTION[name], value).text == text
    assert present(QUESTION[name], as_json(value)).text == text


def test_the_same_answer_in_french(request_context):
    assert present(QUESTION["countries"], ["ET"], "fr").text == "Éthiopie"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "//example.org", "ftp://x"]
)
def test_only_web_addresses_become_links(request_context, url):
    shown = present(QUESTION["links"], [{"url": url, "label": "Report"}])
    assert "<a" not in shown.lines[0]


def test_a_link_is_escaped_and_lends_nothing(request_context):
    shown = present(QUESTION["links"], [{"url": 'https://example.org/"><i>', "label": "<b>"}])
    assert shown.lines[0] == ('<a href="https://example.org/&#34;&gt;&lt;i&gt;" rel="noopener nofollow">&lt;b&gt;</a>')


def test_a_code_that_is_no_longer_known_stays_readable(request_context):
    assert present(QUESTION["countries"], ["ZZ"]).text == "ZZ"
    assert present(QUESTION["scope"], "worldwide").text == "worldwide"


def test_a_parent_is_a_link_only_for_those_who_may_read_it(request_context, world):
    draft = world.complete(title="A secret programme")
    shown = present(QUESTION["parent"], draft.reference)
    assert shown.text == draft.reference and "<a" not in shown.lines[0]
