"""The review page: one form, so that whatever button is pressed, the questions typed on the page are kept."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.domain.access import Permission
from app.domain.errors import DomainError, NotPossible
from app.domain.status import Status
from app.domain.text import _ as mark
from app.domain.workflow import Action
from app.models import Initiative, Revision
from app.queries.initiatives import load_initiative, lock_initiative
from app.queries.phrases import language_of_the_partner, phrases
from app.queries.review_questions import drafts_of, get_question
from app.services.checks import dismiss
from app.services.initiatives import new_key
from app.services.review_questions import confirm, reopen, save_drafts
from app.services.workflow import find_taken, perform
from app.web import transactions
from app.web.access import actor, requires, sent_key
from app.web.review_page import AGAIN, ASK, PHRASE, WAS, WORD, find_doubt, page_of
from app.web.taking import carried, in_turn, take_another
from app.wording import say_error

blueprint = Blueprint("reviewing", __name__, url_prefix="/review")

DECISIONS = {"return": Action.RETURN, "publish": Action.PUBLISH, "decline": Action.DECLINE}


@blueprint.get("/<reference>")
@requires(Permission.REVISION_REVIEW, load_initiative)
def show(initiative: Initiative) -> ResponseReturnValue:
    """The submission; whoever comes too late reads that it is not there any more, with their questions."""
    if initiative.working is None:
        return redirect(url_for("initiatives.show", reference=initiative.reference))
    return _page(initiative.working)


@blueprint.post("/<reference>")
@requires(Permission.REVISION_REVIEW, lock_initiative)
def act(initiative: Initiative) -> ResponseReturnValue:
    """Keep the typed questions, then do what `do` says: save (or nothing), a decision, or something with one field."""
    if find_taken(initiative, sent_key(), actor()):
        if in_turn():
            return take_another(initiative.reference)
        return redirect(url_for("initiatives.show", reference=initiative.reference), 303)
    revision = initiative.working or initiative.latest
    wanted, _colon, about = request.form.get("do", "").partition(":")
    doing = _doing(wanted)
    try:
        save_drafts(revision, _typed(revision), actor())
    except DomainError as error:
        if error.field is None:
            raise
        return _page(revision, error), 422
    transactions.keep()
    try:
        return doing(revision, about)
    except DomainError as error:
        if error.field is None:
            raise
        return _page(revision, error), 422


def _doing(wanted: str) -> Callable[[Revision, str], ResponseReturnValue]:
    if wanted in DECISIONS:
        return _decide(DECISIONS[wanted])
    known = {"": _save, "save": _save, "confirm": _confirm, "reopen": _reopen, "dismiss": _dismiss}
    if wanted not in known:
        raise DomainError(mark("There is no step “%(action)s”"), action=wanted[:40])
    return known[wanted]


def _typed(revision: Revision) -> dict[str, str]:
    """What was typed or chosen on the page, by field; what stands as the page was opened is left as it stands."""
    form, known = request.form, {str(phrase.id): phrase for phrase in phrases()}
    language = language_of_the_partner(revision).value
    found = {}
    for name in (sent.removeprefix(ASK) for sent in form if sent.startswith(ASK)):
        phrase = known.get(form.get(PHRASE + name, ""))
        text = _lines(form[ASK + name])
        added = "\n".join(part for part in (text, phrase.text(language) if phrase else "") if part)
        if added != _lines(form.get(WAS + name, "")):
            found[name] = added
    return found


def _lines(text: str) -> str:
    return text.replace("\0", "").replace("\r\n", "\n").strip()


def _save(revision: Revision, about: str) -> ResponseReturnValue:
    _require_submitted(revision)
    count = len(drafts_of(revision.initiative))
    flash(
        ngettext(
            "%(num)s question is kept. The Partner sees it when you return the submission.",
            "%(num)s questions are kept. The Partner sees them when you return the submission.",
            count,
        )
        if count
        else _("Nothing is asked yet.")
    )
    return _back(revision, "questions")


def _confirm(revision: Revision, about: str) -> ResponseReturnValue:
    asked = get_question(revision.initiative, _number(about))
    confirm(asked, revision, actor())
    flash(_("The question is closed."), "success")
    return _back(revision, f"f-{asked.question}")


def _reopen(revision: Revision, about: str) -> ResponseReturnValue:
    asked = get_question(revision.initiative, _number(about))
    reopen(asked, revision, _lines(request.form.get(f"{AGAIN}{asked.id}", "")), actor())
    flash(_("The question is asked again when you return the submission."))
    return _back(revision, f"f-{asked.question}")


def _dismiss(revision: Revision, about: str) -> ResponseReturnValue:
    _require_submitted(revision)
    key = find_doubt(revision, about)
    try:
        dismiss(revision.initiative, key, _lines(request.form.get(WORD + about, "")), actor())
    except DomainError as error:
        raise DomainError(error.message, field=f"{WORD}{about}", **error.params) from error
    flash(_("Noted: the warning stays away as long as the answer stays."), "success")
    return _back(revision, f"f-{key[1]}")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _decide(action: Action) -> Callable[[Revision, str], ResponseReturnValue]:
    def decide(revision: Revision, about: str) -> ResponseReturnValue:
        _unchanged(revision)
        note = _lines(request.form.get("reason" if action is Action.DECLINE else "note", ""))
        try:
            perform(revision, action, by=actor(), note=note, key=sent_key())
        except DomainError as error:
            field = "reason" if error.field and action is Action.DECLINE else error.field
            if error.field and action is Action.RETURN and not note:
                raise DomainError(
                    mark("Ask a question on a field, or write a note that says why"), field=field
                ) from error
            raise type(error)(error.message, field=field, **error.params) from error
        reference = revision.initiative.reference
        flash(_("%(name)s: %(value)s", name=_(action.label), value=reference) + ".", "success")
        if in_turn():
            return take_another(reference)
        return redirect(
            url_for("review.queue" if action is Action.RETURN else "initiatives.show", **_of(action, reference)), 303
        )

    return decide


def _of(action: Action, reference: str) -> dict[str, Any]:
    return {} if action is Action.RETURN else {"reference": reference}


def _require_submitted(revision: Revision) -> None:
    if revision.status is not Status.SUBMITTED:
        message = mark(
            "It is not with the secretariat any more: it is “%(status)s”. The questions that you typed are kept; "
            "you find them on the review page."
        )
        raise NotPossible(message, status=revision.status)


def _unchanged(revision: Revision) -> None:
    """What a reviewer decides on is what they read."""
    _require_submitted(revision)
    if request.form.get("version", "") != str(revision.version):
        message = mark(
            "The record has changed since you opened it. The questions that you typed are kept: "
            "read it again, then decide."
        )
        raise NotPossible(message)


def _back(revision: Revision, anchor: str) -> ResponseReturnValue:
    reference, since = revision.initiative.reference, request.args.get("since")
    return redirect(url_for(".show", reference=reference, since=since, **carried(), _anchor=anchor), 303)


def _page(revision: Revision, error: DomainError | None = None) -> str:
    wrong = {error.field: say_error(error)} if error else {}
    return render_template("review/page.html", **page_of(revision), wrong=wrong, form=request.form, key=new_key())
