"""What happened that a person should hear of, and how far they have been told."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import aliased, joinedload, lazyload

from app.db import db
from app.domain.access import Permission, Role, can
from app.domain.mails import MailChoice
from app.domain.workflow import Action
from app.models import Assignment, Event, Initiative, MailMark, Occasion, Person
from app.queries.decided import was_undone

_CORRECTIONS = (Occasion.CORRECTED, Occasion.UPHELD)
TOLD = (Occasion.STEPPED, Occasion.UNASSIGNED, Occasion.CONTESTED, *_CORRECTIONS)
"""What may be told of at all."""

_ANSWERS = (Action.RETURN, Action.PUBLISH, Action.DECLINE, Action.WITHDRAW, Action.DROP)
_TO_WRITERS = (*_ANSWERS, Action.SEND_BACK, Action.SUBMIT)
_OPEN_TO_ALL = (Action.SUBMIT, Action.PUBLISH)
"""Told also to who wrote in it and may read it no longer; see `is_open_to()`."""

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
    """The last event that may be told of, by its id, up to which all happened before that moment.

    Ids are given before a transaction ends: a step of a higher id may be seen while one of a lower id is not yet. So
    the moment lies in the past, and nothing beyond the first step that is younger counts.
    """
    steps = and_(Event.id > after, Event.occasion.in_(TOLD))
    first_young = db.session.scalar(select(func.min(Event.id)).where(steps, Event.at >= before))
    older = select(func.max(Event.id)).where(steps, Event.at < before)
    if first_young is not None:
        older = older.where(Event.id < first_young)
    return db.session.scalar(older) or after


def news_of(person: Person, after: int, until: int) -> tuple[int, Sequence[Event]]:
    """(how many events concern the person, the first of them): those of an id above `after`, up to `until`."""
    found = _of_others(person).where(Event.id > after, Event.id <= until, _concerns(person))
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    return total, db.session.scalars(_with_titles(found).order_by(Event.id).limit(SHOWN)).all() if total else ()


def is_open_to(person: Person, event: Event) -> bool:
    """Whether the person may read the title and the note: others hear of which initiative, and what happened."""
    stood = event.action is Action.PUBLISH and event.revision.published_at is not None
    return stood or can(person.actor, Permission.WORKING_READ, event.initiative.subject)


def came_of(person: Person, since: datetime, limit: int) -> Sequence[Event]:
    """What came last of each initiative that a Contributor wrote in, or that lies on their desk; newest first."""
    desk = and_(Initiative.partner_code == person.partner_code, Initiative.entity_code == person.entity_code)
    concerns = or_(_concerns(person), desk & Event.action.in_(_ANSWERS))
    newest = (
        _of_others(person)
        .with_only_columns(func.max(Event.id))
        .where(Event.at >= since, concerns)
        .group_by(Event.initiative_id)
    )
    found = select(Event).where(Event.id.in_(newest)).order_by(Event.at.desc(), Event.id.desc()).limit(limit)
    whole = joinedload(Event.initiative).joinedload(Initiative.partner)
    return db.session.scalars(found.options(whole, joinedload(Event.revision))).all()


def _of_others(person: Person) -> Select[Event]:
    """What others did, or a rule, since the person is here."""
    found = select(Event).join(Initiative, Initiative.id == Event.initiative_id)
    return found.where(
        Event.at >= person.created_at,
        Event.occasion.in_(TOLD),
        ~was_undone(),
        or_(Event.person_id.is_(None), Event.person_id != person.id),
    )


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
            return own & _concerns_writer(person)
    return false()


def _concerns_writer(person: Person) -> ColumnElement[bool]:
    """A Contributor: what lies on their desk or is with them, and they had a part in; or was taken back from them."""
    wrote, desk = _wrote(person), Initiative.entity_code == person.entity_code
    may_read = or_(desk & wrote, _held(person))
    return or_(
        may_read & or_(Event.action.in_(_TO_WRITERS), Event.occasion.in_(_CORRECTIONS)),
        wrote & Event.action.in_(_OPEN_TO_ALL),
        _taken_from(person),
    )


def _held(person: Person) -> ColumnElement[bool]:
    """It was with them, to write or handed back, when it happened, and still is."""
    return exists().where(
        Assignment.initiative_id == Event.initiative_id,
        Assignment.contributor_id == person.id,
        Assignment.given_at <= Event.at,
        Assignment.ended_at.is_(None),
    )


def _taken_from(person: Person) -> ColumnElement[bool]:
    ended = exists().where(
        Assignment.initiative_id == Event.initiative_id,
        Assignment.contributor_id == person.id,
        Assignment.ended_at == Event.at,
    )
    return and_(Event.occasion == Occasion.UNASSIGNED, ended)


def _wrote(person: Person) -> ColumnElement[bool]:
    earlier = aliased(Event)
    in_version = exists().where(
        earlier.initiative_id == Event.initiative_id,
        earlier.id < Event.id,
        earlier.person_id == person.id,
        or_(
            earlier.action == Action.HAND_OVER,
            and_(earlier.occasion == Occasion.EDITED, earlier.revision_id == Event.revision_id),
        ),
    )
    return or_(Initiative.created_by_id == person.id, in_version)
