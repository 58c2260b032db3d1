"""Reads dates as people type them: day, month, year, in either language."""

import re
import unicodedata
from datetime import date

from app.domain.errors import DomainError
from app.domain.text import _

EARLIEST, LATEST = date(1950, 1, 1), date(2100, 12, 31)

_MONTHS = (
    ("jan", "janv"), ("feb", "fev", "fevr"), ("mar", "mars"), ("apr", "avr"), ("may", "mai"), ("jun", "juin"),
    ("jul", "juil"), ("aug", "aout"), ("sep", "sept"), ("oct",), ("nov",), ("dec",),
)  # fmt: skip
_FULL = (
    ("january", "janvier"), ("february", "fevrier"), ("march",), ("april", "avril"), (), ("june",),
    ("july", "juillet"), ("august",), ("september", "septembre"), ("october", "octobre"),
    ("november", "novembre"), ("december", "decembre"),
)  # fmt: skip
_MONTH = {name: n for names in (_MONTHS, _FULL) for n, month in enumerate(names, 1) for name in month}


def parse_date(text: str) -> date:
    """The date in `text`: "31 1 2020", "31/01/2020", "31.1.2020", "2020-01-31", "31 janvier 2020".

    Raises DomainError with a message for the field.
    """
    parts = re.findall(r"\d+|[a-z]+", _plain(text))
    parts = [part for part in parts if part not in ("er", "st", "nd", "rd", "th", "de", "of")]
    if len(parts) != 3 or len(text) > 60:
        raise DomainError(_("Enter the date as day, month and year, for example 31 1 2020"))
    day, month, year = reversed(parts) if len(parts[0]) == 4 else parts
    number = _MONTH.get(month, int(month) if month.isdigit() else 0)
    if day.isdigit() and number and year.isdigit() and len(year) == 2:
        raise DomainError(_("Enter the year with its four digits, for example 31 1 2020"))
    if not (day.isdigit() and year.isdigit() and len(year) == 4 and number):
        raise DomainError(_("Enter the date as day, month and year, for example 31 1 2020"))
    return _within(int(year), number, int(day))


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.strip().lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _within(year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except (ValueError, OverflowError):
        raise DomainError(_("There is no such day in the calendar")) from None
    if not EARLIEST <= found <= LATEST:
        raise DomainError(_("Enter a year from 1950 to 2100"))
    return found
