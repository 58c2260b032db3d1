"""The phrases for questions: the secretariat's list."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.access import Permission
from app.domain.errors import DomainError
from app.models import Phrase
from app.queries.phrases import find_phrase, phrases
from app.services.phrases import retire_phrase, write_phrase
from app.web.access import actor, requires
from app.web.asked import label_of
from forms.people import blame
from forms.phrases import PhraseForm

blueprint = Blueprint("phrases", __name__, url_prefix="/phrases")


@blueprint.get("")
@requires(Permission.PHRASE_EDIT)
def index() -> ResponseReturnValue:
    return _page()


@blueprint.post("")
@requires(Permission.PHRASE_EDIT)
def add() -> ResponseReturnValue:
    return _written(None)


@blueprint.post("/<int:phrase_id>")
@requires(Permission.PHRASE_EDIT)
def edit(phrase_id: int) -> ResponseReturnValue:
    """New words; a retired phrase comes back."""
    return _written(find_phrase(phrase_id) or abort(404))


@blueprint.post("/<int:phrase_id>/retire")
@requires(Permission.PHRASE_EDIT)
def retire(phrase_id: int) -> ResponseReturnValue:
    retire_phrase(find_phrase(phrase_id) or abort(404), actor())
    flash(_("Retired. It stands at the end of the page and can be taken up again."), "success")
    return redirect(url_for(".index"), 303)


def _written(phrase: Phrase | None) -> ResponseReturnValue:
    form = PhraseForm(request.form, phrase)
    if form.validate():
        try:
            made = write_phrase(phrase, **form.answers(), by=actor())
        except DomainError as error:
            blame(form, error)
        else:
            flash(_("The phrase is saved."), "success")
            return redirect(url_for(".index", _anchor=f"phrase-{made.id}"), 303)
    return _page(form, phrase), 422


def _page(wrong: PhraseForm | None = None, of: Phrase | None = None) -> str:
    """Each phrase with its form; `wrong` is the one that was refused, of a phrase or of a new one."""
    in_use, retired = phrases(), phrases(retired=True)
    forms = {one.id: wrong if wrong and one == of else PhraseForm(None, one) for one in (*in_use, *retired)}
    return render_template(
        "review/phrases.html",
        phrases=in_use,
        retired=retired,
        forms=forms,
        form=wrong if wrong and of is None else PhraseForm(),
        wrong=wrong,
        wrong_id=of.id if of else None,
        label_of=label_of,
    )
