"""Money: converted at the rate of its year, split so that nothing is lost, converted later where a rate comes late."""

from decimal import Decimal

import pytest
from sqlalchemy import func, select, text

from app.domain.choices import FundingType
from app.domain.workflow import Action
from app.models import Allocation, ExchangeRate, FundingLine
from app.queries.rates import find_exchange
from app.services.money import allocate, convert, reconvert

GAP = ("SDG", 2023)
"""A rate that the lists do not hold."""


def funding(*lines):
    return [
        {"funder": f"Funder {n}", "amount": Decimal(amount), "currency": currency, "year": year, "type": "committed"}
        for n, (amount, currency, year) in enumerate(lines)
    ]


def allocated(session, line):
    return session.scalars(select(Allocation).where(Allocation.line_id == line.id)).all()


def shares(column, **percents):
    return [{column: code, "percent": Decimal(str(percent))} for code, percent in percents.items()]


# conversion


@pytest.mark.parametrize(
    ("amount", "currency", "year"),
    [("1000000.01", "EUR", 2021), ("1000000", "USD", 2015), ("1000000", "USD", 2020), ("655957", "XOF", 2019), ("0", "KES", 2018)],
)  # fmt: skip
def test_an_amount_is_converted_at_the_rate_of_its_year(session, amount, currency, year):
    line = FundingLine(amount=Decimal(amount), currency=currency, year=year)
    convert([line])
    assert line.rate == find_exchange(currency, year).per_eur
    assert abs(line.eur - Decimal(amount) / line.rate) <= Decimal("0.005")
    assert line.eur.as_tuple().exponent == -2


def test_known_conversions(session):
    lines = [FundingLine(amount=Decimal(a), currency=c, year=y) for a, c, y in (("1000000.01", "EUR", 2021), ("655957", "XOF", 2019))]  # fmt: skip
    convert(lines)
    assert [line.eur for line in lines] == [Decimal("1000000.01"), Decimal("1000.00")]


def test_what_has_no_rate_stays_unconverted_and_loses_an_older_figure(session):
    line = FundingLine(amount=Decimal(5), currency=GAP[0], year=GAP[1], rate=Decimal(1), eur=Decimal(5))
    convert([line])
    assert (line.rate, line.eur) == (None, None)


def test_saving_the_section_converts(session, world):
    initiative = world.draft(funding=funding(("1000000", "USD", 2020), ("5", *GAP)))
    session.expire_all()
    converted, missing = initiative.latest.funding_rows
    assert converted.eur == (Decimal(1000000) / converted.rate).quantize(Decimal("0.01"))
    assert (missing.rate, missing.eur) == (None, None)


def test_a_changed_amount_is_converted_anew(session, world):
    initiative = world.draft(funding=funding(("100", "EUR", 2020)))
    world.answer(initiative.latest, world.focal_point(), funding=funding(("250.50", "EUR", 2020)))
    assert [line.eur for line in initiative.latest.funding_rows] == [Decimal("250.50")]


# split

SEVEN = ["ET", "KE", "SN", "NE", "MA", "TN", "IT"]
SPLITS = {
    "one of each": {"domains": ["1"], "main_domain": "1", "domain_shares": [], "countries": ["ET"]},
    "three by seven": {"domains": ["1", "2", "3"], "main_domain": "1", "domain_shares": [], "countries": SEVEN},
    "stated shares": {"domain_shares": shares("domain", **{"1": 33.33, "2": 66.67}), "country_shares": shares("country", ET=99.99, KE=0.01)},
    "one stated": {"domains": ["1", "2", "3"], "domain_shares": shares("domain", **{"2": 10}), "countries": SEVEN, "country_shares": shares("country", IT=1.01)},
    "a share of nothing": {"domain_shares": shares("domain", **{"1": 0, "2": 100})},
}  # fmt: skip
AMOUNTS = [("1000000.01", "EUR", 2021), ("0.01", "EUR", 2021), ("0", "EUR", 2021), ("99999999999999.99", "EUR", 2021), ("7654321.09", "USD", 2020), ("1", "XOF", 2020)]  # fmt: skip


@pytest.mark.parametrize("case", SPLITS)
def test_a_published_line_is_split_into_exactly_its_amount(session, world, case):
    initiative = world.published(funding=funding(*AMOUNTS), **SPLITS[case])
    session.expire_all()
    revision = initiative.published
    pairs = {(d, c) for d in revision.domains for c in revision.countries}
    for line in revision.funding_rows:
        rows = allocated(session, line)
        assert sum(row.eur for row in rows) == line.eur
        assert {(row.domain_code, row.country_code) for row in rows} == pairs
        assert min(row.eur for row in rows) >= 0
        assert {row.revision_id for row in rows} == {revision.id}


def test_the_split_follows_the_shares(session, world):
    initiative = world.published(funding=funding(("1000", "EUR", 2021)), country_shares=shares("country", ET=25))
    (line,) = initiative.published.funding_rows
    rows = {(row.domain_code, row.country_code): row.eur for row in allocated(session, line)}
    assert rows == {("1", "ET"): 100, ("1", "KE"): 300, ("2", "ET"): 150, ("2", "KE"): 450}


def test_only_what_is_published_is_split(session, world):
    initiative = world.submitted()
    assert session.scalar(select(func.count()).select_from(Allocation)) == 0
    world.step(initiative, Action.PUBLISH, world.secretariat())
    assert session.scalar(select(func.count()).select_from(Allocation)) == 4


def test_splitting_again_changes_nothing(session, world):
    initiative = world.published()
    (line,) = initiative.published.funding_rows
    before = {(row.domain_code, row.country_code): row.eur for row in allocated(session, line)}
    allocate(initiative.published)
    session.expire_all()
    assert {(row.domain_code, row.country_code): row.eur for row in allocated(session, line)} == before


def test_a_superseded_version_keeps_its_split(session, world):
    initiative = world.published()
    older = initiative.published
    world.revised(initiative, funding=funding(("5", "EUR", 2022)))
    world.step(initiative, Action.SUBMIT, world.focal_point())
    world.step(initiative, Action.PUBLISH, world.secretariat())
    for revision in (older, initiative.published):
        (line,) = revision.funding_rows
        assert sum(row.eur for row in allocated(session, line)) == line.eur


def test_databases_add_up_exactly(session, world):
    """The sum of the column in SQL is the sum of its figures, on either engine."""
    world.published(funding=funding(*AMOUNTS))
    lines = session.scalars(select(FundingLine)).all()
    assert session.scalar(select(func.sum(FundingLine.eur))) == sum(line.eur for line in lines)
    assert session.scalar(select(func.sum(Allocation.eur))) == sum(line.eur for line in lines)
    assert session.scalar(text("SELECT sum(eur) FROM allocations")) == sum(line.eur for line in lines) * 10000


# a rate that comes late


def test_a_rate_that_arrives_converts_and_splits_what_waited_for_it(session, world):
    initiative = world.published(funding=funding(("1000", *GAP), ("10", "EUR", 2021)))
    draft = world.draft(funding=funding(("2000", *GAP)))
    since = initiative.published.published_at
    late, other = initiative.published.funding_rows
    assert (late.eur, allocated(session, late)) == (None, [])
    assert reconvert() == 0
    session.add(ExchangeRate(currency_code=GAP[0], year=GAP[1], per_eur=Decimal(8), source="a test"))
    session.flush()
    assert reconvert() == 2
    session.commit()
    session.expire_all()
    assert (late.rate, late.eur, late.type) == (Decimal(8), Decimal("125.00"), FundingType.COMMITTED)
    assert sum(row.eur for row in allocated(session, late)) == Decimal("125.00")
    assert sum(row.eur for row in allocated(session, other)) == Decimal("10.00")
    (waiting,) = draft.latest.funding_rows
    assert (waiting.eur, allocated(session, waiting)) == (Decimal("250.00"), [])
    assert initiative.published.published_at == since
    assert reconvert() == 0


def test_a_rate_that_is_corrected_leaves_what_was_converted(session, world):
    """What stands in the reports moves only with a new version."""
    initiative = world.published(funding=funding(("1000", "USD", 2020)))
    (line,) = initiative.published.funding_rows
    before = line.eur
    session.get(ExchangeRate, ("USD", 2020)).per_eur = Decimal(2)
    session.flush()
    assert reconvert() == 0
    session.expire_all()
    assert line.eur == before
