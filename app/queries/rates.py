"""Exchange rates: one, all of them, which are missing, and what other ones would change."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import func, select

from app.db import db, now
from app.domain.counting import to_eur
from app.domain.rates import Known, Rate
from app.domain.status import Status
from app.models import Currency, ExchangeRate, FundingLine, Revision

Key = tuple[str, int]


def find_exchange(currency: str, year: int) -> ExchangeRate | None:
    """Units of `currency` for one EUR in `year`, with their source, or None where the rate is missing."""
    return db.session.get(ExchangeRate, (currency, year))


def known() -> Known:
    """What a file of rates is read against; the present year has an average so far."""
    usd = {rate.year: rate.per_eur for rate in rates_of("USD")}
    return Known(frozenset(db.session.scalars(select(Currency.code))), now().year, usd)


def find_currency(code: str) -> Currency | None:
    return db.session.get(Currency, code)


def currencies() -> list[Currency]:
    return list(db.session.scalars(select(Currency).order_by(Currency.code)))


def rates_of(currency: str) -> list[ExchangeRate]:
    found = select(ExchangeRate).where(ExchangeRate.currency_code == currency)
    return list(db.session.scalars(found.order_by(ExchangeRate.year)))


def standing_rates() -> dict[Key, Decimal]:
    table = ExchangeRate
    found = db.session.execute(select(table.currency_code, table.year, table.per_eur))
    return {(code, year): per_eur for code, year, per_eur in found}


def amounts_by_rate() -> dict[Key, int]:
    """{(currency, year): how many amounts are stated in it}, in published and in working versions."""
    line, counts = FundingLine, Revision.status.in_((Status.PUBLISHED, *_WORKING))
    found = (
        select(line.currency, line.year, func.count())
        .join(Revision, Revision.id == line.revision_id)
        .where(counts)
        .group_by(line.currency, line.year)
    )
    return {(code, year): count for code, year, count in db.session.execute(found)}


_WORKING = (Status.DRAFT, Status.AWAITING_SIGN_OFF, Status.SUBMITTED, Status.RETURNED)


@dataclass(frozen=True)
class Change:
    """A rate that a file holds and we have not, or with another value; `was` is None where there is none yet."""

    rate: Rate
    was: Decimal | None


@dataclass
class Effect:
    """`gained` amounts in published versions have an equivalent in EUR for the first time, `moved` another one.

    `eur` is how much more all published versions state together, before overlaps are taken out.
    """

    gained: int = 0
    moved: int = 0
    eur: Decimal = Decimal(0)


@dataclass
class Changes:
    added: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0

    @property
    def all(self) -> list[Change]:
        return [*self.added, *self.changed]


def compare(rates: Iterable[Rate]) -> Changes:
    """What loading these would change; a rate with the same value keeps its source."""
    standing, found = standing_rates(), Changes()
    for rate in sorted(rates, key=lambda one: (one.currency, one.year)):
        was = standing.get((rate.currency, rate.year))
        if was == rate.per_eur:
            found.unchanged += 1
        else:
            (found.added if was is None else found.changed).append(Change(rate, was))
    return found


def effect_of(changes: Iterable[Change]) -> Effect:
    """What these do to the amounts in published versions."""
    rates = {(change.rate.currency, change.rate.year): change.rate.per_eur for change in changes}
    effect = Effect()
    for line in lines_at(rates, published_only=True):
        per_eur = rates[line.currency, line.year]
        eur = to_eur(line.amount, per_eur)
        effect.gained += line.eur is None
        effect.moved += line.eur not in (None, eur)
        effect.eur += eur - (line.eur or 0)
    return effect


def lines_at(keys: Iterable[Key], *, published_only: bool = False) -> list[FundingLine]:
    """The amounts in these currencies of these years."""
    wanted = set(keys)
    codes, years = {code for code, _year in wanted}, {year for _code, year in wanted}
    found = select(FundingLine).where(FundingLine.currency.in_(codes), FundingLine.year.in_(years))
    if published_only:
        found = found.join(Revision, Revision.id == FundingLine.revision_id).where(Revision.status == Status.PUBLISHED)
    return [line for line in db.session.scalars(found) if (line.currency, line.year) in wanted]
