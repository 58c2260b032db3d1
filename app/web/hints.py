"""The automatic checks as hints to whoever is about to submit: the same doubts that the reviewer will read."""

from app.domain.access import Permission, can
from app.domain.checks import Check
from app.models import Revision
from app.queries.checks import dismissals_of, doubts_of
from app.web.access import actor
from app.web.comparing import Overlaps
from app.wording import say


def hints_of(revision: Revision, overlaps: Overlaps) -> dict[str, list[str]]:
    """By field, for those who may still change the answers; without what a reviewer has dismissed.

    Likely twins are compared on the same page: they are not said twice.
    """
    if not can(actor(), Permission.REVISION_EDIT, revision.initiative.subject):
        return {}
    dismissed = dismissals_of(revision.initiative)
    found: dict[str, list[str]] = {}
    for doubt, key in doubts_of(revision, [twin.reference for twin in overlaps.asked]):
        if key not in dismissed and doubt.check is not Check.LIKELY_TWIN:
            found.setdefault(doubt.question, []).append(say(doubt.message, doubt.params))
    return found
