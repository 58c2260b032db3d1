"""The history of an initiative as a reader sees it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from flask import url_for
from flask_babel import gettext as _

from app.domain.access import Permission, can
from app.domain.choices import Resemblance
from app.domain.links import Tie
from app.domain.questions import Section
from app.domain.status import Status
from app.domain.text import _ as mark
from app.models import Event, Occasion
from app.queries.review_questions import sent_with
from app.web.access import actor
from app.web.asked import AskedQuestion, told_in_history
from app.web.changes import Change, changes_of
from app.wording import say, written_date

_TIED = {
    Occasion.LINKED: mark("Linked with another initiative. %(tie)s: %(reference)s"),
    Occasion.UNLINKED: mark("A link was undone. %(tie)s: %(reference)s"),
}

_CORRECTING = (Occasion.CORRECTED, Occasion.CONTESTED, Occasion.UPHELD)


@dataclass(frozen=True)
class Entry:
    """One event; `what` and `role` are in the reader's language, `status` is the one that it led to.

    `href` leads to what it was copied from, where the reader may read that.
    """

    at: datetime
    what: str
    version: int
    who: str = ""
    role: str = ""
    note: str = ""
    status: Status | None = None
    changes: tuple[Change, ...] = ()
    href: str | None = None
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
        href=_source(event),
    )


def _source(event: Event) -> str | None:
    source = event.initiative.copied_from if event.occasion is Occasion.COPIED else None
    if source is None or not can(actor(), Permission.INITIATIVE_READ, source.subject):
        return None
    return url_for("initiatives.show", reference=source.reference)


def _what(event: Event) -> str:
    if event.action:
        return say(event.action.label)
    if event.occasion is Occasion.COMPARED:
        ((reference, (_before, answer)),) = (event.changes or {}).items()
        return str(
            _("Compared with %(reference)s: %(answer)s", reference=reference, answer=say(Resemblance(answer).label))
        )
    if event.occasion is Occasion.COPIED and event.initiative.copied_from:
        return str(_("Copied from %(reference)s", reference=event.initiative.copied_from.reference))
    if event.occasion in (Occasion.ASSIGNED, Occasion.UNASSIGNED):
        return _handed(event)
    if event.occasion in _TIED:
        ((reference, ties),) = (event.changes or {}).items()
        tie = say(Tie(next(tie for tie in ties if tie)).label)
        return say(_TIED[event.occasion], {"reference": reference, "tie": tie})
    if event.occasion in _CORRECTING and event.section:
        return say(mark("%(name)s: %(value)s"), {"name": say(event.occasion.label), "value": say(event.section.label)})
    if event.occasion is Occasion.REVISED and event.to_status is Status.SUBMITTED:
        return str(_("The secretariat opened a new version to correct it"))
    if event.section:
        return str(_("Changed answers: %(section)s", section=say(event.section.label)))
    return say(event.occasion.label)


def _handed(event: Event) -> str:
    """To whom, or from whom, which sections; the name is the one of then."""
    told = {name: value for name, (_before, value) in (event.changes or {}).items()}
    sections = ", ".join(say(Section(value).label) for value in told["sections"]) or _("the whole initiative")
    if event.occasion is Occasion.UNASSIGNED:
        return str(_("Taken back from %(name)s: %(sections)s", name=told["contributor"], sections=sections))
    if due := told["due_on"]:
        day = written_date(date.fromisoformat(due))
        return str(
            _("Handed to %(name)s: %(sections)s, due on %(day)s", name=told["contributor"], sections=sections, day=day)
        )
    return str(_("Handed to %(name)s: %(sections)s", name=told["contributor"], sections=sections))


def _changes(event: Event) -> tuple[Change, ...]:
    private = can(actor(), Permission.CONTACT_READ, event.initiative.subject)
    return tuple(changes_of(event.changes or {}, event.revision.taxonomy_version, private=private))
