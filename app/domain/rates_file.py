"""A file of exchange rates in one of three layouts, told by its header: ours, InforEuro's and the IMF's."""

from decimal import Decimal

from app.domain.csv_file import Fault, one_line, rows_of
from app.domain.rates import (
    FIXED,
    LONGEST_SOURCE,
    Known,
    Once,
    Rate,
    Reading,
    Unreadable,
    currency_code,
    number,
    rounded,
    year,
)  # fmt: skip
from app.domain.rates_imf import is_imf, read_imf
from app.domain.rates_inforeuro import is_inforeuro, read_inforeuro
from app.domain.text import _

COLUMNS = ["currency", "year", "per_eur", "source"]
MOST_BYTES, MOST_LINES = 1_000_000, 20_000


def read(content: bytes, known: Known) -> Reading:
    """All rates of the file, or everything that is wrong with it."""
    rows, faults = rows_of(content, MOST_BYTES)
    faults = faults or _shape(rows)
    if faults:
        return Reading(faults=faults)
    header = [one_line(name) for name in rows[0]]
    if header == COLUMNS:
        return _read_plain(rows, known)
    return read_imf([header, *rows[1:]], known) if is_imf(header) else read_inforeuro([header, *rows[1:]], known)


def _shape(rows: list[list[str]]) -> list[Fault]:
    header = [one_line(name) for name in rows[0]] if rows else []
    if header != COLUMNS and not is_imf(header) and not is_inforeuro(header):
        message = _("The first line names none of the three layouts. Ours is: %(columns)s")
        return [Fault(message, {"columns": ", ".join(COLUMNS)})]
    if len(rows) == 1:
        return [Fault(_("The file holds no lines"))]
    if len(rows) - 1 > MOST_LINES:
        return [Fault(_("The file has more than %(most)s lines"), {"most": MOST_LINES})]
    message = _(
        "Line %(line)s has another number of columns than the first. "
        "A comma within a number makes two columns of it: write a point as the decimal sign"
    )
    return [Fault(message, {"line": at}) for at, row in enumerate(rows, 1) if len(row) != len(header)]


def _read_plain(rows: list[list[str]], known: Known) -> Reading:
    reading, once = Reading(), Once()
    found: dict[tuple[str, int], Rate] = {}
    for line, row in enumerate(rows[1:], 2):
        code = reading.attempt(_listed, row[0], line, known)
        when = reading.attempt(year, row[1], line, known.last_year)
        value = reading.attempt(number, row[2], line)
        source = reading.attempt(_source, row[3], line)
        if code is None or when is None or value is None or source is None:
            continue
        reading.attempt(_check_fixed, code, value, line)
        reading.attempt(once.state, code, str(when), value, line)
        found[code, when] = Rate(code, when, rounded(value), source)
    reading.rates = list(found.values())
    return reading


def _listed(cell: str, line: int, known: Known) -> str:
    code = currency_code(cell, line)
    if code not in known.currencies:
        raise Unreadable(_("Line %(line)s: the currency “%(value)s” is not on our list"), line=line, value=code)
    return code


def _source(cell: str, line: int) -> str:
    source = one_line(cell)
    if not source or len(source) > LONGEST_SOURCE:
        raise Unreadable(
            _("Line %(line)s: name the source in 1 to %(most)s characters"), line=line, most=LONGEST_SOURCE
        )
    return source


def _check_fixed(code: str, value: Decimal, line: int) -> None:
    if value != FIXED.get(code, value):
        message = _("Line %(line)s: one EUR is %(fixed)s %(value)s by definition or by law")
        raise Unreadable(message, line=line, value=code, fixed=str(FIXED[code]))
