"""What each funding line is in EUR, in words: on the form of the section Money, and while an amount is typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from flask import Blueprint, Response, jsonify, request, url_for
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from app.domain.amounts import parse_amount
from app.domain.choices import FundingType
from app.domain.errors import DomainError
from app.domain.rules import MOST_ROWS
from app.domain.text import _ as mark
from app.models import QUESTION
from app.services.money import Valued, value_of
from app.web.access import signed_in
from app.wording import locale, money, say, say_error
from forms.kit.build import AnswersForm
from forms.kit.rows import RowForm

blueprint = Blueprint("eur", __name__, url_prefix="/money")

KEPT_FOR = 300
"""Seconds for which a browser may answer the same question itself."""

SOURCES = (mark("IMF yearly average"), mark("legal parity"), mark("by definition"))
"""Of the rates that came with the application; any other stands as it was written."""

_YEAR = QUESTION["funding"].column("year")


@dataclass(frozen=True)
class Line:
    """A funding line as far as it is typed; `unclear` says why its amount cannot be read."""

    amount: Decimal | None
    currency: str
    year: int | None
    type: str
    unclear: str = ""
    no_year: str = ""
    """What stands in the place of the year, where that is none that can be."""


@blueprint.route("/eur", methods=["GET", "POST"])
@signed_in
def values() -> Response:
    """{lines, total}: sentences about `amount`, `currency`, `year` and `type`, each repeated once a line.

    More lines than an address holds are posted; that changes nothing either.
    """
    names = ("amount", "currency", "year", "type")
    columns = [[text[:60] for text in request.values.getlist(name)[:MOST_ROWS]] for name in names]
    told, total = _told([_typed(*row) for row in zip(*columns, strict=False)])
    response = jsonify(lines=told, total=total)
    response.cache_control.private, response.cache_control.max_age = True, KEPT_FOR
    return response


def tell_values(form: AnswersForm) -> None:
    """Put the sentences beside the lines of a form."""
    lines = form["funding"]
    filled = [entry.form for entry in lines.entries]
    lines.notes, lines.total = _told([_of_form(row) for row in filled])
    lines.asks = url_for("eur.values", language=locale())  # answers differ by language, and a browser keeps them


def _typed(amount: str, currency: str, year: str, kind: str) -> Line:
    whole = int(year) if year.isascii() and year.isdigit() and len(year) < 5 else None
    no_year = "" if _is_possible(whole) or _is_begun(year.strip()) else year.strip()
    try:
        return Line(parse_amount(amount) if amount.strip() else None, currency, whole, kind, no_year=no_year)
    except DomainError as error:
        return Line(None, currency, whole, kind, say_error(error))


def _is_begun(year: str) -> bool:
    """Whether it may still become one."""
    return len(year) < 4 and (not year or year.isdigit())


def _of_form(row: RowForm) -> Line:
    unclear = " ".join(row["amount"].process_errors)
    currency, year, kind = (row[name].data for name in ("currency", "year", "type"))
    return Line(row["amount"].data, currency or "", year, kind or "", unclear)


def _told(lines: Sequence[Line]) -> tuple[list[str], str]:
    valued = [_valued(line) for line in lines]
    return [_sentence(*pair) for pair in zip(lines, valued, strict=True)], _together(lines, valued)


def _valued(line: Line) -> Valued | None:
    """None while amount, currency or year is missing or out of its limits."""
    if line.amount is None or line.year is None or not line.currency:
        return None
    if not _is_possible(line.year):
        return None
    return value_of(line.amount, line.currency, line.year)


def _is_possible(year: int | None) -> bool:
    return year is not None and (_YEAR.minimum or 0) <= year <= (_YEAR.maximum or year)


def _sentence(line: Line, valued: Valued | None) -> str:
    if line.unclear:
        return str(_("No value in EUR, because the amount is unclear: %(why)s", why=line.unclear))
    if line.no_year and line.amount is not None:
        first, last = str(_YEAR.minimum), str(_YEAR.maximum)
        return str(_("No value in EUR: give a year from %(first)s to %(last)s", first=first, last=last))
    if valued is None:
        return ""
    if valued.eur is None:
        missing = _(
            "No rate for %(year)s yet: kept in %(currency)s and listed as not converted",
            year=line.year,
            currency=line.currency,
        )
        return str(missing)
    if line.currency == "EUR":
        return str(_("Stated in EUR: no rate is needed"))
    figure = format_decimal(valued.per_eur, format="#,##0.####")
    used = _("1 EUR = %(rate)s %(currency)s, average of %(year)s", rate=figure, currency=line.currency, year=line.year)
    source = f" ({say(valued.source)})" if valued.source else ""
    return f"≈\u00a0{_whole(valued.eur)} · {used}{source}"


def _together(lines: Sequence[Line], valued: Sequence[Valued | None]) -> str:
    """The sum of each kind of amount: what is committed and what is disbursed are never added up."""
    counted = [(line, one) for line, one in zip(lines, valued, strict=True) if one]
    parts = []
    for kind in FundingType:
        found = [one.eur for line, one in counted if line.type == kind and one.eur is not None]
        if found:
            parts.append(
                say(_("%(name)s: %(value)s"), {"name": kind, "value": f"≈\u00a0{_whole(sum(found, Decimal(0)))}"})
            )
    left = sum(one.eur is None for _line, one in counted)
    if left:
        parts.append(ngettext("%(num)s line is not converted", "%(num)s lines are not converted", left))
    return " · ".join([_("Together"), *parts]) if parts else ""


def _whole(eur: Decimal) -> str:
    """Without cents, which no approximation has; below one euro they are all there is."""
    return money(eur.quantize(Decimal(1), ROUND_HALF_UP) if eur >= 1 else eur)
