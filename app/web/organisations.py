"""The organisations that are suggested: the secretariat's list, and the page of one with its names and spellings."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.access import Permission
from app.domain.errors import DomainError
from app.domain.text import _ as mark
from app.models import Organisation
from app.queries.merges import find_standing_merge, merges_into, told_apart_from
from app.queries.organisation_list import find_organisation, organisations_page
from app.queries.organisation_uses import Part, count_spellings, uses_page
from app.queries.selection import UnknownFilter
from app.services.merging import own_keys
from app.services.organisation_names import add_spelling, move_out, rename
from app.web.access import actor, requires
from app.web.paging import asked_page, page_of
from app.wording import locale
from forms.organisations import NamesForm, SpellingForm
from forms.people import blame

blueprint = Blueprint("organisations", __name__, url_prefix="/organisations")
SIZE, USES = 50, 20
LARGEST = 2**31 - 1
PART_LABELS = {
    Part.LEAD: mark("Leads"),
    Part.IMPLEMENTER: mark("Implements"),
    Part.FUNDER: mark("Funds"),
}


@blueprint.get("")
@requires(Permission.ORGANISATION_MERGE)
def index() -> ResponseReturnValue:
    """`q` words of any name; `used=no` those that no initiative names."""
    words, used = request.args.get("q", "").strip()[:200], request.args.get("used", "")
    if used not in ("", "no"):
        raise UnknownFilter(mark("Unknown value for the filter “%(name)s”: “%(value)s”"), name="used", value=used[:60])
    total, found = organisations_page(words, used == "no", locale(), (asked_page() - 1) * SIZE, SIZE)
    page = page_of(total, SIZE)
    return render_template("organisations/index.html", rows=found, words=words, unused=used == "no", page=page)


def load(organisation_id: int) -> Organisation:
    """The organisation of an address, also one that was merged into another; 404 where there is none."""
    return (find_organisation(organisation_id) if organisation_id <= LARGEST else None) or abort(404)


@blueprint.get("/<int:organisation_id>")
@requires(Permission.ORGANISATION_MERGE)
def show(organisation_id: int) -> ResponseReturnValue:
    return _page(load(organisation_id))


@blueprint.post("/<int:organisation_id>")
@requires(Permission.ORGANISATION_MERGE)
def edit(organisation_id: int) -> ResponseReturnValue:
    """Takes `name_en name_fr acronym_en acronym_fr`."""
    organisation = load(organisation_id)
    form = NamesForm(organisation, request.form)
    if form.validate():
        try:
            rename(organisation, form.answers(), actor())
        except DomainError as error:
            blame(form, error)
        else:
            flash(_("Saved: %(name)s", name=organisation.name(locale())), "success")
            return redirect(url_for(".show", organisation_id=organisation.id), 303)
    return _page(organisation, names=form), 422


@blueprint.post("/<int:organisation_id>/spellings")
@requires(Permission.ORGANISATION_MERGE)
def spell(organisation_id: int) -> ResponseReturnValue:
    """Takes `spelling`."""
    organisation = load(organisation_id)
    form = SpellingForm(request.form)
    if form.validate():
        try:
            made = add_spelling(organisation, form.spelling.data or "", actor())
        except DomainError as error:
            blame(form, error)
        else:
            flash(_("Added: %(name)s", name=made.name), "success")
            return redirect(url_for(".show", organisation_id=organisation.id, _anchor="spellings"), 303)
    return _page(organisation, spelling=form), 422


@blueprint.post("/<int:organisation_id>/spellings/move-out")
@requires(Permission.ORGANISATION_MERGE)
def split(organisation_id: int) -> ResponseReturnValue:
    """Takes `key`, that of the spelling."""
    made = move_out(load(organisation_id), request.form.get("key", "").replace("\0", ""), actor())
    flash(_("“%(name)s” is an organisation of its own now. This is its page.", name=made.name(locale())), "success")
    return redirect(url_for(".show", organisation_id=made.id), 303)


def _page(organisation: Organisation, names: NamesForm | None = None, spelling: SpellingForm | None = None) -> str:
    """Nothing is written from here on: a form that was refused left the organisation as it was."""
    total, uses = uses_page(organisation, (asked_page() - 1) * USES, USES)
    return render_template(
        "organisations/show.html",
        organisation=organisation,
        names=names or NamesForm(organisation),
        spelling=spelling or SpellingForm(),
        wrong=next((form for form in (names, spelling) if form and form.errors), None),
        counts=count_spellings(organisation),
        own=own_keys(organisation),
        uses=uses,
        part_labels=PART_LABELS,
        page=page_of(total, USES),
        away=find_standing_merge(organisation.id),
        merges=merges_into(organisation.id),
        apart=told_apart_from(organisation.id),
    )
