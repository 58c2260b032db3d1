"""Open cycles and close them."""

from datetime import date, timedelta

from sqlalchemy import delete, insert, select

from app.db import db, now
from app.domain.access import Actor, Permission, require
from app.domain.audit import Deed, Matter, Thing
from app.domain.cycles import Phase
from app.domain.errors import DomainError, NotPossible
from app.domain.text import _
from app.models import Cycle, CycleDay
from app.queries.cycles import slug_of
from app.services.audit import note

LONGEST = timedelta(days=366)


def open_cycle(name: str, opens_on: date, closes_on: date, by: Actor, *, key: str = "") -> Cycle:
    """Announce a cycle: open from the first to the last of these days (UTC), both included.

    A repeated `key` returns what it made the first time. Raises NotAllowed, or DomainError on the field to blame
    (`name`, `opens_on`, `closes_on`).
    """
    require(by, Permission.CYCLE_RUN)
    same = select(Cycle).where(Cycle.creation_key == key, Cycle.created_by_id == by.person_id)
    if key and (made := db.session.scalar(same)):
        return made
    name = " ".join(name.split())
    slug = _free_slug(name)
    _check_days(opens_on, closes_on)
    cycle = Cycle(
        name=name,
        slug=slug,
        opens_on=opens_on,
        closes_on=closes_on,
        created_at=now(),
        created_by_id=by.person_id,
        creation_key=key or None,
    )
    db.session.add(cycle)
    db.session.flush()
    count = (closes_on - opens_on).days + 1
    days = [{"day": opens_on + timedelta(days=number), "cycle_id": cycle.id} for number in range(count)]
    db.session.execute(insert(CycleDay), days)
    note(Deed.CYCLE_OPENED, by, as_thing(cycle), {"opens": opens_on.isoformat(), "closes": closes_on.isoformat()})
    return cycle


def as_thing(cycle: Cycle) -> Thing:
    """The cycle as the audit log names it."""
    return Thing(Matter.CYCLE, cycle.slug, cycle.name)


def _free_slug(name: str) -> str:
    slug = slug_of(name)
    if not slug or not slug.isascii():
        raise DomainError(_("Give the cycle a name in letters and figures, for example Collection 2026"), field="name")
    if max(len(name), len(slug)) > 80:
        raise DomainError(_("Shorten the name to 80 characters or fewer"), field="name")
    if db.session.scalar(select(Cycle.id).where(Cycle.slug == slug)):
        raise DomainError(_("There is a cycle of this name already"), field="name")
    return slug


def _check_days(opens_on: date, closes_on: date) -> None:
    if closes_on <= opens_on:
        raise DomainError(_("The closing day must lie after the opening day"), field="closes_on")
    if closes_on < now().date():
        raise DomainError(_("The closing day has passed"), field="closes_on")
    if closes_on - opens_on > LONGEST:
        raise DomainError(_("A cycle lasts one year at most: check the year"), field="closes_on")
    taken = select(CycleDay.cycle_id).where(CycleDay.day.between(opens_on, closes_on))
    if other := db.session.scalar(select(Cycle).where(Cycle.id.in_(taken)).order_by(Cycle.opens_on).limit(1)):
        raise DomainError(
            _("The cycle “%(name)s” is open from %(first)s to %(last)s: two cycles cannot overlap"),
            field="opens_on" if opens_on >= other.opens_on else "closes_on",
            name=other.name,
            first=other.opens_on,
            last=other.closes_on,
        )


def close_cycle(cycle: Cycle, by: Actor) -> Cycle:
    """Close it now, before its last day; one that has not opened yet never will. Its remaining days become free."""
    require(by, Permission.CYCLE_RUN)
    if cycle.phase is Phase.CLOSED:
        raise NotPossible(_("The cycle “%(name)s” is closed already."), name=cycle.name)
    cycle.closed_at = now()
    db.session.flush()
    db.session.execute(delete(CycleDay).where(CycleDay.cycle_id == cycle.id, CycleDay.day > now().date()))
    note(Deed.CYCLE_CLOSED, by, as_thing(cycle))
    return cycle
