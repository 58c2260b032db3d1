"""Reads amounts as people type them in any of Africa's and Europe's conventions."""

import re
import unicodedata
from decimal import Decimal

from app.domain.errors import DomainError
from app.domain.text import _

LARGEST = Decimal(10) ** 14
_SPACES = re.compile(r"[\s'’\u00a0\u202f]")
_SHAPE = re.compile(r"[-+]?[0-9][0-9.,]*")
_GROUPED = re.compile(r"[-+]?([0-9]{1,3}([.,])[0-9]{3}(\2[0-9]{3})*|[0-9]+)")
"""Groups of three with one and the same sign between them, or no groups at all."""


def parse_amount(text: str) -> Decimal:
    """The amount in `text`, with at most two decimals.

    Digits of any script count. Spaces and apostrophes group; of commas and points the last one is the decimal
    sign unless exactly three digits follow it or it stands more than once. Raises DomainError with a message for
    the field.
    """
    compact = _SPACES.sub("", _western(text))
    if not _SHAPE.fullmatch(compact):
        raise DomainError(_("Enter the amount in figures, for example 1,250,000.50"))
    whole, decimals = _split_decimals(compact)
    if len(decimals) > 2:
        raise DomainError(_("An amount has two decimals at most. Enter for example 1,250,000.50"))
    if not _GROUPED.fullmatch(whole):
        raise DomainError(_("The groups of digits are unclear. Enter for example 1,250,000.50"))
    amount = Decimal(re.sub(r"[.,]", "", whole) + "." + (decimals or "0"))
    if amount < 0:
        raise DomainError(_("Enter an amount of 0 or more"))
    if amount > LARGEST:
        raise DomainError(_("This amount is too large to be right"))
    return abs(amount).quantize(Decimal("0.01"))


def _western(text: str) -> str:
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def _split_decimals(compact: str) -> tuple[str, str]:
    last = max(compact.rfind(","), compact.rfind("."))
    if last < 0:
        return compact, ""
    sign, after = compact[last], compact[last + 1 :]
    other = "." if sign == "," else ","
    repeated = compact.count(sign) > 1
    grouping = len(after) == 3 and other not in compact and not compact.lstrip("+-").startswith("0")
    return (compact, "") if repeated or grouping else (compact[:last], after)
