"""Delivers what is due in the outbox, each mail at most once, also when it is stopped between any two statements.

A mail is claimed by a conditional update that is committed just before its content leaves, and marked as sent just
after. What a stopped run leaves between the two may have left: it becomes *unsure* and is never sent again by itself
(docs/mail.md). No transaction is open while a mail server is spoken to.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, formataddr, parseaddr

from flask import current_app

from app.db import db, now
from app.domain.mails import MailState
from app.mail.carriers import Carrier, NotTaken, Unanswered, carrier
from app.mail.writing import token
from app.models import Outgoing
from app.queries.outbox import due_mails
from app.services.outbox import (
    cancel_for_suspended,
    claim,
    finish_sent,
    finish_unsure,
    give_up_claims,
    put_off,
)


@dataclass(frozen=True)
class Letter:
    """A mail as read from the outbox, outside any transaction."""

    mail_id: int
    to: str
    content: bytes
    is_secret: bool


def deliver(among: Collection[int] | None = None) -> Counter[MailState]:
    """Take up what is due (of `among` only, if given); returns how many mails came into which state."""
    waiting = due_mails(among)
    db.session.commit()
    done: Counter[MailState] = Counter()
    if waiting:
        with carrier() as by:
            for mail_id in waiting:
                if state := _deliver_one(by, mail_id):
                    done[state] += 1
    return done


def tidy() -> Counter[MailState]:
    """What died while it was sent becomes unsure; what is addressed to suspended people is set aside."""
    done = Counter({MailState.UNSURE: give_up_claims(), MailState.CANCELLED: cancel_for_suspended()})
    db.session.commit()
    return done


def _deliver_one(by: Carrier, mail_id: int) -> MailState | None:
    """What became of it; None where another run has it."""
    letter = _read(mail_id)
    if letter is None:
        return None
    try:
        by.address(_sender()[1], letter.to)
    except NotTaken as refusal:
        return _kept(put_off(mail_id, str(refusal), for_good=refusal.for_good))
    ours = token()
    claimed = claim(mail_id, ours)
    db.session.commit()
    if not claimed:
        by.leave()
        return None
    try:
        by.hand_over(letter.content)
    except NotTaken as refusal:
        return _kept(put_off(mail_id, str(refusal), ours, for_good=refusal.for_good))
    except Unanswered as silence:
        return _kept(finish_unsure(mail_id, ours, str(silence)))
    return _kept(finish_sent(mail_id, ours, blank=letter.is_secret and not current_app.config["DEMO"]))


def _kept(state: MailState) -> MailState:
    db.session.commit()
    return state


def _read(mail_id: int) -> Letter | None:
    mail = db.session.get(Outgoing, mail_id, populate_existing=True)
    waits = mail is not None and mail.state is MailState.WAITING
    letter = Letter(mail.id, mail.to, _as_message(mail), mail.kind.is_secret) if mail and waits else None
    db.session.commit()
    return letter


def _sender() -> tuple[str, str]:
    name, email = parseaddr(current_app.config["MAIL_DEFAULT_SENDER"])
    return name or "JVAP Follow-up", email


def _as_message(mail: Outgoing) -> bytes:
    """Seven bits throughout, so that every server may pass it on; only an address with accents needs more."""
    message = EmailMessage()
    message["Subject"] = mail.subject
    message["From"] = formataddr(_sender())
    message["To"] = mail.to
    message["Date"] = format_datetime(now())
    message["Message-ID"] = mail.message_id
    message["Content-Language"] = mail.language.value
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    policy = SMTP if mail.to.isascii() else SMTPUTF8
    return message.as_bytes(policy=policy.clone(cte_type="7bit"))
