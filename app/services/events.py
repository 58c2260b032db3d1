"""Leaves a row behind for whatever happened to an initiative."""

from typing import Any

from sqlalchemy import exists, select

from app.db import db, now
from app.domain.access import Actor
from app.domain.audit import Deed, Matter, Thing
from app.domain.questions import Section
from app.models import Event, Occasion, Revision
from app.services.audit import note

Changes = dict[str, list[Any]]
"""{question: [old, new]}."""

_DEEDS = {
    Occasion.CREATED: Deed.INITIATIVE_CREATED,
    Occasion.REVISED: Deed.INITIATIVE_REVISED,
    Occasion.EDITED: Deed.INITIATIVE_EDITED,
    Occasion.STEPPED: Deed.INITIATIVE_STEPPED,
    Occasion.COMPARED: Deed.INITIATIVE_COMPARED,
    Occasion.COPIED: Deed.INITIATIVE_COPIED,
    Occasion.ASSIGNED: Deed.INITIATIVE_ASSIGNED,
    Occasion.HANDED_BACK: Deed.INITIATIVE_HANDED_BACK,
    Occasion.UNASSIGNED: Deed.INITIATIVE_UNASSIGNED,
    Occasion.LINKED: Deed.INITIATIVE_LINKED,
    Occasion.UNLINKED: Deed.INITIATIVE_UNLINKED,
    Occasion.CORRECTED: Deed.INITIATIVE_CORRECTED,
    Occasion.CONTESTED: Deed.INITIATIVE_CONTESTED,
    Occasion.UPHELD: Deed.INITIATIVE_UPHELD,
}


_OF_TWO = (Occasion.COMPARED, Occasion.LINKED, Occasion.UNLINKED)
_HANDED = (Occasion.ASSIGNED, Occasion.UNASSIGNED)


def record_edit(revision: Revision, section: Section, by: Actor, changed: Changes, sitting: str) -> Event:
    """The event of a change of answers; what one person changes in one sitting at a form is one event.

    `sitting` is the key of the page that is typed in, "" where there is none. A step ends all sittings before it.
    """
    earlier = _event_of(sitting, revision, by) if sitting else None
    if earlier is None or earlier.section is not section or _stepped_since(earlier):
        key = sitting if sitting and earlier is None else None
        return record(revision, Occasion.EDITED, by, section=section, changes=changed, key=key)
    fresh = set(changed) - set(earlier.changes or {})
    earlier.changes = _joined(earlier.changes or {}, changed)
    earlier.at = now()
    if fresh:  # what a sitting has changed is told once a question, not once a keystroke
        _tell(earlier, by, sorted(fresh))
    return earlier


def _event_of(sitting: str, revision: Revision, by: Actor) -> Event | None:
    found = select(Event).where(Event.revision_id == revision.id, Event.person_id == by.person_id)
    return db.session.scalar(found.where(Event.key == sitting, Event.occasion == Occasion.EDITED))


def _stepped_since(earlier: Event) -> bool:
    later = exists().where(
        Event.revision_id == earlier.revision_id, Event.id > earlier.id, Event.occasion == Occasion.STEPPED
    )
    return bool(db.session.scalar(select(later)))


def _joined(earlier: Changes, changed: Changes) -> Changes:
    """From what stood before the sitting to what stands now, without what was put back."""
    oldest = {name: earlier[name][0] if name in earlier else old for name, (old, _new) in changed.items()}
    joined = {**earlier, **{name: [oldest[name], new] for name, (_old, new) in changed.items()}}
    return {name: pair for name, pair in joined.items() if pair[0] != pair[1]}


def record(revision: Revision, occasion: Occasion, by: Actor, **what: Any) -> Event:
    """Append an event in the present transaction; `what` are further columns of `Event`."""
    event = Event(
        initiative=revision.initiative,
        revision=revision,
        at=now(),
        occasion=occasion,
        person_id=by.person_id,
        person_name=by.name,
        role=by.role,
        **what,
    )
    db.session.add(event)
    _tell(event, by, sorted(event.changes or {}))
    return event


def _tell(event: Event, by: Actor, changed: list[str]) -> None:
    """The audit log names the event and what it touches, never an answer or a note."""
    known = {
        "occasion": event.occasion,
        "section": event.section,
        "action": event.action,
        "from": event.from_status,
        "to": event.to_status,
    }
    told = {name: str(value) for name, value in known.items() if value}
    named = "others" if event.occasion in _OF_TWO else "questions"
    changed = [] if event.occasion in _HANDED else changed
    about = Thing(Matter.INITIATIVE, event.initiative.reference)

    def details() -> dict[str, Any]:
        return {"event": event.id, **told, **({named: changed} if changed else {})}

    note(_DEEDS.get(event.occasion, Deed.INITIATIVE_CHANGED), by, about, details)
