"""Knows organisations again under the names that people type."""

from sqlalchemy import func, select

from app.db import db
from app.models import Organisation, OrganisationName, Revision
from app.queries.text import plain

_LOCK = 20151111


def identify(name: str) -> Organisation:
    """The organisation of that name, alias or acronym; a new one where none is known."""
    key = plain(name)[:250]
    known = _find(key)
    if known is None and db.session.connection().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(_LOCK)))  # two may meet the same new name at once
        known = _find(key)
    return known or _add(key, name)


def _find(key: str) -> Organisation | None:
    found = db.session.scalar(select(OrganisationName).where(OrganisationName.key == key))
    return found.organisation if found else None


def _add(key: str, name: str) -> Organisation:
    made = Organisation(name_en=name, name_fr=name, names=[OrganisationName(key=key, name=name)])
    db.session.add(made)
    db.session.flush()
    return made


def settle(revision: Revision) -> None:
    """Say whom the implementers and funders of a published revision mean."""
    for row in revision.implementer_rows:
        row.organisation_id = identify(row.name).id
    for line in revision.funding_rows:
        line.organisation_id = identify(line.funder).id
    db.session.flush()
