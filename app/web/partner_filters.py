"""The filters over Partners in a cycle, as the address states them: for the list, the matrix and their files."""

from flask import request

from app.domain.choices import PartnerKind, Process
from app.domain.cycles import PartnerState
from app.domain.labelled import Labelled
from app.domain.text import _ as mark
from app.queries.partner_list import Only, Order, Sought
from app.queries.selection import UnknownFilter
from app.web.filters import Group, Option
from app.web.listing import Column
from app.web.paging import here
from app.wording import say

_GROUPS: dict[str, tuple[str, type[Labelled]]] = {
    "state": (mark("State"), PartnerState),
    "kind": (mark("Kind of Partner"), PartnerKind),
    "process": (mark("Process"), Process),
    "only": (mark("To follow up"), Only),
}


def sought_partners() -> Sought:
    """The selection in the address; raises UnknownFilter (400)."""
    sort = request.args.get("sort") or Order.PARTNER.value
    if sort.removeprefix("-") not in list(Order):
        raise UnknownFilter(mark("The list cannot be sorted by “%(value)s”"), value=sort[:40])
    listed = {name: _known(name, choices) for name, (_label, choices) in _GROUPS.items()}
    return Sought(q=request.args.get("q", "").strip()[:200], sort=sort, **listed)


def _known(name: str, choices: type[Labelled]) -> tuple[str, ...]:
    values = tuple(dict.fromkeys(value for value in request.args.getlist(name) if value))
    if astray := [value for value in values if value not in list(choices)]:
        raise UnknownFilter(mark("There is no choice “%(value)s” among these filters"), value=astray[0][:40])
    return values


def groups(sought: Sought) -> list[Group]:
    return [
        Group(name, label, [Option(c.value, c.label, c.value in getattr(sought, name)) for c in choices])
        for name, (label, choices) in _GROUPS.items()
    ]


def chips(sought: Sought) -> list[tuple[str, str]]:
    """What is set, each with the address without it."""
    made = [(say(mark("Words: %(words)s"), {"words": sought.q}), here(q=None))] if sought.q else []
    for name, (_label, choices) in _GROUPS.items():
        chosen = getattr(sought, name)
        for value in chosen:
            others = [other for other in chosen if other != value]
            made.append((say(choices(value).label), here(**{name: others or None})))
    return made


def clear() -> str:
    return here(q=None, **dict.fromkeys(_GROUPS))


def sortable(order: Order, sought: Sought, *, numeric: bool = False) -> Column:
    """What is counted or dated falls first."""
    falling_first = order in (Order.LEFT, Order.CHANGED, Order.BEFORE)
    direction = {order.value: "ascending", f"-{order.value}": "descending"}.get(sought.sort)
    falls = direction == "ascending" or (direction is None and falling_first)
    return Column(say(order.label), here(sort=f"-{order.value}" if falls else order.value), direction, numeric)
