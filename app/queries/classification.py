"""Suggestions of domains and priorities for a revision, and the terms they come from."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from sqlalchemy import Select, func, select

from app.db import db
from app.domain.choices import Language
from app.domain.classification import LABEL_WORD, Cue, Level, Suggestion, Text, suggest
from app.models import QUESTION, ClassificationTerm, Domain, Revision
from app.models.named import Named
from app.queries.taxonomy import domains
from app.queries.text import plain
from app.queries.words import read, tells_something

SPEAKING = ("title", "title_en", "title_fr", "summary", "objectives", "target_groups", "results")
"""The questions whose answers tell what an initiative is about."""

MOST = {Level.DOMAIN: 3, Level.PRIORITY: 5}


def suggestions(revision: Revision) -> dict[Level, list[Suggestion]]:
    """What the texts of the revision speak of, in the terms of its taxonomy version."""
    return suggestions_for(_typed(revision), revision.taxonomy_version)


def suggestions_for(texts: Iterable[str], version: str) -> dict[Level, list[Suggestion]]:
    words = [read(text) for text in texts]
    if not any(text.words for text in words):
        return {level: [] for level in Level}
    return {level: _suggested(words, cues, level) for level, cues in _cues(version).items()}


def _suggested(words: Sequence[Text], cues: Sequence[Cue], level: Level) -> list[Suggestion]:
    return suggest(words, cues, MOST[level])


def _typed(revision: Revision) -> list[str]:
    """The texts as the person last typed them, in a section that could not be read too."""
    held = {section.section: section.fields for section in revision.held}
    found: list[str] = []
    for name in SPEAKING:
        asked = QUESTION[name]
        fields = held.get(asked.section) if asked.section else None
        found += fields.get(name, []) if fields else [getattr(revision, name) or ""]
    return found


def _cues(version: str) -> dict[Level, list[Cue]]:
    """Labels and terms as cues. Whatever speaks for a priority speaks for its domain too."""
    taxonomy = domains(version)
    domain_of = {p.code: domain.code for domain in taxonomy for area in domain.areas for p in area.priorities}
    own = {domain.code: domain.code for domain in taxonomy}
    found: dict[Level, list[Cue]] = {Level.DOMAIN: [], Level.PRIORITY: []}
    for domain in taxonomy:
        found[Level.DOMAIN] += _label_cues(domain.code, _labels(domain))
        for priority in (priority for area in domain.areas for priority in area.priorities):
            found[Level.PRIORITY] += _label_cues(priority.code, [priority])
    for language, level, code, written in db.session.execute(_TERMS):
        stems = _stems(written, language)
        if stems and level is Level.PRIORITY and code in domain_of:
            found[Level.PRIORITY].append(Cue(code, language, stems))
        speaks_for = (own if level is Level.DOMAIN else domain_of).get(code)
        if stems and speaks_for:
            found[Level.DOMAIN].append(Cue(speaks_for, language, stems))
    return found


def _labels(domain: Domain) -> list[Named]:
    return [domain, *domain.areas, *(priority for area in domain.areas for priority in area.priorities)]


def _label_cues(code: str, labels: Iterable[Named]) -> Iterator[Cue]:
    """Each telling word of the labels for itself, once."""
    for language in Language:
        stems = {stem: None for label in labels for stem in _telling_stems(label.name(language), language)}
        yield from (Cue(code, language, (stem,), LABEL_WORD) for stem in stems)


@lru_cache(maxsize=10_000)
def _stems(written: str, language: Language) -> tuple[str, ...]:
    return tuple(word.stems[language] for word in read(written).words)


@lru_cache(maxsize=10_000)
def _telling_stems(written: str, language: Language) -> tuple[str, ...]:
    text = read(written)
    return tuple(word.stems[language] for word in text.words if tells_something(text, word))


_TERMS = select(
    ClassificationTerm.language, ClassificationTerm.level, ClassificationTerm.code, ClassificationTerm.term
).where(ClassificationTerm.removed_at.is_(None))


def standing_terms() -> Select[ClassificationTerm]:
    """Those that were not removed, by language and alphabet."""
    table = ClassificationTerm
    return select(table).where(table.removed_at.is_(None)).order_by(table.language, table.key, table.code, table.id)


def terms_page(words: str, start: int, size: int) -> tuple[int, Sequence[ClassificationTerm]]:
    """How many terms hold these words or have this code, and some of them."""
    found = standing_terms()
    if key := plain(words):
        code = words.strip()
        found = found.where(ClassificationTerm.key.contains(key, autoescape=True) | (ClassificationTerm.code == code))
    total = db.session.scalar(select(func.count()).select_from(found.order_by(None).subquery())) or 0
    return total, db.session.scalars(found.offset(start).limit(size)).all()


def find_term(term_id: int) -> ClassificationTerm | None:
    """The term, unless it was removed."""
    return db.session.scalar(standing_terms().where(ClassificationTerm.id == term_id))
