"""How many automatic warnings stand on submissions, with as many statements for fifty as for one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import lazyload

from app.db import db
from app.domain.status import Status
from app.models import Dismissal, OverlapOpinion, Revision, WarningCount
from app.queries.checks import Key, doubts_of
from app.queries.initiatives import load_lists
from app.queries.taxonomy import domain_of_priorities

OPEN = (Status.SUBMITTED, Status.RETURNED)


def warnings_of(revisions: Sequence[Revision]) -> dict[int, int]:
    """How many doubts nobody dismissed, by the revision's id; one more where the Partner named what it is like.

    What only looks like something published is left to the review page: a search for each costs too much here.
    """
    load_lists(revisions)
    ids = [revision.initiative_id for revision in revisions]
    dismissed, said = _dismissed(ids), _named_as_like(ids)
    versions = {revision.taxonomy_version for revision in revisions}
    priorities = {version: domain_of_priorities(version) for version in versions}
    return {
        one.id: _standing(one, priorities[one.taxonomy_version], dismissed[one.initiative_id])
        + (one.initiative_id in said)
        for one in revisions
    }


def _standing(revision: Revision, priorities: Mapping[str, str], dismissed: set[Key]) -> int:
    return sum(key not in dismissed for _doubt, key in doubts_of(revision, (), priorities))


def _dismissed(initiatives: Sequence[int]) -> dict[int, set[Key]]:
    found: dict[int, set[Key]] = defaultdict(set)
    for one in db.session.scalars(select(Dismissal).where(Dismissal.initiative_id.in_(initiatives))):
        found[one.initiative_id].add((one.code, one.question, one.fingerprint))
    return found


def _named_as_like(initiatives: Sequence[int]) -> set[int]:
    found = select(OverlapOpinion.initiative_id).where(OverlapOpinion.initiative_id.in_(initiatives))
    return set(db.session.scalars(found))


def uncounted(before: datetime, most: int) -> Sequence[Revision]:
    """Open submissions that were never counted or not since then, those never counted first."""
    found = (
        select(Revision)
        .outerjoin(WarningCount, WarningCount.revision_id == Revision.id)
        .where(Revision.status.in_(OPEN))
        .where(or_(WarningCount.counted_at.is_(None), WarningCount.counted_at < before))
        .order_by(WarningCount.counted_at.is_not(None), WarningCount.counted_at, Revision.id)
    )
    return db.session.scalars(found.options(lazyload("*")).limit(most)).all()
