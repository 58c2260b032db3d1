"""Initiatives and money by the JVAP Partner that reports them; Partners that report nothing stand in it too."""

from sqlalchemy import select

from app.db import db
from app.domain.counting import Unit
from app.domain.text import _
from app.models import Initiative, Partner
from app.queries.coverage import Reporting, asked_partners, reporting
from app.queries.figures import Counts, Sums, counts_by, counts_in_all, money_by, money_in_all
from app.queries.names import by_name
from app.queries.selection import Selection
from reports.kit.declared import Chart, Column, Empty, Figures, Report, Row
from reports.kit.figures import FIGURES, MONEY, ONCE, PARTS, cells


def _select(selection: Selection, locale: str) -> Figures:
    counts, sums = counts_by(selection, Initiative.partner_code), money_by(selection, Initiative.partner_code)
    known = reporting(selection)
    partners = db.session.scalars(asked_partners(select(Partner), selection))
    rows = []
    for partner in by_name(partners, locale):
        found = cells(
            counts.get(partner.code, Counts()), sums.get(partner.code, Sums()), _why_empty(known[partner.code])
        )
        rows.append(Row({"partner": partner.name(locale), **found}, {"partner": partner.code}))
    return Figures(rows, Row(cells(counts_in_all(selection), money_in_all(selection))))


def _why_empty(known: Reporting) -> Empty:
    if known.submitted_matching or (known.submitted and not known.published):
        return Empty.UNDER_REVIEW
    return Empty.NONE if known.published else Empty.NOT_REPORTED


REPORT = Report(
    slug="by-partner",
    title=_("Initiatives by Partner"),
    about=_("What each of the JVAP Partners has reported, and which have not."),
    unit=Unit.INITIATIVES,
    rule=(
        ONCE,
        _(
            "An initiative is counted for the Partner that reports it. Linked duplicates of two Partners are counted "
            "for each of them and once in the total."
        ),
        _(
            "Every Partner is listed: “none” means that it reports others but none of these, “under review” that "
            "what it submitted is not published yet, “not reported” that it has submitted nothing."
        ),
        MONEY,
        PARTS,
    ),
    columns=(Column("partner", _("Partner")), *FIGURES),
    select=_select,
    chart=Chart(_("Initiatives of each Partner"), of="initiatives"),
)
