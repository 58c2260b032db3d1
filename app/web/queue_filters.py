"""The filters of the queue: what the address asks for, and the panel that offers it."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TypeVar

from flask import request
from flask_babel import gettext as _

from app.domain.questions import Kind
from app.domain.reviewing import Age, Turn
from app.domain.text import Term
from app.domain.text import _ as mark
from app.models import Partner
from app.queries.people import reviewers
from app.queries.queue import NOBODY, Novelty, Wanted, Warned, has_partner, queued_partners
from app.queries.selection import UnknownFilter
from app.web.filters import Group, Option, Panel
from app.web.paging import here
from app.wording import locale, say

E = TypeVar("E", bound=StrEnum)
_NAMES = {
    "turn": mark("Whose turn it is"),
    "reviewer": mark("Reviewer"),
    "novelty": mark("What it is"),
    "age": mark("Days waiting"),
    "warned": mark("Automatic warnings"),
    "kind": mark("Kind"),
    "partner": mark("Partner"),
}


def wanted_of_request() -> Wanted:
    """The selection in the address; raises UnknownFilter (400)."""
    turns = _chosen("turn", Turn)
    return Wanted(
        turn=next(iter(turns), Turn.US),
        reviewers=frozenset(_among("reviewer", [NOBODY, *(str(person.id) for person in reviewers())])),
        novelty=frozenset(_chosen("novelty", Novelty)),
        age=frozenset(_chosen("age", Age)),
        kind=frozenset(_chosen("kind", Kind)),
        partners=frozenset(_partners()),
        warned=frozenset(_chosen("warned", Warned)),
    )


def _chosen(name: str, choices: type[E]) -> list[E]:
    return [choices(value) for value in _among(name, [str(choice) for choice in choices])]


def _partners() -> list[str]:
    """Also those of whom nothing waits any more: the last one may have been decided under this filter."""
    return _among("partner", list(filter(has_partner, request.args.getlist("partner"))))


def _among(name: str, known: Sequence[str]) -> list[str]:
    values = [value for value in dict.fromkeys(request.args.getlist(name)) if value]
    for value in values:
        if value not in known:
            message = mark("Unknown value for the filter “%(name)s”: “%(value)s”")
            raise UnknownFilter(message, name=Term(_NAMES[name]), value=value[:60])
    return values


def queue_panel(wanted: Wanted) -> Panel:
    groups = list(_groups(wanted))
    chips = [
        (_("%(name)s: %(value)s", name=group.label, value=option.label), _without(group.name, option.value))
        for group in groups
        for option in group.options
        if option.selected
    ]
    cleared = here(page=None, **dict.fromkeys(group.name for group in groups))
    return Panel(groups=groups, singles=[], chips=chips, clear_href=cleared, hidden=[("turn", wanted.turn.value)])


def _groups(wanted: Wanted) -> Iterator[Group]:
    people = [(str(one.id), one.name) for one in reviewers()]
    yield _group("reviewer", [(NOBODY, _("Nobody yet")), *people], wanted.reviewers)
    yield _group("age", [(age.value, say(age.label)) for age in Age], wanted.age)
    yield _group("warned", [(one.value, say(one.label)) for one in Warned], wanted.warned)
    yield _group("novelty", [(one.value, say(one.label)) for one in Novelty], wanted.novelty)
    yield _group("kind", [(kind.value, say(kind.label)) for kind in Kind], wanted.kind)
    yield _group("partner", [(one.code, one.name(locale())) for one in _offered(wanted)], wanted.partners)


def _offered(wanted: Wanted) -> list[Partner]:
    return queued_partners(locale(), also=wanted.partners)


def _group(name: str, offered: Sequence[tuple[str, str]], chosen: frozenset[str] | frozenset[E]) -> Group:
    picked = {str(value) for value in chosen}
    return Group(name, say(_NAMES[name]), [Option(value, label, value in picked) for value, label in offered])


def _without(name: str, value: str) -> str:
    kept = [other for other in request.args.getlist(name) if other not in (value, "")]
    return here(page=None, **{name: kept or None})


def age_href(age: Age) -> str:
    return here(page=None, age=[age.value])


def turn_href(turn: Turn) -> str:
    return here(page=None, turn=turn.value)
