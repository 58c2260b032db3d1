"""The versions of the taxonomy, what a new one would change, and which initiatives that concerns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select

from app.db import db
from app.domain.classification import Level
from app.domain.status import WORKING, Status
from app.domain.taxonomy_file import Line
from app.models import (
    Domain,
    DomainRow,
    Priority,
    PriorityArea,
    PriorityRow,
    Revision,
    TaxonomyMapping,
    TaxonomyVersion,
)

Key = tuple[str, str]
"""(level, code)."""


@dataclass(frozen=True)
class Held:
    """A version with how much it holds, and how many initiatives are tagged with it."""

    version: TaxonomyVersion
    domains: int
    areas: int
    priorities: int
    uses: "Uses"


@dataclass(frozen=True)
class Uses:
    """How many initiatives carry a code: as published, and in what is being written."""

    published: int = 0
    working: int = 0

    @property
    def any(self) -> bool:
        return bool(self.published or self.working)


@dataclass(frozen=True)
class Entry:
    """One line of the taxonomy, in either version."""

    level: str
    code: str
    parent: str
    name_en: str
    name_fr: str
    short_en: str = ""
    short_fr: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return self.name_en, self.name_fr, self.short_en, self.short_fr

    def name(self, locale: str) -> str:
        return self.name_fr if locale == "fr" else self.name_en


@dataclass(frozen=True)
class Retired:
    entry: Entry
    uses: Uses


@dataclass(frozen=True)
class Changes:
    """From the current version to another; a pair is (as it is, as it would be)."""

    added: list[Entry]
    renamed: list[tuple[Entry, Entry]]
    moved: list[tuple[Entry, Entry]]
    retired: list[Retired]

    @property
    def to_map(self) -> list[Retired]:
        """What some initiative carries and something may follow."""
        return [one for one in self.retired if one.uses.any and one.entry.level in list(Level)]


def held_versions() -> list[Held]:
    """Newest first."""
    found = db.session.scalars(select(TaxonomyVersion).order_by(TaxonomyVersion.loaded_at.desc(), TaxonomyVersion.name))
    sizes = [
        dict(db.session.execute(select(table.version, func.count()).group_by(table.version)).all())
        for table in (Domain, PriorityArea, Priority)
    ]
    tagged = {name: Uses(*counts) for name, *counts in db.session.execute(_counted(Revision.taxonomy_version))}
    domains, areas, priorities = sizes
    return [
        Held(
            one,
            domains.get(one.name, 0),
            areas.get(one.name, 0),
            priorities.get(one.name, 0),
            tagged.get(one.name, Uses()),
        )
        for one in found
    ]


def _counted(key: Any) -> Any:
    """(key, initiatives published, initiatives being written)."""
    published = func.count(case((Revision.status == Status.PUBLISHED, Revision.initiative_id)).distinct())
    working = func.count(case((Revision.status.in_(WORKING), Revision.initiative_id)).distinct())
    return select(key, published, working).group_by(key)


def _uses() -> dict[Key, Uses]:
    """Of every code, whichever version it was taken from: a code means the same in all of them."""
    found = {}
    for level, table, column in (
        (Level.DOMAIN, DomainRow, DomainRow.domain_code),
        (Level.PRIORITY, PriorityRow, PriorityRow.priority_code),
    ):
        counted = _counted(column).join_from(table, Revision, Revision.id == table.revision_id)
        found.update({(level.value, code): Uses(*counts) for code, *counts in db.session.execute(counted)})
    return found


def entries_of(version: str) -> list[Entry]:
    """All of a version: domains, areas, priorities, each in their order."""
    domains = db.session.scalars(select(Domain).where(Domain.version == version).order_by(Domain.code))
    areas = db.session.scalars(select(PriorityArea).where(PriorityArea.version == version).order_by(PriorityArea.code))
    priorities = db.session.scalars(select(Priority).where(Priority.version == version).order_by(Priority.code))
    return [
        *(Entry("domain", d.code, "", d.name_en, d.name_fr, d.short_en, d.short_fr) for d in domains),
        *(Entry("area", a.code, a.domain_code, a.name_en, a.name_fr) for a in areas),
        *(Entry("priority", p.code, p.area_code, p.name_en, p.name_fr) for p in priorities),
    ]


def entries_in(lines: Iterable[Line]) -> list[Entry]:
    return [_entry(line) for line in lines]


def _entry(line: Line) -> Entry:
    shorts = (line["short_en"], line["short_fr"]) if line["level"] == "domain" else ()
    return Entry(line["level"], line["code"], line["parent"], line["label_en"], line["label_fr"], *shorts)


def compare(version: str, lines: Sequence[Line]) -> Changes:
    """What these lines would change of that version."""
    old = {(entry.level, entry.code): entry for entry in entries_of(version)}
    new = {(entry.level, entry.code): entry for entry in entries_in(lines)}
    both = [(old[key], new[key]) for key in new if key in old]
    uses = _uses()
    return Changes(
        added=[entry for key, entry in new.items() if key not in old],
        renamed=[(was, becomes) for was, becomes in both if was.names != becomes.names],
        moved=[(was, becomes) for was, becomes in both if was.parent != becomes.parent],
        retired=[Retired(entry, uses.get(key, Uses())) for key, entry in old.items() if key not in new],
    )


def successors(level: Level, version: str) -> Mapping[str, str | None]:
    """{code of that version: the code of the current version that it is or that follows it, None for none}."""
    table = Domain if level is Level.DOMAIN else Priority
    current = set(
        db.session.scalars(select(table.code).join(TaxonomyVersion, TaxonomyVersion.name == table.version)
                           .where(TaxonomyVersion.current))
    )  # fmt: skip
    codes = db.session.scalars(select(table.code).where(table.version == version))
    steps = _steps(level, version)
    return {code: after if (after := _followed(code, steps)) in current else None for code in codes}


def _steps(level: Level, version: str) -> list[dict[str, str | None]]:
    """The mappings of each version that was loaded after that one, in their order."""
    since = select(TaxonomyVersion.loaded_at).where(TaxonomyVersion.name == version).scalar_subquery()
    later = select(TaxonomyVersion.name).where(TaxonomyVersion.loaded_at > since).order_by(TaxonomyVersion.loaded_at)
    found = select(TaxonomyMapping.code, TaxonomyMapping.to_code).where(TaxonomyMapping.level == level)
    return [
        dict(db.session.execute(found.where(TaxonomyMapping.version == name)).all())
        for name in db.session.scalars(later).all()
    ]


def _followed(code: str | None, steps: Sequence[Mapping[str, str | None]]) -> str | None:
    for step in steps:
        code = step.get(code, code) if code is not None else None
    return code
