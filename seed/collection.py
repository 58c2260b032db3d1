"""The cycles of the demo world: one that is over and frozen, and an open one that some Partners have answered."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, time

from app.db import at, db
from app.domain.access import Actor
from app.domain.cycles import Saying
from app.domain.letters import Channel, Letter
from app.models import Cycle, Initiative
from app.queries.cycles import progress_of, standing_revisions
from app.queries.initiatives import load_initiative
from app.services.attestations import attest_accurate, attest_nothing, end
from app.services.cycles import open_cycle
from app.services.recorded_answers import Stated, record
from app.services.snapshots import freeze_ended

NAME, OPENS_ON, CLOSES_ON = "Collection 2026", date(2026, 10, 1), date(2027, 1, 31)
ANNOUNCED_ON = date(2026, 9, 14)

EARLIER, EARLIER_OPENS_ON, EARLIER_CLOSES_ON = "Collection 2025", date(2025, 10, 1), date(2026, 1, 16)
EARLIER_ANNOUNCED_ON, FROZEN_ON = date(2025, 9, 15), date(2026, 1, 17)
EARLIER_ANSWERED = (
    ("ET", date(2025, 10, 14)),
    ("FR", date(2025, 10, 21)),
    ("IT", date(2025, 11, 6)),
    ("KE", date(2025, 11, 27)),
    ("MA", date(2026, 1, 12)),
)
EARLIER_BEGUN = (("SN", date(2025, 12, 3), 1),)
"""In the cycle before: who answered for everything, who only began."""

LETTER = ("SD", date(2026, 11, 9), date(2026, 11, 6))
"""Whose answer came by note, when it was recorded, and of which day it was."""

ENDED = (("KE", date(2026, 10, 27), "ke-county", date(2026, 6, 30)),)
"""Whose initiative ended, when it was said, and on which day it ended."""

ANSWERED = (("FR", date(2026, 10, 8)), ("KE", date(2026, 10, 27)), ("NG", date(2026, 11, 3)))
"""Partners that have answered for everything, and when."""

BEGUN = (("IT", date(2026, 10, 20), 1), ("SN", date(2026, 10, 29), 2), ("ET", date(2026, 11, 5), 2))
"""Partners that have found their first initiatives still accurate, when, and how many."""


def tell_collection(people: Mapping[str, Actor], references: Mapping[str, str]) -> None:
    """Open the cycles and let the Partners answer; `references` are those of the demo's initiatives, by their keys."""
    _tell_the_earlier_one(people)
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
    _record_a_note(cycle, people["secretariat@demo.example"])


def _tell_the_earlier_one(people: Mapping[str, Actor]) -> None:
    """Its last day passed, and the jobs froze it in the night after."""
    with _on(EARLIER_ANNOUNCED_ON):
        cycle = open_cycle(EARLIER, EARLIER_OPENS_ON, EARLIER_CLOSES_ON, people["secretariat@demo.example"])
    for partner, day in EARLIER_ANSWERED:
        with _on(day):
            _answer(cycle, _focal_point(partner, people))
    for partner, day, count in EARLIER_BEGUN:
        with _on(day):
            _find_accurate(cycle, _focal_point(partner, people), count)
    with at(datetime.combine(FROZEN_ON, time(0, 1), UTC)):
        freeze_ended()


def _record_a_note(cycle: Cycle, secretariat: Actor) -> None:
    partner, day, received_on = LETTER
    letter = Letter(
        Channel.NOTE,
        received_on,
        "Directorate for Migration",
        "Note 114/2026: what is published stands, nothing to add.",
    )
    with _on(day):
        asked = progress_of(cycle, partner)
        standing = standing_revisions(cycle, [key for key, answer in asked.initiatives.items() if answer is None])
        stated = [Stated(Saying.STILL_ACCURATE, reference=one.initiative.reference) for one in standing]
        stated += [Stated(Saying.NOTHING_TO_REPORT, domain=code) for code, a in asked.domains.items() if a is None]
        record(cycle, partner, letter, stated, secretariat)


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
