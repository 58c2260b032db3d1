"""Initiatives that look alike: suggestions while a title is typed, and what a writer says of one."""

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.access import Permission, can
from app.domain.choices import Resemblance
from app.domain.errors import DomainError, NotFound
from app.domain.questions import Section
from app.domain.text import _ as mark
from app.models import Initiative
from app.queries.initiatives import load_initiative
from app.queries.overlaps import get_published
from app.services.overlaps import give_opinion
from app.web.access import actor, requires
from app.web.comparing import rendered, similar_titles
from app.web.entering import check_page, load_editable
from app.wording import say_error
from forms.overlaps import OpinionForm

blueprint = Blueprint("overlaps", __name__, url_prefix="/initiatives")

TITLES = 3
"""A title, and one in each language."""


@blueprint.get("/similar")
@requires(Permission.INITIATIVE_CREATE)
def similar() -> ResponseReturnValue:
    """{count, html}: published initiatives like the titles being typed (`title`, repeated), for the page's script."""
    found = similar_titles([title[:300] for title in request.args.getlist("title")[:TITLES]], _own())
    return jsonify(count=len(found), html=rendered(found))


def _own() -> Initiative | None:
    """The initiative of `reference`, which is being written; another desk's is as if it were not there."""
    reference = request.args.get("reference", "")
    if not reference:
        return None
    initiative = load_initiative(reference)
    if not can(actor(), Permission.REVISION_OPEN, initiative.subject):
        raise NotFound(mark("There is no initiative with this reference, or it is not yours to see."))
    return initiative


def _load(reference: str) -> Initiative:
    return load_editable(reference, Section.BASICS)


@blueprint.post("/<reference>/overlaps")
@requires(Permission.REVISION_OPEN, _load)
def answer(initiative: Initiative) -> ResponseReturnValue:
    """Takes `other` (a reference), `answer` and `remark`."""
    other = get_published(request.form.get("other", "").replace("\0", ""))
    form = OpinionForm(other.initiative.reference, formdata=request.form)
    form.other.data = other.initiative.reference
    if not form.validate():
        return check_page(initiative, (form, other)), 422
    try:
        give_opinion(initiative, other, Resemblance(form.answer.data), form.remark.data, actor())
    except DomainError as error:
        if error.field != "remark":
            raise
        form.remark.errors = [say_error(error)]
        return check_page(initiative, (form, other)), 422
    flash(_("Noted for the secretariat, which decides: nothing is linked by it."), "success")
    return redirect(url_for("entering.check", reference=initiative.reference, _anchor="overlaps"), 303)
