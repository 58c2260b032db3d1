"""The audit log in words, and as files: with every field from which its digests can be worked out again."""

import json
from collections.abc import Callable, Iterator
from typing import IO, Any

from flask_babel import gettext as _

from app.db import now
from app.domain.access import Role
from app.domain.audit import Deed, Matter
from app.domain.choices import Language
from app.domain.cycles import Saying
from app.domain.labelled import Labelled
from app.domain.letters import Channel
from app.domain.mails import MailChoice, MailKind
from app.domain.questions import Section
from app.domain.reviewing import Duty
from app.domain.status import Status
from app.domain.text import _ as mark
from app.domain.workflow import Action
from app.models import QUESTION, AuditEntry, Occasion
from app.queries.audit import Sought, head, rising
from app.wording import number, say, written, written_datetime
from reports.kit.csv_file import csv_lines
from reports.kit.declared import Column, Kind, Value
from reports.kit.workbook import Book

MOST_IN_A_WORKBOOK = 50_000
SHORT = 12
"""Signs of a digest that a reader compares by eye."""

Said = Callable[[Any], str]


def _member(choices: type[Labelled]) -> Said:
    known = {member.value: member for member in choices}
    return lambda value: written(known.get(value, value))


def _questions(names: list[str]) -> str:
    return ", ".join(say(QUESTION[name].label) if name in QUESTION else say(_UNASKED.get(name, name)) for name in names)


def _pairs(values: dict[str, Any]) -> str:
    return ", ".join(f"{name}={'+'.join(v) if isinstance(v, list) else v}" for name, v in sorted(values.items()))


_UNASKED = {"documents": mark("Documents")}
_TOLD: dict[str, tuple[str, Said]] = {
    "occasion": (mark("Occasion"), _member(Occasion)),
    "section": (mark("Section"), _member(Section)),
    "action": (mark("Step"), _member(Action)),
    "from": (mark("Status before"), _member(Status)),
    "to": (mark("Status after"), _member(Status)),
    "questions": (mark("Questions"), _questions),
    "check": (mark("Automatic check"), str),
    "mail": (mark("Mail"), _member(MailKind)),
    "standard": (mark("Standard text"), lambda value: _("Yes") if value else _("No")),
    "mails": (mark("Mails"), _member(MailChoice)),
    "reviewer": (mark("Reviewer"), lambda value: value or _("Nobody")),
    "duty": (mark("Duty"), lambda value: _member(Duty)(value) if value else _("Nobody")),
    "others": (mark("Compared with"), ", ".join),
    "role": (mark("Role"), _member(Role)),
    "partner": (mark("Partner"), str),
    "entity": (mark("Ministry or agency"), str),
    "replaces": (mark("Will replace"), str),
    "successor": (mark("Successor"), str),
    "opens": (mark("Opens"), str),
    "closes": (mark("Closes"), str),
    "said": (mark("Answer"), _member(Saying)),
    "channel": (mark("Came by"), _member(Channel)),
    "received": (mark("Received on"), str),
    "digest": (mark("Digest"), lambda value: str(value)[:SHORT]),
    "reference": (mark("Initiative"), str),
    "domain": (mark("Domain"), str),
    "language": (mark("Language"), _member(Language)),
    "level": (mark("Level"), str),
    "code": (mark("Code"), str),
    "lines": (mark("Lines"), number),
    "lists": (mark("Rows changed"), _pairs),
    "email": (mark("Digest of the e-mail typed"), lambda value: str(value)[:SHORT]),
    "address": (mark("Digest of the computer’s address"), lambda value: str(value)[:SHORT]),
    "into": (mark("Merged into"), str),
    "other": (mark("The other organisation"), str),
    "spelling": (mark("Spelling"), str),
    "spellings": (mark("Spellings moved"), number),
    "same": (mark("May be the same"), lambda value: _("Yes") if value else _("No")),
    "file": (mark("File"), str),
    "chosen": (mark("Selection"), _pairs),
    "view": (mark("Page"), str),
    "event": (mark("Event"), str),
}
"""The details that services tell, in the order in which they are read; what is not here is shown as it is stored."""


def details_in_words(entry: AuditEntry) -> list[tuple[str, str]]:
    """What is told of a deed beside who and what: a label and a value each."""
    told = json.loads(entry.details)
    if entry.deed != Deed.INITIATIVE_CHANGED:
        told.pop("occasion", None)
    if entry.object_key == told.get("reference") and entry.object_kind == Matter.INITIATIVE:
        told.pop("reference")
    known = [(say(label), said(told.pop(name))) for name, (label, said) in _TOLD.items() if name in told]
    return [*known, *((name, str(value)) for name, value in told.items())]


def deed_in_words(entry: AuditEntry) -> str:
    return _member(Deed)(entry.deed)


def matter_in_words(entry: AuditEntry) -> str:
    return _member(Matter)(entry.object_kind) if entry.object_kind else ""


def role_in_words(entry: AuditEntry) -> str:
    return _member(Role)(entry.role) if entry.role else ""


def person_in_words(entry: AuditEntry) -> str:
    return entry.person_name or _("Nobody signed in")


def columns() -> list[Column]:
    """The words first, then every field as it is stored."""
    return [
        Column("number", _("Number"), Kind.YEAR),
        Column("when", _("When (UTC)")),
        Column("what", _("What was done"), Kind.LONG_TEXT),
        Column("who", _("Who")),
        Column("as", _("Role")),
        Column("of", _("Partner")),
        Column("kind", _("Kind of record")),
        Column("key", _("Record")),
        Column("name", _("Its name"), Kind.LONG_TEXT),
        Column("more", _("Details"), Kind.LONG_TEXT),
        *(Column(name, name) for name in _STORED),
    ]


_STORED = ("deed", "person_id", "person_name", "role", "object_kind", "details", "previous", "digest")


def _rows(sought: Sought) -> Iterator[dict[str, Value]]:
    for entry in rising(sought):
        stored = {name: getattr(entry, name) for name in _STORED}
        yield {
            **stored,
            "person_id": None if entry.person_id is None else str(entry.person_id),
            "number": entry.id,
            "when": f"{entry.at:%Y-%m-%d %H:%M:%S}",
            "what": deed_in_words(entry),
            "who": person_in_words(entry),
            "as": role_in_words(entry),
            "of": entry.partner_code,
            "kind": matter_in_words(entry),
            "key": entry.object_key,
            "name": entry.object_name,
            "more": "\n".join(f"{label}: {value}" for label, value in details_in_words(entry)),
        }


def audit_csv(sought: Sought, into: IO[bytes]) -> None:
    """Line by line into a file: the whole log needs no more memory than a few entries."""
    for line in csv_lines(columns(), _rows(sought)):
        into.write(line.encode())
    into.seek(0)


def audit_workbook(sought: Sought, chosen: list[str], by: str) -> bytes:
    """Sheets: what this is, the entries. `chosen` says the selection in words."""
    title, last = _("Audit log"), head()
    book = Book(title, by)
    lines: list[tuple[str, Value]] = [
        (
            _("What this is"),
            _("Who did what and when; the oldest entry first. Nothing here can be changed afterwards."),
        ),
        (_("Made"), _("%(time)s (UTC)", time=written_datetime(now()))),
        (_("By"), by),
        (_("Selection"), "; ".join(chosen) or _("Everything")),
        (_("Newest entry of the log"), f"{last.number} {last.digest}" if last else "–"),
    ]
    book.text_sheet(_("About"), title, lines)
    sheet = book.sheet(title, columns(), {"what": 30, "name": 34, "more": 60, "when": 20})
    for row in _rows(sought):
        sheet.append(row)
    return book.bytes()
