"""Why writing was refused, for who could write a moment ago: who did what when, and what can be done about it.

Nothing of the record is said to who may not read it any more, only what became of their own part in it.
"""

from flask import request
from flask_babel import gettext as _
from flask_security import current_user

from app.domain.access import Permission, can
from app.domain.errors import NotFound
from app.domain.status import EDITABLE, Status
from app.models import Initiative
from app.queries.initiatives import load_initiative
from app.queries.lost import last_assignment, last_step, taking_back
from app.web.access import actor
from app.wording import written_datetime

_WRITING = ("entering.edit", "entering.save", "autosave.autosave", "autosave.is_open", "assignments.hand_back")


def explain(code: int) -> str | None:
    """In place of the plain words of an error page, where there is something better to say."""
    reference = (request.view_args or {}).get("reference")
    if not reference or code not in (403, 404, 409) or not current_user.is_authenticated:
        return None
    writing = request.endpoint in _WRITING or request.blueprint == "documents"
    if code == 404:
        return _taken_back(str(reference))
    if code == 403:
        return (_taken_back(str(reference)) or _handed_back(str(reference))) if writing else None
    return _moved_on(str(reference)) if writing else None


def title(code: int) -> str:
    return str(_("This has moved on") if code == 409 else _("This is no longer yours to change"))


def _taken_back(reference: str) -> str | None:
    assignment = last_assignment(reference, actor())
    if assignment is None or assignment.ended_at is None:
        return None
    if event := taking_back(assignment):
        told = _("%(name)s took this back on %(moment)s.", name=event.person_name, moment=written_datetime(event.at))
        kept = _(
            "What you had saved until then stays in the draft. If something is missing, write to your Focal Point."
        )
        return f"{told} {kept}"
    return str(_("It is no longer handed to you. If something is missing, write to your Focal Point."))


def _handed_back(reference: str) -> str | None:
    assignment = last_assignment(reference, actor())
    if assignment is None or assignment.handed_back_at is None:
        return None
    told = _("You handed it back on %(moment)s.", moment=written_datetime(assignment.handed_back_at))
    return f"{told} {_('You can read it. To change something, ask your Focal Point to hand it to you again.')}"


def _moved_on(reference: str) -> str | None:
    """Somebody took a step with it meanwhile."""
    try:
        initiative = load_initiative(reference)
    except NotFound:
        return None
    if initiative.latest.status in EDITABLE or not can(actor(), Permission.WORKING_READ, initiative.subject):
        return None
    event = last_step(initiative)
    if event is None or event.action is None:
        return None
    moment = written_datetime(event.at)
    told = _("%(what)s by %(name)s on %(moment)s.", what=_(event.action.label), name=event.person_name, moment=moment)
    return f"{told} {_way_on(initiative)}".strip()


def _way_on(initiative: Initiative) -> str:
    if initiative.latest.status is not Status.SUBMITTED:
        return str(_("Answers cannot be changed as it stands now: open the record to see what can be done."))
    if can(actor(), Permission.REVISION_TAKE_BACK, initiative.subject):
        return str(_("Answers cannot be changed now. Open the record to take it back, then enter your text again."))
    return str(_("Answers cannot be changed now. Ask your Focal Point to take it back, or wait for the answer to it."))
