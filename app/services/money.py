"""Amounts in EUR, and their split over domains and countries."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import delete, select

from app.db import db
from app.domain.counting import FINE, shares, split, to_eur
from app.models import Allocation, FundingLine, Revision
from app.queries.rates import Key, find_exchange, lines_at


@dataclass(frozen=True)
class Valued:
    """An amount in EUR and the rate used; both None while the rate of that year is missing."""

    eur: Decimal | None
    per_eur: Decimal | None
    source: str = ""


def value_of(amount: Decimal, currency: str, year: int) -> Valued:
    """The rule for every amount: the average rate of its year, to the cent."""
    rate = find_exchange(currency, year)
    return Valued(to_eur(amount, rate.per_eur), rate.per_eur, rate.source) if rate else Valued(None, None)


def convert(lines: list[FundingLine]) -> None:
    """Put the EUR amount and the rate used beside each amount; both stay None where the rate is missing."""
    for line in lines:
        valued = value_of(line.amount, line.currency, line.year)
        line.rate, line.eur = valued.per_eur, valued.eur


def allocate(revision: Revision) -> None:
    """Write the split of every converted line over domains × countries, in hundredths of a cent."""
    db.session.execute(delete(Allocation).where(Allocation.revision_id == revision.id))
    parts = _parts(revision)
    for line in revision.funding_rows:
        if line.eur is None:
            continue
        for (domain, country), eur in split(line.eur, parts, FINE).items():
            db.session.add(
                Allocation(line_id=line.id, revision_id=revision.id, domain_code=domain, country_code=country, eur=eur)
            )
    db.session.flush()


def _parts(revision: Revision) -> dict[tuple[str, str], Fraction]:
    domains = shares({row.domain_code: row.percent for row in revision.domain_rows})
    countries = shares({row.country_code: row.percent for row in revision.country_rows})
    return {(d, c): part * other for d, part in domains.items() for c, other in countries.items()}


def convert_again(keys: set[Key]) -> int:
    """After rates of these currencies and years changed: returns how many amounts have another equivalent in EUR.

    Earlier versions too: a figure as at a past day is at the rate that we know today.
    """
    lines = lines_at(keys)
    before = {line.id: line.eur for line in lines}
    convert(lines)
    changed = [line for line in lines if line.eur != before[line.id]]
    db.session.flush()
    _allocate_published({line.revision_id for line in changed})
    return len(changed)


def reconvert() -> int:
    """After rates were loaded: convert the lines that had none; returns how many gained an amount in EUR."""
    lines = list(db.session.scalars(select(FundingLine).where(FundingLine.eur.is_(None))))
    convert(lines)
    gained: list[FundingLine] = [line for line in lines if line.eur is not None]
    db.session.flush()
    _allocate_published({line.revision_id for line in gained})
    return len(gained)


def _allocate_published(revision_ids: set[int]) -> None:
    published = select(Revision).where(Revision.id.in_(revision_ids), Revision.published_at.is_not(None))
    for revision in db.session.scalars(published):
        allocate(revision)
