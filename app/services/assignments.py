"""Hand an initiative, or sections of it, to a Contributor; hand it back; take it back.

Whoever calls looks for the key of the form first (`app.services.workflow.find_taken`), and mails.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import select

from app.db import db, now
from app.domain.access import Actor, Permission, Role, require
from app.domain.errors import DomainError, NotPossible
from app.domain.questions import Section
from app.domain.rules import sections_of
from app.domain.status import EDITABLE
from app.domain.text import _
from app.models import QUESTIONS, Assignment, Initiative, Occasion, Person, Revision
from app.queries.history import last_handed_over
from app.services.events import record

LONGEST_NOTE = 2000


def assign(
    initiative: Initiative,
    contributor: Person,
    sections: Collection[Section],
    by: Actor,
    *,
    due_on: date | None = None,
    note: str = "",
    key: str = "",
) -> Assignment:
    """Hand these sections to the Contributor; what they hold open of it already is changed, with the new note.

    Raises NotAllowed, NotPossible, or DomainError on the field to blame (`contributor sections due_on note`).
    """
    require(by, Permission.ASSIGNMENT_GIVE, initiative.subject)
    revision = require_assignable(initiative)
    _check_contributor(contributor, initiative)
    chosen = _chosen(sections, initiative)
    if due_on and due_on < now().date():
        raise DomainError(_("This day has passed: choose today or a later day"), field="due_on")
    note = _checked(note, "note")
    assignment = _standing(initiative, contributor.id)
    if assignment is None or not assignment.is_open:
        if assignment:
            assignment.ended_at = now()
        assignment = Assignment(initiative=initiative, contributor=contributor, words="")
    assignment.given_by_id, assignment.given_by_name, assignment.given_at = by.person_id, by.name, now()
    assignment.sections, assignment.due_on, assignment.note = chosen, due_on, note
    db.session.add(assignment)
    record(revision, Occasion.ASSIGNED, by, note=note, changes=_told(assignment), key=key or None)
    db.session.flush()
    return assignment


def require_assignable(initiative: Initiative) -> Revision:
    """The working revision, if its answers may be changed now; raises NotPossible."""
    revision = initiative.working
    if revision is None:
        raise NotPossible(_("Open a new version first: only what is being written can be handed to a Contributor."))
    if revision.status not in EDITABLE:
        raise NotPossible(_("It is “%(status)s”: answers cannot be changed now."), status=revision.status)
    return revision


def _check_contributor(contributor: Person, initiative: Initiative) -> None:
    if contributor.role is not Role.CONTRIBUTOR or contributor.partner_code != initiative.partner_code:
        raise DomainError(_("Choose a Contributor of your own Partner"), field="contributor")
    if not contributor.active:
        message = _("%(name)s is suspended and cannot sign in: choose somebody else, or reactivate the account first")
        raise DomainError(message, field="contributor", name=contributor.name)


def _chosen(sections: Collection[Section], initiative: Initiative) -> list[Section]:
    """In their order; none where all are chosen, for that is the whole initiative."""
    offered = sections_of(QUESTIONS, initiative.kind)
    chosen = [section for section in offered if section in sections]
    if not chosen:
        raise DomainError(_("Tick at least one section"), field="sections")
    return [] if chosen == list(offered) else chosen


def _checked(text: str, field: str) -> str:
    text = text.strip()
    if len(text) > LONGEST_NOTE:
        message = _("Shorten this to %(limit)s characters or fewer: it has %(length)s")
        raise DomainError(message, field=field, limit=LONGEST_NOTE, length=len(text))
    return text


def _standing(initiative: Initiative, person_id: int | None) -> Assignment | None:
    """What that person holds of it, open or handed back: there is at most one that has not ended."""
    return next((a for a in initiative.assignments if a.contributor_id == person_id and a.ended_at is None), None)


def _told(assignment: Assignment) -> dict[str, list[Any]]:
    return {
        "contributor": [None, assignment.contributor.name],
        "sections": [None, [section.value for section in assignment.sections]],
        "due_on": [None, assignment.due_on.isoformat() if assignment.due_on else None],
    }


def hand_back(initiative: Initiative, by: Actor, words: str = "", *, key: str = "") -> Assignment:
    """The Contributor is done with their part. Raises NotAllowed, or DomainError on `words`."""
    require(by, Permission.ASSIGNMENT_HAND_BACK, initiative.subject)
    assignment = _standing(initiative, by.person_id)
    assert assignment is not None, "the right to hand back comes from an open assignment"
    assignment.words, assignment.handed_back_at = _checked(words, "words"), now()
    record(initiative.latest, Occasion.HANDED_BACK, by, note=assignment.words, key=key or None)
    db.session.flush()
    return assignment


def take_back(initiative: Initiative, contributor: Person, by: Actor, *, key: str = "") -> Assignment:
    """End what the Contributor holds, open or handed back; nothing that they wrote changes."""
    require(by, Permission.ASSIGNMENT_GIVE, initiative.subject)
    assignment = _standing(initiative, contributor.id)
    if assignment is None:
        raise NotPossible(_("Nothing of it is with this person any more."))
    event = record(initiative.latest, Occasion.UNASSIGNED, by, changes=_told(assignment), key=key or None)
    assignment.ended_at = event.at  # by this moment the event is found again
    db.session.flush()
    return assignment


def close_own(initiative: Initiative, by: Actor, words: str) -> None:
    """Whoever hands the whole over to the Focal Point has handed back their part of it too."""
    assignment = _standing(initiative, by.person_id)
    if assignment and assignment.is_open:
        assignment.words, assignment.handed_back_at = words, now()


def reopen(revision: Revision, by: Actor) -> None:
    """What was handed over as a whole and is sent back lies with its Contributor again, if it was handed to them.

    Their words stay with the event of handing over; a day that has passed meanwhile is none to be late for.
    """
    handed_over = last_handed_over(revision)
    if handed_over is None:
        return
    assignment = _standing(revision.initiative, handed_over.person_id)
    if assignment is None or not assignment.handed_back_at or assignment.handed_back_at < handed_over.at:
        return
    assignment.words, assignment.handed_back_at = "", None
    if assignment.due_on and assignment.due_on < now().date():
        assignment.due_on = None
    record(revision, Occasion.ASSIGNED, by, changes=_told(assignment))


def end_all_of(person: Person, by: Actor) -> int:
    """Whoever moves, or is no Contributor any more, has nothing to hand back; how many ended, with an event at each.

    `ended_at` is the moment of the event: by it the one is found from the other.
    """
    standing = (Assignment.contributor_id == person.id) & Assignment.ended_at.is_(None)
    found = db.session.scalars(select(Assignment).where(standing).order_by(Assignment.id)).all()
    for assignment in found:
        told = {"contributor": [None, person.name], "sections": [None, [str(s) for s in assignment.sections]]}
        assignment.ended_at = record(assignment.initiative.latest, Occasion.UNASSIGNED, by, changes=told).at
    return len(found)


def end_all(initiative: Initiative) -> None:
    """A new version begins: what was handed out of the one before has ended."""
    for assignment in initiative.assignments:
        assignment.ended_at = assignment.ended_at or now()
