"""The European Commission's InforEuro: one line for each currency and month, units for one EUR.

The columns carry the names of InforEuro's public interface (currencyIso, refCurrencyIso, amount, dateStart, dateEnd),
or plainer ones; what else stands in the file does not matter.
"""

import re
from decimal import Decimal

from app.domain.csv_file import Fault
from app.domain.rates import FIXED, Known, Once, Rate, Reading, Unreadable, currency_code, number, rounded, year
from app.domain.text import _

SOURCE = "InforEuro, %s/12"
"""With the number of months of which it is the average."""
_CODE = {"currencyiso", "isoa3code", "isocode", "currencycode"}
_MONTH = {"datestart", "startdate", "month", "period"}
_VALUE = {"amount", "value", "rate"}
_REFERENCE = {"refcurrencyiso"}
_DATES = (
    r"01/(?P<m>[0-9]{2})/(?P<y>[0-9]{4})",
    r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})(-01)?",
    r"(?P<m>[0-9]{2})/(?P<y>[0-9]{4})",
)
Months = dict[tuple[str, int], dict[int, Decimal]]


def is_inforeuro(header: list[str]) -> bool:
    names = set(map(_plain, header))
    return all(names & wanted for wanted in (_CODE, _MONTH, _VALUE))


def _plain(name: str) -> str:
    return re.sub("[^a-z0-9]", "", name.lower())


def _column(header: list[str], wanted: set[str]) -> int | None:
    return next((at for at, name in enumerate(header) if _plain(name) in wanted), None)


def read_inforeuro(rows: list[list[str]], known: Known) -> Reading:
    """The yearly average is that of the months which are there."""
    reading = Reading()
    for (code, when), months in _months(rows, known, reading).items():
        average = sum(months.values(), Decimal(0)) / len(months)
        reading.rates.append(Rate(code, when, rounded(average), SOURCE % len(months)))
    if not reading.rates and not reading.faults:
        reading.faults.append(Fault(_("The file holds no rate of a currency on our list")))
    return reading


def _months(rows: list[list[str]], known: Known, reading: Reading) -> Months:
    code_at, month_at, value_at = (_column(rows[0], wanted) or 0 for wanted in (_CODE, _MONTH, _VALUE))
    reference_at, once = _column(rows[0], _REFERENCE), Once()
    found: Months = {}
    for line, row in enumerate(rows[1:], 2):
        reading.attempt(_check_euro, "EUR" if reference_at is None else row[reference_at], line)
        code = reading.attempt(currency_code, row[code_at], line)
        if code is not None and (code not in known.currencies or code in FIXED):
            reading.passed_over |= {code} - set(FIXED)
            continue
        month = reading.attempt(_month, row[month_at], line, known.last_year)
        value = reading.attempt(number, row[value_at], line)
        if code is not None and month is not None and value is not None:
            reading.attempt(once.state, code, f"{month[0]}-{month[1]:02}", value, line)
            found.setdefault((code, month[0]), {})[month[1]] = value
    return found


def _check_euro(cell: str, line: int) -> None:
    if cell.strip().upper() != "EUR":
        raise Unreadable(_("Line %(line)s: the rate is not one to the euro"), line=line)


def _month(cell: str, line: int, last_year: int) -> tuple[int, int]:
    match = next(filter(None, (re.fullmatch(shape, cell.strip()) for shape in _DATES)), None)
    if match is None or not 1 <= int(match["m"]) <= 12:
        message = _("Line %(line)s: “%(value)s” is no month; write 01/03/2024 or 2024-03")
        raise Unreadable(message, line=line, value=cell.strip()[:40])
    return year(match["y"], line, last_year), int(match["m"])
