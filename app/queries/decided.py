"""Decisions that were undone, and those that still can be."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.db import db, now
from app.domain.reviewing import UNDO_WITHIN
from app.domain.workflow import Action
from app.models import Attestation, Event, Initiative, ReviewQuestion

DECISIONS = (Action.PUBLISH, Action.RETURN, Action.DECLINE)


def find_undoable(initiative: Initiative) -> Event | None:
    """The decision on this initiative that can be undone now: young, and nothing has happened since."""
    found = select(Event).where(Event.initiative_id == initiative.id, *_undoable())
    return db.session.scalar(found)


def find_undoable_named(reference: str) -> Event | None:
    found = select(Event).join(Initiative, Initiative.id == Event.initiative_id)
    return db.session.scalar(found.where(Initiative.reference == reference, *_undoable()))


def list_undoable(limit: int) -> Sequence[Event]:
    """All of them, the newest first."""
    found = select(Event).where(*_undoable()).order_by(Event.at.desc(), Event.id.desc()).limit(limit)
    whole = joinedload(Event.initiative).joinedload(Initiative.partner)
    return db.session.scalars(found.options(whole, joinedload(Event.revision))).all()


def find_superseded_by(decision: Event) -> Event | None:
    """The event, before a publication, by which it replaced the version that was published until then."""
    earlier = and_(Event.initiative_id == decision.initiative_id, Event.id < decision.id)
    newest = select(func.max(Event.id)).where(earlier, Event.action.in_((Action.SUPERSEDE, Action.PUBLISH)))
    event = db.session.scalar(select(Event).where(Event.id == newest.scalar_subquery()))
    return event if event is not None and event.action is Action.SUPERSEDE else None


def was_undone() -> ColumnElement[bool]:
    """Of an event: that it is a decision which was undone, or brought about by one. It is as if it had not been."""
    undoing, between, again = aliased(Event), aliased(Event), aliased(Event)
    decided_again = exists().where(
        between.revision_id == Event.revision_id,
        between.action.in_(DECISIONS),
        between.id > Event.id,
        between.id < undoing.id,
    )
    undone = exists().where(
        undoing.revision_id == Event.revision_id,
        undoing.action == Action.UNDO,
        undoing.id > Event.id,
        ~decided_again.correlate(Event, undoing),
    )
    reinstated = exists().where(
        again.revision_id == Event.revision_id, again.action == Action.REINSTATE, again.id > Event.id
    )
    return or_(
        and_(Event.action.in_(DECISIONS), undone.correlate(Event)),
        and_(Event.action == Action.SUPERSEDE, reinstated.correlate(Event)),
    )


def _undoable() -> tuple[ColumnElement[bool], ...]:
    later = aliased(Event)
    return (
        Event.action.in_(DECISIONS),
        Event.at > now() - UNDO_WITHIN,
        ~exists().where(later.initiative_id == Event.initiative_id, later.id > Event.id),
        ~exists().where(ReviewQuestion.event_id == Event.id, ReviewQuestion.answered_at.is_not(None)),
        ~exists().where(Attestation.initiative_id == Event.initiative_id, Attestation.at > Event.at),
    )
