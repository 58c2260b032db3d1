"""Mails: written into the outbox in the language of the person addressed, in the transaction that they tell of.

`flask jobs run` delivers them (`app.mail.delivery`); what is urgent is delivered right after the commit too, by the
same code. A mail that cannot leave is no error for the person at the screen: the answer to "send me a new password"
must not depend on whether there was a mail to send.
"""

import logging

from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.db import db
from app.domain.mails import MailKind
from app.mail.delivery import deliver
from app.mail.writing import put, token
from app.models import Person

log = logging.getLogger(__name__)
_WRITTEN = "urgent mails written"


def send(kind: str, person: Person, **values: object) -> None:
    """Write a mail of that kind to `person` now, filled with `values`; it leaves once what it tells of is saved."""
    mail = put(MailKind(kind), person, values, key=f"{kind}:{token()}")
    if mail.kind.is_urgent:
        db.session.info.setdefault(_WRITTEN, []).append(mail.id)


def deliver_written() -> None:
    """Call after a commit: what was written in it and is urgent leaves now, or later if no mail server answers."""
    written = db.session.info.pop(_WRITTEN, [])
    if not written:
        return
    try:
        deliver(written)
    except SQLAlchemyError as error:
        db.session.rollback()
        log.warning("mails stay in the outbox for now: %s", type(error).__name__)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_WRITTEN, None)
