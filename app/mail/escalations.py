"""One mail a day to each who looks after submissions that have waited too long: those that have newly reached them.

What has been written about is noted in the transaction that writes the mails, and a mail's key holds its day: of two
runs one gives way, and what is left over is told the next day.
"""

from collections.abc import Sequence

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from app.db import db, now
from app.domain.mails import MailKind
from app.domain.reviewing import Age, whole_days
from app.mail.links import address
from app.mail.news import last_digest_hour
from app.mail.writing import put
from app.models import Escalation, Person, Revision
from app.queries.escalations import holders_of, newly_reached

SHOWN = 40
"""So many a mail names one by one; it says how many more there are."""


def write_escalations() -> int:
    """Write what is due, in one transaction; returns the number of mails."""
    due: dict[Person, list[Revision]] = {}
    for age in reversed(Age):
        for person, reached in _go_on(age):
            due.setdefault(person, []).extend(reached)
    day = last_digest_hour().date()
    try:
        for person, reached in due.items():
            told = {"events": _listed(person, reached), "link": address("review.queue", lang=person.language.value)}
            put(MailKind.GONE_ON, person, told, key=f"gone-on:{day}:{person.id}")
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return 0
    return len(due)


def _go_on(age: Age) -> list[tuple[Person, Sequence[Revision]]]:
    """Notes what reaches this age's duty; without anybody to tell it waits for somebody."""
    if age.escalates_to is None:
        return []
    reached = newly_reached(age, last_digest_hour())
    people = holders_of(age.escalates_to) if reached else []
    for revision in reached if people else ():
        assert revision.submitted_at is not None
        note = Escalation(revision_id=revision.id, submitted_at=revision.submitted_at, duty=age.escalates_to, at=now())
        db.session.add(note)
    return [(person, reached) for person in people]


def _listed(person: Person, reached: Sequence[Revision]) -> str:
    language = person.language.value
    with force_locale(language):
        entries = [_entry(revision, language) for revision in reached[:SHOWN]]
        if more := len(reached[SHOWN:]):
            said = ngettext("and %(num)s more, in JVAP Follow-up", "and %(num)s more, in JVAP Follow-up", more)
            entries.append(str(said))
    return "\n\n".join(entries)


def _entry(revision: Revision, language: str) -> str:
    initiative = revision.initiative
    assert revision.submitted_at is not None
    days = whole_days(revision.submitted_at, now())
    waited = ngettext(
        "%(partner)s, waiting for %(num)s day",
        "%(partner)s, waiting for %(num)s days",
        days,
        partner=initiative.partner.name(language),
    )
    title = revision.title_in(language) or _("Without a title")
    link = address("reviewing.show", reference=initiative.reference)
    return f"{initiative.reference} · {title}\n{waited}\n{link}"
