"""How initiatives are linked: pairs that stand, groups that are counted once, and what lies within what.

Two sources say that one is part of another: the Partner's own answer, and the secretariat's link.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.db import db
from app.domain.links import Relation, way
from app.domain.status import Status
from app.models import Initiative, OverlapLink, Revision

STANDS = OverlapLink.undone_at.is_(None)
TOGETHER = func.coalesce(Initiative.counted_as_id, Initiative.id)
"""The same for linked duplicates: what is counted once."""


def together(initiative: Initiative) -> int:
    """`TOGETHER` of one initiative."""
    return initiative.counted_as_id or initiative.id


def find_standing(one: int, other: int) -> OverlapLink | None:
    """The decision on a pair, whichever of them is named first."""
    low, high = sorted((one, other))
    return db.session.scalar(select(OverlapLink).where(STANDS, OverlapLink.one_id == low, OverlapLink.other_id == high))


def links_of(initiative: Initiative) -> Sequence[OverlapLink]:
    """Its standing links, the oldest first."""
    found = select(OverlapLink).where(STANDS, _concerns(initiative.id))
    ends = [joinedload(end).joinedload(Initiative.partner) for end in (OverlapLink.one, OverlapLink.other)]
    return db.session.scalars(found.order_by(OverlapLink.id).options(*ends)).all()


def past_links(one: Initiative, other: Initiative) -> Sequence[OverlapLink]:
    """What was decided of a pair and undone, the newest first."""
    low, high = sorted((one.id, other.id))
    found = select(OverlapLink).where(OverlapLink.one_id == low, OverlapLink.other_id == high, ~STANDS)
    return db.session.scalars(found.order_by(OverlapLink.undone_at.desc(), OverlapLink.id.desc())).all()


def linked_with(initiative_id: int) -> Select[Any]:
    """The ids of those with which a decision stands."""
    other = case((OverlapLink.one_id == initiative_id, OverlapLink.other_id), else_=OverlapLink.one_id)
    return select(other).where(STANDS, _concerns(initiative_id))


def members_of(initiative: Initiative) -> Sequence[Initiative]:
    """All that are counted as one with it, itself among them."""
    key = together(initiative)
    found = select(Initiative).where(or_(Initiative.id == key, Initiative.counted_as_id == key))
    return db.session.scalars(found.order_by(Initiative.id)).all()


def find_distinct(one: Initiative, other: Initiative) -> OverlapLink | None:
    """A standing decision that some of those counted with one, and some counted with the other, are distinct."""
    ours, theirs = ([member.id for member in members_of(initiative)] for initiative in (one, other))
    found = select(OverlapLink).where(STANDS, OverlapLink.relation == Relation.DISTINCT)
    across = or_(
        and_(OverlapLink.one_id.in_(ours), OverlapLink.other_id.in_(theirs)),
        and_(OverlapLink.one_id.in_(theirs), OverlapLink.other_id.in_(ours)),
    )
    return db.session.scalar(found.where(across).limit(1))


def find_way(part: Initiative, whole: Initiative) -> list[str]:
    """References from a part up to what it lies within, by what is published and linked; empty where it does not."""
    found = way(together(part), together(whole), _wholes)
    if not found:
        return []
    references = select(Initiative.id, Initiative.reference).where(Initiative.id.in_(found))
    names = dict(db.session.execute(references).all())
    return [part.reference, *(names[key] for key in found[1:-1]), whole.reference]


def _wholes(keys: Collection[int]) -> Mapping[int, Collection[int]]:
    """{what is counted once: what it is directly part of}."""
    found: dict[int, set[int]] = {}
    ours = or_(Initiative.id.in_(keys), Initiative.counted_as_id.in_(keys))
    for pairs in (said_parts(), linked_parts()):
        for part, whole in db.session.execute(pairs.where(Revision.status == Status.PUBLISHED, ours)):
            found.setdefault(part, set()).add(whole)
    return found


def said_parts() -> Select[int, int]:
    """(part, whole) as Partners answer it, over every version: the caller says which."""
    programme = aliased(Initiative)
    return (
        select(TOGETHER.label("part"), _together(programme).label("whole"))
        .join(Revision, Revision.initiative_id == Initiative.id)
        .join(programme, programme.reference == Revision.parent)
        .where(_together(programme) != TOGETHER)
    )


def linked_parts() -> Select[int, int]:
    """(part, whole) as the secretariat linked them, over every version: the caller says which."""
    programme = aliased(Initiative)
    return (
        select(TOGETHER.label("part"), _together(programme).label("whole"))
        .join(Revision, Revision.initiative_id == Initiative.id)
        .join(OverlapLink, _concerns(Initiative.id))
        .join(programme, programme.id == OverlapLink.head_id)
        .where(STANDS, OverlapLink.relation == Relation.PART_OF, programme.id != Initiative.id)
        .where(_together(programme) != TOGETHER)
    )


def _together(initiative: Any) -> ColumnElement[int]:
    return func.coalesce(initiative.counted_as_id, initiative.id)


def _concerns(initiative: Any) -> ColumnElement[bool]:
    return or_(OverlapLink.one_id == initiative, OverlapLink.other_id == initiative)
