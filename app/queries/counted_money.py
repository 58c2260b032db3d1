"""Whose money counts: of linked duplicates one, and no part of a programme that states its own.

Both rules look at everything that stands in the reports at the time, whatever the reader selected, so that the
figures of a narrower selection are always those of the wider one's rows. Linked duplicates are looked at
together: a part of any of them is a part of all, and if any of them is a part, so are the others.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, case, exists, func, select
from sqlalchemy.orm import aliased

from app.db import db
from app.domain.links import Relation
from app.models import FundingLine, Initiative, OverlapLink, Revision
from app.queries.links import STANDS, TOGETHER, linked_parts, said_parts
from app.queries.selection import in_force


def counts(as_at: date | None) -> ColumnElement[bool]:
    """The condition that an initiative's money counts.

    An `IN` and no join: both engines then look each initiative up in a list made once, where a join to the same
    statement has SQLite go through all of it for every row.
    """
    bearers = _bearers(_standing(as_at))
    within = _within(as_at)
    parts = select(_programmes(within, bearers).c.part)
    return Initiative.id.in_(select(bearers.c.bearer).where(bearers.c.together.not_in(parts)))


def elsewhere_among(revisions: Sequence[Revision], as_at: date | None) -> dict[int, str]:
    """`counted_elsewhere()` for a page of a list: it looks at everything only where one of these may be concerned."""
    ids = [revision.initiative_id for revision in revisions]
    same = exists().where(
        Initiative.counted_as_id.in_(ids) | (Initiative.id.in_(ids) & Initiative.counted_as_id.is_not(None))
    )
    part = exists().where(
        STANDS,
        OverlapLink.relation == Relation.PART_OF,
        OverlapLink.one_id.in_(ids) | OverlapLink.other_id.in_(ids),
    )
    concerned = any(revision.parent for revision in revisions) or db.session.scalar(select(same | part))
    return counted_elsewhere(as_at) if concerned else {}


def counted_elsewhere(as_at: date | None) -> dict[int, str]:
    """{id of an initiative that states money which does not count: the reference with which it is counted}."""
    standing = _standing(as_at)
    bearers = _bearers(standing)
    programmes = _programmes(_within(as_at), bearers)
    other = aliased(Initiative)
    same = (
        select(standing.c.id, other.reference)
        .join(bearers, bearers.c.together == standing.c.together)
        .join(other, other.id == bearers.c.bearer)
        .where(standing.c.moneyed, standing.c.id != bearers.c.bearer)
    )
    whole = (
        select(func.min(other.reference))
        .join(programmes, programmes.c.bearer == other.id)
        .where(programmes.c.part == standing.c.together)
        .correlate(standing)
        .scalar_subquery()
    )
    parts = select(programmes.c.part)
    part = select(standing.c.id, whole).where(standing.c.moneyed, standing.c.together.in_(parts))
    return {key: reference for found in (same, part) for key, reference in db.session.execute(found)}


def _standing(as_at: date | None) -> CTE:
    """Every initiative in the reports: what it is counted as, whether it states any amount."""
    moneyed = exists().where(FundingLine.revision_id == Revision.id)
    return (
        select(Initiative.id, TOGETHER.label("together"), moneyed.label("moneyed"))
        .join(Revision, Revision.initiative_id == Initiative.id)
        .where(in_force(as_at))
        .cte("standing")
    )


def _bearers(standing: CTE) -> CTE:
    """Of linked duplicates that state money, the one whose counts: the one they are counted as, else the first."""
    chosen = func.max(case((standing.c.id == standing.c.together, standing.c.id)))
    return (
        select(standing.c.together, func.coalesce(chosen, func.min(standing.c.id)).label("bearer"))
        .where(standing.c.moneyed)
        .group_by(standing.c.together)
        .cte("bearers")
    )


def _within(as_at: date | None) -> CTE:
    """Pairs (part, whole) at any depth, whether the Partner says so or the secretariat linked them."""
    stand = in_force(as_at)
    direct = said_parts().where(stand).union(linked_parts().where(stand)).cte("direct")
    found = select(direct.c.part, direct.c.whole).cte("within", recursive=True)
    return found.union(select(found.c.part, direct.c.whole).join(direct, direct.c.part == found.c.whole))


def _programmes(within: CTE, bearers: CTE) -> Any:
    """Pairs (part, whole) of which the whole states money; two that name each other are parts of neither."""
    back = within.alias("back")
    mutual = exists().where(back.c.part == within.c.whole, back.c.whole == within.c.part)
    return (
        select(within.c.part, bearers.c.bearer)
        .join(bearers, bearers.c.together == within.c.whole)
        .where(within.c.part != within.c.whole, ~mutual)
        .cte("programmes")
    )
