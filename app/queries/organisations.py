"""Organisations to suggest while one is typed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload

from app.db import db
from app.models import (
    FundingLine,
    ImplementerRow,
    Initiative,
    Organisation,
    OrganisationMerge,
    Revision,
    RevisionLead,
)
from app.queries.names import by_name
from app.queries.text import plain

MOST = 300


def key_of(name: str) -> str:
    """By which a spelling is found again, whatever its case, accents and punctuation."""
    return plain(name)[:250]


def standing() -> ColumnElement[bool]:
    """Organisations that were not merged into another."""
    return Organisation.id.not_in(select(OrganisationMerge.merged_id).where(OrganisationMerge.undone_at.is_(None)))


@dataclass(frozen=True)
class Suggested:
    """`name` is written into the field; `known_as` are its other names and acronyms, by which it is found too."""

    name: str
    known_as: str


def suggested_organisations(partner: str, locale: str) -> list[Suggested]:
    """At most 300: those that the Partner names most, then the others that are named most, by name."""
    found = db.session.scalars(
        select(Organisation).options(selectinload(Organisation.names)).where(Organisation.id.in_(_most_used(partner)))
    )
    return [_suggested(one, locale) for one in by_name(found, locale)]


def _most_used(partner: str) -> Sequence[int]:
    own, all_uses = _uses(partner), _uses()
    known = db.session.scalars(select(Organisation.id).where(standing()))
    return sorted(known, key=lambda key: (-own.get(key, 0), -all_uses.get(key, 0), key))[:MOST]


def _uses(partner: str | None = None) -> dict[int, int]:
    """How often each is named in what is, or was, published."""
    uses: dict[int, int] = {}
    for row in (ImplementerRow, FundingLine, RevisionLead):
        found = select(row.organisation_id, func.count())
        if partner:
            found = found.join(Revision, Revision.id == row.revision_id).join(
                Initiative, Initiative.id == Revision.initiative_id
            )
            found = found.where(Initiative.partner_code == partner)
        for key, count in db.session.execute(found.group_by(row.organisation_id)):
            if key is not None:
                uses[key] = uses.get(key, 0) + count
    return uses


def _suggested(one: Organisation, locale: str) -> Suggested:
    name = one.name(locale)
    return Suggested(name, ", ".join(other.name for other in one.names if other.name != name))
