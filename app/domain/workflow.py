"""The one table of steps: how a revision moves from status to status.

Buttons, the history and the rights of every step come from these rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.access import Actor, Permission, Subject, can
from app.domain.errors import NotPossible
from app.domain.labelled import Labelled
from app.domain.status import Status
from app.domain.text import _


class Action(Labelled):
    """The value stands in the address; the label is what the history says was done."""

    HAND_OVER = "hand-over", _("Handed over for sign-off")
    SEND_BACK = "send-back", _("Sent back to the Contributor")
    SUBMIT = "submit", _("Submitted")
    TAKE_BACK = "take-back", _("Taken back")
    RETURN = "return", _("Returned")
    PUBLISH = "publish", _("Published")
    DECLINE = "decline", _("Declined")
    SUPERSEDE = "supersede", _("Superseded by a newer version")
    WITHDRAW = "withdraw", _("Withdrawn")
    DISCARD = "discard", _("Discarded")
    RESTORE = "restore", _("Taken up again")
    UNDO = "undo", _("Decision undone")
    REINSTATE = "reinstate", _("Back in the reports, because the newer version’s publication was undone")
    DROP = "drop", _("Dropped by the secretariat")


@dataclass(frozen=True)
class Step:
    action: Action
    source: Status
    target: Status
    permission: Permission
    button: str
    needs_note: bool = False
    or_questions: bool = False
    """Questions on fields say why as well as a note does."""
    needs_complete: bool = False
    careful: bool = False
    """Shown apart and in the colour of destructive acts, and asked for twice."""
    told: str = ""
    """What to know before it is taken."""
    offered: bool = True
    """Whether its button stands on the record; an undoing has its own place, while it is possible."""


_KEPT = _(
    "Nothing is deleted: this version stays in the history and can be taken up again. What is published stays as it is."
)
_DROPPED = _("The secretariat opened this version. What is published stays as it is.")

STEPS = (
    Step(Action.HAND_OVER, Status.DRAFT, Status.AWAITING_SIGN_OFF, Permission.REVISION_HAND_OVER, _("Hand over to the Focal Point")),
    Step(Action.HAND_OVER, Status.RETURNED, Status.AWAITING_SIGN_OFF, Permission.REVISION_HAND_OVER, _("Hand over to the Focal Point")),
    Step(Action.SUBMIT, Status.DRAFT, Status.SUBMITTED, Permission.REVISION_SUBMIT, _("Submit to the secretariat"), needs_complete=True),
    Step(Action.SUBMIT, Status.AWAITING_SIGN_OFF, Status.SUBMITTED, Permission.REVISION_SUBMIT, _("Submit to the secretariat"), needs_complete=True),
    Step(Action.SUBMIT, Status.RETURNED, Status.SUBMITTED, Permission.REVISION_SUBMIT, _("Submit again"), needs_complete=True),
    Step(Action.SEND_BACK, Status.AWAITING_SIGN_OFF, Status.DRAFT, Permission.REVISION_SEND_BACK, _("Send back to the Contributor"), needs_note=True),
    Step(Action.TAKE_BACK, Status.SUBMITTED, Status.DRAFT, Permission.REVISION_TAKE_BACK, _("Take back")),
    Step(Action.PUBLISH, Status.SUBMITTED, Status.PUBLISHED, Permission.REVISION_REVIEW, _("Publish")),
    Step(Action.RETURN, Status.SUBMITTED, Status.RETURNED, Permission.REVISION_REVIEW, _("Return"), needs_note=True, or_questions=True),
    Step(Action.DECLINE, Status.SUBMITTED, Status.DECLINED, Permission.REVISION_REVIEW, _("Decline"), needs_note=True, careful=True),
    Step(Action.SUPERSEDE, Status.PUBLISHED, Status.SUPERSEDED, Permission.REVISION_SUPERSEDE, _("Supersede")),
    Step(Action.WITHDRAW, Status.PUBLISHED, Status.WITHDRAWN, Permission.INITIATIVE_WITHDRAW, _("Withdraw"), needs_note=True, careful=True),
    Step(Action.DISCARD, Status.DRAFT, Status.DISCARDED, Permission.REVISION_DISCARD, _("Discard"), careful=True, told=_KEPT),
    Step(Action.DISCARD, Status.AWAITING_SIGN_OFF, Status.DISCARDED, Permission.REVISION_DISCARD, _("Discard"), careful=True, told=_KEPT),
    Step(Action.DISCARD, Status.RETURNED, Status.DISCARDED, Permission.REVISION_DISCARD, _("Discard"), careful=True, told=_KEPT),
    Step(Action.RESTORE, Status.DISCARDED, Status.DRAFT, Permission.REVISION_OPEN, _("Take up again")),
    Step(Action.UNDO, Status.PUBLISHED, Status.SUBMITTED, Permission.REVISION_UNDO, _("Undo"), offered=False),
    Step(Action.UNDO, Status.RETURNED, Status.SUBMITTED, Permission.REVISION_UNDO, _("Undo"), offered=False),
    Step(Action.UNDO, Status.DECLINED, Status.SUBMITTED, Permission.REVISION_UNDO, _("Undo"), offered=False),
    Step(Action.DROP, Status.SUBMITTED, Status.DISCARDED, Permission.REVISION_CORRECT, _("Drop this version"), careful=True, told=_DROPPED),
    Step(Action.REINSTATE, Status.SUPERSEDED, Status.PUBLISHED, Permission.REVISION_SUPERSEDE, _("Reinstate"), offered=False),
)  # fmt: skip

_BY_START = {(step.action, step.source): step for step in STEPS}
assert len(_BY_START) == len(STEPS), "a step stands twice in the table"

PERMISSION_OF: dict[Action, Permission] = {row.action: row.permission for row in STEPS}
assert all(PERMISSION_OF[row.action] is row.permission for row in STEPS), "an action has two permissions"


def step(action: Action, source: Status) -> Step:
    """The row for an action from a status; raises NotPossible where there is none."""
    found = _BY_START.get((action, source))
    if found is None:
        raise NotPossible(_("This step is not possible now: the record is “%(status)s”."), status=source)
    return found


def steps_from(source: Status, actor: Actor, subject: Subject) -> Iterator[Step]:
    """The steps offered to this actor from this status, in the order of the table."""
    offered = (row for row in STEPS if row.source is source and row.offered)
    return (row for row in offered if can(actor, row.permission, subject))
