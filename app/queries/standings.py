"""How far every Partner is in a cycle: from its snapshot once it is frozen, worked out before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.db import db, now
from app.domain.cycles import PartnerState, Phase, state_of
from app.models import Cycle, CycleChange, Partner
from app.queries.cycles import answers_by_partner, cycles, domain_codes
from app.queries.snapshots import content_of, find_snapshot


@dataclass(frozen=True)
class Standing:
    """`changed_at` is when the Partner last said or submitted anything in the cycle."""

    state: PartnerState
    answered: int
    asked: int
    changed_at: datetime | None

    @property
    def left(self) -> int:
        return self.asked - self.answered


def standings(cycle: Cycle) -> dict[str, Standing]:
    """By the code of the Partner."""
    if snapshot := find_snapshot(cycle):
        return {one["code"]: _frozen(one) for one in content_of(snapshot)["partners"]}
    found, domains = answers_by_partner(cycle), domain_codes()
    made = {}
    for code in db.session.scalars(select(Partner.code)):
        progress = found[code].progress(domains)
        made[code] = Standing(state_of(progress), progress.answered, progress.asked, found[code].changed_at)
    return made


def _frozen(one: dict[str, Any]) -> Standing:
    changed = datetime.fromisoformat(one["changed_at"]) if one["changed_at"] else None
    return Standing(PartnerState(one["state"]), one["answered"], one["asked"], changed)


def changes_of(cycle: Cycle) -> Sequence[CycleChange]:
    """How its days were changed, the newest first."""
    found = select(CycleChange).where(CycleChange.cycle_id == cycle.id)
    return db.session.scalars(found.order_by(CycleChange.id.desc())).all()


def held_cycles(most: int) -> Sequence[Cycle]:
    """The newest cycles that have opened, the newest first; those that were called off never did."""
    today = now()
    held = [one for one in cycles() if one.period.phase(today) is not Phase.PLANNED and not one.period.was_called_off]
    return held[:most]


def cycle_before(cycle: Cycle) -> Cycle | None:
    """The last one that was held before this one."""
    held = [one for one in cycles() if one.opens_on < cycle.opens_on and not one.period.was_called_off]
    return held[0] if held else None
