"""What a section's page does by itself: save while somebody types, say who else has it open."""

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _

from app.domain.access import Permission
from app.models import Initiative, Revision
from app.queries.presence import others_at
from app.services.initiatives import hold
from app.services.presence import heard_of
from app.web import transactions
from app.web.access import actor, requires
from app.web.asked import take_replies
from app.web.conflicts import has_moved, state_of
from app.web.entering import load_section, saved, typed_of
from app.web.tasks import section_or_404
from forms.initiative import section_form

blueprint = Blueprint("autosave", __name__, url_prefix="/initiatives")
Answer = tuple[dict[str, Any], int]


@blueprint.post("/<reference>/edit/<section>/autosave")
@requires(Permission.REVISION_OPEN, load_section, also=("section",))
def autosave(initiative: Initiative, section: str) -> Answer:
    """Save the section as it stands in the form, or keep it as typed; 409 where somebody else changed it.

    Only a working revision is saved in this way: typing alone opens no new version of a published one.
    """
    part = section_or_404(initiative.latest, section)
    revision = initiative.working
    if revision is None:
        return {"told": _("This version is no longer being written: press Save, nothing is lost.")}, 409
    typed = typed_of(part, initiative.kind)
    form = section_form(revision, part, actor(), typed)
    if has_moved(revision, part):
        return {"told": _moved(revision)}, 409
    take_replies(initiative)
    read = form.validate() and saved(revision, part, form)
    if not read:
        hold(revision, part, typed, actor())
    heard_of(revision, part, actor())
    transactions.keep()
    others = others_at(revision, part, actor())
    return {"state": "saved" if read else "kept", "seen": state_of(revision, part), "others": others}, 200


def _moved(revision: Revision) -> str:
    if revision.changed_by_id == actor().person_id:
        return str(_("You have changed this section in another window: press Save to see both texts."))
    return str(_("Someone else has changed this section: press Save to see both texts."))


@blueprint.post("/<reference>/edit/<section>/open")
@requires(Permission.REVISION_OPEN, load_section, also=("section",))
def is_open(initiative: Initiative, section: str) -> Answer:
    """The page tells that it is open, and learns who else has it open."""
    part = section_or_404(initiative.latest, section)
    revision = initiative.present
    heard_of(revision, part, actor())
    return {"others": others_at(revision, part, actor())}, 200
