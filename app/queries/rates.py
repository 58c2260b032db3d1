"""Exchange rates."""

from app.db import db
from app.models import ExchangeRate


def find_exchange(currency: str, year: int) -> ExchangeRate | None:
    """Units of `currency` for one EUR in `year`, with their source, or None where the rate is missing."""
    return db.session.get(ExchangeRate, (currency, year))
