"""The open cycle of the demo world: some Partners have answered, some have begun, most have not."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, time

from app.db import at, db
from app.domain.access import Actor
from app.models import Cycle, Initiative
from app.queries.cycles import progress_of
from app.queries.initiatives import load_initiative
from app.services.attestations import attest_accurate, attest_nothing, end
from app.services.cycles import open_cycle

NAME, OPENS_ON, CLOSES_ON = "Collection 2026", date(2026, 10, 1), date(2027, 1, 31)
ANNOUNCED_ON = date(2026, 9, 14)

ENDED = (("KE", date(2026, 10, 27), "ke-county", date(2026, 6, 30)),)
"""Whose initiative ended, when it was said, and on which day it ended."""

ANSWERED = (("FR", date(2026, 10, 8)), ("KE", date(2026, 10, 27)), ("NG", date(2026, 11, 3)))
"""Partners that have answered for everything, and when."""

BEGUN = (("IT", date(2026, 10, 20), 1), ("SN", date(2026, 10, 29), 2), ("ET", date(2026, 11, 5), 2))
"""Partners that have found their first initiatives still accurate, when, and how many."""


def tell_collection(people: Mapping[str, Actor], references: Mapping[str, str]) -> None:
    """Open the cycle and let the Partners answer; `references` are those of the demo's initiatives, by their keys."""
    with _on(ANNOUNCED_ON):
        cycle = open_cycle(NAME, OPENS_ON, CLOSES_ON, people["secretariat@demo.example"])
    for partner, day, key, ended_on in ENDED:
        with _on(day):
            end(cycle, load_initiative(references[key]), ended_on, _focal_point(partner, people))
    for partner, day in ANSWERED:
        with _on(day):
            _answer(cycle, _focal_point(partner, people))
    for partner, day, count in BEGUN:
        with _on(day):
            _find_accurate(cycle, _focal_point(partner, people), count)


def _answer(cycle: Cycle, focal_point: Actor) -> None:
    _find_accurate(cycle, focal_point)
    for domain, answer in progress_of(cycle, focal_point.partner or "").domains.items():
        if answer is None:
            attest_nothing(cycle, domain, focal_point)


def _find_accurate(cycle: Cycle, focal_point: Actor, count: int | None = None) -> None:
    """The first `count` initiatives without an answer, or all of them."""
    asked = progress_of(cycle, focal_point.partner or "").initiatives
    for initiative in sorted(one for one, answer in asked.items() if answer is None)[:count]:
        attest_accurate(cycle, db.session.get_one(Initiative, initiative), focal_point)


def _focal_point(partner: str, people: Mapping[str, Actor]) -> Actor:
    return people[f"focal.{partner.lower()}@demo.example"]


def _on(day: date) -> AbstractContextManager[None]:
    return at(datetime.combine(day, time(9, 30), UTC))
