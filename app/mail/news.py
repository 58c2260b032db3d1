"""What happens, told by mail: once a day in one mail or each at once, from the events themselves.

How far a person has been told is moved on in the transaction that writes the mail, by a conditional update: of two
runs one finds it moved and gives way. So nothing is told twice, and nothing is missed.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from flask_babel import force_locale, ngettext
from sqlalchemy import update
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import IntegrityError

from app.db import db, now
from app.domain.mails import MailChoice, MailKind
from app.domain.reviewing import UNDO_WITHIN
from app.mail.links import address
from app.mail.writing import entry, put
from app.models import Event, MailMark, Person, ReviewQuestion
from app.queries.news import choice_of, is_open_to, listeners, news_of, told_until
from app.queries.review_questions import label_asked, sent_with
from app.wording import say

DIGEST_AT = time(6)
"""UTC: what happened before it is in the mail of that day."""

SETTLED = UNDO_WITHIN
"""Longer than a request lasts, so that what happened before is in the database or never will be; and so long that a
decision that is undone is told to nobody."""


def write_news() -> int:
    """Write what each person should hear, a transaction each; returns the number of mails."""
    people = [person.id for person in listeners()]
    db.session.commit()
    return sum(_write_to(person_id) for person_id in people)


def _write_to(person_id: int) -> int:
    person = db.session.get_one(Person, person_id)
    mark = db.session.get(MailMark, person_id, populate_existing=True)
    after = mark.told_event_id if mark else 0
    at_once = _hears_at_once(person)
    until = told_until(after, now() - SETTLED if at_once else last_digest_hour())
    if until == after:
        db.session.commit()
        return 0
    try:
        _move(person, mark, after, until)
        count = _tell(person, after, until, at_once)
        db.session.commit()
    except (IntegrityError, _ToldMeanwhile):
        db.session.rollback()
        return 0
    return count


def has_choice(person: Person) -> bool:
    """The secretariat gets one mail a day."""
    return person.role.of_a_partner


def _hears_at_once(person: Person) -> bool:
    return has_choice(person) and choice_of(person) is MailChoice.AT_ONCE


def last_digest_hour() -> datetime:
    today = now().replace(hour=DIGEST_AT.hour, minute=DIGEST_AT.minute, second=0)
    return today if now() >= today + SETTLED else today - timedelta(days=1)


class _ToldMeanwhile(Exception):
    """Another run has written to this person."""


def _move(person: Person, mark: MailMark | None, after: int, until: int) -> None:
    """First of all, so that of two runs the second waits for the first and then gives way."""
    if mark is None:
        db.session.add(MailMark(person_id=person.id, told_event_id=until))
        db.session.flush()
        return
    here = (MailMark.person_id == person.id, MailMark.told_event_id == after)
    moved = db.session.execute(
        update(MailMark).where(*here).values(told_event_id=until).execution_options(synchronize_session=False)
    )
    assert isinstance(moved, CursorResult)
    if moved.rowcount != 1:
        raise _ToldMeanwhile


def _tell(person: Person, after: int, until: int, at_once: bool) -> int:
    total, events = news_of(person, after, until)
    if not total:
        return 0
    if at_once and total == len(events):
        for event in events:
            put(MailKind.AT_ONCE, person, _about(person, event), key=f"event:{event.id}:{person.id}")
        return total
    told = {"events": _listed(person, total, events), "account": _account(person)}
    put(MailKind.DIGEST, person, told, key=f"news:{until}:{person.id}")
    return 1


def _about(person: Person, event: Event) -> dict[str, object]:
    return {
        "events": _entries(person, [event])[0],
        "account": _account(person),
        "what": event.action or event.occasion,
        "title": _title(person, event),
        "reference": event.initiative.reference,
    }


def _listed(person: Person, total: int, events: Sequence[Event]) -> str:
    entries = _entries(person, events)
    if more := total - len(events):
        with force_locale(person.language.value):
            said = ngettext("and %(num)s more, in JVAP Follow-up", "and %(num)s more, in JVAP Follow-up", more)
        entries.append(f"{said}\n{address('home.home', lang=person.language.value)}")
    return "\n\n".join(entries)


def _entries(person: Person, events: Sequence[Event]) -> list[str]:
    asked = sent_with(events)
    with force_locale(person.language.value):
        return [
            entry(
                event.initiative.reference,
                _title(person, event),
                say(event.action.label if event.action else event.occasion.label),
                event.person_name,
                event.at,
                _told_with(event, asked.get(event.id, ())) if is_open_to(person, event) else "",
            )
            for event in events
        ]


def _told_with(event: Event, asked: Sequence[ReviewQuestion]) -> str:
    """The note, and what was asked on which field."""
    questions = [f"{say(label_asked(one.question))}: {one.text}" for one in asked]
    return " · ".join(filter(None, [event.note, *questions]))


def _title(person: Person, event: Event) -> str:
    title = event.revision.title_in(person.language.value) if is_open_to(person, event) else None
    return title or event.initiative.reference


def _account(person: Person) -> str:
    return address("accounts.account", lang=person.language.value)
