"""The history of an initiative as a reader sees it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext as _

from app.domain.access import Permission, can
from app.domain.choices import Resemblance
from app.domain.status import Status
from app.models import Event, Occasion
from app.queries.review_questions import sent_with
from app.web.access import actor
from app.web.asked import AskedQuestion, told_in_history
from app.web.changes import Change, changes_of
from app.wording import say


@dataclass(frozen=True)
class Entry:
    """One event; `what` and `role` are in the reader's language, `status` is the one that it led to."""

    at: datetime
    what: str
    version: int
    who: str = ""
    role: str = ""
    note: str = ""
    status: Status | None = None
    changes: tuple[Change, ...] = ()
    questions: tuple[AskedQuestion, ...] = ()


def told(events: Sequence[Event]) -> list[Entry]:
    """For those who may read unpublished content: who, when, what, from what to what."""
    asked = sent_with(events)
    return [
        replace(_entry(event), questions=tuple(told_in_history(one, event.revision) for one in asked.get(event.id, ())))
        for event in events
    ]


def told_to_readers(events: Sequence[Event]) -> list[Entry]:
    """For everybody: when it came into the reports and left them; no names, no notes."""
    return [Entry(event.at, _what(event), event.revision.number) for event in events]


def _entry(event: Event) -> Entry:
    return Entry(
        at=event.at,
        what=_what(event),
        version=event.revision.number,
        who=say(event.person_name) if event.role is None else event.person_name,
        role=say(event.role.label) if event.role else "",
        note=event.note,
        status=event.to_status if event.occasion is Occasion.STEPPED else None,
        changes=_changes(event),
    )


def _what(event: Event) -> str:
    if event.action:
        return say(event.action.label)
    if event.occasion is Occasion.COMPARED:
        ((reference, (_before, answer)),) = (event.changes or {}).items()
        return str(
            _("Compared with %(reference)s: %(answer)s", reference=reference, answer=say(Resemblance(answer).label))
        )
    if event.section:
        return str(_("Changed answers: %(section)s", section=say(event.section.label)))
    return say(event.occasion.label)


def _changes(event: Event) -> tuple[Change, ...]:
    private = can(actor(), Permission.CONTACT_READ, event.initiative.subject)
    return tuple(changes_of(event.changes or {}, event.revision.taxonomy_version, private=private))
