"""What waits for the secretariat, oldest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, joinedload, lazyload

from app.db import db
from app.domain.labelled import Labelled
from app.domain.status import Status
from app.domain.text import _
from app.domain.workflow import Action
from app.models import Event, Initiative, Revision

PAGE_SIZE = 50


class Novelty(Labelled):
    """What kind of submission it is; the label stands in the queue."""

    FIRST = "first", _("New")
    AGAIN = "again", _("Submitted again")
    UPDATE = "update", _("New version of a published one")


@dataclass(frozen=True)
class Submission:
    """`returned` counts how often this revision was returned before."""

    revision: Revision
    returned: int
    replaces: int | None
    """The number of the published version that it would replace."""

    @property
    def novelty(self) -> Novelty:
        if self.returned:
            return Novelty.AGAIN
        return Novelty.UPDATE if self.replaces else Novelty.FIRST

    def days_waiting(self, moment: datetime) -> int:
        return max(0, (moment - (self.revision.submitted_at or moment)).days)


def count_submissions() -> int:
    return db.session.scalar(select(func.count(Revision.id)).where(Revision.status == Status.SUBMITTED)) or 0


def submissions(page: int = 1, size: int = PAGE_SIZE) -> list[Submission]:
    """A page of the queue."""
    standing = aliased(Revision)
    found: Select[Revision, int, int | None] = (
        select(Revision, _returns(), standing.number)
        .outerjoin(standing, (standing.initiative_id == Revision.initiative_id) & (standing.status == Status.PUBLISHED))
        .where(Revision.status == Status.SUBMITTED)
        .order_by(Revision.submitted_at, Revision.id)
        .options(joinedload(Revision.initiative).joinedload(Initiative.partner), *_without_rows())
    )
    return [Submission(*row) for row in db.session.execute(found.limit(size).offset((page - 1) * size))]


def _returns() -> Any:
    counted = select(func.count(Event.id)).where(Event.revision_id == Revision.id, Event.action == Action.RETURN)
    return counted.correlate(Revision).scalar_subquery()


def _without_rows() -> list[Any]:
    lists = (Revision.domain_rows, Revision.priority_rows, Revision.country_rows, Revision.implementer_rows)
    return [lazyload(rows) for rows in (*lists, Revision.funding_rows, Revision.link_rows)]
