"""Initiatives and money by country of implementation."""

from sqlalchemy import select

from app.db import db
from app.domain.counting import Unit
from app.domain.text import _
from app.models import Allocation, Country, CountryRow
from app.queries.figures import Counts, Sums, counts_by, counts_in_all, money_by, money_in_all
from app.queries.names import by_name
from app.queries.selection import Selection
from reports.kit.declared import Chart, Column, Figures, Report, Row
from reports.kit.figures import FIGURES, MONEY, ONCE, PARTS, cells


def _select(selection: Selection, locale: str) -> Figures:
    counts, sums = counts_by(selection, CountryRow.country_code), money_by(selection, Allocation.country_code)
    countries = db.session.scalars(select(Country).where(Country.code.in_([*counts])))
    rows = [
        Row(
            {
                "country": country.name(locale),
                **cells(counts.get(country.code, Counts()), sums.get(country.code, Sums())),
            },
            {"country": country.code},
        )
        for country in by_name(countries, locale)
    ]
    return Figures(rows, Row(cells(counts_in_all(selection), money_in_all(selection))))


REPORT = Report(
    slug="by-country",
    title=_("Initiatives by country of implementation"),
    about=_("Where initiatives are carried out, and how much money falls on each country."),
    unit=Unit.PAIRS_COUNTRY,
    rule=(
        ONCE,
        _(
            "By country an initiative is counted whole in each in which it is carried out, so the rows add up to "
            "more than the total, which counts each initiative once. Countries without any are not listed."
        ),
        _(
            "Money is split over the countries by the stated shares, equally where none is stated, so its rows add "
            "up to the total."
        ),
        MONEY,
        PARTS,
    ),
    columns=(Column("country", _("Country of implementation")), *FIGURES),
    select=_select,
    chart=Chart(_("Initiatives in each country"), of="initiatives"),
)
