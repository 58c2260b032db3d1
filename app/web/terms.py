"""The terms that suggest domains and priorities: the secretariat's list."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.access import Permission
from app.domain.classification import Level
from app.domain.errors import DomainError
from app.domain.questions import CodeList
from app.queries.classification import find_term, terms_page
from app.services.terms import add_term, remove_term
from app.web.access import actor, requires
from app.web.paging import asked_page, page_of
from app.web.presenting import code_names
from forms.people import blame
from forms.terms import TermForm

blueprint = Blueprint("terms", __name__, url_prefix="/terms")
SIZE = 50


@blueprint.get("")
@requires(Permission.TERM_EDIT)
def index() -> ResponseReturnValue:
    return _page(TermForm())


@blueprint.post("")
@requires(Permission.TERM_EDIT)
def add() -> ResponseReturnValue:
    form = TermForm(request.form)
    if form.validate():
        try:
            made = add_term(**form.answers(), by=actor())
        except DomainError as error:
            blame(form, error)
        else:
            flash(_("Added: %(name)s", name=made.term), "success")
            return redirect(url_for(".index", q=made.term), 303)
    return _page(form), 422


@blueprint.post("/<int:term_id>/remove")
@requires(Permission.TERM_EDIT)
def remove(term_id: int) -> ResponseReturnValue:
    term = find_term(term_id) or abort(404)
    remove_term(term, actor())
    flash(_("Removed: %(name)s. Add it again if it is needed after all.", name=term.term), "success")
    return redirect(url_for(".index", q=request.form.get("q") or None), 303)


def _page(form: TermForm) -> str:
    words = request.args.get("q", "")
    total, found = terms_page(words, (asked_page() - 1) * SIZE, SIZE)
    names = {Level.DOMAIN: code_names(CodeList.DOMAINS), Level.PRIORITY: code_names(CodeList.PRIORITIES)}
    return render_template(
        "terms/index.html", form=form, terms=found, names=names, words=words, page=page_of(total, SIZE)
    )
