"""The secretariat corrects a section: the form of the section, with a reason that the Partner reads."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.access import Permission
from app.domain.corrections import beyond_correction
from app.domain.errors import DomainError
from app.domain.questions import Section
from app.domain.rules import Problem
from app.domain.status import Status
from app.models import QUESTIONS, Initiative, Revision
from app.queries.initiatives import load_initiative, lock_initiative
from app.services.corrections import correct, require_with_us
from app.services.initiatives import new_key, open_to_correct
from app.services.workflow import find_taken
from app.web.access import actor, requires, sent_key
from app.web.conflicts import Difference, base_of, differences, state_of, take_theirs, take_untouched
from app.web.entering import typed_of
from app.web.eur import tell_values
from app.web.tasks import section_or_404
from app.wording import say_error
from forms.initiative import section_form
from forms.kit.build import AnswersForm

blueprint = Blueprint("correcting", __name__, url_prefix="/review")
WITHOUT = beyond_correction(QUESTIONS)


@blueprint.post("/<reference>/correct")
@requires(Permission.REVISION_REVIEW, lock_initiative)
def begin(initiative: Initiative) -> ResponseReturnValue:
    """Open a new version of what is published, and go to the page on which it is corrected and published."""
    opened = initiative.working is None
    open_to_correct(initiative, actor())
    if opened:
        flash(_("A new version is with the secretariat. Correct it section by section, then publish it."))
    return redirect(url_for("reviewing.show", reference=initiative.reference), 303)


@blueprint.get("/<reference>/correct/<section>")
@requires(Permission.REVISION_REVIEW, load_initiative)
def edit(initiative: Initiative, section: str) -> ResponseReturnValue:
    revision = initiative.working or initiative.latest
    part = section_or_404(revision, section)
    require_with_us(revision)
    return _page(revision, part, section_form(revision, part, actor(), without=WITHOUT))


@blueprint.post("/<reference>/correct/<section>")
@requires(Permission.REVISION_REVIEW, lock_initiative)
def save(initiative: Initiative, section: str) -> ResponseReturnValue:
    revision = initiative.working or initiative.latest
    part, review = section_or_404(revision, section), url_for("reviewing.show", reference=initiative.reference)
    if find_taken(initiative, sent_key(), actor()):
        return redirect(review, 303)
    typed, command = typed_of(part, initiative.kind), request.form.get("rows", "")
    form = section_form(revision, part, actor(), typed, unfinished=bool(command), without=WITHOUT)
    if revision.status is not Status.SUBMITTED:
        return _page(revision, part, form), 409
    take_theirs(revision, part, form)
    if command:
        form.change_rows(command)
        return _page(revision, part, form)
    take_untouched(revision, part, form)
    if found := differences(revision, part, form, typed):
        return _page(revision, part, form, found), 409
    if not form.validate() or (wrong := _corrected(revision, part, form)) is None:
        return _page(revision, part, form), 422
    if wrong:
        return _page(revision, part, form, wrong=wrong), 422
    flash(_("Corrected: %(section)s. The Partner is told and may contest it.", section=_(part.label)), "success")
    return redirect(review, 303)


def _corrected(revision: Revision, section: Section, form: AnswersForm) -> str | None:
    """Empty where it is done, None where a field of the form was blamed, otherwise what is wrong with the reason."""
    reason = request.form.get("reason", "").replace("\0", "")
    try:
        correct(revision, section, form.answers(), reason, actor(), key=sent_key())
    except DomainError as error:
        if error.field == "reason":
            return say_error(error)
        if error.field is None or error.field in WITHOUT:
            raise
        form.blame(Problem(error.field, error.message, params=error.params))
        return None
    return ""


def _page(
    revision: Revision, section: Section, form: AnswersForm, conflict: Sequence[Difference] = (), wrong: str = ""
) -> str:
    """`seen` and `base` stay those of the page that was opened, until a conflict has been shown."""
    if section is Section.MONEY:
        tell_values(form)
    keeps = request.method == "POST" and not conflict
    return render_template(
        "review/correct.html",
        initiative=revision.initiative,
        revision=revision,
        section=section,
        form=form,
        conflict=conflict,
        wrong=wrong,
        reason=request.form.get("reason", ""),
        seen=request.form.get("seen", "") if keeps else state_of(revision, section),
        base=request.form.get("base", "") if request.method == "POST" else base_of(revision, section),
        key=sent_key() or new_key(),
        person_id=actor().person_id,
    )
