"""The demo world's people know their own story: mails tell of what happens after it."""

from sqlalchemy import func, select

from app.db import db
from app.models import Event, MailMark, Person


def tell_news() -> None:
    told = db.session.scalar(select(func.max(Event.id))) or 0
    db.session.add_all(
        MailMark(person_id=person, told_event_id=told) for person in db.session.scalars(select(Person.id))
    )
    db.session.flush()
