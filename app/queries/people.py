"""People as lists show them, and the choices that an inviter has."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from app.db import db
from app.domain.access import Actor, Permission, Role, Subject, can
from app.models import Entity, Initiative, Invitation, Partner, Person


def visible_people(actor: Actor) -> Select[Person]:
    """Everybody whose account the actor may read: the SQL twin of the rule `people.read`."""
    return (
        select(Person)
        .where(_may_be_read_by(actor))
        .options(joinedload(Person.partner), joinedload(Person.entity))
        .order_by(Person.partner_code.is_not(None), Person.partner_code, Person.role, Person.name, Person.id)
    )


def _may_be_read_by(actor: Actor) -> ColumnElement[bool]:
    if can(actor, Permission.PEOPLE_READ, Subject()):
        return true()
    if can(actor, Permission.PEOPLE_READ):
        return Person.partner_code == actor.partner
    return false()


def people_page(actor: Actor, words: str, offset: int, limit: int) -> tuple[int, Sequence[Person]]:
    """(how many there are, those of the page) among the visible people whose name, e-mail or Partner holds `words`."""
    found = visible_people(actor)
    for word in words.split():
        found = found.where(_holds(word))
    total = db.session.scalar(select(func.count()).select_from(found.order_by(None).subquery())) or 0
    return total, db.session.scalars(found.offset(offset).limit(limit)).all()


def _holds(word: str) -> ColumnElement[bool]:
    columns = (Person.name, Person.email, Partner.name_en, Partner.name_fr)
    like = or_(*(column.icontains(word, autoescape=True) for column in columns[:2]))
    partners = select(Partner.code).where(or_(*(column.icontains(word, autoescape=True) for column in columns[2:])))
    return or_(like, Person.partner_code.in_(partners))


LARGEST_ID = 2**31 - 1
"""Of a column of type INTEGER; PostgreSQL refuses to look for more."""


def find_person(person_id: int) -> Person | None:
    return db.session.get(Person, person_id) if person_id <= LARGEST_ID else None


def lock_person(person_id: int) -> Person | None:
    """As `find_person()`, read anew: whoever else is about to change the account waits until this request has ended."""
    locked = select(Person).where(Person.id == person_id).with_for_update(of=Person)
    return db.session.scalar(locked.execution_options(populate_existing=True)) if person_id <= LARGEST_ID else None


def find_by_email(email: str) -> Person | None:
    return db.session.scalar(select(Person).where(func.lower(Person.email) == email.strip().lower()))


def find_invitation(invitation_id: int) -> Invitation | None:
    return db.session.get(Invitation, invitation_id)


def newer_invitation(invitation: Invitation) -> Invitation | None:
    """The newest invitation that was sent to the same person after this one."""
    later = (Invitation.person_id == invitation.person_id) & (Invitation.id > invitation.id)
    return db.session.scalar(select(Invitation).where(later).order_by(Invitation.id.desc()).limit(1))


def invitable_roles(actor: Actor) -> list[Role]:
    """The roles that the actor may give to a newcomer."""
    partner, entity = actor.partner, actor.entity
    return [role for role in Role if can(actor, Permission.PERSON_INVITE, Subject(partner, entity, role=role))]


def invitable_partners(actor: Actor) -> Sequence[Partner]:
    """The Partners for which the actor may invite, with their entities."""
    found = select(Partner).options(selectinload(Partner.entities))
    every = db.session.scalars(found.where(Partner.code == actor.partner) if actor.partner else found).all()
    return [p for p in every if can(actor, Permission.PERSON_INVITE, Subject(partner=p.code, role=Role.CONTRIBUTOR))]


def entities_for(initiative: Initiative, actor: Actor) -> list[Entity]:
    """Those of the initiative's Partner to which the actor may give it: all, or a Contributor's own.

    None for whoever was only handed it, or sections of it: it stays on the desk where it lies.
    """
    if not can(actor, Permission.REVISION_OPEN, initiative.desk):
        return []
    theirs = db.session.scalars(select(Entity).where(Entity.partner_code == initiative.partner_code))
    return [e for e in theirs if can(actor, Permission.REVISION_OPEN, replace(initiative.desk, entity=e.code))]


def entities_of(partners: Sequence[Partner]) -> list[Entity]:
    return [entity for partner in partners for entity in partner.entities]


def reviewers() -> Sequence[Person]:
    """Everybody who may review and is not suspended, by name."""
    roles = [role for role in Role if can(Actor(name="", role=role), Permission.REVISION_REVIEW, Subject())]
    found = select(Person).where(Person.role.in_(roles), Person.active)
    return db.session.scalars(found.order_by(Person.name, Person.id)).all()
