"""The filters of the list of people: what the address asks for, and the panel that offers it."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TypeVar

from flask import request
from flask_babel import gettext as _

from app.domain.access import Permission, Role, Subject, can
from app.domain.text import Term
from app.domain.text import _ as mark
from app.models import PersonState
from app.queries.people import Sifted, invitable_partners
from app.queries.selection import UnknownFilter
from app.web.access import actor
from app.web.filters import Group, Option, Panel
from app.web.paging import here
from app.wording import locale, say

E = TypeVar("E", bound=StrEnum)
_NAMES = {"role": mark("Role"), "partner": mark("Partner"), "state": mark("State")}


def sifted_of_request() -> Sifted:
    """The selection in the address; raises UnknownFilter (400)."""
    return Sifted(
        words=request.args.get("q", "").replace("\0", "")[:200],
        roles=_chosen("role", Role),
        partners=_among("partner", [code for code, _name in _partners()]),
        states=_chosen("state", PersonState),
    )


def _chosen(name: str, choices: type[E]) -> tuple[E, ...]:
    return tuple(choices(value) for value in _among(name, [str(choice) for choice in choices]))


def _among(name: str, known: Sequence[str]) -> tuple[str, ...]:
    values = tuple(value for value in dict.fromkeys(request.args.getlist(name)) if value)
    for value in values:
        if value not in known:
            message = mark("Unknown value for the filter “%(name)s”: “%(value)s”")
            raise UnknownFilter(message, name=Term(_NAMES[name]), value=value[:60])
    return values


def _partners() -> list[tuple[str, str]]:
    """Those to choose from: none for who sees one Partner only."""
    if not can(actor(), Permission.PEOPLE_READ, Subject()):
        return []
    named = ((partner.code, partner.name(locale())) for partner in invitable_partners(actor()))
    return sorted(named, key=lambda pair: pair[1])


def people_panel(sifted: Sifted) -> Panel:
    groups = list(_groups(sifted))
    chips = [
        (_("%(name)s: %(value)s", name=group.label, value=option.label), _without(group.name, option.value))
        for group in groups
        for option in group.options
        if option.selected
    ]
    return Panel(groups=groups, singles=[], chips=chips, clear_href=request.path)


def _groups(sifted: Sifted) -> Iterator[Group]:
    everywhere = _partners()
    roles = [role for role in Role if everywhere or role.of_a_partner]
    yield _group("role", [(role.value, say(role.label)) for role in roles], sifted.roles)
    if everywhere:
        yield _group("partner", everywhere, sifted.partners)
    yield _group("state", [(state.value, say(state.label)) for state in PersonState], sifted.states)


def _group(name: str, offered: Sequence[tuple[str, str]], chosen: Sequence[str]) -> Group:
    return Group(name, say(_NAMES[name]), [Option(value, label, value in chosen) for value, label in offered])


def _without(name: str, value: str) -> str:
    kept = [other for other in request.args.getlist(name) if other not in (value, "")]
    return here(page=None, **{name: kept or None})
