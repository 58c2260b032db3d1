"""Initiatives by the year in which they start, money by the year of the funding line."""

from app.domain.choices import FundingType
from app.domain.counting import Unit
from app.domain.text import _
from app.models import FundingLine
from app.queries.figures import Counts, Sums, counts_by, counts_in_all, money_by, money_in_all
from app.queries.selection import YEAR, Selection
from app.wording import say
from reports.kit.declared import Chart, Column, Empty, Figures, Kind, Report, Row, Value
from reports.kit.figures import FIGURES, MONEY, ONCE, PARTS, cells


def _select(selection: Selection, _locale: str) -> Figures:
    counts = {None if year is None else int(year): found for year, found in counts_by(selection, YEAR).items()}
    sums = money_by(selection, FundingLine.year)
    stated = {*counts, *sums} - {None}
    years = range(min(stated), max(stated) + 1) if stated else ()
    rows = [_row(year, counts.get(year, Counts()), sums.get(year, Sums())) for year in years]
    if None in counts:
        rows.append(_undated(counts[None]))
    return Figures(rows, Row(cells(counts_in_all(selection), money_in_all(selection))))


def _row(year: int, counts: Counts, sums: Sums) -> Row:
    money: dict[str, Value] = {str(kind): _eur(kind, sums) for kind in FundingType}
    started = {"year_from": year, "year_to": year}
    return Row({"year": year, **cells(counts, Sums()), **money}, started, {"funding_year": str(year)})


def _eur(kind: FundingType, sums: Sums) -> Value:
    if kind in sums.eur:
        return sums.eur[kind]
    return Empty.ELSEWHERE if kind in sums.elsewhere else Empty.NONE


def _undated(counts: Counts) -> Row:
    money: dict[str, Value] = dict.fromkeys(map(str, FundingType), Empty.NONE)
    return Row({"year": say(_("no year stated")), **cells(counts, Sums()), **money}, {"undated": "yes"})


REPORT = Report(
    slug="by-year",
    title=_("Initiatives and money by year"),
    about=_("When initiatives started, and for which years money was committed and disbursed."),
    unit=Unit.INITIATIVES,
    rule=(
        ONCE,
        _(
            "An initiative is counted in the year in which it starts; a policy without a start in the year in which "
            "it was adopted or came into force."
        ),
        _(
            "Money stands in the year of its funding line, which need not be the year of the start: the two halves "
            "of a row do not belong to the same initiatives. The filters on years choose initiatives by their start."
        ),
        MONEY,
        PARTS,
    ),
    columns=(Column("year", _("Year"), Kind.YEAR), *FIGURES),
    select=_select,
    chart=Chart(_("Initiatives started in each year"), of="initiatives"),
)
