"""Open cycles, change their days, close them."""

from datetime import date, timedelta

from sqlalchemy import delete, insert, select

from app.db import db, now
from app.domain.access import Actor, Permission, require
from app.domain.audit import Deed
from app.domain.cycles import Phase
from app.domain.errors import DomainError, NotPossible
from app.domain.text import _
from app.models import Cycle, CycleChange, CycleDay
from app.queries.cycles import slug_of
from app.services.audit import note
from app.services.snapshots import as_thing, freeze

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
    _take_days(cycle, opens_on, closes_on)
    note(Deed.CYCLE_OPENED, by, as_thing(cycle), {"opens": opens_on.isoformat(), "closes": closes_on.isoformat()})
    return cycle


def open_now(cycle: Cycle, by: Actor, *, key: str = "") -> Cycle:
    """Open one that is announced today instead of on its first day. Sent twice with one `key`, it is done once."""
    require(by, Permission.CYCLE_RUN)
    if _was_changed(cycle, key, by):
        return cycle
    if cycle.phase is not Phase.PLANNED:
        raise NotPossible(_("The cycle “%(name)s” has opened already."), name=cycle.name)
    return _change(cycle, now().date(), cycle.closes_on, by, key)


def extend(cycle: Cycle, closes_on: date, by: Actor, *, key: str = "") -> Cycle:
    """Give it a later last day. Sent twice with one `key`, it is done once.

    Raises NotPossible for one that is closed: its snapshot is cited. A cycle is never shortened, because Partners
    rely on the day that was announced; it can be closed on the day instead. DomainError blames `closes_on`.
    """
    require(by, Permission.CYCLE_RUN)
    if _was_changed(cycle, key, by):
        return cycle
    if cycle.phase is Phase.CLOSED:
        message = _("The cycle “%(name)s” is closed, and its figures may be cited: announce another one instead.")
        raise NotPossible(message, name=cycle.name)
    if closes_on <= cycle.closes_on:
        message = _("Choose a day after %(day)s, the present last day: a cycle can be extended, not shortened")
        raise DomainError(message, field="closes_on", day=cycle.closes_on)
    return _change(cycle, cycle.opens_on, closes_on, by, key)


def _was_changed(cycle: Cycle, key: str, by: Actor) -> bool:
    same = select(CycleChange.id).where(CycleChange.cycle_id == cycle.id, CycleChange.person_id == by.person_id)
    return bool(key) and db.session.scalar(same.where(CycleChange.key == key)) is not None


def _change(cycle: Cycle, opens_on: date, closes_on: date, by: Actor, key: str) -> Cycle:
    _check_days(opens_on, closes_on, of=cycle)
    before = {"opened_on": cycle.opens_on, "closed_on": cycle.closes_on}
    if opens_on < cycle.opens_on:
        _take_days(cycle, opens_on, cycle.opens_on - timedelta(days=1))
    if closes_on > cycle.closes_on:
        _take_days(cycle, cycle.closes_on + timedelta(days=1), closes_on)
    cycle.opens_on, cycle.closes_on = opens_on, closes_on
    made = CycleChange(
        cycle_id=cycle.id,
        **before,
        opens_on=opens_on,
        closes_on=closes_on,
        at=now(),
        person_id=by.person_id,
        person_name=by.name,
        key=key or None,
    )
    db.session.add(made)
    db.session.flush()
    note(Deed.CYCLE_CHANGED, by, as_thing(cycle), {"opens": opens_on.isoformat(), "closes": closes_on.isoformat()})
    return cycle


def _take_days(cycle: Cycle, first: date, last: date) -> None:
    count = (last - first).days + 1
    days = [{"day": first + timedelta(days=number), "cycle_id": cycle.id} for number in range(count)]
    db.session.execute(insert(CycleDay), days)


def _free_slug(name: str) -> str:
    slug = slug_of(name)
    if not slug or not slug.isascii():
        raise DomainError(_("Give the cycle a name in letters and figures, for example Collection 2026"), field="name")
    if max(len(name), len(slug)) > 80:
        raise DomainError(_("Shorten the name to 80 characters or fewer"), field="name")
    if db.session.scalar(select(Cycle.id).where(Cycle.slug == slug)):
        raise DomainError(_("There is a cycle of this name already"), field="name")
    return slug


def _check_days(opens_on: date, closes_on: date, of: Cycle | None = None) -> None:
    """`of` is the cycle whose own days are in nobody's way."""
    if closes_on <= opens_on:
        raise DomainError(_("The closing day must lie after the opening day"), field="closes_on")
    if closes_on < now().date():
        raise DomainError(_("The closing day has passed"), field="closes_on")
    if closes_on - opens_on > LONGEST:
        raise DomainError(_("A cycle lasts one year at most: check the year"), field="closes_on")
    taken = select(CycleDay.cycle_id).where(CycleDay.day.between(opens_on, closes_on))
    others = select(Cycle).where(Cycle.id.in_(taken), Cycle.id != (of.id if of else 0))
    if other := db.session.scalar(others.order_by(Cycle.opens_on).limit(1)):
        raise DomainError(
            _("The cycle “%(name)s” is open from %(first)s to %(last)s: two cycles cannot overlap"),
            field="opens_on" if opens_on >= other.opens_on else "closes_on",
            name=other.name,
            first=other.opens_on,
            last=other.closes_on,
        )


def close_cycle(cycle: Cycle, by: Actor) -> Cycle:
    """Close it now, before its last day, and freeze its snapshot. Its remaining days become free.

    One that has not opened yet never will, and has nothing to freeze. A closed cycle is not opened again.
    """
    require(by, Permission.CYCLE_RUN)
    if cycle.phase is Phase.CLOSED:
        raise NotPossible(_("The cycle “%(name)s” is closed already."), name=cycle.name)
    cycle.closed_at = now()
    db.session.flush()
    db.session.execute(delete(CycleDay).where(CycleDay.cycle_id == cycle.id, CycleDay.day > now().date()))
    note(Deed.CYCLE_CLOSED, by, as_thing(cycle))
    freeze(cycle, by)
    return cycle
