"""Exchange rates as files state them: units of a currency for one EUR, the average of a year."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeVar

from app.domain.csv_file import Fault
from app.domain.text import _

FIXED = {"EUR": Decimal(1), "XOF": Decimal("655.957"), "XAF": Decimal("655.957")}
"""By definition and by law; no average of any source replaces them."""
FIRST_YEAR = 1990
"""Of amounts, see FundingLine."""
PLACES = Decimal("1e-8")
LARGEST = Decimal(10) ** 9
LONGEST_SOURCE = 120
T = TypeVar("T")
_NUMBER = re.compile(r"[+-]?[0-9]{1,20}(\.[0-9]{1,40})?")
_GROUPING = re.compile(r"[\s'’]|,.*[,.]|\..*[,.]")


@dataclass(frozen=True)
class Rate:
    currency: str
    year: int
    per_eur: Decimal
    source: str


@dataclass(frozen=True)
class Known:
    """What a file is read against: our currencies, the last year that can have a rate, USD for one EUR by year."""

    currencies: Collection[str]
    last_year: int
    usd: dict[int, Decimal] = field(default_factory=dict)


class Unreadable(Exception):
    """A cell is wrong; the fault names its line."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.fault = Fault(message, params)


@dataclass
class Reading:
    """What a file held. `passed_over` are its currencies or economies with which we have nothing to do."""

    rates: list[Rate] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    passed_over: set[str] = field(default_factory=set)

    def attempt(self, check: Callable[..., T], *args: Any) -> T | None:
        """What the check returns; None where it says what is wrong, which is kept: the next cell is looked at too."""
        try:
            return check(*args)
        except Unreadable as wrong:
            self.faults.append(wrong.fault)
            return None


def number(cell: str, line: int) -> Decimal:
    """A positive number with a point as its decimal sign. Raises Unreadable."""
    text = cell.strip()
    shown = {"line": line, "value": text[:40]}
    if not text:
        raise Unreadable(_("Line %(line)s: the rate is empty"), **shown)
    if _GROUPING.search(text):
        raise Unreadable(_("Line %(line)s: “%(value)s” has thousands separators; write the digits together"), **shown)
    if "," in text:
        raise Unreadable(_("Line %(line)s: “%(value)s” has a comma; write a point as the decimal sign"), **shown)
    if not _NUMBER.fullmatch(text):
        raise Unreadable(_("Line %(line)s: “%(value)s” is not a number"), **shown)
    return in_bounds(Decimal(text), line)


def in_bounds(value: Decimal, line: int) -> Decimal:
    """The value, unless it cannot be a rate. Raises Unreadable."""
    if value <= 0:
        raise Unreadable(_("Line %(line)s: a rate is more than 0"), line=line)
    if value >= LARGEST or rounded(value) == 0:
        raise Unreadable(
            _("Line %(line)s: “%(value)s” is too large or too small to be right"), line=line, value=f"{value:f}"
        )
    return value


def rounded(value: Decimal) -> Decimal:
    """As rates are kept."""
    return value.quantize(PLACES, ROUND_HALF_UP)


def year(cell: str, line: int, last: int) -> int:
    text = cell.strip()
    if not re.fullmatch("[0-9]{4}", text) or not FIRST_YEAR <= int(text) <= last:
        message = _("Line %(line)s: “%(value)s” is not a year from %(first)s to %(last)s")
        raise Unreadable(message, line=line, value=text[:40], first=str(FIRST_YEAR), last=str(last))
    return int(text)


def currency_code(cell: str, line: int) -> str:
    code = cell.strip().upper()
    if not re.fullmatch("[A-Z]{3}", code):
        raise Unreadable(_("Line %(line)s: “%(value)s” is not the code of a currency"), line=line, value=code[:40])
    return code


@dataclass
class Once:
    """What was stated already, with its line: the same again is no fault, another value is."""

    stated: dict[tuple[str, str], tuple[int, Decimal]] = field(default_factory=dict)

    def state(self, whose: str, when: str, value: Decimal, line: int) -> None:
        before, known = self.stated.setdefault((whose, when), (line, value))
        if known != value:
            message = _("Line %(line)s: %(whose)s %(when)s stands in line %(before)s with another value")
            raise Unreadable(message, line=line, whose=whose, when=when, before=before)
