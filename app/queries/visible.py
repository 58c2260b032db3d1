"""The SQL twin of the rules for reading: what an actor may see, as a condition.

A test proves that twin and table (`app.domain.access.GRANTS`) agree for every role.
"""

from sqlalchemy import ColumnElement, false, or_, true

from app.domain.access import Actor, Role
from app.domain.status import Status
from app.models import Initiative, Revision


def of_own_desk(actor: Actor) -> ColumnElement[bool]:
    """Initiatives whose unpublished content the actor may read (Permission.WORKING_READ)."""
    match actor.role:
        case Role.SECRETARIAT | Role.ADMINISTRATOR:
            return true()
        case Role.FOCAL_POINT if actor.partner:
            return Initiative.partner_code == actor.partner
        case Role.CONTRIBUTOR if actor.partner and actor.entity:
            return (Initiative.partner_code == actor.partner) & (Initiative.entity_code == actor.entity)
    return false()


def visible_revisions(actor: Actor) -> ColumnElement[bool]:
    """Revisions (joined to their Initiative) that the actor may read: all of the own desk, else what is published."""
    if actor.role is None:
        return false()
    return or_(of_own_desk(actor), Revision.status == Status.PUBLISHED)
