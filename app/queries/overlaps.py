"""What was said of initiatives that look alike."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from app.db import db
from app.domain.errors import NotFound
from app.domain.status import Status
from app.domain.text import _
from app.models import Initiative, OverlapOpinion, Revision


def opinions_of(initiative: Initiative) -> Sequence[OverlapOpinion]:
    """What its desk said of others, the oldest first."""
    found = select(OverlapOpinion).where(OverlapOpinion.initiative_id == initiative.id)
    versions = selectinload(Initiative.revisions).options(lazyload("*"))
    other = joinedload(OverlapOpinion.other).options(joinedload(Initiative.partner), versions)
    return db.session.scalars(found.order_by(OverlapOpinion.at, OverlapOpinion.other_id).options(other)).all()


def get_published(reference: str) -> Revision:
    """The published revision of that reference; raises NotFound, whatever else there may be under it."""
    found = (
        select(Revision)
        .join(Initiative, Initiative.id == Revision.initiative_id)
        .where(Initiative.reference == reference.strip().upper(), Revision.status == Status.PUBLISHED)
    )
    revision = db.session.scalar(found)
    if revision is None:
        raise NotFound(_("There is no published initiative with this reference."))
    return revision
