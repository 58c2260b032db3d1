"""Corrections by the secretariat, those that are contested, and versions that it opened to correct something."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import contains_eager, joinedload

from app.db import db
from app.domain.access import Actor
from app.domain.errors import NotFound
from app.domain.status import Status
from app.domain.text import _
from app.domain.workflow import Action
from app.models import Correction, Event, Initiative, Occasion, Revision
from app.queries.visible import readable_at_work


def corrections_of(initiative: Initiative) -> Sequence[Correction]:
    """Newest first."""
    return db.session.scalars(_found().where(Correction.initiative_id == initiative.id)).all()


def get_correction(initiative: Initiative, number: int) -> Correction:
    """That of an event of this initiative; raises NotFound."""
    found = next((one for one in corrections_of(initiative) if one.event_id == number), None)
    if found is None:
        raise NotFound(_("There is no such correction of this initiative."))
    return found


def recent_corrections(actor: Actor, since: datetime, limit: int) -> Sequence[Correction]:
    """Of what the actor's desk has written, or what was handed to them; newest first."""
    found = _found().join(Initiative, Initiative.id == Correction.initiative_id)
    return db.session.scalars(found.where(readable_at_work(actor), Event.at >= since).limit(limit)).all()


def open_contests(limit: int) -> Sequence[Correction]:
    """What waits for the secretariat's answer, newest first."""
    return db.session.scalars(_found().where(*_contested()).limit(limit)).all()


def contested_among(initiative_ids: Sequence[int]) -> set[int]:
    """Which of these initiatives have a contest without an answer."""
    found = select(Correction.initiative_id).where(Correction.initiative_id.in_(initiative_ids), *_contested())
    return set(db.session.scalars(found))


def is_opened_to_correct(revision: Revision) -> bool:
    """Whether the secretariat opened this version, and its Partner has not submitted it since."""
    opened = exists().where(
        Event.revision_id == revision.id, Event.occasion == Occasion.REVISED, Event.to_status == Status.SUBMITTED
    )
    sent = exists().where(Event.revision_id == revision.id, Event.action == Action.SUBMIT)
    return bool(db.session.scalar(select(opened & ~sent)))


def _contested() -> tuple[ColumnElement[bool], ...]:
    return (Correction.contested_at.is_not(None), Correction.verdict.is_(None))


def _found() -> Select[Correction]:
    whole = contains_eager(Correction.event)
    initiative = whole.joinedload(Event.initiative).joinedload(Initiative.partner)
    found = select(Correction).join(Event, Event.id == Correction.event_id)
    return found.options(initiative, whole.options(joinedload(Event.revision))).order_by(Event.id.desc())
