"""Change who a person is to the site: their name and language, their role, their Partner, their entity."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, exists, select

from app.db import db, now
from app.domain.access import Actor, Permission, Role, Subject, require
from app.domain.audit import Deed
from app.domain.choices import Language
from app.domain.errors import DomainError, NotPossible
from app.domain.text import _
from app.models import Invitation, Person, Reviewer
from app.queries.people import is_last_focal_point, may_have_duty
from app.services import audit
from app.services.assignments import end_all_of
from app.services.people import Newcomer, check_place, checked_name, sign_out_everywhere


@dataclass(frozen=True)
class Place:
    """Where somebody stands: a role, and the Partner and entity that belong to it."""

    role: Role
    partner: str | None = None
    entity: str | None = None

    @property
    def subject(self) -> Subject:
        return Subject(partner=self.partner, entity=self.entity, role=self.role)

    @property
    def told(self) -> str:
        return " ".join(str(part) for part in (self.role, self.partner, self.entity) if part)


def place_of(person: Person) -> Place:
    return Place(person.role, person.partner_code, person.entity_code)


def rename(person: Person, name: str, language: Language, by: Actor) -> bool:
    """Set name and language; False where nothing differs. What they wrote keeps the name it was written under.

    Raises NotAllowed, or DomainError on `name`.
    """
    require(by, Permission.PERSON_CHANGE, person.subject)
    name = checked_name(name)
    if (name, language) == (person.name, person.language):
        return False
    told = {"from": f"{person.name} {person.language}", "to": f"{name} {language}"}
    person.name, person.language = name, language
    audit.note(Deed.PERSON_RENAMED, by, audit.person(person), told)
    db.session.flush()
    return True


def move(person: Person, place: Place, by: Actor, *, leaving_nobody: bool = False) -> bool:
    """Give another role, Partner or entity; False where nothing differs. It ends every sign-in and what was handed out.

    `leaving_nobody` confirms that the Partner may lose its last Focal Point. The actor needs the right over the
    person as they are and as they will be. Raises NotAllowed, NotPossible, or DomainError on the field to blame.
    """
    before = place_of(person)
    require(by, Permission.PERSON_CHANGE, person.subject)
    require(by, Permission.PERSON_CHANGE, place.subject)
    if person.id == by.person_id:
        raise NotPossible(_("Nobody changes their own role or place: ask a colleague who may."))
    if place == before:
        return False
    check_place(Newcomer(person.email, person.name, place.role, place.partner, place.entity))
    _check_leaving(person, place, leaving_nobody)
    ended = end_all_of(person, by)
    person.role, person.partner_code, person.entity_code = place.role, place.partner, place.entity
    _leave_the_secretariat(person)
    sign_out_everywhere(person)
    told = {"from": before.told, "to": place.told, "assignments_ended": ended}
    audit.note(Deed.PERSON_MOVED, by, audit.person(person), told)
    db.session.flush()
    db.session.refresh(person)
    return True


def _check_leaving(person: Person, place: Place, leaving_nobody: bool) -> None:
    """Nobody leaves a desk that somebody else is about to take, or a role that cannot be without anybody."""
    if _has_part_in_a_handover(person):
        message = _("A handover of this desk is under way: withdraw it first, on the page of the desk.")
        raise DomainError(message, field="role")
    if person.role is Role.ADMINISTRATOR and place.role is not Role.ADMINISTRATOR and not _other_administrators(person):
        message = _("This is the last Administrator who can sign in: make somebody else Administrator first")
        raise DomainError(message, field="role")
    leaves = (place.role, place.partner) != (person.role, person.partner_code)
    if leaves and not leaving_nobody and is_last_focal_point(person):
        message = _("Tick that the Partner may be without a Focal Point, or invite a successor first")
        raise DomainError(message, field="leaving_nobody")


def _has_part_in_a_handover(person: Person) -> bool:
    concerned = (Invitation.person_id == person.id) | (Invitation.replaces_id == person.id)
    standing = Invitation.accepted_at.is_(None) & (Invitation.expires_at > now())
    return bool(db.session.scalar(select(exists().where(concerned, standing, Invitation.replaces_id.is_not(None)))))


def _other_administrators(person: Person) -> Sequence[int]:
    """Locked, so that two who demote each other at the same moment do not both succeed."""
    found = select(Person.id).where(Person.role == Role.ADMINISTRATOR, Person.active, Person.password.is_not(None))
    locked = db.session.scalars(found.order_by(Person.id).with_for_update()).all()
    return [one for one in locked if one != person.id]


def _leave_the_secretariat(person: Person) -> None:
    """Who does not review any more has no duty there, and what they looked after is everybody's again."""
    if not may_have_duty(person):
        person.duty = None
        db.session.execute(delete(Reviewer).where(Reviewer.person_id == person.id))
