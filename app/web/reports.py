"""The catalogue of reports, and each report as a page, a workbook and a CSV file."""

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.access import Permission
from app.domain.errors import NotFound
from app.domain.text import _
from app.queries.names import provisional_versions
from app.queries.selection import Selection
from app.web.access import actor, requires
from app.web.downloads import csv_response, site, workbook_response
from app.web.filters import OF_REPORTS, address, filter_panel, selection_of_request
from reports import REPORTS
from reports.kit import page
from reports.kit.files import report_csv, report_workbook
from reports.kit.result import Result, run

blueprint = Blueprint("reports", __name__, url_prefix="/reports")
LINES_SHOWN = 50
"""Amounts without a rate that a page lists; the workbook lists them all."""


@blueprint.get("")
@requires(Permission.REPORT_READ)
def catalogue() -> ResponseReturnValue:
    return render_template("reports/catalogue.html", reports=REPORTS.values())


@blueprint.get("/<slug>")
@requires(Permission.REPORT_READ)
def show(slug: str) -> ResponseReturnValue:
    result = _result(slug)
    return render_template(
        "reports/report.html",
        result=result,
        columns=page.headings(result),
        groups=page.groups(page.lines(result, initiatives_behind)),
        totals=page.totals(result, initiatives_behind),
        chart=page.chart(result, initiatives_behind),
        panel=filter_panel(result.selection, OF_REPORTS),
        provisional=bool(provisional_versions()),
        without_rate=result.unconverted[:LINES_SHOWN],
        workbook=address(result.selection, path=url_for(".workbook", slug=slug)),
        csv=address(result.selection, path=url_for(".csv", slug=slug)),
    )


@blueprint.get("/<slug>.xlsx")
@requires(Permission.REPORT_READ)
def workbook(slug: str) -> Response:
    return workbook_response(report_workbook(_result(slug), site()), slug)


@blueprint.get("/<slug>.csv")
@requires(Permission.REPORT_READ)
def csv(slug: str) -> Response:
    return csv_response(report_csv(_result(slug)), slug)


def _result(slug: str) -> Result:
    if slug not in REPORTS:
        raise NotFound(_("There is no such report."))
    return run(REPORTS[slug], selection_of_request(), actor().name)


def initiatives_behind(selection: Selection) -> str:
    """The list of the published initiatives that a figure counts."""
    return address(selection.narrowed(status="published"), path=url_for("initiatives.index"))
