"""The list of organisations, and those of them that are likely one."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.db import db
from app.models import Organisation, OrganisationName
from app.queries.merges import told_apart
from app.queries.namesakes import Called, Pair, likely_pairs
from app.queries.organisation_uses import count_uses, used_at_work, used_when_published
from app.queries.organisations import standing
from app.queries.text import plain

_CAPITALS = re.compile(r"\b[A-Z][A-Z0-9]+\b")


@dataclass(frozen=True)
class Listed:
    organisation: Organisation
    uses: int
    """How many initiatives name it."""


@dataclass(frozen=True)
class Twins:
    """Two that are likely one."""

    first: Listed
    second: Listed
    pair: Pair


def organisations_page(words: str, unused: bool, locale: str, start: int, size: int) -> tuple[int, list[Listed]]:
    """How many hold these words in any name, acronym or spelling (of those that nobody uses), and some, by name."""
    ids = _found(words, unused, locale)
    return len(ids), listed(ids[start : start + size])


def _found(words: str, unused: bool, locale: str) -> list[int]:
    one = Organisation
    rows = select(one.id, one.name_en, one.name_fr, one.acronym_en, one.acronym_fr).where(standing())
    if unused:
        rows = rows.where(~used_when_published())
    passed = used_at_work() if unused else set()
    key = plain(words)
    spelled = _spelled(key) if key else set()
    found = []
    for identity, *names in db.session.execute(rows):
        if identity not in passed and (not key or identity in spelled or any(key in plain(name) for name in names)):
            found.append((plain(names[1] if locale == "fr" else names[0]), identity))
    return [identity for _name, identity in sorted(found)]


def _spelled(key: str) -> set[int]:
    found = select(OrganisationName.organisation_id).where(OrganisationName.key.contains(key, autoescape=True))
    return set(db.session.scalars(found))


def listed(ids: Sequence[int]) -> list[Listed]:
    """These organisations with their spellings and uses, in this order."""
    found = select(Organisation).where(Organisation.id.in_(ids)).options(selectinload(Organisation.names))
    by_id = {one.id: one for one in db.session.scalars(found)}
    uses = count_uses(ids)
    return [Listed(by_id[identity], uses.get(identity, 0)) for identity in ids if identity in by_id]


def find_organisation(organisation_id: int) -> Organisation | None:
    return db.session.get(Organisation, organisation_id)


def twins_page(start: int, size: int) -> tuple[int, list[Twins]]:
    """How many pairs are likely one and not decided on, and some of them, the likeliest first."""
    apart = told_apart()
    pairs = [pair for pair in likely_pairs(_all_called()) if pair.ids not in apart]
    shown = pairs[start : start + size]
    by_id = {one.organisation.id: one for one in listed(sorted({identity for pair in shown for identity in pair.ids}))}
    return len(pairs), [Twins(by_id[pair.first], by_id[pair.second], pair) for pair in shown]


def _all_called() -> list[Called]:
    spelled = defaultdict(list)
    names = select(OrganisationName.organisation_id, OrganisationName.key, OrganisationName.name)
    for identity, key, name in db.session.execute(names):
        spelled[identity].append((key, name))
    one = Organisation
    rows = select(one.id, one.acronym_en, one.acronym_fr).where(standing())
    return [_called(identity, acronyms, spelled[identity]) for identity, *acronyms in db.session.execute(rows)]


def _called(identity: int, acronyms: Sequence[str], spelled: Sequence[tuple[str, str]]) -> Called:
    """A name wholly in capital letters holds no acronym."""
    mixed = [name for _key, name in spelled if not name.isupper()]
    return Called(
        id=identity,
        spellings=frozenset(key for key, _name in spelled),
        acronyms=frozenset(filter(None, map(plain, acronyms))),
        capitals=frozenset(plain(word) for name in mixed for word in _CAPITALS.findall(name)),
    )
