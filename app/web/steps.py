"""Taking a step: hand over, submit, return, publish … and what the person reads afterwards."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.access import Permission
from app.domain.errors import DomainError, Incomplete, NotAllowed, NotPossible
from app.domain.status import Status
from app.domain.text import _ as mark
from app.domain.workflow import Action, Step, step
from app.models import Initiative, Revision
from app.queries.decided import find_undoable
from app.queries.initiatives import load_initiative, lock_initiative
from app.services.workflow import find_taken, perform
from app.web.access import actor, refuse, requires, sent_key
from app.web.entering import check_page
from app.wording import say, say_error

blueprint = Blueprint("steps", __name__, url_prefix="/initiatives")


@blueprint.post("/<reference>/steps")
@requires(Permission.INITIATIVE_READ, lock_initiative)
def take(initiative: Initiative) -> ResponseReturnValue:
    action, key = _action(), sent_key()
    if find_taken(initiative, key, actor()):
        return redirect(_afterwards(initiative, action), 303)
    revision = _concerned(initiative, action)
    try:
        _unchanged(revision)
        perform(revision, action, by=actor(), note=request.form.get("note", "").replace("\0", ""), key=key)
    except NotAllowed:
        refuse(initiative)
    except Incomplete:
        return check_page(initiative), 422
    except DomainError as error:
        if error.field != "note":
            raise
        return _ask_again(initiative, step(action, revision.status), say_error(error)), 422
    return redirect(_afterwards(initiative, action), 303)


def _action() -> Action:
    text = request.form.get("action", "")
    if text not in {str(action) for action in Action}:
        raise DomainError(mark("There is no step “%(action)s”"), action=text[:40])
    return Action(text)


def _concerned(initiative: Initiative, action: Action) -> Revision:
    """The revision that the step is about.

    The published one to withdraw, a discarded one to take up again, a decided one to undo, otherwise the working one.
    """
    if action is Action.RESTORE:
        return _discarded(initiative) or initiative.latest
    if action is Action.UNDO:
        decided = find_undoable(initiative)
        return decided.revision if decided else initiative.latest
    standing = initiative.published if action is Action.WITHDRAW else initiative.working
    return standing or initiative.latest


def _discarded(initiative: Initiative) -> Revision | None:
    """The version that the form names by its `number`, otherwise the newest that was discarded."""
    found = [revision for revision in initiative.revisions if revision.status is Status.DISCARDED]
    number = request.form.get("number")
    return next((one for one in reversed(found) if not number or str(one.number) == number), None)


def _unchanged(revision: Revision) -> None:
    """What a reviewer decides on is what they read: a record that moved since is refused."""
    read = request.form.get("version", "")
    if read and read != str(revision.version):
        raise NotPossible(mark("The record has changed since you opened it. Read it again, then decide."))


def _ask_again(initiative: Initiative, asked: Step, message: str) -> str:
    typed = {name: request.form.get(name, "") for name in ("note", "version")}
    return render_template("entering/step.html", initiative=initiative, step=asked, message=message, **typed)


def _afterwards(initiative: Initiative, action: Action) -> str:
    if action in (Action.SUBMIT, Action.HAND_OVER):
        return url_for("steps.receipt", reference=initiative.reference)
    done = say(mark("%(name)s: %(value)s"), {"name": _(action.label), "value": initiative.reference})
    kept = _("It stays in the history and can be taken up again.") if action is Action.DISCARD else ""
    flash(f"{done}. {kept}".strip(), "success")
    return url_for("initiatives.show", reference=initiative.reference)


@blueprint.get("/<reference>/receipt")
@requires(Permission.WORKING_READ, load_initiative)
def receipt(initiative: Initiative) -> ResponseReturnValue:
    """What was sent, to whom, and what happens next; reading it again sends nothing."""
    revision = initiative.working or initiative.latest
    if revision.status not in (Status.SUBMITTED, Status.AWAITING_SIGN_OFF):
        return redirect(url_for("initiatives.show", reference=initiative.reference))
    return render_template("entering/receipt.html", initiative=initiative, revision=revision)
