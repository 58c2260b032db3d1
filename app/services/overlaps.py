"""What a writer says of a published initiative that looks like theirs: a note, never a link."""

from app.db import db, now
from app.domain.access import Actor, Permission, require
from app.domain.choices import Resemblance
from app.domain.errors import DomainError, NotPossible
from app.domain.questions import Section
from app.domain.text import _
from app.models import Initiative, Occasion, OverlapOpinion, Revision
from app.services.events import record
from app.services.initiatives import require_editable

LONGEST_REMARK = 1000


def give_opinion(
    initiative: Initiative, other: Revision, answer: Resemblance, remark: str, by: Actor
) -> OverlapOpinion:
    """Keep what the desk of `initiative` says of the published revision `other`, in place of what it said before.

    Who was handed some sections may say so only with the Basics among them. Saying the same again changes nothing.
    Raises NotAllowed, NotPossible, or DomainError on `remark`.
    """
    require_editable(initiative, by, Section.BASICS)
    if initiative.working is None:
        raise NotPossible(_("Open a new version first: what is said of others goes with it to the secretariat."))
    require(by, Permission.REVISION_EDIT, initiative.subject)
    if other.initiative_id == initiative.id:
        raise NotPossible(_("An initiative is not compared with itself."))
    remark = remark.strip()
    if len(remark) > LONGEST_REMARK:
        raise DomainError(
            _("Shorten this to %(limit)s characters or fewer: it has %(length)s"),
            field="remark",
            limit=LONGEST_REMARK,
            length=len(remark),
        )
    standing = db.session.get(OverlapOpinion, (initiative.id, other.initiative_id))
    if standing and (standing.answer, standing.remark) == (answer, remark):
        return standing
    before = standing.answer if standing else None
    opinion = standing or OverlapOpinion(initiative_id=initiative.id, other=other.initiative)
    opinion.answer, opinion.remark, opinion.at = answer, remark, now()
    opinion.person_id, opinion.person_name, opinion.role = by.person_id, by.name, by.role
    db.session.add(opinion)
    changes = {other.initiative.reference: [before, answer.value]}
    record(initiative.working, Occasion.COMPARED, by, note=remark, changes=changes)
    db.session.flush()
    return opinion
