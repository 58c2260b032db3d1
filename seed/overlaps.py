"""What the secretariat of the demo world decided of initiatives that look alike; other pairs wait for a decision."""

from collections.abc import Mapping
from datetime import UTC, datetime

from app.db import at
from app.domain.access import Actor
from app.domain.links import Relation
from app.queries.initiatives import load_initiative
from app.services.links import link

DECIDED_AT = datetime(2026, 11, 9, 10, 15, tzinfo=UTC)
PHASES = ("eu-bmm", "eu-bmm2", "Two phases of one programme, each with its own contract and amount.")


def tell_overlaps(people: Mapping[str, Actor], references: Mapping[str, str]) -> None:
    """`references` are those of the demo's initiatives, by their keys."""
    first, second, reason = PHASES
    one, other = (load_initiative(references[key]) for key in (first, second))
    with at(DECIDED_AT):
        link(one, other, Relation.DISTINCT, people["secretariat@demo.example"], reason=reason)
