"""What may stand in a cell: texts made safe for workbooks and for CSV, and the words for an empty cell."""

import re
from datetime import date
from decimal import Decimal

from flask_babel import format_decimal

from app.wording import say, written
from reports.kit.declared import Empty, Kind, Link, Value

LONGEST = 32_767
"""Characters (UTF-16) that a cell can hold."""
CUT = " […]"
_SURROGATES = re.compile("[\ud800-\udfff\ufffe\uffff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_ACTIVE = ("=", "+", "-", "@", "\t", "\r")


def clean_cell(text: str) -> str:
    """`text` as a workbook can hold it: text stays text.

    Lone surrogates are dropped, control characters and what looks like their escape (`_x0041_`) are escaped as
    the format asks, and what is too long is cut with a visible mark.
    """
    whole = _SURROGATES.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROL.sub(lambda m: f"_x{ord(m[0]):04X}_", _ESCAPED.sub("_x005F_", _cut(whole)))


def _cut(text: str) -> str:
    if len(text) <= LONGEST // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return text
    return units[: 2 * (LONGEST - len(CUT))].decode("utf-16-le", "ignore") + CUT


def csv_cell(value: Value, kind: Kind) -> str:
    """Figures with a point and without separators, dates as ISO 8601, no figure as nothing.

    A text that a spreadsheet would take for a formula gets an apostrophe before it, as OWASP advises; figures
    are written by their type, so a negative one is never touched.
    """
    match value:
        case None | Empty():
            return ""
        case Decimal():
            return f"{value:.2f}" if kind is Kind.MONEY else f"{value:f}"
        case int():
            return str(value)
        case date():
            return value.isoformat()
        case Link():
            return csv_text(value.text)
    return csv_text(value)


def csv_text(text: str) -> str:
    """A text as a cell of a CSV file."""
    kept = _CONTROL.sub("", _SURROGATES.sub("", text))
    return f"'{kept}" if kept.startswith(_ACTIVE) or kept.lstrip().startswith(_ACTIVE[:4]) else kept


def shown(value: Value, *, cents: bool = True) -> str:
    """A cell in words, for a page."""
    match value:
        case None:
            return ""
        case Empty():
            return say(value.label)
        case Link():
            return value.text
        case Decimal():
            return eur(value, cents=cents)
    return written(value)


def eur(value: Decimal, *, cents: bool = True) -> str:
    """A sum in a column whose heading names the currency."""
    return str(format_decimal(value, format="#,##0.00" if cents else "#,##0"))
