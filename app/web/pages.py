"""Pages about the site itself: who may do what, the style guide."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.domain.access import GRANTS, PERMISSION_LABELS
from app.web.access import public
from app.web.styleguide import samples

blueprint = Blueprint("pages", __name__)


@blueprint.get("/rights")
@public
def rights() -> ResponseReturnValue:
    rows = [(PERMISSION_LABELS[permission], clauses) for permission, clauses in GRANTS.items()]
    return render_template("pages/rights.html", rows=rows)


@blueprint.get("/styleguide")
@public
def styleguide() -> ResponseReturnValue:
    return render_template("styleguide.html", **samples())
