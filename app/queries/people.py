"""People as lists show them, and the choices that an inviter has."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import joinedload, lazyload, selectinload

from app.db import db
from app.domain.access import Actor, Permission, Role, Subject, can
from app.domain.reviewing import Duty
from app.models import Entity, Initiative, Invitation, Partner, Person, PersonState


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


@dataclass(frozen=True)
class Sifted:
    """Which people a list shows; what is empty leaves nobody out."""

    words: str = ""
    roles: tuple[Role, ...] = ()
    partners: tuple[str, ...] = ()
    states: tuple[PersonState, ...] = ()

    @property
    def is_everybody(self) -> bool:
        return not (self.words or self.roles or self.partners or self.states)


IN_STATE: dict[PersonState, ColumnElement[bool]] = {
    PersonState.SUSPENDED: ~Person.active,
    PersonState.INVITED: and_(Person.active, Person.password.is_(None)),
    PersonState.ACTIVE: and_(Person.active, Person.password.is_not(None)),
}
"""The SQL twin of `Person.state`."""


def people_page(actor: Actor, sifted: Sifted, offset: int, limit: int) -> tuple[int, Sequence[Person]]:
    """(how many there are, those of the page) among the visible people; words are sought in name, e-mail, Partner."""
    found = visible_people(actor)
    for word in sifted.words.split():
        found = found.where(_holds(word))
    if sifted.roles:
        found = found.where(Person.role.in_(sifted.roles))
    if sifted.partners:
        found = found.where(Person.partner_code.in_(sifted.partners))
    if sifted.states:
        found = found.where(or_(*(IN_STATE[state] for state in sifted.states)))
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


def invitations_of(person: Person) -> Sequence[Invitation]:
    """All that were sent to them, newest first."""
    found = select(Invitation).where(Invitation.person_id == person.id).options(joinedload(Invitation.invited_by))
    return db.session.scalars(found.order_by(Invitation.id.desc())).all()


def is_last_focal_point(person: Person) -> bool:
    """Whether their Partner has nobody else who can sign in as its Focal Point."""
    if person.role is not Role.FOCAL_POINT or person.state is not PersonState.ACTIVE:
        return False
    colleague = exists().where(
        Person.partner_code == person.partner_code,
        Person.role == Role.FOCAL_POINT,
        Person.id != person.id,
        IN_STATE[PersonState.ACTIVE],
    )
    return not db.session.scalar(select(colleague))


def invitable_roles(actor: Actor) -> list[Role]:
    """The roles that the actor may give to a newcomer."""
    return roles_with(actor, Permission.PERSON_INVITE)


def roles_with(actor: Actor, permission: Permission) -> list[Role]:
    """The roles over whose people the actor has that permission, at their own Partner or anywhere."""
    partner, entity = actor.partner, actor.entity
    return [role for role in Role if can(actor, permission, Subject(partner, entity, role=role))]


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


def may_have_duty(person: Person) -> bool:
    """Whether what has waited too long can go on to them: they review."""
    return can(person.actor, Permission.REVISION_REVIEW, Subject())


def holders_by_duty() -> dict[Duty, str]:
    """Who has each duty of the secretariat, by name; nobody who is suspended."""
    found = select(Person).where(Person.duty.is_not(None), Person.active).order_by(Person.name, Person.id)
    named: dict[Duty, list[str]] = {}
    for person in db.session.scalars(found.options(lazyload("*"))):
        if person.duty:
            named.setdefault(person.duty, []).append(person.name)
    return {duty: ", ".join(names) for duty, names in named.items()}
