"""Who else has a section's form open."""

from datetime import timedelta

from sqlalchemy import select

from app.db import db, now
from app.domain.access import Actor
from app.domain.questions import Section
from app.models import OpenForm, Person, Revision

OPEN_FOR = timedelta(minutes=3)
"""A page that was not heard of for so long is taken to be closed: it tells of itself every minute."""


def others_at(revision: Revision, section: Section, actor: Actor) -> list[str]:
    """The names of the others, in the order of the alphabet."""
    found = (
        select(Person.name)
        .join(OpenForm, OpenForm.person_id == Person.id)
        .where(OpenForm.revision_id == revision.id, OpenForm.section == section)
        .where(OpenForm.person_id != actor.person_id, OpenForm.at > now() - OPEN_FOR)
        .order_by(Person.name)
    )
    return list(db.session.scalars(found))
