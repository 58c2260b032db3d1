"""Exchange rates."""

from decimal import Decimal

from app.db import db
from app.models import ExchangeRate


def find_rate(currency: str, year: int) -> Decimal | None:
    """Units of `currency` for one EUR in `year`, or None where the rate is missing."""
    found = db.session.get(ExchangeRate, (currency, year))
    return found.per_eur if found else None
