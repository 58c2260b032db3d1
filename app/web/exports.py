"""The download of initiatives: what it will hold, a preview, the workbook, the CSV file."""

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.access import Permission
from app.queries.languages import read_title
from app.queries.names import provisional_versions
from app.web.access import actor, requires
from app.web.downloads import csv_response, site, workbook_response
from app.web.filters import OF_LISTS, address, filter_panel, selection_of_request
from app.wording import locale
from reports.initiatives import Export, initiatives_csv, initiatives_workbook

blueprint = Blueprint("exports", __name__, url_prefix="/exports")
PREVIEW = 25


@blueprint.get("/initiatives")
@requires(Permission.EXPORT_DOWNLOAD)
def initiatives() -> ResponseReturnValue:
    chosen, export = selection_of_request(), _export()
    return render_template(
        "exports/initiatives.html",
        total=export.total,
        revisions=[(revision, read_title(revision, locale())) for revision in export.revisions(PREVIEW)],
        panel=filter_panel(chosen, (*OF_LISTS, "as_at")),
        provisional=bool(provisional_versions()),
        workbook=address(chosen, path=url_for(".workbook")),
        csv=address(chosen, path=url_for(".csv")),
    )


@blueprint.get("/initiatives.xlsx")
@requires(Permission.EXPORT_DOWNLOAD)
def workbook() -> Response:
    return workbook_response(initiatives_workbook(_export()), "initiatives")


@blueprint.get("/initiatives.csv")
@requires(Permission.EXPORT_DOWNLOAD)
def csv() -> Response:
    return csv_response(initiatives_csv(_export()), "initiatives")


def _export() -> Export:
    return Export(selection_of_request(), actor(), site())
