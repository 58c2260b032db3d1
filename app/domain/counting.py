"""How initiatives and money are counted and split. Every figure names one of these units and its rule."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TypeVar

from app.domain.labelled import Labelled
from app.domain.text import _

CENT = Decimal("0.01")
FINE = Decimal("0.0001")
"""Shares of money are kept in these and rounded to the cent only in a table, so that no error adds up."""
K = TypeVar("K", bound=Hashable)


class Unit(Labelled):
    INITIATIVES = "initiatives", _("initiatives")
    PAIRS_DOMAIN = "initiative-domain-pairs", _("initiative–domain pairs")
    PAIRS_COUNTRY = "initiative-country-pairs", _("initiative–country pairs")
    EUR = "eur", _("EUR")


def shares(stated: Mapping[K, Decimal | None]) -> dict[K, Fraction]:
    """Each key's part of the whole (together exactly 1).

    `stated` are percentages; keys without one divide what is left equally. Where everything is stated but
    does not make 100, the proportions count: a figure is never lost over a rounding.
    """
    given = {key: Fraction(percent) for key, percent in stated.items() if percent is not None}
    silent = [key for key in stated if key not in given]
    left = max(Fraction(100) - sum(given.values()), Fraction(0))
    parts = {key: given.get(key, left / len(silent) if silent else Fraction(0)) for key in stated}
    total = sum(parts.values())
    return {key: part / total if total else Fraction(1, len(parts)) for key, part in parts.items()}


def split(amount: Decimal, parts: Mapping[K, Fraction], unit: Decimal = CENT) -> dict[K, Decimal]:
    """`amount` divided by `parts` into whole `unit`s, so that the pieces add up to it exactly.

    The units that rounding down leaves go to the largest remainders, first come first served.
    """
    whole = _whole(amount, unit)
    return _apportioned(whole, {key: whole * part for key, part in parts.items()}, unit)


def to_cents(figures: Mapping[K, Decimal]) -> dict[K, Decimal]:
    """The figures of one column rounded to the cent together, so that they still add up to their total.

    Each is within a cent of its exact value; the total is the exact one, rounded half up.
    """
    whole = _whole(sum(figures.values(), Decimal(0)), CENT)
    return _apportioned(whole, {key: Fraction(figure) / Fraction(CENT) for key, figure in figures.items()}, CENT)


def _whole(amount: Decimal, unit: Decimal) -> int:
    return int((amount / unit).to_integral_value(ROUND_HALF_UP))


def _apportioned(whole: int, exact: Mapping[K, Fraction], unit: Decimal) -> dict[K, Decimal]:
    """`whole` units dealt out by their `exact` numbers, each of which is rounded down or up."""
    units = {key: piece.numerator // piece.denominator for key, piece in exact.items()}
    order = sorted(exact, key=lambda key: exact[key] - units[key], reverse=True)
    for key in order[: whole - sum(units.values())]:
        units[key] += 1
    return {key: number * unit for key, number in units.items()}


def to_eur(amount: Decimal, per_eur: Decimal) -> Decimal:
    """`amount` in EUR at `per_eur` units of its currency for one EUR, to the cent."""
    return (amount / per_eur).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Counted:
    """One initiative as the rules see it.

    `counted_as` is the same for linked duplicates; `within` holds the identities of the programmes it is a
    part of. `eur` is None where no amount is stated or none could be converted.
    """

    identity: Hashable
    counted_as: Hashable
    values: Collection[Hashable] = ()
    eur: Decimal | None = None
    within: frozenset[Hashable] = field(default_factory=frozenset)


def count_initiatives(records: Iterable[Counted]) -> int:
    """Distinct initiatives: linked duplicates count once together."""
    return len({record.counted_as for record in records})


def count_pairs(records: Iterable[Counted]) -> int:
    """Initiative–value pairs: an initiative counts once in each of its values (domains, countries)."""
    return len({(record.counted_as, value) for record in records for value in record.values})


def total_eur(records: Iterable[Counted]) -> Decimal | None:
    """The money of all records, None where none states any.

    A duplicate or a part of a counted programme that states money adds none.
    """
    rows = list(records)
    moneyed = {row.identity for row in rows if row.eur is not None}
    own = (row for row in rows if row.eur is not None and not row.within & moneyed)
    best: dict[Hashable, Decimal] = {}
    for row in own:
        if row.counted_as not in best or row.identity == row.counted_as:
            best[row.counted_as] = row.eur or Decimal(0)
    return sum(best.values(), Decimal(0)) if best else None
