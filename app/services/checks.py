"""A reviewer finds the doubt of an automatic check unfounded."""

from app.db import db, now
from app.domain.access import Actor, Permission, require
from app.domain.audit import Deed, Matter, Thing
from app.domain.errors import DomainError
from app.domain.review import LONGEST_REASON
from app.domain.text import _
from app.models import Dismissal, Initiative
from app.queries.checks import Key, dismissals_of
from app.services.audit import note
from app.services.warned import count_again


def dismiss(initiative: Initiative, key: Key, reason: str, by: Actor) -> Dismissal:
    """It stays away while the answers that raised it stay; dismissed twice, the first word stands."""
    require(by, Permission.REVISION_REVIEW, initiative.subject)
    reason = " ".join(reason.split())
    if standing := dismissals_of(initiative).get(key):
        return standing
    if not reason:
        raise DomainError(_("Say in a word why it is as it should be"), field="reason")
    if len(reason) > LONGEST_REASON:
        message = _("Shorten this to %(limit)s characters or fewer: it has %(length)s")
        raise DomainError(message, field="reason", limit=LONGEST_REASON, length=len(reason))
    code, question, seen = key
    made = Dismissal(initiative_id=initiative.id, code=code, question=question, fingerprint=seen, reason=reason)
    made.at, made.person_id, made.person_name = now(), by.person_id, by.name
    db.session.add(made)
    about = Thing(Matter.INITIATIVE, initiative.reference)
    note(Deed.CHECK_DISMISSED, by, about, {"check": code, "questions": [question]})
    db.session.flush()
    count_again(initiative)
    return made
