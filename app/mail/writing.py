"""Writes mails: the wording of their kind, filled, as plain text and as simple HTML of the same words."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from app.db import db, now
from app.domain.choices import Language
from app.domain.mail_texts import PLACEHOLDERS, STANDARD, fill
from app.domain.mails import MailKind
from app.mail.links import address
from app.models import MailText, Outgoing, Person
from app.wording import say, written, written_datetime

Paragraphs = list[list[str]]
"""Each a list of its lines."""


@dataclass(frozen=True)
class Wording:
    """A subject and a body, with placeholders."""

    subject: str
    body: str


@dataclass(frozen=True)
class Written:
    """A mail as it is read."""

    subject: str
    paragraphs: Paragraphs

    @property
    def text(self) -> str:
        return "\n\n".join("\n".join(lines) for lines in self.paragraphs) + "\n"

    def html(self, language: Language) -> str:
        frame = current_app.jinja_env.get_template("mail/frame.html")
        return frame.render(language=language.value, subject=self.subject, paragraphs=self.paragraphs)


def standard(kind: MailKind, language: Language) -> Wording:
    with force_locale(language.value):
        return Wording(say(STANDARD[kind].subject), say(STANDARD[kind].body))


def wording_of(kind: MailKind, language: Language) -> Wording:
    """The secretariat's, or the standard one."""
    changed = db.session.get(MailText, (kind, language))
    return Wording(changed.subject, changed.body) if changed else standard(kind, language)


def compose(wording: Wording, language: Language, values: Mapping[str, object]) -> Written:
    with force_locale(language.value):
        told = {name: written(value) for name, value in values.items()}
    body = fill(wording.body, told)
    paragraphs = [[line.strip() for line in part.strip().split("\n")] for part in body.split("\n\n") if part.strip()]
    return Written(" ".join(fill(wording.subject, told).split()), paragraphs)


def preview(kind: MailKind, language: Language, wording: Wording) -> Written:
    """Filled with examples."""
    with force_locale(language.value):
        title, note = _("Fair recruitment"), _("Which year is meant?")
        events = entry("JVAP-ET-0001", title, _("Returned"), _("Secretariat"), now(), note)
    examples = {name: example for name, (_label, example) in PLACEHOLDERS.items()}
    examples |= {"events": events, "link": address("home.home"), "account": address("accounts.account")}
    return compose(wording, language, {name: examples[name] for name in STANDARD[kind].placeholders})


def entry(reference: str, title: str, what: str, who: str, when: datetime, note: str) -> str:
    """One event as lines of a mail: what it is about, what happened, the note, the address."""
    said = [f"“{' '.join(note.split())}”"] if note else []
    happened = _("%(what)s by %(who)s, %(moment)s UTC", what=what, who=who, moment=written_datetime(when))
    lines = [f"{reference} · {title}", happened, *said, address("initiatives.show", reference=reference)]
    return "\n".join(lines)


def put(kind: MailKind, person: Person, values: Mapping[str, object], *, key: str) -> Outgoing:
    """Write a mail into the outbox, in the present transaction; a second one of the same key is refused there."""
    told = {"name": person.name, **values}
    made = compose(wording_of(kind, person.language), person.language, told)
    mail = Outgoing(
        key=key,
        message_id=f"<{token()}@{_domain()}>",
        kind=kind,
        person_id=person.id,
        to=person.email,
        language=person.language,
        subject=made.subject[:500],
        text=made.text,
        html=made.html(person.language),
        created_at=now(),
        due_at=now(),
    )
    db.session.add(mail)
    db.session.flush()
    return mail


def token() -> str:
    return secrets.token_hex(16)


def _domain() -> str:
    """Of the sender, as in its address."""
    return parseaddr(current_app.config["MAIL_DEFAULT_SENDER"])[1].rpartition("@")[2] or "localhost"
