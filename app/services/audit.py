"""Tells the record of everything what is done, in the transaction that does it.

What is noted waits in the session and is appended when the transaction commits, after everything else was written:
the lock under which the entries are numbered and chained is held for the length of a commit and no longer, and
nothing is waited for while it is held. What is rolled back is not told.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import event, func, insert, select
from sqlalchemy.orm import Session, SessionTransaction

from app.db import db, now
from app.domain.access import Actor
from app.domain.audit import GENESIS, NOTHING, Deed, Details, Matter, Thing, canonical, storable
from app.models import Person
from app.models.audit import AuditEntry, worked_out

_LOCK = 20151112
"""Of PostgreSQL; on SQLite there is one writer at a time anyway."""
_WAITING, _MARKS = "audit waiting", "audit marks"

NOBODY = Actor(name="")
"""Whoever is not signed in."""


@dataclass(frozen=True)
class Noted:
    """What is to be appended; `details` may be a function, for what is known only when everything is written."""

    at: datetime
    deed: Deed
    by: Actor
    thing: Thing
    details: Details | Callable[[], Details]


def note(deed: Deed, by: Actor, thing: Thing = NOTHING, details: Details | Callable[[], Details] | None = None) -> None:
    """Tell what this actor has done to this thing; no secret and no answer's text belongs into the details."""
    db.session.info.setdefault(_WAITING, []).append(Noted(now(), deed, by, thing, details or {}))


def is_noted() -> bool:
    """Whether the present transaction has told anything so far."""
    return bool(db.session.info.get(_WAITING))


def person(whom: Person) -> Thing:
    return Thing(Matter.PERSON, str(whom.id), whom.name)


@event.listens_for(Session, "before_commit")
def _append(session: Session) -> None:
    if session.in_nested_transaction() or not session.info.get(_WAITING):
        return
    session.flush()
    waiting = sorted(session.info.pop(_WAITING), key=lambda noted: noted.at)
    if session.connection().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    table = AuditEntry
    last = session.execute(select(table.id, table.digest).order_by(table.id.desc()).limit(1)).first()
    number, previous = last or (0, GENESIS)
    rows = []
    for noted in waiting:
        number += 1
        rows.append(_row(noted, number, previous))
        previous = rows[-1]["digest"]
    session.execute(insert(AuditEntry), rows)


def _row(noted: Noted, number: int, previous: str) -> dict[str, Any]:
    by, thing = noted.by, noted.thing
    row = {
        "id": number,
        "at": noted.at,
        "deed": str(noted.deed),
        "person_id": by.person_id,
        "person_name": storable(by.name)[:120],
        "role": str(by.role or ""),
        "partner_code": by.partner or "",
        "object_kind": str(thing.matter),
        "object_key": storable(thing.key)[:80],
        "object_name": storable(thing.name)[:300],
        "details": canonical(noted.details() if callable(noted.details) else noted.details),
        "previous": previous,
    }
    return {**row, "digest": worked_out(row)}


@event.listens_for(Session, "after_transaction_create")
def _remember(session: Session, transaction: SessionTransaction) -> None:
    """How much was noted before a savepoint, for when it is gone back to."""
    if transaction.nested:
        marks = session.info.setdefault(_MARKS, WeakKeyDictionary())
        marks[transaction] = len(session.info.get(_WAITING, ()))


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None or transaction.nested:
        kept = session.info.get(_MARKS, {}).get(transaction, 0)
        del session.info.get(_WAITING, [])[kept:]
