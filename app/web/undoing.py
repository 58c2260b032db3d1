"""Decisions of the last minutes, each with the step that undoes it."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from app.domain.access import Permission, can
from app.domain.reviewing import UNDO_WITHIN
from app.models import Event, Initiative
from app.queries.decided import find_undoable, find_undoable_named, list_undoable
from app.web.access import actor
from app.wording import say, written_datetime

SHOWN = 5


@dataclass(frozen=True)
class Undoable:
    """A decision as one sentence; the form that undoes it carries the version that was decided on."""

    text: str
    reference: str
    href: str
    version: int


def undoable_decisions() -> list[Undoable]:
    return [_undoable(event) for event in list_undoable(SHOWN)]


def undoable_named(reference: str) -> Undoable | None:
    """The decision on this one, for the secretariat; None where it cannot be undone any more, or there is none."""
    found = find_undoable_named(reference) if reference else None
    return _undoable(found) if found else None


def undoable_decision(initiative: Initiative) -> Undoable | None:
    """For whoever may undo it; None where nothing can be undone."""
    decision = find_undoable(initiative) if can(actor(), Permission.REVISION_UNDO, initiative.subject) else None
    return _undoable(decision) if decision else None


def _undoable(decision: Event) -> Undoable:
    assert decision.action is not None
    reference = decision.initiative.reference
    text = _(
        "%(what)s: %(reference)s, by %(name)s. This can be undone until %(time)s.",
        what=say(decision.action.label),
        reference=reference,
        name=decision.person_name,
        time=written_datetime(decision.at + UNDO_WITHIN),
    )
    return Undoable(text, reference, url_for("steps.take", reference=reference), decision.revision.version)
