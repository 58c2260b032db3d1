"""The texts of mails: their standard wording, and the closed list of what each may be filled with.

A text names what it is filled with in braces, as in {name}; nothing else in it is ever interpreted.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from app.domain.errors import DomainError
from app.domain.mails import MailKind
from app.domain.text import Term, _

LONGEST_SUBJECT, LONGEST_BODY = 150, 5000
_BRACED = re.compile(r"\{([^{}\s]*)\}")

PLACEHOLDERS: dict[str, tuple[str, object]] = {
    "name": (_("the name of the person addressed"), "Aster Bekele"),
    "link": (_("the address to open, on a line of its own"), "https://jvap.example/…"),
    "inviter": (_("who invites"), "Maria Rossi"),
    "role": (_("the role of the person addressed"), Term(_("Focal Point"))),
    "hours": (_("how many hours the link is good"), 24),
    "moment": (_("day and time"), datetime(2026, 11, 3, 9, 30, tzinfo=UTC)),
    "deadline": (_("the last day"), date(2027, 1, 31)),
    "cycle": (_("the name of the cycle"), "Collection 2026"),
    "partner": (_("the Partner, in the reader’s language"), Term(_("Ethiopia"))),
    "days": (_("how many days are left"), 7),
    "asked": (_("how many answers are asked of the Partner"), 14),
    "answered": (_("how many of them are given"), 5),
    "left": (_("how many are missing"), 9),
    "what": (_("what happened"), Term(_("Returned"))),
    "title": (_("the title of the initiative"), Term(_("Fair recruitment"))),
    "reference": (_("the reference of the initiative"), "JVAP-ET-0001"),
    "events": (_("what happened, with notes and links"), ""),
    "by": (_("who has done it"), "Aster Bekele"),
    "old": (_("who was Focal Point until now"), "Aster Bekele"),
    "new": (_("who is Focal Point from then on"), "Yonas Tadesse"),
    "waiting": (_("what waits on the desk"), Term(_("3 drafts, 1 initiative returned with questions"))),
    "sections": (_("the sections that were handed out"), Term(_("Where, Who"))),
    "due": (_("until when it is due; nothing if no day was named"), Term(_("It is due on 31 January 2027."))),
    "note": (_("what was written with it, or nothing"), Term(_("Which regions, please?"))),
    "account": (_("the address of the account page"), "https://jvap.example/account"),
}
"""Each with what it stands for and an example, from which previews are made."""


@dataclass(frozen=True)
class Text:
    """A subject and a body; `placeholders` is all that may be in them, `required` must be in the body."""

    subject: str
    body: str
    placeholders: tuple[str, ...]
    required: tuple[str, ...] = ("link",)


_OF_A_CYCLE = ("name", "cycle", "partner", "deadline", "asked", "answered", "left", "link")
_INVITATION = _(
    "Dear {name},\n\n"
    "{inviter} invites you to JVAP Follow-up, the reporting database of the Joint Valletta Action Plan. You will take "
    "part as: {role}.\n\n"
    "Open this address and choose a password:\n\n"
    "{link}\n\n"
    "The invitation can be used once, until {deadline}. If it no longer works, ask the person who invited you to send "
    "it again.\n\n"
    "JVAP Follow-up"
)
_RESET = _(
    "Dear {name},\n\n"
    "Somebody, probably you, asked for a new password for your account. Open this address to choose one:\n\n"
    "{link}\n\n"
    "The address can be used once, within {hours} hours. If you did not ask for it, do nothing: your password stays as "
    "it is.\n\n"
    "JVAP Follow-up"
)
_PASSWORD_CHANGED = _(
    "Dear {name},\n\n"
    "The password of your account was changed on {moment}. You are signed out on every other device.\n\n"
    "If it was not you, ask for a new password at once and tell the secretariat:\n\n"
    "{link}\n\n"
    "JVAP Follow-up"
)
_SUCCESSOR_INVITATION = _(
    "Dear {name},\n\n"
    "{inviter} invites you to JVAP Follow-up, the reporting database of the Joint Valletta Action Plan. You will "
    "replace {old} as Focal Point of {partner}, whose account closes when you come in.\n\n"
    "What waits for you: {waiting}.\n\n"
    "Open this address and choose a password:\n\n"
    "{link}\n\n"
    "The invitation can be used once, until {deadline}. If it no longer works, ask the person who invited you to send "
    "it again.\n\n"
    "JVAP Follow-up"
)
_DESK_TAKEN_OVER = _(
    "Dear {name},\n\n"
    "You are Focal Point of {partner} now, in place of {old}. {by} handed the desk over to you. You sign in as "
    "before.\n\n"
    "What waits for you: {waiting}.\n\n"
    "{link}\n\n"
    "JVAP Follow-up"
)
_DESK_HANDED_OVER = _(
    "Dear {name},\n\n"
    "{new} is Focal Point of {partner} now and has everything that was on your desk. What you wrote keeps your "
    "name.\n\n"
    "Your account is closed. If this is a mistake, tell the secretariat: it can open the account again.\n\n"
    "JVAP Follow-up"
)
_DESK_HANDOVER_BEGUN = _(
    "Dear {name},\n\n"
    "{new} is invited to take over your desk for {partner}, until {deadline}. When they come in, they are Focal Point "
    "and your account is closed. Until then nothing changes.\n\n"
    "Here you see whether the invitation is still open, and can withdraw it:\n\n"
    "{link}\n\n"
    "JVAP Follow-up"
)
_ASSIGNED = _(
    "Dear {name},\n\n"
    "{by} has handed you work on the initiative “{title}” ({reference}): {sections}.\n\n"
    "{due}\n\n"
    "{note}\n\n"
    "Open this address to write:\n\n"
    "{link}\n\n"
    "If you have not signed in yet, use the invitation that you got in another mail first.\n\n"
    "JVAP Follow-up"
)
_HANDED_BACK = _(
    "Dear {name},\n\n"
    "{by} is done with their part of the initiative “{title}” ({reference}).\n\n"
    "{note}\n\n"
    "Read it, then submit it, or hand it to them again with a note:\n\n"
    "{link}\n\n"
    "JVAP Follow-up"
)
_CYCLE_OPENS = _(
    "Dear {name},\n\n"
    "The cycle “{cycle}” is open until {deadline}. {partner} is asked for {asked} answers: one for each published "
    "initiative, and one for each domain in which nothing is reported.\n\n"
    "Answers still missing: {left}. Give them here:\n\n"
    "{link}\n\n"
    "JVAP Follow-up"
)
_CYCLE_REMINDER = _(
    "Dear {name},\n\n"
    "The cycle “{cycle}” closes on {deadline}. Days left: {days}.\n\n"
    "{partner} has given {answered} of {asked} answers. Still missing: {left}. Give them here:\n\n"
    "{link}\n\n"
    "JVAP Follow-up"
)
_CYCLE_CLOSED = _(
    "Dear {name},\n\n"
    "The cycle “{cycle}” is closed. {partner} has given {answered} of {asked} answers: thank you for these.\n\n"
    "Initiatives can be entered, updated and submitted at any time, also between cycles. The answers as they stood at "
    "the end:\n\n"
    "{link}\n\n"
    "JVAP Follow-up"
)
_CYCLE_THANKS = _(
    "Dear {name},\n\n"
    "The cycle “{cycle}” is closed. {partner} has given all {asked} answers: thank you.\n\n"
    "The answers as they stood at the end:\n\n"
    "{link}\n\n"
    "JVAP Follow-up"
)
_GONE_ON = _(
    "Dear {name},\n\n"
    "These submissions have waited so long that they have gone on to you:\n\n"
    "{events}\n\n"
    "All that waits, the oldest first:\n\n"
    "{link}\n\n"
    "JVAP Follow-up"
)
_DIGEST = _(
    "Dear {name},\n\n"
    "This is new since the last mail:\n\n"
    "{events}\n\n"
    "Your account page says whether you get one mail a day or each at once:\n\n"
    "{account}\n\n"
    "JVAP Follow-up"
)
_AT_ONCE = _(
    "Dear {name},\n\n"
    "{events}\n\n"
    "Your account page says whether you get one mail a day or each at once:\n\n"
    "{account}\n\n"
    "JVAP Follow-up"
)
_OF_WORK = ("name", "by", "title", "reference", "note", "link")
_NEWS = ("name", "events", "account")

STANDARD: dict[MailKind, Text] = {
    MailKind.INVITATION: Text(
        _("Your invitation to JVAP Follow-up"), _INVITATION, ("name", "inviter", "role", "deadline", "link")
    ),
    MailKind.RESET: Text(_("Choose a new password for JVAP Follow-up"), _RESET, ("name", "hours", "link")),
    MailKind.PASSWORD_CHANGED: Text(
        _("Your password for JVAP Follow-up was changed"), _PASSWORD_CHANGED, ("name", "moment", "link")
    ),
    MailKind.SUCCESSOR_INVITATION: Text(
        _("Your invitation to JVAP Follow-up, as Focal Point"),
        _SUCCESSOR_INVITATION,
        ("name", "inviter", "role", "old", "partner", "waiting", "deadline", "link"),
    ),
    MailKind.DESK_TAKEN_OVER: Text(
        _("You are Focal Point in JVAP Follow-up now"),
        _DESK_TAKEN_OVER,
        ("name", "old", "by", "partner", "waiting", "link"),
    ),
    MailKind.DESK_HANDED_OVER: Text(
        _("Your desk in JVAP Follow-up is handed over"), _DESK_HANDED_OVER, ("name", "new", "partner"), ()
    ),
    MailKind.DESK_HANDOVER_BEGUN: Text(
        _("Your successor in JVAP Follow-up is invited"),
        _DESK_HANDOVER_BEGUN,
        ("name", "new", "partner", "deadline", "link"),
    ),
    MailKind.ASSIGNED: Text(_("{by} asks you to write {reference}"), _ASSIGNED, (*_OF_WORK, "sections", "due")),
    MailKind.HANDED_BACK: Text(_("{by} has handed back {reference}"), _HANDED_BACK, _OF_WORK),
    MailKind.CYCLE_OPENS: Text(_("{cycle} is open until {deadline}"), _CYCLE_OPENS, _OF_A_CYCLE),
    MailKind.CYCLE_REMINDER: Text(
        _("{cycle} closes on {deadline}: answers missing"), _CYCLE_REMINDER, (*_OF_A_CYCLE, "days")
    ),
    MailKind.CYCLE_CLOSED: Text(_("{cycle} is closed"), _CYCLE_CLOSED, _OF_A_CYCLE),
    MailKind.CYCLE_THANKS: Text(_("{cycle} is closed: thank you"), _CYCLE_THANKS, _OF_A_CYCLE),
    MailKind.GONE_ON: Text(
        _("Submissions that have waited too long"), _GONE_ON, ("name", "events", "link"), ("events", "link")
    ),
    MailKind.DIGEST: Text(_("News in JVAP Follow-up"), _DIGEST, _NEWS, ("events",)),
    MailKind.AT_ONCE: Text(_("{what}: {reference}"), _AT_ONCE, (*_NEWS, "what", "title", "reference"), ("events",)),
}


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders replaced, once: braces in a value stay what they are."""
    return _BRACED.sub(lambda found: values.get(found[1], found[0]), text)


def check_text(kind: MailKind, subject: str, body: str) -> None:
    """Raise DomainError on `subject` or `body` where one cannot be used."""
    for field, typed, limit in (("subject", subject, LONGEST_SUBJECT), ("body", body, LONGEST_BODY)):
        if not typed:
            raise DomainError(_("Write something here, or go back to the standard text"), field=field)
        if len(typed) > limit:
            raise DomainError(_("Shorten this to %(limit)s characters or fewer"), field=field, limit=limit)
        for name in _unknown(kind, typed):
            raise DomainError(
                _("Nothing is put in place of “%(name)s” in this mail: use what stands in the list below"),
                field=field,
                name=name,
            )
    for name in STANDARD[kind].required:
        if f"{{{name}}}" not in body:
            raise DomainError(
                _("Leave %(name)s in the text: without it the mail is of no use"), field="body", name=f"{{{name}}}"
            )


def _unknown(kind: MailKind, text: str) -> Iterator[str]:
    """What stands in braces and is not in the list, and braces that stand alone."""
    known = STANDARD[kind].placeholders
    yield from (found[0] for found in _BRACED.finditer(text) if found[1] not in known)
    yield from re.findall(r"[{}]", _BRACED.sub("", text))
