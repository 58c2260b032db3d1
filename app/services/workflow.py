"""`perform()`: the only code that changes a status."""

from sqlalchemy import select

from app.db import db, now
from app.domain.access import SYSTEM, Actor, require
from app.domain.errors import DomainError, Incomplete, NotPossible
from app.domain.status import Status
from app.domain.text import _
from app.domain.workflow import PERMISSION_OF, Action, Step, step
from app.models import Event, Initiative, Occasion, Revision
from app.models.answers import answers, as_json
from app.queries.completeness import gaps
from app.queries.corrections import is_opened_to_correct
from app.queries.decided import find_superseded_by, find_undoable
from app.queries.documents import files_of
from app.queries.review_questions import can_return_without_note, drafts_of
from app.services import assignments
from app.services.candidates import forget_search, search
from app.services.events import record
from app.services.initiatives import put_on_desk
from app.services.links import require_no_circle
from app.services.money import allocate
from app.services.organisations import settle
from app.services.review_questions import follow, unfollow
from app.services.titles import list_title, unlist_title
from app.services.warned import count_warnings


def perform(revision: Revision, action: Action, *, by: Actor, note: str = "", key: str = "") -> Event:
    """Take the step `action` from the revision's present status and append its event in the same flush.

    `key` is kept with the event: see `find_taken()`.

    Raises NotPossible (no such step from here), NotAllowed, Incomplete, or DomainError on `note` where the
    step needs one.
    """
    require(by, PERMISSION_OF[action], revision.initiative.subject)
    taken = step(action, revision.status)
    note = note.strip()
    _require_fit(taken, revision, note)
    decision = _undoable(revision) if action is Action.UNDO else None
    if taken.target is Status.PUBLISHED:
        require_no_circle(revision)
        _supersede(revision)
    event = _move(revision, taken, by, note)
    event.key = key or None
    _settle_assignments(taken, revision, by, note)
    follow(event, by)
    if decision is not None:
        unfollow(decision)
        _reinstate(decision)
    _enter_or_leave(taken, revision)
    return event


def _require_fit(taken: Step, revision: Revision, note: str) -> None:
    """Raise unless the revision and the note are as the step needs them."""
    if taken.needs_note and not note and not (taken.or_questions and can_return_without_note(revision.initiative)):
        raise DomainError(_("Write a note that says why"), field="note")
    if taken.action is Action.DROP and not is_opened_to_correct(revision):
        raise NotPossible(_("The Partner submitted this version: return it, publish it or decline it."))
    if len(note) > 5000:
        raise DomainError(_("Shorten the note to 5,000 characters or fewer"), field="note")
    if taken.action is Action.RESTORE:
        _require_restorable(revision)
    if taken.action is Action.PUBLISH and drafts_of(revision.initiative):
        message = _("Questions are not sent yet: return with them, or clear them and publish.")
        raise DomainError(message, field="questions")
    if taken.action is Action.TAKE_BACK and is_opened_to_correct(revision):
        raise NotPossible(
            _("The secretariat opened this version itself, to correct it. You can contest the correction.")
        )
    if taken.action is Action.DECLINE and is_opened_to_correct(revision):
        raise NotPossible(_("The secretariat opened this version itself: publish it, or drop it."))
    if taken.action is Action.REINSTATE and revision.initiative.published:
        raise NotPossible(_("Another version stands in the reports."))
    if taken.needs_complete and (found := gaps(revision)):
        raise Incomplete(_("%(count)s answers are missing or must be corrected before you submit."), list(found))


def _require_restorable(revision: Revision) -> None:
    """One version is written at a time, and none replaces what was published after it."""
    if working := revision.initiative.working:
        message = _("Version %(number)s is being written: discard or submit it before you take this one up again.")
        raise NotPossible(message, number=working.number)
    if newer := revision.initiative.overtaken(revision):
        message = _(
            "Version %(number)s was published after this one: start a new version, and copy by hand what is useful."
        )
        raise NotPossible(message, number=newer.number)


def _enter_or_leave(taken: Step, revision: Revision) -> None:
    """What follows when a revision comes into the reports or leaves them, or leaves the desk and comes back."""
    if taken.target is Status.PUBLISHED:
        settle(revision)
        allocate(revision)
        list_title(revision)
        search(revision)
    elif taken.source is Status.PUBLISHED:
        unlist_title(revision)
        forget_search(revision)
    elif Status.DISCARDED in (taken.source, taken.target):
        put_on_desk(revision.initiative)
    if taken.target is Status.SUBMITTED:
        count_warnings(revision)


def _settle_assignments(taken: Step, revision: Revision, by: Actor, note: str) -> None:
    """What the Contributor hands over is done; what is sent back to their desk is open again."""
    if taken.action is Action.HAND_OVER:
        assignments.close_own(revision.initiative, by, note)
    elif taken.action is Action.SEND_BACK:
        assignments.reopen(revision, by)


def find_taken(initiative: Initiative, key: str, by: Actor) -> Event | None:
    """The event of what this actor did with the form of that key: sent twice, it is done once."""
    found = select(Event).where(Event.initiative_id == initiative.id, Event.person_id == by.person_id)
    return db.session.scalar(found.where(Event.key == key)) if key else None


def _supersede(newer: Revision) -> None:
    standing = newer.initiative.published
    if standing is not None:
        perform(standing, Action.SUPERSEDE, by=SYSTEM)


def _undoable(revision: Revision) -> Event:
    decision = find_undoable(revision.initiative)
    if decision is None or decision.revision_id != revision.id or revision.held:
        raise NotPossible(_("A decision can be undone within ten minutes, and only until something else happens."))
    return decision


def _reinstate(undone: Event) -> None:
    """Bring back what the undone publication had replaced."""
    superseded = find_superseded_by(undone) if undone.action is Action.PUBLISH else None
    if superseded is not None:
        perform(superseded.revision, Action.REINSTATE, by=SYSTEM)


def _move(revision: Revision, taken: Step, by: Actor, note: str) -> Event:
    revision.status = taken.target
    _mark_time(revision, taken)
    sent = taken.target is Status.SUBMITTED and taken.action is not Action.UNDO
    snapshot = as_json({**answers(revision), **files_of(revision)}) if sent else None
    event = record(
        revision,
        Occasion.STEPPED,
        by,
        action=taken.action,
        from_status=taken.source,
        to_status=taken.target,
        note=note,
        snapshot=snapshot,
    )
    db.session.flush()
    return event


def _mark_time(revision: Revision, taken: Step) -> None:
    """What was published by mistake never stood in the reports; what comes back stood there all the time."""
    moment = now()
    match taken.action:
        case Action.UNDO:
            revision.published_at = None
        case Action.REINSTATE:
            revision.retired_at = None
        case Action.SUBMIT:
            revision.submitted_at = moment
        case Action.PUBLISH:
            revision.published_at = moment
        case Action.SUPERSEDE | Action.WITHDRAW:
            revision.retired_at = moment
