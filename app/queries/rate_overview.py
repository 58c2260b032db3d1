"""The page of exchange rates: years × currencies, and which rates are missing for how many amounts."""

from dataclasses import dataclass
from decimal import Decimal

from app.db import now
from app.domain.rates import FIXED
from app.models import Currency, ExchangeRate
from app.queries.rates import amounts_by_rate, currencies, rates_of, standing_rates

FIRST_YEAR = 2015
"""From here on a year has a column; earlier years where an amount is stated in them."""


@dataclass(frozen=True)
class Cell:
    """The rate of one year, None where it is missing, and how many amounts are stated in it."""

    per_eur: Decimal | None
    amounts: int

    @property
    def missing(self) -> bool:
        return self.per_eur is None and self.amounts > 0


@dataclass(frozen=True)
class Row:
    currency: Currency
    cells: list[Cell]


@dataclass(frozen=True)
class Overview:
    """`waiting` amounts have no rate; `missing` rates are lacking for them."""

    years: list[int]
    rows: list[Row]
    waiting: int
    missing: int


def overview(*, every: bool) -> Overview:
    """The currencies in which an amount is stated, or every one; the euro needs no rate."""
    rates, amounts = standing_rates(), amounts_by_rate()
    years = sorted({*range(FIRST_YEAR, now().year + 1), *(year for _code, year in amounts)}, reverse=True)
    used = {code for code, _year in amounts}
    lacking = {key: count for key, count in amounts.items() if key not in rates}
    rows = [
        Row(currency, [Cell(rates.get((currency.code, y)), amounts.get((currency.code, y), 0)) for y in years])
        for currency in currencies()
        if FIXED.get(currency.code) != 1 and (every or currency.code in used)
    ]
    return Overview(years, rows, sum(lacking.values()), len(lacking))


@dataclass(frozen=True)
class YearOf:
    year: int
    rate: ExchangeRate | None
    amounts: int


def every_year(code: str) -> list[YearOf]:
    """Of one currency, newest first: every year with a rate or an amount."""
    rates = {rate.year: rate for rate in rates_of(code)}
    amounts = {year: count for (of, year), count in amounts_by_rate().items() if of == code}
    return [YearOf(y, rates.get(y), amounts.get(y, 0)) for y in sorted({*rates, *amounts}, reverse=True)]
