"""The corrections of an initiative, word by word; the Partner contests one, the secretariat answers."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.access import Permission, can
from app.domain.errors import DomainError
from app.domain.text import _ as mark
from app.models import Correction, Initiative
from app.queries.corrections import corrections_of, get_correction
from app.queries.initiatives import load_initiative, lock_initiative
from app.services.corrections import contest, keep, take_back
from app.services.workflow import find_taken
from app.web.access import actor, requires, sent_key
from app.web.changes import Change, changes_of
from app.wording import locale, say_error

blueprint = Blueprint("contesting", __name__, url_prefix="/initiatives")


@dataclass(frozen=True)
class Shown:
    """A correction with its changes; `typed` is what was written about it and could not be taken, `wrong` why."""

    correction: Correction
    changes: list[Change]
    typed: str
    wrong: str


@blueprint.get("/<reference>/corrections")
@requires(Permission.WORKING_READ, load_initiative)
def show(initiative: Initiative) -> ResponseReturnValue:
    return _page(initiative)


@blueprint.post("/<reference>/corrections/<int:correction>/contest")
@requires(Permission.CORRECTION_CONTEST, lock_initiative)
def say_no(initiative: Initiative, correction: int) -> ResponseReturnValue:
    found = get_correction(initiative, correction)
    if not find_taken(initiative, sent_key(), actor()):
        try:
            contest(found, _words(), actor(), key=sent_key())
        except DomainError as error:
            return _refused(initiative, found, error)
        flash(_("Contested. The secretariat answers; you read it here and on your home page."), "success")
    return _back(initiative, found)


@blueprint.post("/<reference>/corrections/<int:correction>/answer")
@requires(Permission.REVISION_REVIEW, lock_initiative)
def answer(initiative: Initiative, correction: int) -> ResponseReturnValue:
    found, wanted = get_correction(initiative, correction), request.form.get("do", "")
    if wanted not in ("keep", "take-back"):
        raise DomainError(mark("There is no step “%(action)s”"), action=wanted[:40])
    if find_taken(initiative, sent_key(), actor()):
        return _back(initiative, found)
    try:
        if wanted == "keep":
            keep(found, _words(), actor(), key=sent_key())
            flash(_("The correction stays. The Partner reads why."), "success")
        else:
            take_back(found, _words(), actor(), key=sent_key())
            flash(_("The old answers stand again, in the version that is with the secretariat."), "success")
    except DomainError as error:
        return _refused(initiative, found, error)
    return _back(initiative, found)


def _words() -> str:
    return request.form.get("words", "").replace("\0", "").replace("\r\n", "\n")


def _refused(initiative: Initiative, correction: Correction, error: DomainError) -> ResponseReturnValue:
    """The page again with what was typed, where something is wrong with the words; all else is refused as a whole."""
    if error.field != "words":
        raise error
    return _page(initiative, correction, say_error(error)), 422


def _back(initiative: Initiative, correction: Correction) -> ResponseReturnValue:
    anchor = f"correction-{correction.event_id}"
    return redirect(url_for(".show", reference=initiative.reference, _anchor=anchor), 303)


def _page(initiative: Initiative, refused: Correction | None = None, wrong: str = "") -> str:
    private = can(actor(), Permission.CONTACT_READ, initiative.subject)
    found = [
        Shown(
            correction=one,
            changes=changes_of(one.event.changes or {}, one.event.revision.taxonomy_version, private=private),
            typed=request.form.get("words", "") if one is refused else one.contest,
            wrong=wrong if one is refused else "",
        )
        for one in corrections_of(initiative)
    ]
    title = (initiative.working or initiative.published or initiative.latest).title_in(locale())
    return render_template("review/corrections.html", initiative=initiative, title=title, shown=found)
