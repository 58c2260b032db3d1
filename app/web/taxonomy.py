"""The versions of the domains and priorities; a new one is previewed and only then loaded."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import CombinedMultiDict

from app.domain.access import Permission
from app.domain.errors import DomainError, NotPossible
from app.domain.taxonomy_file import Line, read
from app.domain.text import _ as mark
from app.queries.taxonomy import current_version
from app.queries.taxonomy_changes import compare, held_versions
from app.services.taxonomy import check_name, load
from app.web.access import actor, requires
from app.web.intake import takes_files
from app.web.previewed import sealed, unsealed
from app.wording import say
from forms.people import blame
from forms.taxonomy import TaxonomyFileForm, mapping_form, mappings_of

blueprint = Blueprint("taxonomy", __name__, url_prefix="/taxonomy")
EXAMPLE = Path(__file__).parents[2] / "seed" / "reference" / "taxonomy" / "provisional.csv"
KIND = "taxonomy preview"
MOST = 4 * 1024 * 1024
"""More than a file may have: one that is too large is refused in words."""


@dataclass(frozen=True)
class Previewed:
    """What was uploaded and looked at; it travels in the form of the preview, signed, so that just this is loaded."""

    name: str
    provisional: bool
    lines: list[Line]
    over: str
    """The version that was current then."""


@blueprint.get("")
@requires(Permission.CODE_LIST_LOAD)
def index() -> ResponseReturnValue:
    return _index(TaxonomyFileForm())


def _index(form: TaxonomyFileForm, faults: Any = ()) -> str:
    told = [say(fault.message, fault.params) for fault in faults]
    return render_template("taxonomy/index.html", form=form, versions=held_versions(), faults=told)


@blueprint.get("/example.csv")
@requires(Permission.CODE_LIST_LOAD)
def example() -> Response:
    headers = {"Content-Disposition": "attachment; filename=taxonomy-example.csv"}
    return Response(EXAMPLE.read_bytes(), mimetype="text/csv", headers=headers)


@blueprint.post("")
@takes_files(MOST)
@requires(Permission.CODE_LIST_LOAD)
def preview() -> ResponseReturnValue:
    """Say what the file would change; nothing is written."""
    form = TaxonomyFileForm(CombinedMultiDict([request.form, request.files]))
    if not form.validate():
        return _index(form), 422
    try:
        check_name(form.name.data)
    except DomainError as error:
        blame(form, error)
        return _index(form), 422
    lines, faults = read(form.content)
    if faults:
        return _index(form, faults), 422
    return _preview(Previewed(form.name.data, form.is_provisional, lines, current_version().name))


def _preview(previewed: Previewed, sent: Any = None) -> ResponseReturnValue:
    changes = compare(previewed.over, previewed.lines)
    form = sent or mapping_form(None, changes.to_map, previewed.lines, sealed(KIND, vars(previewed)))
    page = render_template("taxonomy/preview.html", previewed=previewed, changes=changes, form=form)
    return page, 422 if sent else 200


@blueprint.post("/load")
@requires(Permission.CODE_LIST_LOAD)
def confirm() -> ResponseReturnValue:
    """Load what was previewed, unless another version has become the current one since."""
    previewed = _previewed(request.form.get("previewed", ""))
    if previewed.over != current_version().name:
        raise NotPossible(
            mark("Another version was loaded meanwhile: choose the file again to see what it changes now.")
        )
    retired = compare(previewed.over, previewed.lines).to_map
    form = mapping_form(request.form, retired, previewed.lines)
    if not form.validate():
        return _preview(previewed, form)
    made = load(
        previewed.lines,
        previewed.name,
        actor(),
        provisional=previewed.provisional,
        mappings=mappings_of(form, retired),
    )
    flash(_("Loaded: %(name)s. New drafts are tagged with it.", name=made.name), "success")
    return redirect(url_for(".index"), 303)


def _previewed(sealed: str) -> Previewed:
    return Previewed(**unsealed(KIND, sealed))
