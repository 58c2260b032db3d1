"""The terms that suggest domains and priorities: the secretariat adds and removes them."""

from sqlalchemy import select

from app.db import db, now
from app.domain.access import Actor, Permission, require
from app.domain.audit import Deed, Matter, Thing
from app.domain.choices import Language
from app.domain.classification import Level
from app.domain.errors import DomainError
from app.domain.text import _
from app.models import ClassificationTerm, Domain, Priority
from app.queries.taxonomy import current_version
from app.queries.text import plain
from app.queries.words import read, tells_something
from app.services.audit import note

LONGEST = 100


def add_term(written: str, language: Language, level: Level, code: str, by: Actor) -> ClassificationTerm:
    """A term that speaks for a code of the current taxonomy; one that was removed before comes back."""
    require(by, Permission.TERM_EDIT)
    term = one_line(written)
    key = plain(term)
    _check_term(term, key)
    _check_code(level, code)
    known = _find(language, level, code, key)
    if known and known.removed_at is None:
        raise DomainError(_("This term stands in the list already"), field="term")
    made = known or ClassificationTerm(language=language, level=level, code=code, key=key)
    made.term, made.removed_at = term, None
    db.session.add(made)
    db.session.flush()
    note(Deed.TERM_ADDED, by, _as_thing(made), {"language": str(language), "level": str(level), "code": code})
    return made


def _as_thing(term: ClassificationTerm) -> Thing:
    return Thing(Matter.TERM, str(term.id), term.term)


def one_line(written: str) -> str:
    """What was typed without characters that print nothing (PostgreSQL stores no NUL)."""
    return " ".join("".join(c if c.isprintable() else " " for c in written).split())


def remove_term(term: ClassificationTerm, by: Actor) -> None:
    """Take a term out of use, also for the next seeding of the code lists."""
    require(by, Permission.TERM_EDIT)
    if term.removed_at is None:
        term.removed_at = now()
        note(Deed.TERM_REMOVED, by, _as_thing(term), {"language": str(term.language), "code": term.code})
    db.session.flush()


def _check_term(term: str, key: str) -> None:
    if not term:
        raise DomainError(_("Enter a word or a phrase"), field="term")
    if max(len(term), len(key)) > LONGEST:
        raise DomainError(_("Shorten the term to %(limit)s characters or fewer"), field="term", limit=LONGEST)
    text = read(term)
    if not text.words or (len(text.words) == 1 and not tells_something(text, text.words[0])):
        message = _("Enter a phrase or another word: this one could stand in any initiative and is passed over")
        raise DomainError(message, field="term")


def _check_code(level: Level, code: str) -> None:
    model = Domain if level is Level.DOMAIN else Priority
    if db.session.get(model, (current_version().name, code)) is None:
        raise DomainError(_("There is no such domain or priority in the present list"), field="code")


def _find(language: Language, level: Level, code: str, key: str) -> ClassificationTerm | None:
    table = ClassificationTerm
    same = (table.language == language, table.level == level, table.code == code, table.key == key)
    return db.session.scalar(select(table).where(*same))
