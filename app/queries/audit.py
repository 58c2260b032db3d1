"""The audit log as it is read: pages of it, its last digest, and the proof that nothing of it was taken or changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app.db import db
from app.domain.access import OPERATOR, SYSTEM
from app.domain.audit import GENESIS, Matter
from app.models import AuditEntry, Person
from app.models.audit import worked_out

AT_ONCE = 2000
"""Entries in memory while the whole log is read."""

_TEXTS = (AuditEntry.person_name, AuditEntry.object_name, AuditEntry.object_key, AuditEntry.details)


@dataclass(frozen=True)
class Sought:
    """What is looked for; days are those of UTC, both included. `about` is a key, or the name or e-mail of a person."""

    who: str = ""
    about: str = ""
    q: str = ""
    deeds: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Slice:
    """Some entries, the newest first, and whether there are newer and older ones of the same selection."""

    entries: Sequence[AuditEntry]
    newer: bool
    older: bool


def slice_of(sought: Sought, size: int, before: int | None = None, after: int | None = None) -> Slice:
    """The newest entries, those just before or those just after a number: no page costs more than the first one."""
    found = selected(sought)
    if after is not None:
        rising = found.where(AuditEntry.id > after).order_by(AuditEntry.id)
        entries = list(db.session.scalars(rising.limit(size + 1)))
        return Slice(entries[:size][::-1], newer=len(entries) > size, older=True)
    falling = found.order_by(AuditEntry.id.desc())
    if before is not None:
        falling = falling.where(AuditEntry.id < before)
    entries = list(db.session.scalars(falling.limit(size + 1)))
    return Slice(entries[:size], newer=before is not None, older=len(entries) > size)


def selected(sought: Sought) -> Select[AuditEntry]:
    found = select(AuditEntry)
    if sought.deeds:
        found = found.where(AuditEntry.deed.in_(sought.deeds))
    if sought.since:
        found = found.where(AuditEntry.at >= datetime.combine(sought.since, time(), UTC))
    if sought.until:
        found = found.where(AuditEntry.at < datetime.combine(sought.until + timedelta(days=1), time(), UTC))
    if who := sought.who.strip():
        found = found.where(_done_by(who))
    if about := sought.about.strip():
        found = found.where(_done_to(about))
    for word in sought.q.split():
        found = found.where(or_(*(text.icontains(word, autoescape=True) for text in _TEXTS)))
    return found


def _done_by(who: str) -> ColumnElement[bool]:
    """By people of that name or e-mail, whatever they were called then; or by the system or the command line."""
    known = [actor.name for actor in (OPERATOR, SYSTEM) if who.casefold() in actor.name.casefold()]
    by_people = AuditEntry.person_id.in_(_people(who))
    return (
        or_(by_people, and_(AuditEntry.person_id.is_(None), AuditEntry.person_name.in_(known))) if known else by_people
    )


def _done_to(about: str) -> ColumnElement[bool]:
    keys = AuditEntry.object_key.in_(sorted({about, about.upper(), about.lower()}))
    people = [str(number) for number in _people(about)]
    to_people = and_(AuditEntry.object_key.in_(people), AuditEntry.object_kind == str(Matter.PERSON))
    return or_(keys, to_people) if people else keys


def _people(words: str) -> list[int]:
    named = or_(Person.name.icontains(words, autoescape=True), Person.email.icontains(words, autoescape=True))
    return list(db.session.scalars(select(Person.id).where(named)))


def count_up_to(sought: Sought, most: int) -> int:
    """How many there are, or `most` + 1 where there are more: nobody waits for the rest to be counted."""
    some = selected(sought).with_only_columns(AuditEntry.id).limit(most + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def rising(sought: Sought) -> Iterator[AuditEntry]:
    """All of a selection, the oldest first, a few in memory at a time."""
    found = selected(sought).order_by(AuditEntry.id).execution_options(yield_per=AT_ONCE)
    for entries in db.session.scalars(found).partitions():
        yield from entries
        for entry in entries:
            db.session.expunge(entry)


@dataclass(frozen=True)
class Head:
    """The newest entry: with its digest noted elsewhere, no entry up to it can be taken away unseen."""

    number: int
    digest: str


def head() -> Head | None:
    last = select(AuditEntry.id, AuditEntry.digest).order_by(AuditEntry.id.desc()).limit(1)
    row = db.session.execute(last).first()
    return Head(*row) if row else None


@dataclass(frozen=True)
class Verdict:
    """`broken` is the first number at which something is wrong, and `why` says what, in English for the shell."""

    count: int
    last: Head | None
    broken: int | None = None
    why: str = ""


def _lines() -> Iterator[Any]:
    """Every line as it is stored, the oldest first: no objects are made of a million of them."""
    found = select(AuditEntry.__table__).order_by(AuditEntry.id).execution_options(yield_per=AT_ONCE)
    for lines in db.session.execute(found).partitions():
        yield from lines


def verify(noted: str | None = None, after: str = GENESIS) -> Verdict:
    """Walk the whole chain.

    `noted` is a digest that was the last one once: without it, lines cut off at the end leave no trace. `after` is the
    last digest of an archive, where the log goes on from one; then it may begin at another number than 1.
    """
    expected, previous, last, count, met = None if after != GENESIS else 1, after, None, 0, noted in (None, after)
    for entry in _lines():
        if expected is not None and entry.id != expected:
            return Verdict(count, last, expected, f"it is missing; the next one is number {entry.id}")
        if entry.previous != previous:
            return Verdict(count, last, entry.id, "it does not follow the entry before it")
        if entry.digest != worked_out(entry._mapping):
            return Verdict(count, last, entry.id, "what it says is not what was written")
        expected, previous, count = entry.id + 1, entry.digest, count + 1
        last, met = Head(entry.id, entry.digest), met or entry.digest == noted
    if not met:
        return Verdict(
            count, last, expected or 1, "the digest that was noted does not occur: entries at the end are gone"
        )
    return Verdict(count, last)
