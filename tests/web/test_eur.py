"""Each funding line says what it is in EUR, with rate, year and source, or why not."""

from decimal import Decimal

import pytest

from app.domain.choices import Language
from app.models import ExchangeRate
from app.queries.rates import find_exchange
from app.services.money import convert
from tests import pages

NBSP, NNBSP = "\u00a0", "\u202f"


def text_of(response):
    return response.get_data(as_text=True)


def money_form(initiative):
    return f"/initiatives/{initiative.reference}/edit/money"


def ask(client, *lines, **more):
    """`lines` are (amount, currency, year, type)."""
    names = ("amount", "currency", "year", "type")
    query = [(name, value) for line in lines for name, value in zip(names, line, strict=True)]
    response = client.get("/money/eur", query_string=[*query, *more.items()])
    assert response.status_code == 200
    return response.get_json()


def notes(page):
    """What stands beside each line, and below them."""
    tree = pages.parse(page)
    lines = [pages.text_of(one) for one in tree.iter("p") if one.get("class") == "row-note"]
    (total,) = [pages.text_of(one) for one in tree.iter("p") if one.get("class") == "rows-total"]
    return lines, total


@pytest.fixture
def rate(session):
    session.merge(ExchangeRate(currency_code="ETB", year=2023, per_eur=Decimal("55.2"), source="Central bank"))
    assert find_exchange("ETB", 2040) is None
    session.commit()


@pytest.fixture
def focal(world, sign_in_as, rate):
    return sign_in_as(world.focal_point())


VALUED = f"≈{NBSP}EUR{NBSP}1,000,000 · 1 EUR = 55.2 ETB, average of 2023 (Central bank)"
SHOWN = " ".join(VALUED.split())


def test_a_line_says_its_value_with_rate_year_and_source(focal):
    told = ask(focal, ("55,200,000", "ETB", "2023", "committed"))
    assert told == {"lines": [VALUED], "total": f"Together · Committed: ≈{NBSP}EUR{NBSP}1,000,000"}


def test_french_amounts_are_read_and_french_is_written(world, sign_in_as, rate):
    client = sign_in_as(world.person(language=Language.FR))
    for typed in ("55 200 000,00", f"55{NNBSP}200{NBSP}000", "55.200.000"):
        (line,) = ask(client, (typed, "ETB", "2023", "committed"))["lines"]
        assert line == f"≈{NBSP}1{NNBSP}000{NNBSP}000{NBSP}EUR · 1 EUR = 55,2 ETB, moyenne de 2023 (Central bank)"
    (line,) = ask(client, ("1 234,50", "ETB", "2023", "committed"))["lines"]
    assert line.startswith(f"≈{NBSP}22{NBSP}EUR")


def test_what_has_no_rate_says_so_and_is_counted_as_not_converted(focal):
    told = ask(focal, ("100", "ETB", "2040", "committed"), ("250", "EUR", "2040", "committed"))
    missing, euro = told["lines"]
    assert missing == "No rate for 2040 yet: kept in ETB and listed as not converted"
    assert euro in ("Stated in EUR: no rate is needed", "No rate for 2040 yet: kept in EUR and listed as not converted")
    assert "not converted" in told["total"]


def test_what_is_committed_and_what_is_disbursed_are_not_added_up(focal):
    told = ask(focal, ("10", "EUR", "2023", "committed"), ("5", "EUR", "2023", "committed"), ("4", "EUR", "2023", "disbursed"))  # fmt: skip
    assert told["lines"] == ["Stated in EUR: no rate is needed"] * 3
    assert told["total"] == f"Together · Committed: ≈{NBSP}EUR{NBSP}15 · Disbursed: ≈{NBSP}EUR{NBSP}4"


@pytest.mark.parametrize("typed", ["1,23,456", "twelve", "1.2.3", "-5", "9" * 40, "\u221e", "1,2345", "=1+1", "<b>"])
def test_an_unclear_amount_says_so(focal, typed):
    told = ask(focal, (typed, "ETB", "2023", "committed"))
    assert told["lines"][0].startswith("No value in EUR, because the amount is unclear: ") and told["total"] == ""


@pytest.mark.parametrize(
    "line",
    [("", "ETB", "2023", ""), ("5", "", "2023", ""), ("5", "ETB", "", ""), ("5", "ETB", "202", ""), ("", "ETB", "1066", ""),
     ("", "", "", "")],
)  # fmt: skip
def test_what_is_not_finished_says_nothing(focal, line):
    assert ask(focal, line) == {"lines": [""], "total": ""}


def test_bad_questions_are_answered_quietly(focal):
    assert ask(focal) == {"lines": [], "total": ""}
    assert ask(focal, amount="5") == {"lines": [], "total": ""}
    assert len(ask(focal, *[("1", "EUR", "2023", "x")] * 300)["lines"]) == 200
    assert "No rate" in ask(focal, ("5", "'; --", "2023", "?"))["lines"][0]
    assert focal.get("/money/eur?amount=%00").status_code == 400


def test_as_many_lines_as_the_list_takes_are_answered(focal):
    """They fit into no address: a server takes 4,094 characters of it."""
    lines = {
        "amount": ["1000000.01"] * 200,
        "currency": ["EUR"] * 200,
        "year": ["2021"] * 200,
        "type": ["committed"] * 200,
    }
    told = focal.post_form("/money/eur", lines).json
    assert len(told["lines"]) == 200 and all(told["lines"]) and "200,000,002" in told["total"]


def test_only_who_is_signed_in_asks_and_a_browser_may_keep_the_answer(client, focal):
    assert client.get("/money/eur").status_code in (302, 401)
    assert focal.post("/money/eur", data={"amount": "5"}).status_code == 400  # without its token
    answer = focal.get("/money/eur?amount=1&currency=EUR&year=2023&type=committed")
    assert answer.headers["Cache-Control"] == "private, max-age=300"


def test_the_saved_section_shows_the_same_as_is_stored(world, focal, session):
    line = {"funder": "Ministry", "amount": Decimal(55200000), "currency": "ETB", "year": 2023, "type": "committed"}
    initiative = world.complete(funding=[line])
    (stored,) = initiative.working.funding_rows
    convert([stored])
    assert stored.eur == Decimal("1000000.00")
    lines, total = notes(text_of(focal.get(money_form(initiative))))
    assert lines[0] == SHOWN and "1,000,000" in total


def test_a_form_that_could_not_be_saved_keeps_its_values(world, focal):
    initiative = world.complete()
    rows = {
        "funding-0-amount": "55,200,000", "funding-0-currency": "ETB", "funding-0-year": "2023",
        "funding-0-funder": "Ministry", "funding-0-type": "committed",
        "funding-1-amount": "1,23", "funding-1-currency": "ETB", "funding-1-year": "2040",
        "funding-1-funder": "", "funding-1-type": "committed",
        "funding-2-amount": "1,2,3", "funding-2-currency": "ETB", "funding-2-year": "2023",
        "funding-2-funder": "X", "funding-2-type": "committed",
    }  # fmt: skip
    refused = focal.fill(money_form(initiative), rows)
    assert refused.status_code == 422
    lines, total = notes(text_of(refused))
    assert lines[0] == SHOWN and lines[1].startswith("No rate for 2040") and "unclear" in lines[2]
    assert total.endswith("1 line is not converted")
    again = focal.post_form(money_form(initiative), {**rows, "rows": "add:funding"})
    assert notes(text_of(again))[0] == [*lines, ""]


def test_other_lists_have_no_values(world, focal):
    assert "row-note" not in text_of(focal.get(f"/initiatives/{world.draft().reference}/edit/who"))


@pytest.mark.parametrize("year", ["1066", "20a4", "9" * 50])
def test_a_year_that_cannot_be_is_told(focal, year):
    told = ask(focal, ("5", "ETB", year, "committed"))
    assert "give a year from" in told["lines"][0] and told["total"] == ""
    assert ask(focal, ("5", "ETB", "", "committed"))["lines"] == [""]
