"""The Partners as the secretariat follows them in a cycle: how far, with whom to speak, how it was last time."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.db import db
from app.domain.access import Role
from app.domain.choices import Process
from app.domain.cycles import PartnerState
from app.domain.labelled import Labelled
from app.domain.text import _
from app.models import Cycle, Partner, Person, PersonState
from app.queries.standings import Standing, cycle_before, standings
from app.queries.text import plain


class Only(Labelled):
    """Filters that look further than the present state."""

    ANSWERED_BEFORE = "answered-before", _("Answered last time, not yet now")
    NO_FOCAL_POINT = "no-focal-point", _("No Focal Point who can sign in")


class Order(Labelled):
    PARTNER = "partner", _("Partner")
    STATE = "state", _("State")
    LEFT = "left", _("Left")
    CHANGED = "changed", _("Last change")
    BEFORE = "before", _("Last cycle’s answer")


@dataclass(frozen=True)
class Sought:
    """What the reader chose; empty fields choose everything. `sort` may begin with a minus."""

    q: str = ""
    state: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    process: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    sort: str = Order.PARTNER.value


@dataclass(frozen=True)
class Followed:
    """One Partner; `before` is how it stood in the cycle before, None where there was none."""

    partner: Partner
    now: Standing
    before: Standing | None
    focal_points: tuple[Person, ...]

    @property
    def answered_before(self) -> datetime | None:
        """When it last answered anything in the cycle before."""
        return self.before.changed_at if self.before and self.before.answered else None

    @property
    def can_be_reached(self) -> bool:
        return any(person.state is PersonState.ACTIVE for person in self.focal_points)

    @property
    def fell_silent(self) -> bool:
        """Whether it answered everything last time and has not done so now."""
        then = self.before is not None and self.before.state is PartnerState.ANSWERED
        return then and self.now.state is not PartnerState.ANSWERED


def followed(cycle: Cycle, sought: Sought, locale: str, known: Mapping[str, Standing] | None = None) -> list[Followed]:
    """The Partners that match, in the order asked for; `known` are the standings of the cycle, where they are read."""
    earlier = cycle_before(cycle)
    now, before = known or standings(cycle), standings(earlier) if earlier else {}
    people = _focal_points()
    rows = [
        Followed(partner, now[partner.code], before.get(partner.code), tuple(people[partner.code]))
        for partner in db.session.scalars(select(Partner))
        if partner.code in now
    ]
    return in_order([row for row in rows if is_sought(row, sought)], sought.sort, locale)


def is_sought(row: Followed, sought: Sought) -> bool:
    partner = row.partner
    taking_part = {Process.KHARTOUM: partner.khartoum, Process.RABAT: partner.rabat}
    further = {Only.ANSWERED_BEFORE: row.fell_silent, Only.NO_FOCAL_POINT: not row.can_be_reached}
    return (
        (not sought.state or row.now.state in sought.state)
        and (not sought.kind or partner.kind in sought.kind)
        and (not sought.process or any(taking_part[Process(name)] for name in sought.process))
        and all(further[Only(name)] for name in sought.only)
        and _holds(row, sought.q)
    )


def _holds(row: Followed, words: str) -> bool:
    partner = row.partner
    named = [partner.name_en, partner.name_fr, partner.acronym_en, partner.acronym_fr, partner.code]
    text = " ".join([*map(plain, named), *(f"{plain(one.name)} {one.email.lower()}" for one in row.focal_points)])
    return all(word in text or plain(word) in text for word in words.lower().split())


_STATES = list(PartnerState)


def in_order(rows: Sequence[Followed], sort: str, locale: str) -> list[Followed]:
    """Partners that are alike stand in the order of their names, whichever way the list runs."""
    by_name = sorted(rows, key=lambda row: plain(row.partner.name(locale)))
    order, falls = Order(sort.removeprefix("-")), sort.startswith("-")
    keys: Mapping[Order, list[float]] = {
        Order.PARTNER: [float(number) for number in range(len(by_name))],
        Order.STATE: [float(_STATES.index(row.now.state)) for row in by_name],
        Order.LEFT: [float(row.now.left) for row in by_name],
        Order.CHANGED: [_seconds(row.now.changed_at) for row in by_name],
        Order.BEFORE: [_seconds(row.answered_before) for row in by_name],
    }
    numbered = sorted(enumerate(by_name), key=lambda pair: keys[order][pair[0]], reverse=falls)
    return [row for _number, row in numbered]


def _seconds(moment: datetime | None) -> float:
    return moment.timestamp() if moment else 0.0


def _focal_points() -> dict[str, list[Person]]:
    """By Partner; nobody who is suspended."""
    found: dict[str, list[Person]] = defaultdict(list)
    alike = select(Person).where(Person.role == Role.FOCAL_POINT, Person.active).order_by(Person.name, Person.id)
    for person in db.session.scalars(alike):
        found[person.partner_code or ""].append(person)
    return found
