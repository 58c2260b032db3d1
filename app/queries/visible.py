"""The SQL twin of the rules for reading: what an actor may see, as a condition.

A test proves that twin and table (`app.domain.access.GRANTS`) agree for every role.
"""

from sqlalchemy import ColumnElement, false, or_, select, true

from app.domain.access import Actor, Role
from app.domain.status import Status
from app.models import Assignment, Initiative, Revision


def of_own_desk(actor: Actor) -> ColumnElement[bool]:
    """Initiatives of the actor's own Partner or entity; for the secretariat all of them."""
    match actor.role:
        case Role.SECRETARIAT | Role.ADMINISTRATOR:
            return true()
        case Role.FOCAL_POINT if actor.partner:
            return Initiative.partner_code == actor.partner
        case Role.CONTRIBUTOR if actor.partner and actor.entity:
            return (Initiative.partner_code == actor.partner) & (Initiative.entity_code == actor.entity)
    return false()


def handed_to(actor: Actor) -> ColumnElement[bool]:
    """Initiatives of their own Partner that were handed to the actor, a Contributor, and not taken back since."""
    if actor.role is not Role.CONTRIBUTOR or actor.partner is None:
        return false()
    given = select(Assignment.initiative_id).where(
        Assignment.contributor_id == actor.person_id, Assignment.ended_at.is_(None)
    )
    return (Initiative.partner_code == actor.partner) & Initiative.id.in_(given)


def readable_at_work(actor: Actor) -> ColumnElement[bool]:
    """Initiatives whose unpublished content the actor may read (Permission.WORKING_READ)."""
    return or_(of_own_desk(actor), handed_to(actor))


def visible_revisions(actor: Actor) -> ColumnElement[bool]:
    """Revisions (joined to their Initiative) that the actor may read: all that they work on, else what is published."""
    if actor.role is None:
        return false()
    return or_(readable_at_work(actor), Revision.status == Status.PUBLISHED)
