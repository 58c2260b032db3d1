"""Leaves a row behind for whatever happened to an initiative."""

from typing import Any

from app.db import db, now
from app.domain.access import Actor
from app.models import Event, Occasion, Revision


def record(revision: Revision, occasion: Occasion, by: Actor, **what: Any) -> Event:
    """Append an event in the present transaction; `what` are further columns of `Event`."""
    event = Event(
        initiative=revision.initiative,
        revision=revision,
        at=now(),
        occasion=occasion,
        person_id=by.person_id,
        person_name=by.name,
        role=by.role,
        **what,
    )
    db.session.add(event)
    return event
