"""The demo world: people, ministries and initiatives, told by the files in `seed/demo/` and made by the services.

Every initiative goes through the hands that a real one goes through, on the days that its file gives, so that
the queue, the history and the reports show what they will show in use.
"""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zlib import crc32

from sqlalchemy import exists, select

from app.db import at, db
from app.domain.access import Actor, Role
from app.domain.choices import Language
from app.domain.errors import NotPossible
from app.domain.questions import Answer, Kind, Question
from app.domain.rules import in_section, sections_of
from app.domain.status import Status
from app.domain.text import _
from app.domain.workflow import Action
from app.models import QUESTION, QUESTIONS, Entity, Initiative, Person, Revision
from app.models.answers import section_answers
from app.services.initiatives import create, open_revision, save_section
from app.services.people import Newcomer, add
from app.services.workflow import perform
from seed.cast import CAST, FOUNDED_ON, PASSWORD, Member
from seed.collection import tell_collection
from seed.handing import tell_handing
from seed.news import tell_news
from seed.overlaps import tell_overlaps

FOLDER = Path(__file__).parent / "demo"
REVISED_ON, REVISION_SUBMITTED_ON = date(2026, 10, 13), date(2026, 10, 22)
"""Days on which published initiatives were taken up again; their files give none."""

Entry = dict[str, Any]


def is_seeded() -> bool:
    """Whether the demo world is in this database already."""
    return bool(db.session.scalar(select(exists().where(Person.email == CAST[0].email))))


def load_demo() -> int:
    """Make the demo world in an empty database; returns the number of its initiatives."""
    if db.session.scalar(select(exists().where(Person.id.is_not(None)))):
        raise NotPossible(_("The demo world is made in an empty database only, and this one has people in it."))
    files = _read_files()
    for content in files:
        _add_entities(content)
    people = _add_people()
    references: dict[str, str] = {}
    for content in files:
        for entry in content["initiatives"]:
            story = Story(content["partner"], entry, people, references)
            references[entry["key"]] = story.tell().reference
    tell_handing(people, references)
    tell_collection(people, references)
    tell_overlaps(people, references)
    tell_news()
    return len(references)


def _read_files() -> list[Entry]:
    """The European Union first: the programmes of which others are parts are all its own."""
    paths = sorted(FOLDER.glob("*.toml"), key=lambda path: (path.stem != "eu", path.stem))
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in paths]


def _add_entities(content: Entry) -> None:
    """With the files' short codes, which the service would make from the names."""
    partner = content["partner"]
    for entity in content["entities"]:
        names = {"name_en": entity["name_en"], "name_fr": entity["name_fr"]}
        db.session.add(Entity(code=f"{partner}-{entity['code']}", partner_code=partner, **names))
    db.session.flush()


def _add_people() -> dict[str, Actor]:
    founder = Actor(name="Demo", role=Role.ADMINISTRATOR)
    with at(_moment(FOUNDED_ON, "people")):
        return {member.email: add(_newcomer(member), founder, PASSWORD).actor for member in CAST}


def _newcomer(member: Member) -> Newcomer:
    return Newcomer(
        email=member.email,
        name=member.name,
        role=member.role,
        partner=member.partner,
        entity=member.entity,
        language=Language(member.language),
    )


def _moment(day: date, key: str, hours: int = 0) -> datetime:
    """An office hour of that day, the same at every run."""
    minute = crc32(f"{key}{day}".encode()) % 240
    return datetime.combine(day, time(8), UTC) + timedelta(minutes=minute, hours=hours)


@dataclass
class Story:
    """One entry of a file, from its creation to its present status."""

    partner: str
    entry: Entry
    people: dict[str, Actor]
    references: dict[str, str]

    @property
    def focal_point(self) -> Actor:
        return self.people[f"focal.{self.partner.lower()}@demo.example"]

    @property
    def secretariat(self) -> Actor:
        return self.people["secretariat@demo.example"]

    @property
    def writer(self) -> Actor:
        by_contributor = self.entry.get("by") == "contributor"
        return self.people[f"contributor.{self.partner.lower()}@demo.example"] if by_contributor else self.focal_point

    def tell(self) -> Initiative:
        answers = self.entry["answers"]
        with self._on(self.entry["created"]):
            initiative = create(self.writer, Kind(self.entry["kind"]), answers["title"])
        revision = initiative.latest
        self._write(revision, answers, self.writer, self._working_days())
        if self.entry.get("by") == "contributor":
            self._step(revision, Action.HAND_OVER, self._handed_over_on(), self.writer)
        self._decide(revision, Status(self.entry["status"]))
        if change := self.entry.get("revision"):
            self._revise(initiative, change)
        return initiative

    def _decide(self, revision: Revision, status: Status) -> None:
        """Take the steps that lead from the Partner's desk to the status of the file."""
        if "submitted" not in self.entry:
            return
        self._step(revision, Action.SUBMIT, self.entry["submitted"], self.focal_point)
        decided, note = self.entry.get("decided"), self.entry.get("note", "")
        action = {Status.RETURNED: Action.RETURN, Status.DECLINED: Action.DECLINE}.get(status, Action.PUBLISH)
        if decided:
            self._step(revision, action, decided, self.secretariat, "" if action is Action.PUBLISH else note)
        if status is Status.WITHDRAWN:
            self._step(revision, Action.WITHDRAW, self.entry["withdrawn"], self.secretariat, note)

    def _revise(self, initiative: Initiative, change: Entry) -> None:
        with self._on(REVISED_ON):
            revision = open_revision(initiative, self.focal_point)
        self._write(revision, change["answers"], self.focal_point, [REVISED_ON])
        if Status(change["status"]) is Status.SUBMITTED:
            self._step(revision, Action.SUBMIT, REVISION_SUBMITTED_ON, self.focal_point)

    def _write(self, revision: Revision, answers: Entry, by: Actor, days: list[date]) -> None:
        """Save section after section, as its form would, spread over the days."""
        kind = revision.initiative.kind
        told = {name: self._value(QUESTION[name], value) for name, value in answers.items()}
        for number, section in enumerate(sections_of(QUESTIONS, kind)):
            names = {question.name for question in in_section(QUESTIONS, section, kind)}
            if chosen := {name: value for name, value in told.items() if name in names}:
                with self._on(days[min(number, len(days) - 1)], hours=1 + number % 5):
                    save_section(revision, section, {**section_answers(revision, section), **chosen}, by)

    def _working_days(self) -> list[date]:
        """Up to nine days between creation and hand-over, the first and the last among them."""
        first = self.entry["created"]
        last = self._handed_over_on() - timedelta(days=1)
        gap = max((last - first).days, 0)
        return [first + timedelta(days=gap * n // 8) for n in range(9)]

    def _handed_over_on(self) -> date:
        """When the writer was done: the day of the submission, or two weeks after the beginning."""
        created: date = self.entry["created"]
        submitted: date = self.entry.get("submitted", created + timedelta(days=16))
        return max(created, submitted - timedelta(days=2))

    def _step(self, revision: Revision, action: Action, day: date, by: Actor, note: str = "") -> None:
        with self._on(day, hours=6):
            perform(revision, action, by=by, note=note)

    @contextmanager
    def _on(self, day: date, hours: int = 0) -> Iterator[None]:
        with at(_moment(day, self.entry["key"], hours)):
            yield

    def _value(self, question: Question, value: Any) -> Any:
        """A value of the file as the answer to its question."""
        if question.choices:
            return question.choices(value)
        if question.name == "entity":
            return f"{self.partner}-{value}"
        match question.answer:
            case Answer.REFERENCE:
                return self.references[value]
            case Answer.LONG_TEXT | Answer.TEXT:
                return value.strip()
            case Answer.AMOUNT | Answer.PERCENT:
                return Decimal(value)
            case Answer.ROWS:
                return [self._row(question, row) for row in value]
        return value

    def _row(self, question: Question, row: Any) -> dict[str, Any]:
        """All columns of a row; a list of plain texts fills the first column."""
        told = row if isinstance(row, dict) else {question.columns[0].name: row}
        return {
            column.name: self._value(column, told[column.name]) if column.name in told else None
            for column in question.columns
        }
