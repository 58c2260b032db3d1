"""How the domain's messages, labels, dates and figures are written in the reader's language."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from flask_babel import format_date as babel_date
from flask_babel import format_datetime as babel_datetime
from flask_babel import format_decimal as babel_decimal
from flask_babel import get_locale, gettext

from app.domain.choices import Language
from app.domain.errors import DomainError
from app.domain.labelled import Labelled
from app.domain.languages import IN
from app.domain.text import Term


def locale() -> str:
    """The language code: en or fr."""
    found = get_locale()
    return found.language if found else "en"


def say(message: str, params: Mapping[str, object] | None = None) -> str:
    """A message of the domain in the reader's language; labels among its values are translated too."""
    text = gettext(str(message)) if message else ""
    return text % {name: written(value) for name, value in params.items()} if params else text


def in_language(language: Language) -> str:
    """“in English”, “in French”."""
    return say(IN[language])


def say_error(error: DomainError) -> str:
    return say(error.message, error.params)


def written(value: object) -> str:
    """One value as text for a reader: labels translated, figures and dates in the reader's format."""
    match value:
        case Labelled():
            return str(gettext(value.label))
        case Term():
            return str(gettext(str(value)))
        case bool():
            return str(gettext("Yes") if value else gettext("No"))
        case int() | Decimal():
            return number(value)
        case datetime():
            return written_datetime(value)
        case date():
            return written_date(value)
    return str(value)


def number(value: int | Decimal | None) -> str:
    return "" if value is None else str(babel_decimal(value))


def money(value: Decimal | None, currency: str = "EUR") -> str:
    """The code and not the sign, after the language's habit; cents only where there are any."""
    if value is None:
        return ""
    figure = str(babel_decimal(value, format="#,##0" if value == value.to_integral_value() else "#,##0.00"))
    return f"{figure}\u00a0{currency}" if locale() == "fr" else f"{currency}\u00a0{figure}"


def percent(value: Decimal | None) -> str:
    return "" if value is None else f"{number(value)}\u00a0%" if locale() == "fr" else f"{number(value)}%"


def written_date(value: date | None) -> str:
    return "" if value is None else _first_of_month(value, babel_date(value, "d MMMM yyyy"))


def short_date(value: date | None) -> str:
    """For a column of a table: the month shortened, on one line."""
    return "" if value is None else _first_of_month(value, babel_date(value, "d\u00a0MMM\u00a0yyyy"))


def _first_of_month(value: date, text: str) -> str:
    """French says “1er”, where the library writes the figure."""
    return f"1er{text[1:]}" if value.day == 1 and locale() == "fr" else str(text)


def written_datetime(value: datetime | None) -> str:
    return "" if value is None else _first_of_month(value, babel_datetime(value, "d MMMM yyyy, HH:mm"))


def file_size(size: int) -> str:
    """Bytes as kB or MB, as the reader's computer shows them."""
    if size < 1_000_000:
        return str(gettext("%(number)s\u00a0kB", number=number(max(1, round(size / 1000)))))
    return str(gettext("%(number)s\u00a0MB", number=number(round(Decimal(size) / 1_000_000, 1))))
