"""What happened that a person should hear of, and how far they have been told."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import aliased, joinedload, lazyload

from app.db import db
from app.domain.access import Role
from app.domain.mails import MailChoice
from app.domain.workflow import Action
from app.models import Event, Initiative, MailMark, Occasion, Person

_ANSWERS = (Action.RETURN, Action.PUBLISH, Action.DECLINE, Action.WITHDRAW, Action.UNDO, Action.DROP)
_CORRECTIONS = (Occasion.CORRECTED, Occasion.UPHELD)
_TOLD = (Occasion.STEPPED, Occasion.CONTESTED, *_CORRECTIONS)
SHOWN = 40
"""So many a mail tells one by one; it says how many more there are."""


def listeners() -> Sequence[Person]:
    """Who is written to about what happens: those who can sign in, and whose desk it concerns."""
    roles = (Role.FOCAL_POINT, Role.CONTRIBUTOR, Role.SECRETARIAT)
    found = select(Person).where(Person.active, Person.password.is_not(None), Person.role.in_(roles))
    return db.session.scalars(found.options(lazyload("*")).order_by(Person.id)).all()


def choice_of(person: Person) -> MailChoice:
    mark = db.session.get(MailMark, person.id)
    return mark.choice if mark else MailChoice.DAILY


def told_until(after: int, before: datetime) -> int:
    """The last step, by its id, up to which all happened before that moment.

    Ids are given before a transaction ends: a step of a higher id may be seen while one of a lower id is not yet. So
    the moment lies in the past, and nothing beyond the first step that is younger counts.
    """
    steps = and_(Event.id > after, Event.occasion.in_(_TOLD))
    first_young = db.session.scalar(select(func.min(Event.id)).where(steps, Event.at >= before))
    older = select(func.max(Event.id)).where(steps, Event.at < before)
    if first_young is not None:
        older = older.where(Event.id < first_young)
    return db.session.scalar(older) or after


def news_of(person: Person, after: int, until: int) -> tuple[int, Sequence[Event]]:
    """(how many steps concern the person, the first of them): those of an id above `after`, up to `until`."""
    found = (
        select(Event)
        .join(Initiative, Initiative.id == Event.initiative_id)
        .where(Event.id > after, Event.id <= until, Event.occasion.in_(_TOLD))
        .where(Event.at >= person.created_at, or_(Event.person_id.is_(None), Event.person_id != person.id))
        .where(_concerns(person))
    )
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    return total, db.session.scalars(_with_titles(found).order_by(Event.id).limit(SHOWN)).all() if total else ()


def _with_titles(found: Select[Event]) -> Select[Event]:
    initiative = joinedload(Event.initiative).joinedload(Initiative.partner).lazyload("*")
    return found.options(lazyload("*"), initiative, joinedload(Event.revision).lazyload("*"))


def _concerns(person: Person) -> ColumnElement[bool]:
    own = Initiative.partner_code == person.partner_code
    match person.role:
        case Role.SECRETARIAT:
            return or_(Event.action == Action.SUBMIT, Event.occasion == Occasion.CONTESTED)
        case Role.FOCAL_POINT:
            return own & or_(Event.action.in_((*_ANSWERS, Action.HAND_OVER)), Event.occasion.in_(_CORRECTIONS))
        case Role.CONTRIBUTOR:
            desk = own & (Initiative.entity_code == person.entity_code)
            told = or_(Event.action.in_((*_ANSWERS, Action.SEND_BACK)), Event.occasion.in_(_CORRECTIONS))
            return desk & _wrote(person) & told
    return false()


def _wrote(person: Person) -> ColumnElement[bool]:
    earlier = aliased(Event)
    handed_over = exists().where(
        earlier.initiative_id == Initiative.id,
        earlier.id < Event.id,
        earlier.person_id == person.id,
        earlier.action == Action.HAND_OVER,
    )
    return or_(Initiative.created_by_id == person.id, handed_over)
