"""The wording of mails, which the secretariat may change; and how a person wants to hear of what happens."""

import re

from app.db import db, now
from app.domain.access import Actor, Permission, require
from app.domain.audit import Deed
from app.domain.choices import Language
from app.domain.mail_texts import check_text
from app.domain.mails import MailChoice, MailKind
from app.models import MailMark, MailText, Person
from app.services.audit import note
from app.services.audit import person as about_person

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def clean(subject: str, body: str) -> tuple[str, str]:
    """What was typed, without characters that print nothing; the subject is one line."""
    body = _CONTROL.sub("", body.replace("\r\n", "\n"))
    return " ".join(_CONTROL.sub(" ", subject).split()), body.strip()


def save_text(kind: MailKind, language: Language, subject: str, body: str, by: Actor) -> MailText:
    """Raises NotAllowed, or DomainError on `subject` or `body`."""
    require(by, Permission.MAIL_TEXT_EDIT)
    subject, body = clean(subject, body)
    check_text(kind, subject, body)
    text = db.session.get(MailText, (kind, language)) or MailText(kind=kind, language=language)
    text.subject, text.body = subject, body
    text.changed_at, text.changed_by, text.changed_by_id = now(), by.name, by.person_id
    db.session.add(text)
    note(Deed.MAIL_TEXT_CHANGED, by, details={"mail": kind.value, "language": language.value})
    db.session.flush()
    return text


def restore_standard(kind: MailKind, language: Language, by: Actor) -> None:
    require(by, Permission.MAIL_TEXT_EDIT)
    if text := db.session.get(MailText, (kind, language)):
        db.session.delete(text)
        note(Deed.MAIL_TEXT_CHANGED, by, details={"mail": kind.value, "language": language.value, "standard": True})
        db.session.flush()


def choose_mails(person: Person, choice: MailChoice) -> None:
    mark = db.session.get(MailMark, person.id) or MailMark(person_id=person.id, told_event_id=0)
    mark.choice = choice
    note(Deed.MAILS_CHOSEN, person.actor, about_person(person), {"mails": choice.value})
    db.session.add(mark)
    db.session.flush()
