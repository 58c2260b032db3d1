"""What waits for a decision, oldest first."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, aliased, joinedload, lazyload

from app.db import db, now
from app.domain.labelled import Labelled
from app.domain.questions import Kind
from app.domain.reviewing import Age, Turn, age_of, whole_days
from app.domain.status import Status
from app.domain.text import _
from app.domain.workflow import Action
from app.models import Event, Initiative, Partner, Person, Reviewer, Revision, WarningCount
from app.queries.decided import was_undone
from app.queries.names import by_name

PAGE_SIZE = 50
NOBODY = "nobody"
"""Stands for “no reviewer” among the ids of reviewers."""


class Novelty(Labelled):
    """What kind of submission it is; the label stands in the queue."""

    FIRST = "first", _("New")
    AGAIN = "again", _("Submitted again")
    UPDATE = "update", _("New version of a published one")


class Warned(Labelled):
    """Whether automatic warnings stand on it, as they were last counted; what is not counted yet may have some."""

    WITH = "with", _("With warnings, or not counted yet")
    WITHOUT = "without", _("Without warnings")


@dataclass(frozen=True)
class Wanted:
    """What the reader of the queue chose. An empty set stands for everything; `reviewers` holds ids and NOBODY."""

    turn: Turn = Turn.US
    reviewers: frozenset[str] = field(default=frozenset())
    novelty: frozenset[Novelty] = field(default=frozenset())
    age: frozenset[Age] = field(default=frozenset())
    kind: frozenset[Kind] = field(default=frozenset())
    partners: frozenset[str] = field(default=frozenset())
    warned: frozenset[Warned] = field(default=frozenset())


@dataclass(frozen=True)
class Submission:
    """`returned` counts how often this revision was returned before; `since` is when the present turn began."""

    revision: Revision
    returned: int
    replaces: int | None
    """The number of the published version that it would replace."""
    since: datetime | None
    reviewer: Person | None

    @property
    def turn(self) -> Turn:
        return Turn.THEM if self.revision.status is Status.RETURNED else Turn.US

    @property
    def novelty(self) -> Novelty:
        if self.returned:
            return Novelty.AGAIN
        return Novelty.UPDATE if self.replaces else Novelty.FIRST

    @property
    def days_waiting(self) -> int:
        return whole_days(self.since or self.revision.changed_at, now())

    @property
    def age(self) -> Age:
        return age_of(self.days_waiting)


def count_submissions(wanted: Wanted = Wanted()) -> int:
    return db.session.scalar(_matching(select(func.count(Revision.id)), wanted)) or 0


def count_by_age(wanted: Wanted) -> dict[Age, int]:
    """How many of each age there are among what is wanted, whatever age was chosen."""
    ages = case(*((_of_age(age, wanted.turn), age.value) for age in Age))
    counted = _matching(select(ages, func.count(Revision.id)), replace(wanted, age=frozenset())).group_by(ages)
    found = {str(age): int(count) for age, count in db.session.execute(counted)}
    return {age: found.get(age.value, 0) for age in Age}


def submissions(page: int = 1, size: int = PAGE_SIZE, wanted: Wanted = Wanted()) -> list[Submission]:
    """A page of the queue."""
    standing = aliased(Revision)
    columns: Select[Any] = select(Revision, _returns(), standing.number, _since(wanted.turn), Person)
    found = _matching(columns, wanted).outerjoin(
        standing, (standing.initiative_id == Revision.initiative_id) & (standing.status == Status.PUBLISHED)
    )
    found = found.outerjoin(Person, Person.id == Reviewer.person_id).order_by(_since(wanted.turn), Revision.id)
    found = found.options(joinedload(Revision.initiative).joinedload(Initiative.partner), *_without_rows())
    return [Submission(*row) for row in db.session.execute(found.limit(size).offset((page - 1) * size))]


def queued_partners(locale: str, also: frozenset[str]) -> list[Partner]:
    """The Partners that have anything open with the secretariat, by name; and those of these codes."""
    open_ones = Revision.status.in_((Status.SUBMITTED, Status.RETURNED))
    codes = select(Initiative.partner_code).join(Revision, Revision.initiative_id == Initiative.id).where(open_ones)
    chosen = Partner.code.in_(codes) | Partner.code.in_(sorted(also))
    return by_name(db.session.scalars(select(Partner).where(chosen)), locale)


def has_partner(code: str) -> bool:
    return db.session.get(Partner, code) is not None


def next_for(person_id: int, wanted: Wanted) -> str | None:
    """The reference of what this reviewer takes next: the oldest of their own, otherwise the oldest of nobody's."""
    own = replace(wanted, turn=Turn.US, reviewers=frozenset({str(person_id)}))
    free = replace(own, reviewers=frozenset({NOBODY}))
    for asked in (own, free):
        oldest = _matching(select(Initiative.reference), asked).order_by(_since(Turn.US), Revision.id).limit(1)
        reference: str | None = db.session.scalar(oldest)
        if reference:
            return reference
    return None


def _matching(found: Select[Any], wanted: Wanted) -> Select[Any]:
    status = Status.RETURNED if wanted.turn is Turn.THEM else Status.SUBMITTED
    return (
        found.select_from(Revision)
        .join(Initiative, Initiative.id == Revision.initiative_id)
        .outerjoin(Reviewer, Reviewer.revision_id == Revision.id)
        .where(
            Revision.status == status,
            _any_of(_of_reviewer(one) for one in wanted.reviewers),
            _any_of(_is(one) for one in wanted.novelty),
            _any_of(_of_age(one, wanted.turn) for one in wanted.age),
            _any_of(_of_warnings(one) for one in wanted.warned),
            _among(Initiative.kind, wanted.kind),
            _among(Initiative.partner_code, wanted.partners),
        )
    )


def _any_of(conditions: Any) -> ColumnElement[bool]:
    stated = list(conditions)
    return or_(*stated) if stated else true()


def _among(column: InstrumentedAttribute[Any], values: frozenset[Any]) -> ColumnElement[bool]:
    chosen: ColumnElement[bool] = column.in_(sorted(values))
    return chosen if values else true()


def _of_reviewer(one: str) -> ColumnElement[bool]:
    return Reviewer.person_id.is_(None) if one == NOBODY else Reviewer.person_id == int(one)


def _is(novelty: Novelty) -> ColumnElement[bool]:
    came_back: ColumnElement[bool] = _returns() > 0
    standing = aliased(Revision)
    replaces = exists().where(standing.initiative_id == Revision.initiative_id, standing.status == Status.PUBLISHED)
    match novelty:
        case Novelty.AGAIN:
            return came_back
        case Novelty.UPDATE:
            return and_(~came_back, replaces)
    return and_(~came_back, ~replaces)


def _of_warnings(warned: Warned) -> ColumnElement[bool]:
    without = exists().where(WarningCount.revision_id == Revision.id, WarningCount.number == 0)
    return without if warned is Warned.WITHOUT else ~without


def _of_age(age: Age, turn: Turn) -> ColumnElement[bool]:
    moment, since = now(), _since(turn)
    young = since > moment - timedelta(days=age.below) if age.below is not None else true()
    return and_(young, since <= moment - timedelta(days=age.first)) if age.first else young


def _since(turn: Turn) -> Any:
    """When this turn began: the submission, or the return of what is with the Partner."""
    if turn is Turn.US:
        return Revision.submitted_at
    returned = select(func.max(Event.at)).where(Event.revision_id == Revision.id, Event.action == Action.RETURN)
    return returned.correlate(Revision).scalar_subquery()


def _returns() -> Any:
    returned = (Event.revision_id == Revision.id, Event.action == Action.RETURN, ~was_undone())
    counted = select(func.count(Event.id)).where(*returned)
    return counted.correlate(Revision).scalar_subquery()


def _without_rows() -> list[Any]:
    lists = (Revision.domain_rows, Revision.priority_rows, Revision.country_rows, Revision.implementer_rows)
    return [lazyload(rows) for rows in (*lists, Revision.funding_rows, Revision.link_rows)]
