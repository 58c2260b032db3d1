"""What is handed out, to whom, and who may be handed something."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.db import db
from app.domain.access import Actor, Role
from app.domain.status import EDITABLE, Status
from app.models import Assignment, Initiative, Person, Revision

_BEING_WRITTEN = exists().where(Revision.initiative_id == Assignment.initiative_id, Revision.status.in_(EDITABLE))
_AWAITING_SIGN_OFF = exists().where(
    Revision.initiative_id == Assignment.initiative_id, Revision.status == Status.AWAITING_SIGN_OFF
)
_OPEN = Assignment.handed_back_at.is_(None) & Assignment.ended_at.is_(None)
_FINISHED = Assignment.handed_back_at.is_not(None) & Assignment.ended_at.is_(None)


def find_open(initiative: Initiative, actor: Actor) -> Assignment | None:
    """What the actor is to do of it."""
    mine = (one for one in initiative.assignments if one.is_open and one.contributor_id == actor.person_id)
    return next(mine, None)


def standing(initiative: Initiative) -> list[Assignment]:
    """Who has, or had, what of it: those that have not ended, in the order in which they were given."""
    return [assignment for assignment in initiative.assignments if assignment.ended_at is None]


def handed_to_person(actor: Actor, limit: int) -> Sequence[Assignment]:
    """What the actor is to do now, the soonest due first."""
    return _rows(select(Assignment).where(Assignment.contributor_id == actor.person_id, _OPEN, _BEING_WRITTEN), limit)


def count_handed_to_person(actor: Actor) -> int:
    found = select(func.count(Assignment.id)).where(Assignment.contributor_id == actor.person_id)
    return db.session.scalar(found.where(_OPEN, _BEING_WRITTEN)) or 0


def count_handed_out(partner: str) -> int:
    return db.session.scalar(_of(partner, func.count(Assignment.id)).where(_OPEN)) or 0


def handed_out(partner: str, limit: int, offset: int = 0) -> Sequence[Assignment]:
    """What the Partner's Contributors are to do now, the soonest due first."""
    return _rows(_of(partner, Assignment).where(_OPEN).offset(offset), limit)


def finished(partner: str, limit: int) -> Sequence[Assignment]:
    """What Contributors have handed back and nobody has sent further or taken from the list.

    A draft that was handed over as a whole awaits sign-off, and is listed with those that do.
    """
    return _rows(_of(partner, Assignment).where(_FINISHED, ~_AWAITING_SIGN_OFF), limit)


def _of(partner: str, *columns: Any) -> Select[Any]:
    found = select(*columns).join(Initiative, Initiative.id == Assignment.initiative_id)
    return found.where(Initiative.partner_code == partner, _BEING_WRITTEN)


def _rows(found: Select[Any], limit: int) -> Sequence[Assignment]:
    versions = selectinload(Initiative.revisions).selectinload(Revision.held)
    whole = joinedload(Assignment.initiative).options(joinedload(Initiative.partner), versions)
    ordered = found.order_by(Assignment.due_on.is_(None), Assignment.due_on, Assignment.given_at, Assignment.id)
    return db.session.scalars(ordered.options(whole, joinedload(Assignment.contributor)).limit(limit)).all()


def contributors_of(partner: str) -> Sequence[Person]:
    """Those who may be handed something: whoever can sign in, or is invited to."""
    found = select(Person).where(Person.partner_code == partner, Person.role == Role.CONTRIBUTOR, Person.active)
    return db.session.scalars(found.options(joinedload(Person.entity)).order_by(Person.name, Person.id)).all()


def focal_points_of(partner: str) -> Sequence[Person]:
    """Those who can sign in."""
    found = select(Person).where(Person.partner_code == partner, Person.role == Role.FOCAL_POINT, Person.active)
    return db.session.scalars(found.where(Person.password.is_not(None)).order_by(Person.id)).all()
