"""The secretariat's queue: taking the next one, assigning, publishing several, undoing what was just decided."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.db import db
from app.domain.access import Permission
from app.domain.errors import DomainError, NotPossible
from app.domain.languages import Reading
from app.domain.questions import Kind
from app.domain.reviewing import Age, Turn
from app.domain.text import _ as mark
from app.models import Initiative, Revision
from app.queries.corrections import contested_among
from app.queries.initiatives import lock_initiative
from app.queries.languages import read_title
from app.queries.people import find_person, holders_by_duty, reviewers
from app.queries.queue import PAGE_SIZE, Submission, count_by_age, count_submissions, next_for, submissions
from app.queries.review_questions import count_answered, count_open
from app.queries.warned import warnings_of
from app.services.reviewing import assign_reviewer, publish_unflagged, take
from app.services.workflow import find_taken
from app.web.access import actor, requires, sent_key
from app.web.paging import page_of
from app.web.queue_filters import age_href, queue_panel, turn_href, wanted_of_request
from app.web.taking import to_taken, to_the_queue
from app.web.undoing import undoable_decisions
from app.wording import locale, say_error

blueprint = Blueprint("review", __name__)
MOST_AT_ONCE = PAGE_SIZE


@dataclass(frozen=True)
class QueueRow:
    """One that waits, and where it is read."""

    href: str
    reference: str
    title: str
    reading: Reading | None
    """Of the title; None where there is none."""
    partner: str
    kind: Kind
    submission: Submission
    warnings: int
    asked: int
    """Of what is with the Partner the questions without an answer, otherwise those answered and not settled."""


@blueprint.get("/review")
@requires(Permission.QUEUE_READ)
def queue() -> ResponseReturnValue:
    wanted = wanted_of_request()
    page = page_of(count_submissions(wanted), PAGE_SIZE)
    found = submissions(page.number, wanted=wanted)
    ages = count_by_age(wanted)
    return render_template(
        "review/queue.html",
        rows=_rows(found, wanted.turn),
        contested=contested_among([one.revision.initiative_id for one in found]),
        page=page,
        panel=queue_panel(wanted),
        turn=wanted.turn,
        turns=[(turn, turn_href(turn)) for turn in Turn],
        ages=[(age, ages[age], age_href(age)) for age in Age],
        reviewers=reviewers(),
        holders=holders_by_duty(),
        undoable=undoable_decisions(),
        me=actor().person_id,
    )


def _rows(found: Sequence[Submission], turn: Turn) -> list[QueueRow]:
    revisions = [one.revision for one in found]
    warnings = warnings_of(revisions)
    asked = count_open(revisions) if turn is Turn.THEM else count_answered(revisions)
    return [_row(one, warnings[one.revision.id], asked.get(one.revision.initiative_id, 0)) for one in found]


def _row(found: Submission, warnings: int, asked: int) -> QueueRow:
    initiative = found.revision.initiative
    return QueueRow(
        href=url_for("reviewing.show", reference=initiative.reference),
        reference=initiative.reference,
        title=found.revision.title_in(locale()) or _("Without a title"),
        reading=read_title(found.revision, locale()),
        partner=initiative.partner.name(locale()),
        kind=initiative.kind,
        submission=found,
        warnings=warnings,
        asked=asked,
    )


@blueprint.post("/review/next")
@requires(Permission.REVIEWER_ASSIGN)
def take_next() -> ResponseReturnValue:
    """The oldest of one's own, otherwise the oldest of nobody's, which becomes one's own."""
    reviewer = find_person(actor().person_id or 0)
    wanted = wanted_of_request()
    for _attempt in range(MOST_AT_ONCE):
        reference = next_for(reviewer.id, wanted) if reviewer else None
        if reference is None:
            break
        if take(_open_one(lock_initiative(reference)), actor()):
            return to_taken(reference)
    flash(_("Nothing is left that is yours or nobody’s among what you chose."), "waiting")
    return to_the_queue()


@blueprint.post("/review/assign")
@requires(Permission.REVIEWER_ASSIGN)
def assign_ticked() -> ResponseReturnValue:
    chosen = request.form.get("reviewer", "")
    reviewer = find_person(int(chosen)) if chosen.isascii() and chosen.isdigit() else None
    if chosen and reviewer is None:
        raise DomainError(mark("Choose somebody of the secretariat who is not suspended"))
    try:
        ticked = _ticked()
    except NotPossible as error:
        return _not_ticked(error)
    for initiative in ticked:
        assign_reviewer(_open_one(initiative), reviewer, actor())
    count = len(ticked)
    told = ngettext("%(num)s submission: %(name)s", "%(num)s submissions: %(name)s", count, name=_name(reviewer))
    flash(told, "success")
    return to_the_queue()


def _open_one(initiative: Initiative) -> Revision:
    return initiative.working or initiative.latest


def _name(reviewer: object) -> str:
    return str(getattr(reviewer, "name", "") or _("Nobody yet"))


@blueprint.post("/review/publish")
@requires(Permission.QUEUE_READ)
def publish_ticked() -> ResponseReturnValue:
    """Publish what is ticked and nothing speaks against; the others stay, each with its reason."""
    try:
        ticked, key = _ticked(), sent_key()[:40]
    except NotPossible as error:
        return _not_ticked(error)
    done, kept = 0, []
    for initiative in ticked:
        try:
            _publish(initiative, f"{key}:{initiative.reference}" if key else "")
            done += 1
        except DomainError as error:
            kept.append(_("%(name)s: %(value)s", name=initiative.reference, value=say_error(error)))
    if done:
        flash(ngettext("%(num)s was published", "%(num)s were published", done), "success")
    for reason in kept:
        flash(reason, "waiting")
    return to_the_queue()


def _publish(initiative: Initiative, key: str) -> None:
    if find_taken(initiative, key, actor()):
        return
    with db.session.begin_nested():
        publish_unflagged(initiative, actor(), key)


def _ticked() -> Sequence[Initiative]:
    """The initiatives ticked, locked in one order so that two people never wait for each other; 404 for others."""
    references = sorted(set(request.form.getlist("reference")))
    if not references:
        raise NotPossible(mark("Tick at least one submission first."))
    if len(references) > MOST_AT_ONCE:
        raise NotPossible(mark("Tick at most %(most)s submissions."), most=MOST_AT_ONCE)
    return [lock_initiative(reference) for reference in references]


def _not_ticked(error: NotPossible) -> ResponseReturnValue:
    flash(say_error(error), "waiting")
    return to_the_queue()
