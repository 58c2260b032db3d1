"""Which initiatives name an organisation, in what is published and in what is being worked on.

What is published says whom it means; what is being worked on is read by its names, for it is not settled yet.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, union_all
from sqlalchemy.orm import joinedload

from app.db import db
from app.domain.status import WORKING, Status
from app.models import (
    FundingLine,
    ImplementerRow,
    Initiative,
    Organisation,
    OrganisationName,
    Revision,
    RevisionLead,
)
from app.queries.organisations import key_of

_SETTLED: tuple[Any, ...] = (RevisionLead, ImplementerRow, FundingLine)
_AT_WORK = Revision.status.in_(sorted(WORKING))


class Part(StrEnum):
    """What an organisation does in an initiative."""

    LEAD = "lead"
    IMPLEMENTER = "implementer"
    FUNDER = "funder"


@dataclass(frozen=True)
class Use:
    """An initiative that names the organisation, in the version that is read: the published one where there is one."""

    revision: Revision
    parts: tuple[Part, ...]


def owners_of_names(ids: Collection[int] | None = None) -> dict[str, int]:
    """{key of a spelling: whom it means}, of these organisations or of all."""
    found = select(OrganisationName.key, OrganisationName.organisation_id)
    if ids is not None:
        found = found.where(OrganisationName.organisation_id.in_(ids))
    return dict(db.session.execute(found).all())


def count_uses(ids: Collection[int]) -> dict[int, int]:
    """{organisation: how many initiatives name it}, each initiative once."""
    pairs = union_all(*(_published(row).where(row.organisation_id.in_(ids)) for row in _SETTLED)).subquery()
    owner, initiative = pairs.c
    counted = select(owner, func.count(initiative.distinct())).group_by(owner)
    counts: Counter[int] = Counter(dict(db.session.execute(counted).all()))
    at_work = _at_work(owners_of_names(ids))
    of_them = select(Revision.initiative_id).where(_AT_WORK)
    published = select(owner, initiative).where(initiative.in_(of_them)).distinct()
    at_work -= {(identity, initiative_id) for identity, initiative_id in db.session.execute(published)}
    counts.update(identity for identity, _initiative in at_work)
    return dict(counts)


def used_at_work() -> set[int]:
    """The organisations that a version being worked on names."""
    return {owner for owner, _initiative in _at_work(owners_of_names())}


def used_when_published() -> ColumnElement[bool]:
    return or_(*(_published(row).where(row.organisation_id == Organisation.id).exists() for row in _SETTLED))


def _published(row: Any) -> Select[Any]:
    found = select(row.organisation_id, Revision.initiative_id).join(Revision, Revision.id == row.revision_id)
    return found.where(Revision.status == Status.PUBLISHED)


def _at_work(owners: Mapping[str, int]) -> set[tuple[int, int]]:
    """(organisation, initiative) of the versions being worked on."""
    return {(owners[key], initiative) for key, initiative in _keys_at_work() if key in owners}


def _keys_at_work() -> list[tuple[str, int]]:
    lead = select(Revision.lead_organisation, Revision.initiative_id).where(_AT_WORK, Revision.lead_organisation != "")
    typed = [db.session.execute(lead)]
    for row, written in ((ImplementerRow, ImplementerRow.name), (FundingLine, FundingLine.funder)):
        found = select(written, Revision.initiative_id).select_from(Revision).join(row, row.revision_id == Revision.id)
        typed.append(db.session.execute(found.where(_AT_WORK)))
    return [(key_of(name or ""), initiative) for rows in typed for name, initiative in rows]


def count_spellings(organisation: Organisation) -> dict[str, int]:
    """{key: how often it is typed as an answer}, in what is published and what is being worked on."""
    counts: Counter[str] = Counter()
    for row, written in (
        (RevisionLead, Revision.lead_organisation),
        (ImplementerRow, ImplementerRow.name),
        (FundingLine, FundingLine.funder),
    ):
        found = select(written, func.count()).select_from(Revision).join(row, row.revision_id == Revision.id)
        found = found.where(row.organisation_id == organisation.id, Revision.status == Status.PUBLISHED)
        for name, count in db.session.execute(found.group_by(written)):
            counts[key_of(name or "")] += count
    counts.update(key for key, _initiative in _keys_at_work())
    return {name.key: counts[name.key] for name in organisation.names}


def uses_page(organisation: Organisation, start: int, size: int) -> tuple[int, list[Use]]:
    """How many initiatives name it, and some of them, by reference."""
    published = [_published(row).where(row.organisation_id == organisation.id) for row in _SETTLED]
    initiative = union_all(*published).subquery().c[1]
    at_work = {number for _owner, number in _at_work(owners_of_names([organisation.id]))}
    wanted = select(Initiative.id).where(or_(Initiative.id.in_(select(initiative)), Initiative.id.in_(at_work)))
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    page = wanted.order_by(Initiative.reference).offset(start).limit(size)
    return total, _uses(organisation, db.session.scalars(page).all())


def _uses(organisation: Organisation, ids: Sequence[int]) -> list[Use]:
    standing = or_(_AT_WORK, Revision.status == Status.PUBLISHED)
    whole = joinedload(Revision.initiative).joinedload(Initiative.partner)
    found = select(Revision).where(Revision.initiative_id.in_(ids), standing).options(whole)
    keys = {name.key for name in organisation.names}
    versions: dict[int, list[tuple[Revision, tuple[Part, ...]]]] = defaultdict(list)
    for revision in db.session.scalars(found):
        if parts := _parts(revision, keys):
            versions[revision.initiative_id].append((revision, parts))
    best = (min(read, key=lambda one: one[0].status is not Status.PUBLISHED) for read in versions.values())
    return sorted((Use(*one) for one in best), key=lambda use: use.revision.initiative.reference)


def _parts(revision: Revision, keys: Collection[str]) -> tuple[Part, ...]:
    lead = {key_of(revision.lead_organisation or "")} & set(keys)
    implementers = {key_of(row.name) for row in revision.implementer_rows} & set(keys)
    funders = {key_of(line.funder) for line in revision.funding_rows} & set(keys)
    told = ((Part.LEAD, lead), (Part.IMPLEMENTER, implementers), (Part.FUNDER, funders))
    return tuple(part for part, named in told if named)
