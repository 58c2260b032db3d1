"""Home: what was handed to the signed-in Contributor, and what a Focal Point has handed out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.domain.access import Permission, can
from app.models import Assignment, Event, Revision
from app.queries.assignments import count_handed_out, count_handed_to_person, finished, handed_out, handed_to_person
from app.queries.completeness import gaps, section_of
from app.queries.history import last_notes
from app.web.access import actor
from app.wording import locale

MOST = 50
SHOWN = 5


@dataclass(frozen=True)
class Row:
    """An assignment with one button; `came_back` is the note with which the draft was sent back or returned."""

    assignment: Assignment
    title: str
    href: str
    button: str
    came_back: str = ""


@dataclass(frozen=True)
class Group:
    """Rows under a heading and a sentence; `more` is the address of the whole list."""

    id: str
    title: str
    text: str
    assigned: Sequence[Row]
    mine: bool = False
    more: str = ""


def to_write() -> Iterator[Group]:
    """What the actor is to do, the soonest due first."""
    found = handed_to_person(actor(), MOST) if can(actor(), Permission.REVISION_HAND_OVER) else ()
    if not found:
        return
    notes = last_notes([_written(assignment) for assignment in found])
    rows = [_to_do(assignment, notes.get(_written(assignment).id)) for assignment in found]
    yield Group(
        id="handed",
        title=ngettext(
            "%(num)s initiative is handed to you",
            "%(num)s initiatives are handed to you",
            count_handed_to_person(actor()),
        ),
        text=_("Your Focal Point asks you for these. When you are done, hand them back from the list of sections."),
        assigned=rows,
        mine=True,
    )


def _to_do(assignment: Assignment, note: Event | None) -> Row:
    """Its button leads to the first section that lacks something, otherwise to where it is handed back."""
    revision = _written(assignment)
    reference = assignment.initiative.reference
    lacking = [section_of(problem) for problem in gaps(revision)]
    theirs = [section for section in lacking if not assignment.sections or section in assignment.sections]
    if theirs:
        href, button = url_for("entering.edit", reference=reference, section=theirs[0].value), _("Continue writing")
    else:
        href, button = url_for("initiatives.show", reference=reference), _("Read it and hand it back")
    said = _("%(name)s: %(value)s", name=_(note.action.label), value=note.note) if note and note.action else ""
    return Row(assignment, _title(revision), href, button, said)


def finished_parts() -> Iterator[Group]:
    """For the Focal Point: what came back, with the Contributor's own words."""
    found = finished(actor().partner or "", MOST)
    if not found:
        return
    rows = [_to_read(assignment, _("Read it")) for assignment in found]
    text = _("They have handed it back to you. Read it, then submit it, or hand it to them again with a note.")
    yield Group("finished", _("Contributors have finished their part"), text, rows)


def handed_out_now() -> Iterator[Group]:
    """For the Focal Point: who has what, and whether it is late."""
    if not can(actor(), Permission.ASSIGNMENT_GIVE):
        return
    count = count_handed_out(actor().partner or "")
    if not count:
        return
    rows = [_to_read(assignment, "") for assignment in handed_out(actor().partner or "", SHOWN)]
    yield Group(
        id="handed-out",
        title=ngettext("%(num)s initiative is with a Contributor", "%(num)s initiatives are with Contributors", count),
        text=_("What is due first stands first. Open one to change it or to take it back."),
        assigned=rows,
        more=url_for("assignments.index"),
    )


def _to_read(assignment: Assignment, button: str) -> Row:
    href = url_for("initiatives.show", reference=assignment.initiative.reference)
    return Row(assignment, _title(_written(assignment)), href, button)


def _written(assignment: Assignment) -> Revision:
    return assignment.initiative.working or assignment.initiative.latest


def _title(revision: Revision) -> str:
    return revision.title_in(locale()) or _("Without a title")
