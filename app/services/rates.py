"""Loads exchange rates, all of them or none, and converts the amounts that they concern in the same transaction."""

from collections.abc import Sequence

from app.db import db, now
from app.domain.access import Actor, Permission, require
from app.domain.audit import Deed
from app.domain.errors import NotPossible
from app.domain.text import _
from app.models import ExchangeRate
from app.queries.rates import Change
from app.services.audit import note
from app.services.money import convert_again


def load_rates(changes: Sequence[Change], by: Actor) -> int:
    """Write these rates over what each was; returns how many amounts have another equivalent in EUR now.

    Raises NotPossible where a rate is no longer what it was.
    """
    require(by, Permission.RATE_LOAD)
    for change in changes:
        _write(change)
    db.session.flush()
    converted = convert_again({(change.rate.currency, change.rate.year) for change in changes})
    if changes:
        note(Deed.RATES_LOADED, by, details={"rates": [_told(change) for change in changes], "amounts": converted})
    return converted


def _write(change: Change) -> None:
    rate = change.rate
    standing = db.session.get(
        ExchangeRate, (rate.currency, rate.year), with_for_update=True, populate_existing=True
    )  # fmt: skip
    if (standing.per_eur if standing else None) != change.was:
        raise NotPossible(_("Other rates were loaded meanwhile: choose the file again to see what it changes now."))
    if standing is None:
        standing = ExchangeRate(currency_code=rate.currency, year=rate.year)
        db.session.add(standing)
    standing.per_eur, standing.source, standing.loaded_at = rate.per_eur, rate.source, now()


def _told(change: Change) -> str:
    was = "" if change.was is None else f"{change.was:f} → "
    return f"{change.rate.currency} {change.rate.year}: {was}{change.rate.per_eur:f}"
