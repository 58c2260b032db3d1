"""Who has a section's form open: heard of every now and then from the page itself, forgotten soon after."""

from datetime import timedelta

from sqlalchemy import delete

from app.db import db, now
from app.domain.access import Actor
from app.domain.questions import Section
from app.models import OpenForm, Revision

FORGOTTEN_AFTER = timedelta(hours=1)


def heard_of(revision: Revision, section: Section, by: Actor) -> None:
    """Note that the actor has the form open now."""
    db.session.merge(OpenForm(revision_id=revision.id, section=section, person_id=by.person_id, at=now()))
    db.session.flush()


def forget_forms() -> int:
    """Delete what nobody asks for any more; returns how many."""
    gone = db.session.execute(delete(OpenForm).where(OpenForm.at <= now() - FORGOTTEN_AFTER))
    return int(getattr(gone, "rowcount", 0))
