"""Mails: `send()` writes one in the language of the person addressed; it leaves when the transaction is committed.

A mail is one text template in `templates/mail/`, its subject in the block `subject`; the HTML version is made of the
same words. What fails to leave is a line in the log and no error for the person at the screen: the answer to "send me
a new password" must not depend on whether there was a mail to send.
"""

import logging

from flask import current_app
from flask_babel import force_locale
from flask_mailman import EmailMultiAlternatives
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.db import db
from app.models import Person

log = logging.getLogger(__name__)
_OUTBOX = "mails to send"


def send(template: str, person: Person, **context: object) -> None:
    """Write the mail `template` to `person` now, and send it once what it tells of is saved."""
    with force_locale(str(person.language)):
        written = _write(template, person, context)
    db.session.info.setdefault(_OUTBOX, []).append(written)


def _write(template: str, person: Person, context: dict[str, object]) -> EmailMultiAlternatives:
    source = current_app.jinja_env.get_template(f"mail/{template}.txt")
    drawn = source.new_context({"person": person, **context})
    subject, text = ("".join(source.blocks[block](drawn)).strip() for block in ("subject", "text"))
    paragraphs = [paragraph.strip() for paragraph in text.split("\n\n") if paragraph.strip()]
    frame = current_app.jinja_env.get_template("mail/frame.html")
    mail = EmailMultiAlternatives(subject, "\n\n".join(paragraphs) + "\n", to=[person.email])
    mail.attach_alternative(
        frame.render(language=person.language.value, subject=subject, paragraphs=paragraphs), "text/html"
    )
    return mail


@event.listens_for(Session, "after_commit")
def _deliver(session: Session) -> None:
    if session.in_nested_transaction():
        return  # only a savepoint was released
    for mail in session.info.pop(_OUTBOX, []):
        try:
            mail.send()
        except OSError as error:  # smtplib's errors are OSErrors too
            log.warning("a mail could not be sent: %s", type(error).__name__)


@event.listens_for(Session, "after_rollback")
def _discard(session: Session) -> None:
    session.info.pop(_OUTBOX, None)
