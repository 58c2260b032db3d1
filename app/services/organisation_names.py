"""The names of organisations as the secretariat keeps them: what they are called, and how else they are spelled."""

from sqlalchemy import select

from app.db import db, now
from app.domain.access import Actor, Permission, require
from app.domain.audit import Deed
from app.domain.errors import DomainError, NotPossible
from app.domain.text import _
from app.models import Organisation, OrganisationName, OrganisationsApart
from app.queries.merges import find_apart
from app.queries.organisations import key_of
from app.services.audit import note
from app.services.merging import as_thing, check_mergeable, check_stands, move_spellings, own_keys
from app.services.organisations import lock_organisations, wait_for_new_names
from app.services.terms import one_line

LONGEST_NAME, LONGEST_ACRONYM = 250, 60


def rename(organisation: Organisation, names: dict[str, str], by: Actor) -> None:
    """Call it by these names (`name_en name_fr acronym_en acronym_fr`), each of which leads to it from now on.

    Two organisations may share an acronym: it leads to whoever had it first. Raises DomainError on a field.
    """
    _begin(organisation, by)
    called = {field: one_line(names.get(field, "")) for field in ("name_en", "name_fr", "acronym_en", "acronym_fr")}
    for field, name in called.items():
        _check_called(organisation, field, name)
    for field, name in called.items():
        setattr(organisation, field, name)
        if name and _owner(name) is None:
            _spell(organisation, name)
    organisation.edited_at = now()
    db.session.flush()
    note(Deed.ORGANISATION_EDITED, by, as_thing(organisation))


def _check_called(organisation: Organisation, field: str, name: str) -> None:
    is_acronym = field.startswith("acronym")
    if is_acronym and not name:
        return
    _check_text(name, field, LONGEST_ACRONYM if is_acronym else LONGEST_NAME)
    if not is_acronym and _owner(name) not in (None, organisation.id):
        raise DomainError(
            _("Another organisation has this name. Merge the two if they are one, or choose another name."), field=field
        )


def add_spelling(organisation: Organisation, written: str, by: Actor) -> OrganisationName:
    """Let what is typed like this lead here. Raises DomainError on `spelling`."""
    _begin(organisation, by)
    name = one_line(written)
    _check_text(name, "spelling", LONGEST_NAME)
    owner = _owner(name)
    if owner == organisation.id:
        raise DomainError(_("This spelling leads here already"), field="spelling")
    if owner is not None:
        message = _("This spelling leads to another organisation. Merge the two, or move it out of there first.")
        raise DomainError(message, field="spelling")
    made = _spell(organisation, name)
    note(Deed.ORGANISATION_SPELLED, by, as_thing(organisation), {"spelling": name})
    return made


def move_out(organisation: Organisation, key: str, by: Actor) -> Organisation:
    """Make a spelling an organisation of its own, with what was published under it. Raises NotPossible."""
    _begin(organisation, by)
    name = next((name for name in organisation.names if name.key == key), None)
    if name is None:
        raise NotPossible(_("This spelling does not lead to this organisation any more. Nothing was changed."))
    if key in own_keys(organisation) or len(organisation.names) == 1:
        raise NotPossible(_("The organisation itself is called this. Change its name first, then move it out."))
    made = Organisation(name_en=name.name, name_fr=name.name, edited_at=now())
    db.session.add(made)
    db.session.flush()
    move_spellings(organisation, made, [key])
    note(Deed.ORGANISATION_SPLIT, by, as_thing(organisation), {"spelling": made.name_en})
    return made


def tell_apart(one: Organisation, other: Organisation, by: Actor) -> None:
    """Keep that these two are not the same. Saying it again changes nothing."""
    require(by, Permission.ORGANISATION_MERGE)
    lock_organisations({one.id, other.id})
    check_mergeable(one, other)
    if find_apart(one.id, other.id):
        return
    first, second = sorted((one.id, other.id))
    db.session.add(OrganisationsApart(first_id=first, second_id=second, at=now(), person_id=by.person_id))
    db.session.flush()
    note(Deed.ORGANISATIONS_TOLD_APART, by, as_thing(one), {"other": other.name_en, "same": False})


def ask_again(one: Organisation, other: Organisation, by: Actor) -> None:
    """Take back that these two are not the same."""
    require(by, Permission.ORGANISATION_MERGE)
    lock_organisations({one.id, other.id})
    if kept := find_apart(one.id, other.id):
        db.session.delete(kept)
        db.session.flush()
        note(Deed.ORGANISATIONS_TOLD_APART, by, as_thing(one), {"other": other.name_en, "same": True})


def _begin(organisation: Organisation, by: Actor) -> None:
    require(by, Permission.ORGANISATION_MERGE)
    lock_organisations({organisation.id})
    wait_for_new_names()
    check_stands(organisation)


def _check_text(name: str, field: str, longest: int) -> None:
    if not key_of(name):
        raise DomainError(_("Enter a name of letters or digits"), field=field)
    if len(name) > longest:
        raise DomainError(_("Shorten this to %(limit)s characters or fewer"), field=field, limit=longest)


def _owner(name: str) -> int | None:
    found = select(OrganisationName.organisation_id).where(OrganisationName.key == key_of(name))
    return db.session.scalar(found)


def _spell(organisation: Organisation, name: str) -> OrganisationName:
    made = OrganisationName(key=key_of(name), name=name)
    organisation.names.append(made)
    db.session.flush()
    return made
