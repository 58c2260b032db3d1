"""Loads a version of the taxonomy from the rows of a file, all of it or none."""

from collections.abc import Iterable, Mapping

from sqlalchemy import update

from app.db import db, now
from app.domain.access import Actor, Permission, require
from app.domain.audit import Deed, Matter, Thing
from app.domain.classification import Level
from app.domain.errors import DomainError
from app.domain.taxonomy_file import ABOVE, COLUMNS, Line, faults_of
from app.domain.text import _
from app.models import Domain, Priority, PriorityArea, TaxonomyMapping, TaxonomyVersion
from app.services.audit import note

Row = Mapping[str, str]
Mappings = Mapping[tuple[Level, str], str | None]
"""{(level, retired code): the code of the new version that follows it, None for none}."""


def load(
    rows: Iterable[Row], name: str, by: Actor, *, provisional: bool = False, mappings: Mappings | None = None
) -> TaxonomyVersion:
    """Add the version `name` and make it current; older versions stay with the revisions tagged by them.

    `rows` are dictionaries with COLUMNS, each parent before its children. The whole file is checked before
    anything is written; a DomainError names the line (the first line after the header is line 2).
    """
    require(by, Permission.CODE_LIST_LOAD)
    lines = [{column: (row.get(column) or "").strip() for column in COLUMNS} for row in rows]
    check_name(name)
    for fault in faults_of(lines):
        raise DomainError(fault.message, **fault.params)  # type: ignore[arg-type]
    _check_mappings(lines, mappings or {})
    db.session.execute(update(TaxonomyVersion).values(current=False))
    version = TaxonomyVersion(name=name, provisional=provisional, current=True, loaded_at=now())
    db.session.add(version)
    db.session.flush()
    for level in ABOVE:
        chosen = [line for line in lines if line["level"] == level]
        db.session.add_all(_made(name, position, line) for position, line in enumerate(chosen, 1))
        db.session.flush()
    for (of_level, code), to_code in (mappings or {}).items():
        db.session.add(TaxonomyMapping(version=name, level=of_level, code=code, to_code=to_code))
    db.session.flush()
    note(Deed.TAXONOMY_LOADED, by, Thing(Matter.TAXONOMY, name), {"lines": len(lines), **_told(mappings or {})})
    return version


def _told(mappings: Mappings) -> dict[str, object]:
    told = {f"{level} {code}": to_code or "" for (level, code), to_code in mappings.items()}
    return {"mapped": told} if told else {}


def check_name(name: str) -> None:
    if not name.strip() or len(name) > 60:
        raise DomainError(_("Give the version a name of 1 to 60 characters"), field="name")
    if db.session.get(TaxonomyVersion, name):
        raise DomainError(_("There is a taxonomy version “%(name)s” already"), field="name", name=name)


def _check_mappings(lines: list[Line], mappings: Mappings) -> None:
    """A retired code is not in the new version, and what follows it is."""
    codes = {(line["level"], line["code"]) for line in lines}
    for (level, code), to_code in mappings.items():
        if (level.value, code) in codes or (to_code is not None and (level.value, to_code) not in codes):
            raise DomainError(_("The code “%(code)s” cannot be followed by that one"), field="mapping", code=code)


def _made(version: str, position: int, line: Line) -> Domain | PriorityArea | Priority:
    named = {"version": version, "code": line["code"], "name_en": line["label_en"], "name_fr": line["label_fr"]}
    if line["level"] == "domain":
        return Domain(**named, short_en=line["short_en"], short_fr=line["short_fr"])
    if line["level"] == "area":
        return PriorityArea(**named, domain_code=line["parent"], position=position)
    return Priority(**named, area_code=line["parent"], position=position)
