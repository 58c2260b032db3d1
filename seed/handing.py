"""What the Ethiopian Focal Point of the demo world has handed to Contributors, and what came back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import select

from app.db import at, db
from app.domain.access import Actor
from app.domain.questions import Section
from app.models import Person
from app.queries.initiatives import load_initiative
from app.services.assignments import assign, hand_back

FOCAL_POINT = "focal.et@demo.example"


@dataclass(frozen=True)
class Given:
    """`key` is that of the initiative in its file; `words` are those with which it came back, on `back_on`."""

    key: str
    to: str
    sections: tuple[Section, ...]
    on: date
    due_on: date
    note: str
    back_on: date | None = None
    words: str = ""


GIVEN = (
    Given(
        "et-draft-returnees",
        "contributor.et@demo.example",
        (Section.WHERE, Section.MONEY),
        date(2026, 11, 9),
        date(2026, 12, 3),
        "Your ministry pays for the desks at the airport: please enter the amounts by year, and the regions to which "
        "the buses go.",
    ),
    Given(
        "et-labour-agreements",
        "contributor.rrs.et@demo.example",
        (Section.RESULTS,),
        date(2026, 11, 4),
        date(2026, 11, 13),
        "How many returnees used the complaint lines of the agreements so far?",
        date(2026, 11, 12),
        "I have added the figures to the end of September. Those of October come with the next bulletin.",
    ),
    Given(
        "et-labour-agreements",
        "contributor.et@demo.example",
        (Section.LEGAL,),
        date(2026, 11, 4),
        date(2026, 11, 20),
        "The secretariat asks for the dates of each agreement. Could you take them from the Official Gazette?",
    ),
)


def tell_handing(people: Mapping[str, Actor], references: Mapping[str, str]) -> None:
    """`references` are those of the demo's initiatives, by their keys."""
    for given in GIVEN:
        initiative = load_initiative(references[given.key])
        contributor = db.session.scalars(select(Person).where(Person.email == given.to)).one()
        with at(_on(given.on)):
            assign(initiative, contributor, given.sections, people[FOCAL_POINT], due_on=given.due_on, note=given.note)
        if given.back_on:
            with at(_on(given.back_on)):
                hand_back(initiative, people[given.to], given.words)


def _on(day: date) -> datetime:
    return datetime.combine(day, time(10, 15), UTC)
