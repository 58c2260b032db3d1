"""What was merged into what, and which organisations were said to be different."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.db import db
from app.models import Organisation, OrganisationMerge, OrganisationsApart

_WHOLE = (
    joinedload(OrganisationMerge.merged),
    joinedload(OrganisationMerge.into),
    joinedload(OrganisationMerge.person),
    joinedload(OrganisationMerge.undone_by),
)


def find_standing_merge(organisation_id: int) -> OrganisationMerge | None:
    """The merge by which this organisation became another."""
    table = OrganisationMerge
    return db.session.scalar(select(table).where(table.merged_id == organisation_id, table.undone_at.is_(None)))


def find_merge(merge_id: int) -> OrganisationMerge | None:
    return db.session.scalar(select(OrganisationMerge).where(OrganisationMerge.id == merge_id).options(*_WHOLE))


def merges_into(organisation_id: int) -> Sequence[OrganisationMerge]:
    """The merges by which others became this one and that were not undone, the newest first."""
    table = OrganisationMerge
    found = select(table).where(table.into_id == organisation_id, table.undone_at.is_(None)).options(*_WHOLE)
    return db.session.scalars(found.order_by(table.id.desc())).all()


def merges_page(start: int, size: int) -> tuple[int, Sequence[OrganisationMerge]]:
    """How many merges there were, and some of them, the newest first."""
    total = db.session.scalar(select(func.count()).select_from(OrganisationMerge)) or 0
    found = select(OrganisationMerge).options(*_WHOLE).order_by(OrganisationMerge.id.desc())
    return total, db.session.scalars(found.offset(start).limit(size)).all()


def find_apart(one: int, other: int) -> OrganisationsApart | None:
    return db.session.get(OrganisationsApart, tuple(sorted((one, other))))


def told_apart() -> set[tuple[int, int]]:
    """The pairs that were said to be different, the smaller id first."""
    found = select(OrganisationsApart.first_id, OrganisationsApart.second_id)
    return {(first, second) for first, second in db.session.execute(found)}


def told_apart_from(organisation_id: int) -> Sequence[Organisation]:
    """Those that this one was said not to be."""
    pairs = select(OrganisationsApart.first_id, OrganisationsApart.second_id)
    one = pairs.where(
        (OrganisationsApart.first_id == organisation_id) | (OrganisationsApart.second_id == organisation_id)
    )
    others = {identity for pair in db.session.execute(one) for identity in pair} - {organisation_id}
    return db.session.scalars(select(Organisation).where(Organisation.id.in_(others)).order_by(Organisation.id)).all()
