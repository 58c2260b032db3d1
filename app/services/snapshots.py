"""Freeze the snapshot of a cycle: once, at its end or after, as everything stood at its end."""

from sqlalchemy import select

from app.db import db, now
from app.domain.access import SYSTEM, Actor
from app.domain.audit import Deed, Matter, Thing, canonical
from app.domain.cycles import Phase
from app.domain.snapshots import digest_of
from app.models import Cycle, CycleSnapshot
from app.queries.snapshots import find_snapshot, picture_of
from app.services.audit import note


def freeze(cycle: Cycle, by: Actor) -> CycleSnapshot | None:
    """The snapshot of a closed cycle, made if it is missing; None of one that was called off before it opened.

    It needs no right of its own: it writes down what a rule or a closing has settled already.
    """
    if cycle.period.was_called_off:
        return None
    assert cycle.phase is Phase.CLOSED, "only the end of a cycle can be frozen"
    if made := find_snapshot(cycle):
        return made
    content = canonical(picture_of(cycle))
    made = CycleSnapshot(
        cycle=cycle,
        as_at=cycle.period.ends_at,
        frozen_at=now(),
        content=content,
        digest=digest_of(content),
    )
    db.session.add(made)
    db.session.flush()
    note(Deed.CYCLE_FROZEN, by, as_thing(cycle), {"digest": made.digest})
    return made


def freeze_ended() -> int:
    """Freeze every cycle whose last day has passed since; returns how many."""
    frozen = select(CycleSnapshot.cycle_id)
    waiting = db.session.scalars(select(Cycle).where(Cycle.id.not_in(frozen)).order_by(Cycle.opens_on)).all()
    made = [freeze(cycle, SYSTEM) for cycle in waiting if cycle.phase is Phase.CLOSED]
    return len([one for one in made if one])


def as_thing(cycle: Cycle) -> Thing:
    """The cycle as the audit log names it."""
    return Thing(Matter.CYCLE, cycle.slug, cycle.name)
