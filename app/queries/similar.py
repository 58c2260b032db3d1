"""Published initiatives that look like one that is being written.

Candidates are found in SQL by the words of their titles (rare words weigh more) and by equal amounts; the few that
remain are compared in full. Nothing is kept in memory, so that what was withdrawn is gone at once in every process.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, Select, case, func, or_, select, tuple_
from sqlalchemy.orm import joinedload, lazyload

from app.db import db
from app.domain.choices import FundingType
from app.domain.likeness import STOP_WORDS, WORTH_SHOWING, Likeness, Traits, likeness, words_of
from app.domain.status import Status
from app.models import FundingLine, Initiative, OrganisationName, Revision, TitleWord
from app.queries.links import linked_with
from app.queries.text import plain

MOST = 5
"""So many are shown."""

FOUND_BY_WORDS, FOUND_BY_AMOUNT, COMPARED = 200, 25, 25
"""How many are found, and how many of them, by their titles, are compared in full."""

READ = 60_000
"""So many words of titles are read at most, so that a title of common words takes no longer than another."""

TITLE_IS_CLOSE = 40
"""A title less like ours than this (of 100) is compared only for its amount."""


@dataclass(frozen=True)
class Twin:
    """A published revision that looks like ours."""

    revision: Revision
    likeness: Likeness


def twins_of_title(titles: Sequence[str]) -> list[Twin]:
    """For a draft of which nothing but a title is known."""
    return _best(_plain(titles), None, ())


def twins_of(revision: Revision, titles: Sequence[str] = (), without: Collection[int] = ()) -> list[Twin]:
    """Likely twins of a revision's initiative, the likeliest first; never itself, nor what it says it is part of.

    `titles` are looked for instead of its own; `without` are ids of initiatives that are not asked about any more.
    """
    own = titles or [title for title in (revision.title, revision.title_en, revision.title_fr) if title]
    return _best(_plain(own), revision, without)


def compare(revision: Revision, other: Revision) -> Twin:
    """One published revision beside ours, whatever their likeness."""
    own = _plain([title for title in (revision.title, revision.title_en, revision.title_fr) if title])
    known = _organisations([revision, other])
    return _twin(own, traits_of(revision, known), other, known)


def _plain(titles: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for title in titles if (text := plain(title)[:300])))


def _best(titles: Sequence[str], ours: Revision | None, without: Collection[int]) -> list[Twin]:
    close = _closest(titles, _by_words(words_of(titles)), COMPARED if ours else MOST)
    ids = close | (_by_amount(ours) if ours else set())
    if not ids:
        return []
    found = db.session.scalars(_whole().where(Revision.id.in_(ids), *_others(ours, without))).all()
    known = _organisations([*found, *([ours] if ours else [])])
    traits = traits_of(ours, known) if ours else Traits()
    twins = [_twin(titles, traits, revision, known) for revision in found]
    likely = [twin for twin in twins if twin.likeness.score >= WORTH_SHOWING]
    return sorted(likely, key=lambda twin: (-twin.likeness.score, twin.revision.initiative.reference))[:MOST]


def _twin(titles: Sequence[str], ours: Traits, other: Revision, known: Mapping[str, str]) -> Twin:
    return Twin(other, likeness(_alike(titles, {other.sort_en, other.sort_fr}), ours, traits_of(other, known)))


def _by_words(words: Collection[str]) -> set[int]:
    """The published revisions that share the most telling words with ours."""
    if not words:
        return set()
    counted = select(TitleWord.word, func.count()).where(TitleWord.word.in_(sorted(words))).group_by(TitleWord.word)
    weights = _weights([(count, word) for word, count in db.session.execute(counted)])
    if not weights:
        return set()
    weight = func.sum(case(weights, value=TitleWord.word))
    found = select(TitleWord.revision_id).where(TitleWord.word.in_(weights)).group_by(TitleWord.revision_id)
    return set(db.session.scalars(found.order_by(weight.desc(), TitleWord.revision_id).limit(FOUND_BY_WORDS)))


def _weights(counted: Iterable[tuple[int, str]]) -> dict[str, float]:
    """The rarest words, as many as stand in `READ` titles together: the rarer, the heavier."""
    weights: dict[str, float] = {}
    read = 0
    for count, word in sorted(counted):
        read += count
        if weights and read > READ:
            break
        weights[word] = 1 / math.log2(1 + count)
    return weights


def _by_amount(ours: Revision) -> set[int]:
    """Those that state one of our amounts for its year: twins that are told in another language are found so."""
    lines = {(line.amount, line.currency, line.year) for line in ours.funding_rows if line.amount}
    if not lines:
        return set()
    alike = tuple_(FundingLine.amount, FundingLine.currency, FundingLine.year).in_(sorted(lines))
    published = select(FundingLine.revision_id).join(Revision, Revision.id == FundingLine.revision_id)
    found = published.where(alike, Revision.status == Status.PUBLISHED).distinct().limit(FOUND_BY_AMOUNT)
    return set(db.session.scalars(found))


def _closest(titles: Sequence[str], ids: Collection[int], most: int) -> set[int]:
    """Those whose titles are most like ours, so that few have to be read in full."""
    if not ids:
        return set()
    rows = db.session.execute(select(Revision.id, Revision.sort_en, Revision.sort_fr).where(Revision.id.in_(ids)))
    scored = [(_alike(titles, {english, french}), identity) for identity, english, french in rows]
    close = sorted((pair for pair in scored if pair[0] >= TITLE_IS_CLOSE), reverse=True)
    return {identity for _score, identity in close[:most]}


def _alike(ours: Iterable[str], theirs: Iterable[str]) -> float:
    """From 0 to 100, the best pair: half whether one's words lie within the other's, half whether they are the same."""
    pairs = [(_telling(mine), _telling(other)) for mine in ours for other in theirs]
    return max(((fuzz.token_set_ratio(*pair) + fuzz.token_sort_ratio(*pair)) / 2 for pair in pairs), default=0)


def _telling(title: str) -> str:
    return " ".join(word for word in title.split() if word not in STOP_WORDS)


def _others(ours: Revision | None, without: Collection[int]) -> list[ColumnElement[bool]]:
    """Published, and neither ours nor already said, or decided, to belong together with ours or to be distinct."""
    conditions = [Revision.status == Status.PUBLISHED, Revision.initiative_id.not_in(without)]
    if ours:
        own = ours.initiative
        together = own.counted_as_id or own.id
        counted = func.coalesce(Initiative.counted_as_id, Initiative.id)
        conditions += [Initiative.id != own.id, counted != together, Initiative.id.not_in(linked_with(own.id))]
        conditions.append(or_(Revision.parent.is_(None), Revision.parent != own.reference))
        if ours.parent:
            conditions.append(Initiative.reference != ours.parent)
    return conditions


def _whole() -> Select[Revision]:
    unread = [lazyload(rows) for rows in (Revision.domain_rows, Revision.priority_rows, Revision.link_rows)]
    initiative = joinedload(Revision.initiative).joinedload(Initiative.partner)
    return select(Revision).join(Initiative, Initiative.id == Revision.initiative_id).options(initiative, *unread)


def traits_of(revision: Revision, known: Mapping[str, str]) -> Traits:
    """`known` says whom the names of organisations mean (see `_organisations`)."""
    lead = known.get(plain(revision.lead_organisation or "")[:250], "")
    names = {known[plain(name)[:250]] for name in _names(revision)}
    return Traits(
        kind=revision.initiative.kind,
        starts=revision.starts_on or revision.adopted_on or revision.in_force_from,
        ends=revision.ends_on,
        countries=frozenset(revision.countries),
        amounts=frozenset((line.currency, line.amount) for line in revision.funding_rows if line.amount),
        committed=committed_eur(revision),
        lead=lead,
        organisations=frozenset(names),
    )


def committed_eur(revision: Revision) -> Decimal | None:
    """None where no committed amount is stated in a currency whose rate is known."""
    stated = [r.eur for r in revision.funding_rows if r.type is FundingType.COMMITTED and r.eur is not None]
    return sum(stated, Decimal(0)) if stated else None


def _names(revision: Revision) -> list[str]:
    named = [row.name for row in revision.implementer_rows] + [line.funder for line in revision.funding_rows]
    return [name for name in (revision.lead_organisation, *named) if name and plain(name)]


def _organisations(revisions: Iterable[Revision]) -> dict[str, str]:
    """{plain name: whom it means}: two names of one organisation mean the same, an unknown name means itself."""
    keys = {plain(name)[:250] for revision in revisions for name in _names(revision)}
    names = select(OrganisationName.key, OrganisationName.organisation_id).where(OrganisationName.key.in_(keys))
    return {**{key: key for key in keys}, **{key: f"#{identity}" for key, identity in db.session.execute(names)}}
