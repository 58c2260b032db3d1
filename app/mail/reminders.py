"""Mails about a cycle to the Focal Points: at the opening, 30, 7 and 1 days before closing, once after."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.db import db, now
from app.domain.access import Role
from app.domain.cycles import Progress
from app.domain.mails import MailKind, Stage, stage_due
from app.mail.links import address
from app.mail.writing import put
from app.models import Cycle, CycleMailing, Partner, Person
from app.queries.cycles import cycles, progress_by_partner


def write_reminders() -> int:
    """Write what is due for each cycle, a transaction each; returns the number of mails."""
    due = [(cycle.id, stage) for cycle in cycles() if (stage := stage_due(cycle.period, now()))]
    db.session.commit()
    return sum(_write_once(cycle_id, stage) for cycle_id, stage in due)


def _write_once(cycle_id: int, stage: Stage) -> int:
    """All mails of a stage and the note that they are written, or none: of two runs one gives way."""
    cycle = db.session.get_one(Cycle, cycle_id)
    key = (cycle.id, stage, cycle.closes_on)
    if db.session.get(CycleMailing, key):
        db.session.commit()
        return 0
    db.session.add(CycleMailing(cycle_id=cycle.id, stage=stage, closes_on=cycle.closes_on, at=now()))
    try:
        db.session.flush()
        count = _write(cycle, stage)
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return 0
    return count


def _write(cycle: Cycle, stage: Stage) -> int:
    people = _focal_points()
    count = 0
    for partner, progress in progress_by_partner(cycle):
        kind = _kind(stage, progress)
        for person in people.get(partner.code, ()) if kind else ():
            assert kind
            key = f"cycle:{cycle.id}:{stage}:{cycle.closes_on}:{person.id}"
            put(kind, person, _values(cycle, partner, progress, person), key=key)
            count += 1
    return count


def _focal_points() -> dict[str, list[Person]]:
    """Those who can sign in, by Partner."""
    found = select(Person).where(Person.role == Role.FOCAL_POINT, Person.active, Person.password.is_not(None))
    by_partner: dict[str, list[Person]] = {}
    for person in db.session.scalars(found.order_by(Person.id)):
        by_partner.setdefault(person.partner_code or "", []).append(person)
    return by_partner


def _kind(stage: Stage, progress: Progress) -> MailKind | None:
    """Before the end only what is missing is written about; after it everybody of whom something was asked hears."""
    if not progress.asked:
        return None
    missing = progress.answered < progress.asked
    if stage is Stage.AFTER:
        return MailKind.CYCLE_CLOSED if missing else MailKind.CYCLE_THANKS
    if not missing:
        return None
    return MailKind.CYCLE_OPENS if stage is Stage.OPENING else MailKind.CYCLE_REMINDER


def _values(cycle: Cycle, partner: Partner, progress: Progress, person: Person) -> dict[str, object]:
    return {
        "cycle": cycle.name,
        "partner": partner.name(person.language.value),
        "deadline": cycle.closes_on,
        "days": max(0, (cycle.closes_on - now().date()).days),
        "asked": progress.asked,
        "answered": progress.answered,
        "left": progress.asked - progress.answered,
        "link": address("answering.show", cycle=cycle.slug, lang=person.language.value),
    }
