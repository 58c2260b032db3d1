"""Knows organisations again under the names that people type."""

from sqlalchemy import select

from app.db import db
from app.models import Organisation, OrganisationName, Revision
from app.queries.text import plain


def identify(name: str) -> Organisation:
    """The organisation of that name, alias or acronym; a new one where none is known."""
    key = plain(name)[:250]
    known = db.session.scalar(select(OrganisationName).where(OrganisationName.key == key))
    if known:
        return known.organisation
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
