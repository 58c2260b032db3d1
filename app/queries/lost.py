"""Why a person may no longer write what they could a moment ago."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.db import db
from app.domain.access import Actor
from app.models import Assignment, Event, Initiative, Occasion


def last_assignment(reference: str, actor: Actor) -> Assignment | None:
    """What was handed to the actor of it last, still open or not; None where nothing of it ever was."""
    found = (
        select(Assignment)
        .join(Initiative, Initiative.id == Assignment.initiative_id)
        .where(Initiative.reference == reference.upper(), Initiative.partner_code == actor.partner)
        .where(Assignment.contributor_id == actor.person_id)
        .options(joinedload(Assignment.initiative))
    )
    return db.session.scalar(found.order_by(Assignment.id.desc()).limit(1))


def taking_back(assignment: Assignment) -> Event | None:
    """The event by which it ended, if a Focal Point took it back."""
    found = select(Event).where(
        Event.initiative_id == assignment.initiative_id,
        Event.occasion == Occasion.UNASSIGNED,
        Event.at == assignment.ended_at,
    )
    return db.session.scalar(found.order_by(Event.id.desc()).limit(1)) if assignment.ended_at else None


def last_step(initiative: Initiative) -> Event | None:
    """How its newest version came into its present status."""
    steps = select(Event).where(Event.revision_id == initiative.latest.id, Event.occasion == Occasion.STEPPED)
    return db.session.scalar(steps.order_by(Event.id.desc()).limit(1))
