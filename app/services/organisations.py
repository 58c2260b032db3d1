"""Knows organisations again under the names that people type."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select

from app.db import db
from app.models import Organisation, OrganisationName, Revision, RevisionLead
from app.queries.organisations import key_of

_LOCK = 20151111
_MOVING = 20151113


def identify(name: str) -> Organisation:
    """The organisation of that name, alias or acronym; a new one where none is known."""
    key = key_of(name)
    known = _find(key)
    if known is None:
        wait_for_new_names()
        known = _find(key)
    return known or _add(key, name)


def wait_for_new_names() -> None:
    """Until this transaction ends nobody else brings in a new name: two may meet the same one at once."""
    _lock(func.pg_advisory_xact_lock(_LOCK))


def wait_to_move_names() -> None:
    """Until this transaction ends nobody else moves names between organisations, nor publishes what names them."""
    _lock(func.pg_advisory_xact_lock(_MOVING))


def _lock(function: Any) -> None:
    """SQLite has one writer at a time anyway."""
    if db.session.connection().dialect.name == "postgresql":
        db.session.execute(select(function))


def _find(key: str) -> Organisation | None:
    found = db.session.scalar(select(OrganisationName).where(OrganisationName.key == key))
    return found.organisation if found else None


def _add(key: str, name: str) -> Organisation:
    made = Organisation(name_en=name, name_fr=name, names=[OrganisationName(key=key, name=name)])
    db.session.add(made)
    db.session.flush()
    return made


def settle(revision: Revision) -> None:
    """Say whom the lead, the implementers and the funders of a published revision mean."""
    _lock(func.pg_advisory_xact_lock_shared(_MOVING))
    for row in revision.implementer_rows:
        row.organisation_id = identify(row.name).id
    for line in revision.funding_rows:
        line.organisation_id = identify(line.funder).id
    _settle_lead(revision)
    db.session.flush()


def _settle_lead(revision: Revision) -> None:
    standing = db.session.get(RevisionLead, revision.id)
    if not revision.lead_organisation:
        if standing:
            db.session.delete(standing)
        return
    lead = standing or RevisionLead(revision_id=revision.id)
    lead.organisation_id = identify(revision.lead_organisation).id
    db.session.add(lead)


def lock_organisations(ids: Iterable[int]) -> dict[int, Organisation]:
    """These organisations as they stand now, held until the transaction ends; always in the order of their ids."""
    wait_to_move_names()
    found = select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.id)
    held = db.session.scalars(found.with_for_update(key_share=True).execution_options(populate_existing=True))
    return {one.id: one for one in held}
