"""Organisations that are one: likely pairs, what a merge would do, merging, undoing, telling apart."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.access import Permission
from app.domain.errors import DomainError
from app.domain.text import _ as mark
from app.models import Organisation
from app.queries.merges import find_merge, merges_page
from app.queries.namesakes import Reason
from app.queries.organisation_list import listed, organisations_page, twins_page
from app.services.merging import check_mergeable, check_stands, merge, undo_merge
from app.services.organisation_names import ask_again, tell_apart
from app.web.access import actor, requires
from app.web.organisations import LARGEST, load
from app.web.paging import asked_page, page_of
from app.wording import locale, say_error

blueprint = Blueprint("merging", __name__, url_prefix="/organisations")
SIZE = 20
REASONS = {
    Reason.NAME: mark("Their names are nearly the same."),
    Reason.ACRONYM: mark("They have the same acronym."),
    Reason.EXPANSION: mark("One is called by the other’s acronym."),
}


@blueprint.get("/likely")
@requires(Permission.ORGANISATION_MERGE)
def likely() -> ResponseReturnValue:
    total, found = twins_page((asked_page() - 1) * SIZE, SIZE)
    return render_template("organisations/likely.html", twins=found, reasons=REASONS, page=page_of(total, SIZE))


@blueprint.get("/merges")
@requires(Permission.ORGANISATION_MERGE)
def merges() -> ResponseReturnValue:
    total, found = merges_page((asked_page() - 1) * SIZE, SIZE)
    return render_template("organisations/merges.html", merges=found, page=page_of(total, SIZE))


@blueprint.get("/<int:organisation_id>/merge")
@requires(Permission.ORGANISATION_MERGE)
def choose(organisation_id: int) -> ResponseReturnValue:
    """`q` words of the name of the one with which it is merged."""
    organisation = load(organisation_id)
    check_stands(organisation)
    return _choosing(organisation)


def _choosing(organisation: Organisation, wrong: str = "") -> str:
    words = request.args.get("q", "").strip()[:200]
    total, found = organisations_page(words, False, locale(), (asked_page() - 1) * SIZE, SIZE)
    others = [one for one in found if one.organisation.id != organisation.id]
    return render_template(
        "organisations/choose.html",
        organisation=organisation,
        rows=others,
        words=words,
        wrong=wrong,
        page=page_of(total, SIZE),
    )


@blueprint.get("/<int:organisation_id>/merge/<int:into>")
@requires(Permission.ORGANISATION_MERGE)
def preview(organisation_id: int, into: int) -> ResponseReturnValue:
    merged, kept = load(organisation_id), load(into)
    try:
        check_mergeable(merged, kept)
    except DomainError as error:
        return _refused(merged, error)
    one, other = listed([merged.id, kept.id])
    return render_template("organisations/merge.html", merged=one, kept=other)


def _refused(merged: Organisation, error: DomainError) -> ResponseReturnValue:
    """What is wrong with the choice is said where another one is made."""
    if error.field != "into":
        raise error
    return _choosing(merged, say_error(error)), 422


@blueprint.post("/<int:organisation_id>/merge/<int:into>")
@requires(Permission.ORGANISATION_MERGE)
def confirm(organisation_id: int, into: int) -> ResponseReturnValue:
    merged, kept = load(organisation_id), load(into)
    try:
        merge(merged, kept, actor())
    except DomainError as error:
        return _refused(merged, error)
    told = _("Merged. Every spelling of “%(name)s” leads here now.", name=merged.name(locale()))
    flash(told, "success")
    return redirect(url_for("organisations.show", organisation_id=kept.id), 303)


@blueprint.post("/merges/<int:merge_id>/undo")
@requires(Permission.ORGANISATION_MERGE)
def undo(merge_id: int) -> ResponseReturnValue:
    found = (find_merge(merge_id) if merge_id <= LARGEST else None) or abort(404)
    undo_merge(found, actor())
    flash(_("Undone. “%(name)s” stands again, with its spellings.", name=found.merged.name(locale())), "success")
    return redirect(url_for("organisations.show", organisation_id=found.merged_id), 303)


@blueprint.post("/<int:organisation_id>/apart/<int:other>")
@requires(Permission.ORGANISATION_MERGE)
def apart(organisation_id: int, other: int) -> ResponseReturnValue:
    one, another = load(organisation_id), load(other)
    tell_apart(one, another, actor())
    names = {"name": one.name(locale()), "other": another.name(locale())}
    flash(_("Kept as two: %(name)s – %(other)s. Their pages offer to ask again.", **names), "success")
    return redirect(url_for(".likely"), 303)


@blueprint.post("/<int:organisation_id>/apart/<int:other>/ask-again")
@requires(Permission.ORGANISATION_MERGE)
def together(organisation_id: int, other: int) -> ResponseReturnValue:
    one, another = load(organisation_id), load(other)
    ask_again(one, another, actor())
    flash(_("They may be asked about again: %(name)s", name=another.name(locale())), "success")
    return redirect(url_for("organisations.show", organisation_id=one.id), 303)
