"""Loads a version of the taxonomy from the rows of a file, all of it or none."""

from collections.abc import Iterable, Mapping

from sqlalchemy import update

from app.db import db, now
from app.domain.access import Actor, Permission, require
from app.domain.audit import Deed, Matter, Thing
from app.domain.errors import DomainError
from app.domain.text import _
from app.models import Domain, Priority, PriorityArea, TaxonomyVersion
from app.services.audit import note

Row = Mapping[str, str]
Codes = dict[str, set[str]]

COLUMNS = ("level", "code", "parent", "label_en", "label_fr", "short_en", "short_fr")
_ABOVE: dict[str, str | None] = {"domain": None, "area": "domain", "priority": "area"}
_LONGEST = {"code": 20, "label_en": 250, "label_fr": 250, "short_en": 80, "short_fr": 80}


def load(rows: Iterable[Row], name: str, by: Actor, *, provisional: bool = False) -> TaxonomyVersion:
    """Add the version `name` and make it current; older versions stay with the revisions tagged by them.

    `rows` are dictionaries with COLUMNS, each parent before its children. The whole file is checked before
    anything is written; a DomainError names the line (the first line after the header is line 2).
    """
    require(by, Permission.CODE_LIST_LOAD)
    lines = [{column: (row.get(column) or "").strip() for column in COLUMNS} for row in rows]
    _check_name(name)
    _check(lines)
    db.session.execute(update(TaxonomyVersion).values(current=False))
    version = TaxonomyVersion(name=name, provisional=provisional, current=True, loaded_at=now())
    db.session.add(version)
    db.session.flush()
    for level in _ABOVE:
        chosen = [line for line in lines if line["level"] == level]
        db.session.add_all(_made(name, position, line) for position, line in enumerate(chosen, 1))
        db.session.flush()
    note(Deed.TAXONOMY_LOADED, by, Thing(Matter.TAXONOMY, name), {"lines": len(lines)})
    return version


def _check_name(name: str) -> None:
    if not name.strip() or len(name) > 60:
        raise DomainError(_("Give the version a name of 1 to 60 characters"))
    if db.session.get(TaxonomyVersion, name):
        raise DomainError(_("There is a taxonomy version “%(name)s” already"), name=name)


def _check(lines: list[dict[str, str]]) -> None:
    if not lines:
        raise DomainError(_("The file holds no lines"))
    seen: Codes = {level: set() for level in _ABOVE}
    for number, line in enumerate(lines, 2):
        for rule in (_check_level, _check_texts, _check_place):
            rule(number, line, seen)
        seen[line["level"]].add(line["code"])
    if not seen["priority"]:
        raise DomainError(_("The file holds no priority"))


def _check_level(number: int, line: dict[str, str], seen: Codes) -> None:
    if line["level"] not in seen:
        message = _("Line %(line)s: the level “%(level)s” is unknown; it is domain, area or priority")
        raise DomainError(message, line=number, level=line["level"])


def _check_texts(number: int, line: dict[str, str], seen: Codes) -> None:
    for column, limit in _LONGEST.items():
        needed = line["level"] == "domain" or not column.startswith("short")
        if needed and not line[column]:
            raise DomainError(_("Line %(line)s: “%(column)s” is empty"), line=number, column=column)
        if len(line[column]) > limit:
            message = _("Line %(line)s: “%(column)s” has more than %(limit)s characters")
            raise DomainError(message, line=number, column=column, limit=limit)


def _check_place(number: int, line: dict[str, str], seen: Codes) -> None:
    level, code, parent = line["level"], line["code"], line["parent"]
    if code in seen[level]:
        raise DomainError(_("Line %(line)s: the code “%(code)s” stands twice"), line=number, code=code)
    above = _ABOVE[level]
    if above is None and parent:
        raise DomainError(_("Line %(line)s: a domain has no parent"), line=number)
    if above is not None and parent not in seen[above]:
        message = _("Line %(line)s: the parent “%(parent)s” does not stand above it")
        raise DomainError(message, line=number, parent=parent)


def _made(version: str, position: int, line: dict[str, str]) -> Domain | PriorityArea | Priority:
    named = {"version": version, "code": line["code"], "name_en": line["label_en"], "name_fr": line["label_fr"]}
    if line["level"] == "domain":
        return Domain(**named, short_en=line["short_en"], short_fr=line["short_fr"])
    if line["level"] == "area":
        return PriorityArea(**named, domain_code=line["parent"], position=position)
    return Priority(**named, area_code=line["parent"], position=position)
