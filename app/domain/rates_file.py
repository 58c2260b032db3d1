"""A file of exchange rates in one of three layouts, told by its header: ours, InforEuro's and the IMF's."""

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
    for line, row in enumerate(rows[1:], 2):
        try:
            rate = _plain_rate(row, line, known)
            once.state(rate.currency, str(rate.year), rate.per_eur, line)
        except Unreadable as wrong:
            reading.faults.append(wrong.fault)
        else:
            reading.rates.append(rate)
    reading.rates = list({(rate.currency, rate.year): rate for rate in reading.rates}.values())
    return reading


def _plain_rate(row: list[str], line: int, known: Known) -> Rate:
    code, source = currency_code(row[0], line), one_line(row[3])
    if code not in known.currencies:
        raise Unreadable(_("Line %(line)s: the currency “%(value)s” is not on our list"), line=line, value=code)
    if not source or len(source) > LONGEST_SOURCE:
        raise Unreadable(
            _("Line %(line)s: name the source in 1 to %(most)s characters"), line=line, most=LONGEST_SOURCE
        )
    per_eur = rounded(number(row[2], line))
    if per_eur != FIXED.get(code, per_eur):
        message = _("Line %(line)s: one EUR is %(fixed)s %(value)s by definition or by law")
        raise Unreadable(message, line=line, value=code, fixed=FIXED[code])
    return Rate(code, year(row[1], line, known.last_year), per_eur, source)
