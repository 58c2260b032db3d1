"""What happened to an initiative, and what changed from one version to another."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.db import db
from app.domain.access import Actor
from app.domain.workflow import Action
from app.models import Event, Initiative, Occasion, Revision
from app.models.answers import answers, as_json
from app.queries.decided import was_undone
from app.queries.documents import DOCUMENTS, files_of
from app.queries.visible import readable_at_work

PAGE_SIZE = 50
TELLING = (Action.SEND_BACK, Action.RETURN, Action.DECLINE, Action.WITHDRAW)
"""The steps whose note says to the Partner why."""

ANSWERS = (Action.PUBLISH, Action.DECLINE, Action.WITHDRAW)
"""The steps that end a submission's way."""

IN_REPORTS = (Action.PUBLISH, Action.SUPERSEDE, Action.WITHDRAW)
"""What every reader may know: when it came into the reports and when it left them."""


def count_events(initiative: Initiative) -> int:
    return db.session.scalar(select(func.count(Event.id)).where(Event.initiative_id == initiative.id)) or 0


def events_of(initiative: Initiative, page: int = 1) -> Sequence[Event]:
    """A page of the events, newest first."""
    found = select(Event).where(Event.initiative_id == initiative.id).order_by(Event.at.desc(), Event.id.desc())
    return db.session.scalars(found.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()


def occasions_of(revision: Revision) -> Sequence[Occasion]:
    """What happened to this version, oldest first."""
    found = select(Event.occasion).where(Event.revision_id == revision.id)
    return db.session.scalars(found.order_by(Event.id)).all()


def publications_of(initiative: Initiative) -> Sequence[Event]:
    """When it came into the reports and left them, newest first."""
    found = select(Event).where(Event.initiative_id == initiative.id, Event.action.in_(IN_REPORTS))
    found = found.where(~was_undone())
    return db.session.scalars(found.order_by(Event.at.desc(), Event.id.desc())).all()


def last_note(revision: Revision) -> Event | None:
    """The newest event that says why this revision was sent back, returned, declined or withdrawn."""
    found = select(Event).where(Event.revision_id == revision.id, Event.action.in_(TELLING), Event.note != "")
    found = found.where(~was_undone())
    return db.session.scalar(found.order_by(Event.at.desc(), Event.id.desc()).limit(1))


def last_notes(revisions: Sequence[Revision]) -> dict[int, Event]:
    """`last_note()` of several revisions at once, by the revision's id."""
    ids = [revision.id for revision in revisions]
    found = select(Event).where(Event.revision_id.in_(ids), Event.action.in_(TELLING), Event.note != "")
    found = found.where(~was_undone())
    return {event.revision_id: event for event in db.session.scalars(found.order_by(Event.at, Event.id))}


def last_handed_over(revision: Revision) -> Event | None:
    """The newest event of its being handed over for sign-off."""
    found = select(Event).where(Event.revision_id == revision.id, Event.action == Action.HAND_OVER)
    return db.session.scalar(found.order_by(Event.id.desc()).limit(1))


def recent_answers(actor: Actor, since: datetime, limit: int) -> Sequence[Event]:
    """What the secretariat decided on what the actor's desk had sent, or what was handed to them; newest first."""
    found = (
        select(Event)
        .join(Initiative, Initiative.id == Event.initiative_id)
        .where(readable_at_work(actor), Event.action.in_(ANSWERS), Event.at >= since, ~was_undone())
        .options(joinedload(Event.initiative).joinedload(Initiative.partner), joinedload(Event.revision))
        .order_by(Event.at.desc(), Event.id.desc())
    )
    return db.session.scalars(found.limit(limit)).all()


def earlier_returns(initiative: Initiative) -> Sequence[Event]:
    """The secretariat's notes on every earlier submission, newest first."""
    found = select(Event).where(Event.initiative_id == initiative.id, Event.action == Action.RETURN, ~was_undone())
    return db.session.scalars(found.order_by(Event.at.desc(), Event.id.desc())).all()


def previous_submission(revision: Revision) -> dict[str, Any] | None:
    """The answers as they stood when this revision was submitted the time before, if it was returned since."""
    found = select(Event.snapshot).where(Event.revision_id == revision.id, Event.action == Action.SUBMIT)
    rows = db.session.scalars(found.order_by(Event.at.desc(), Event.id.desc()).limit(2)).all()
    return rows[1] if len(rows) == 2 else None


def differences(older: Revision | Mapping[str, Any], newer: Revision) -> dict[str, list[Any]]:
    """{question: [old, new]} where two versions, or a snapshot and a version, differ; in the questions' order."""
    before = _all_of(older) if isinstance(older, Revision) else {DOCUMENTS: [], **older}
    after = _all_of(newer)
    return {name: [before.get(name), after[name]] for name in after if before.get(name) != after[name]}


def _all_of(revision: Revision) -> dict[str, Any]:
    """Answers and documents, as a snapshot keeps them."""
    whole: dict[str, Any] = as_json({**answers(revision), **files_of(revision)})
    return whole
