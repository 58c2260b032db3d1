"""`perform()`: the only code that changes a status."""

from sqlalchemy import select

from app.db import db, now
from app.domain.access import SYSTEM, Actor, require
from app.domain.errors import DomainError, Incomplete
from app.domain.status import Status
from app.domain.text import _
from app.domain.workflow import PERMISSION_OF, Action, Step, step
from app.models import Event, Initiative, Occasion, Revision
from app.models.answers import answers, as_json
from app.queries.completeness import gaps
from app.queries.documents import files_of
from app.queries.review_questions import can_return_without_note
from app.services.events import record
from app.services.money import allocate
from app.services.organisations import settle
from app.services.review_questions import follow
from app.services.titles import list_title, unlist_title


def perform(revision: Revision, action: Action, *, by: Actor, note: str = "", key: str = "") -> Event:
    """Take the step `action` from the revision's present status and append its event in the same flush.

    `key` is kept with the event: see `find_taken()`.

    Raises NotPossible (no such step from here), NotAllowed, Incomplete, or DomainError on `note` where the
    step needs one.
    """
    require(by, PERMISSION_OF[action], revision.initiative.subject)
    taken = step(action, revision.status)
    note = note.strip()
    if taken.needs_note and not note and not (taken.or_questions and can_return_without_note(revision.initiative)):
        raise DomainError(_("Write a note that says why"), field="note")
    if len(note) > 5000:
        raise DomainError(_("Shorten the note to 5,000 characters or fewer"), field="note")
    if taken.needs_complete and (found := gaps(revision)):
        raise Incomplete(_("%(count)s answers are missing or must be corrected before you submit."), list(found))
    if taken.target is Status.PUBLISHED:
        _supersede(revision)
    event = _move(revision, taken, by, note)
    event.key = key or None
    follow(event, by)
    if taken.target is Status.PUBLISHED:
        settle(revision)
        allocate(revision)
        list_title(revision)
    elif taken.source is Status.PUBLISHED:
        unlist_title(revision)
    return event


def find_taken(initiative: Initiative, key: str, by: Actor) -> Event | None:
    """The event of the step that this actor took with the form of that key: sent twice, it is taken once."""
    found = select(Event).where(Event.initiative_id == initiative.id, Event.person_id == by.person_id)
    return db.session.scalar(found.where(Event.key == key)) if key else None


def _supersede(newer: Revision) -> None:
    standing = newer.initiative.published
    if standing is not None:
        perform(standing, Action.SUPERSEDE, by=SYSTEM)


def _move(revision: Revision, taken: Step, by: Actor, note: str) -> Event:
    revision.status = taken.target
    moment = now()
    if taken.target is Status.SUBMITTED:
        revision.submitted_at = moment
    elif taken.target is Status.PUBLISHED:
        revision.published_at = moment
    elif taken.source is Status.PUBLISHED:
        revision.retired_at = moment
    snapshot = as_json({**answers(revision), **files_of(revision)}) if taken.target is Status.SUBMITTED else None
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
