"""Merging organisations and undoing it.

A spelling leads to exactly one organisation, and whatever is typed follows its spelling: a merge moves the spellings
of one organisation to another, and with them everything that was published under them. What was typed stays as typed.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import select, update

from app.db import db, now
from app.domain.access import Actor, Permission, require
from app.domain.audit import Deed, Matter, Thing
from app.domain.errors import DomainError, NotPossible
from app.domain.text import _
from app.models import (
    FundingLine,
    ImplementerRow,
    Organisation,
    OrganisationMerge,
    Revision,
    RevisionLead,
)
from app.queries.merges import find_standing_merge
from app.queries.organisations import key_of
from app.services.audit import note
from app.services.organisations import lock_organisations

_AT_ONCE = 500
"""So many names go into one statement."""


def as_thing(organisation: Organisation) -> Thing:
    return Thing(Matter.ORGANISATION, str(organisation.id), organisation.name_en)


def check_stands(organisation: Organisation) -> None:
    """Raise NotPossible for one that was merged into another."""
    if find_standing_merge(organisation.id):
        raise NotPossible(
            _("This organisation was merged into another one in the meantime. Open it to see where its spellings lead.")
        )


def check_mergeable(merged: Organisation, into: Organisation) -> None:
    """Raise DomainError on `into` unless they are two, NotPossible unless both stand."""
    if merged.id == into.id:
        raise DomainError(_("An organisation cannot be merged into itself. Choose another one."), field="into")
    check_stands(merged)
    check_stands(into)


def merge(merged: Organisation, into: Organisation, by: Actor) -> OrganisationMerge:
    """Let every spelling of `merged` lead to `into`. The same again changes nothing. Raises NotAllowed, NotPossible."""
    require(by, Permission.ORGANISATION_MERGE)
    lock_organisations({merged.id, into.id})
    done = find_standing_merge(merged.id)
    if done and done.into_id == into.id:
        return done
    check_mergeable(merged, into)
    keys = [name.key for name in merged.names]
    move_spellings(merged, into, keys)
    made = OrganisationMerge(merged=merged, into=into, moved=keys, at=now(), person_id=by.person_id)
    into.edited_at = now()
    db.session.add(made)
    db.session.flush()
    note(Deed.ORGANISATIONS_MERGED, by, as_thing(merged), {"into": into.name_en, "spellings": len(keys)})
    return made


def undo_merge(merge: OrganisationMerge, by: Actor) -> None:
    """Give back those spellings that are still with the other. Undoing twice changes nothing. Raises NotPossible."""
    require(by, Permission.ORGANISATION_MERGE)
    lock_organisations({merge.merged_id, merge.into_id})
    db.session.refresh(merge)
    if merge.undone_at:
        return
    if find_standing_merge(merge.into_id):
        raise NotPossible(_("What came of this merge was merged further. Undo that merge first, then this one."))
    moved = set(merge.moved)
    keys = [name.key for name in merge.into.names if name.key in moved]
    _check_to_give_back(merge.into, keys)
    move_spellings(merge.into, merge.merged, keys)
    merge.undone_at, merge.undone_by_id = now(), by.person_id
    db.session.flush()
    details = {"other": merge.into.name_en, "spellings": len(keys)}
    note(Deed.ORGANISATIONS_UNMERGED, by, as_thing(merge.merged), details)


def _check_to_give_back(kept: Organisation, keys: Sequence[str]) -> None:
    if not keys:
        raise NotPossible(_("None of the spellings that moved is there any more, so there is nothing to give back."))
    if own_keys(kept) & set(keys):
        raise NotPossible(
            _("One of the spellings to give back is now a name or an acronym here. Change that name first, then undo.")
        )


def own_keys(organisation: Organisation) -> set[str]:
    """The keys of the names and acronyms that it is called by."""
    one = organisation
    return {key_of(name) for name in (one.name_en, one.name_fr, one.acronym_en, one.acronym_fr) if name}


def move_spellings(source: Organisation, target: Organisation, keys: Collection[str]) -> None:
    """Move these spellings, and what was published under them."""
    for name in [name for name in source.names if name.key in set(keys)]:
        name.organisation_id = target.id
    db.session.flush()
    db.session.expire(source, ["names"])
    db.session.expire(target, ["names"])
    _move_rows(source.id, target.id, set(keys))
    _move_leads(source.id, target.id, set(keys))


def _move_rows(source: int, target: int, keys: Collection[str]) -> None:
    for row, written in ((ImplementerRow, ImplementerRow.name), (FundingLine, FundingLine.funder)):
        typed = db.session.scalars(select(written).where(row.organisation_id == source).distinct())
        for names in _in_parts(typed, keys):
            moved = update(row).where(row.organisation_id == source, written.in_(names))
            db.session.execute(moved.values(organisation_id=target))


def _move_leads(source: int, target: int, keys: Collection[str]) -> None:
    lead = RevisionLead
    of_source = select(Revision.lead_organisation).join(lead, lead.revision_id == Revision.id)
    typed = db.session.scalars(of_source.where(lead.organisation_id == source).distinct())
    for names in _in_parts(typed, keys):
        theirs = select(Revision.id).where(Revision.lead_organisation.in_(names))
        moved = update(lead).where(lead.organisation_id == source, lead.revision_id.in_(theirs))
        db.session.execute(moved.values(organisation_id=target))


def _in_parts(typed: Any, keys: Collection[str]) -> Iterator[list[str]]:
    """Those of the typed names that are spellings of these keys, so many at once as a statement takes."""
    names = sorted(name for name in typed if key_of(name) in keys)
    for start in range(0, len(names), _AT_ONCE):
        yield names[start : start + _AT_ONCE]
