"""Exchange rates: which there are and which are missing, and loading a file after a preview."""

from dataclasses import astuple
from decimal import Decimal
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from werkzeug.datastructures import CombinedMultiDict

from app.domain.access import Permission
from app.domain.rates import Rate
from app.domain.rates_file import read
from app.domain.text import _ as mark
from app.queries.rate_overview import every_year, overview
from app.queries.rates import Change, Changes, compare, effect_of, find_currency, known
from app.queries.selection import UnknownFilter
from app.services.rates import load_rates
from app.web.access import actor, requires
from app.web.intake import takes_files
from app.web.previewed import sealed, unsealed
from app.wording import say
from forms.csv_upload import PreviewedForm
from forms.rates import RatesFileForm

blueprint = Blueprint("rates", __name__, url_prefix="/rates")
KIND = "rates preview"
EXAMPLES = Path(__file__).parents[2] / "seed" / "reference" / "rates"
LAYOUTS = {
    "ours": mark("Our own layout"),
    "inforeuro": mark("European Commission, InforEuro: monthly rates"),
    "imf": mark("IMF: yearly averages per US dollar"),
}
SHOWN = 60
"""Lines of a preview; the rest is counted."""
MOST = 4 * 1024 * 1024
"""More than a file may have: one that is too large is refused in words."""


def figure(per_eur: Decimal, places: int = 8) -> str:
    """A rate in the reader's way of writing, without zeros at its end."""
    return str(format_decimal(per_eur, format="#,##0." + "#" * places))


@blueprint.get("")
@requires(Permission.RATE_LOAD)
def index() -> ResponseReturnValue:
    """`show=all` every currency, otherwise those in which an amount is stated."""
    return _index(RatesFileForm())


def _index(form: RatesFileForm, faults: Any = ()) -> str:
    shown = request.args.get("show", "")
    if shown not in ("", "all"):
        raise UnknownFilter(mark("Unknown value for the filter “%(name)s”: “%(value)s”"), name="show", value=shown[:60])
    return render_template(
        "rates/index.html",
        form=form,
        faults=[say(fault.message, fault.params) for fault in faults],
        overview=overview(every=shown == "all"),
        shown=shown,
        layouts=LAYOUTS,
        figure=figure,
    )


@blueprint.get("/<code>")
@requires(Permission.RATE_LOAD)
def currency(code: str) -> ResponseReturnValue:
    """The rates of one currency, each with its source and its date."""
    found = find_currency(code) or abort(404)
    return render_template("rates/currency.html", currency=found, years=every_year(code), figure=figure)


@blueprint.get("/examples/<layout>.csv")
@requires(Permission.RATE_LOAD)
def example(layout: str) -> Response:
    if layout not in LAYOUTS:
        abort(404)
    headers = {"Content-Disposition": f"attachment; filename=rates-{layout}.csv"}
    return Response((EXAMPLES / f"{layout}.csv").read_bytes(), mimetype="text/csv", headers=headers)


@blueprint.post("")
@takes_files(MOST)
@requires(Permission.RATE_LOAD)
def preview() -> ResponseReturnValue:
    """Say what the file would change; nothing is written."""
    form = RatesFileForm(CombinedMultiDict([request.form, request.files]))
    if not form.validate():
        return _index(form), 422
    reading = read(form.content, known())
    if reading.faults:
        return _index(form, reading.faults), 422
    changes = compare(reading.rates)
    return render_template(
        "rates/preview.html",
        form=PreviewedForm(data={"previewed": sealed(KIND, _written(changes))}),
        changes=changes,
        effect=effect_of(changes.all),
        passed_over=sorted(reading.passed_over),
        figure=figure,
        most=SHOWN,
    )


@blueprint.post("/load")
@requires(Permission.RATE_LOAD)
def confirm() -> ResponseReturnValue:
    """Load what was previewed, unless one of these rates has changed since."""
    changes = [_read_back(*row) for row in unsealed(KIND, request.form.get("previewed", ""))]
    converted = load_rates(changes, actor())
    told = ngettext("%(num)s amount was converted.", "%(num)s amounts were converted.", converted)
    flash(_("The rates are loaded.") + " " + told, "success")
    return redirect(url_for(".index"), 303)


def _written(changes: Changes) -> list[list[Any]]:
    """As JSON holds it: currency, year, rate, source, and what the rate was."""
    rows = ((*astuple(change.rate), change.was) for change in changes.all)
    return [[str(cell) if isinstance(cell, Decimal) else cell for cell in row] for row in rows]


def _read_back(code: str, year: int, per_eur: str, source: str, was: str | None) -> Change:
    return Change(Rate(code, year, Decimal(per_eur), source), None if was is None else Decimal(was))
