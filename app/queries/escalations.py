"""Submissions that have waited so long that they go on to somebody else, and who that is."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload, lazyload

from app.db import db
from app.domain.access import Role
from app.domain.reviewing import Age, Duty
from app.domain.status import Status
from app.models import Escalation, Initiative, Person, Revision


def newly_reached(age: Age, moment: datetime) -> Sequence[Revision]:
    """Those of that age at that moment of which nobody has been told yet, the oldest first."""
    told = exists().where(
        Escalation.revision_id == Revision.id,
        Escalation.submitted_at == Revision.submitted_at,
        Escalation.duty == age.escalates_to,
    )
    found = select(Revision).where(
        Revision.status == Status.SUBMITTED, Revision.submitted_at <= moment - timedelta(days=age.first), ~told
    )
    if age.below is not None:
        found = found.where(Revision.submitted_at > moment - timedelta(days=age.below))
    partner = joinedload(Revision.initiative).options(lazyload("*"), joinedload(Initiative.partner))
    return db.session.scalars(found.options(lazyload("*"), partner).order_by(Revision.submitted_at, Revision.id)).all()


def holders_of(duty: Duty) -> Sequence[Person]:
    """Who looks after it; where nobody does, everybody of the secretariat. Who cannot sign in is left out."""
    found = select(Person).where(Person.role == Role.SECRETARIAT, Person.active, Person.password.is_not(None))
    people = db.session.scalars(found.options(lazyload("*")).order_by(Person.id)).all()
    return [person for person in people if person.duty is duty] or people
