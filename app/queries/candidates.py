"""Pairs of published initiatives that may overlap: what they have in common, and the secretariat's list of them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.db import db
from app.domain.choices import Resemblance
from app.domain.status import Status
from app.models import (
    CountryRow,
    DomainRow,
    Initiative,
    OverlapCandidate,
    OverlapLink,
    OverlapOpinion,
    OverlapSearch,
    QuotedNumber,
    Revision,
)
from app.queries.links import STANDS

PAGE_SIZE = 25
FEW = 5
"""A number that more revisions than this quote tells of a programme only beside the one whose number it is."""

TELLING = (Resemblance.SAME, Resemblance.PART_OF)


@dataclass(frozen=True)
class Chosen:
    """What the reader chose of the candidates; empty fields choose everything.

    `state` is "undecided", "decided" or "all"; `said` an answer of a writer.
    """

    partner: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    score_from: int | None = None
    state: str = "undecided"


# what two revisions have in common


def common_numbers(revision: Revision) -> dict[int, list[str]]:
    """{id of another initiative in the reports: the numbers that both quote, where they tell anything}."""
    ours, theirs = aliased(QuotedNumber), aliased(QuotedNumber)
    times = select(func.count()).where(QuotedNumber.number == ours.number).correlate(ours).scalar_subquery()
    found = (
        select(Revision.initiative_id, theirs.number)
        .join(theirs, theirs.revision_id == Revision.id)
        .join(ours, ours.number == theirs.number)
        .where(ours.revision_id == revision.id, Revision.initiative_id != revision.initiative_id)
        .where(or_(ours.own, theirs.own, times <= FEW))
        .order_by(Revision.initiative_id, theirs.number)
    )
    numbers: dict[int, list[str]] = {}
    for initiative, number in db.session.execute(found.limit(200)):
        numbers.setdefault(initiative, []).append(number)
    return numbers


def said_of(initiative: Initiative) -> set[int]:
    """Initiatives of which its desk says that they overlap with it, or whose desk says so of it."""
    opinions = select(OverlapOpinion.initiative_id, OverlapOpinion.other_id)
    either = or_(OverlapOpinion.initiative_id == initiative.id, OverlapOpinion.other_id == initiative.id)
    pairs = db.session.execute(opinions.where(either, OverlapOpinion.answer.in_(TELLING)))
    return {end for pair in pairs for end in pair} - {initiative.id}


def opinions_on(one: Initiative, other: Initiative) -> Sequence[OverlapOpinion]:
    """What either desk says of the other's initiative, the oldest first."""
    there = and_(OverlapOpinion.initiative_id == one.id, OverlapOpinion.other_id == other.id)
    back = and_(OverlapOpinion.initiative_id == other.id, OverlapOpinion.other_id == one.id)
    found = select(OverlapOpinion).where(or_(there, back)).order_by(OverlapOpinion.at)
    return db.session.scalars(found).all()


def paired_already(initiative: Initiative) -> set[int]:
    """With which initiatives it stands among the candidates."""
    found = select(OverlapCandidate.one_id, OverlapCandidate.other_id)
    either = or_(OverlapCandidate.one_id == initiative.id, OverlapCandidate.other_id == initiative.id)
    return {end for pair in db.session.execute(found.where(either)) for end in pair} - {initiative.id}


def unsearched(most: int = 500) -> Sequence[Revision]:
    """Published revisions for which nobody looked for candidates, the oldest first."""
    searched = exists().where(OverlapSearch.revision_id == Revision.id)
    found = select(Revision).where(Revision.status == Status.PUBLISHED, ~searched)
    return db.session.scalars(found.order_by(Revision.id).limit(most)).all()


# the list


def find_candidate(one: Initiative, other: Initiative) -> OverlapCandidate | None:
    return db.session.get(OverlapCandidate, (min(one.id, other.id), max(one.id, other.id)))


def count_candidates(chosen: Chosen) -> int:
    return db.session.scalar(select(func.count()).select_from(_chosen(chosen).subquery())) or 0


def candidates(chosen: Chosen, page: int, size: int = PAGE_SIZE) -> list[tuple[OverlapCandidate, OverlapLink | None]]:
    """A page of the list, the highest scores first, each with the decision that stands."""
    found = _in_order(_chosen(chosen)).options(*_ends()).limit(size).offset((page - 1) * size)
    rows = db.session.scalars(found).all()
    standing = _standing_among(rows)
    return [(row, standing.get((row.one_id, row.other_id))) for row in rows]


def next_candidate(chosen: Chosen, after: OverlapCandidate | None) -> OverlapCandidate | None:
    """The next one down the list that nobody has decided on, or else the first of them."""
    first = _in_order(_chosen(chosen)).options(*_ends()).limit(1)
    if after is None:
        return db.session.scalar(first)
    here = and_(OverlapCandidate.one_id == after.one_id, OverlapCandidate.other_id == after.other_id)
    return db.session.scalar(first.where(_below(after))) or db.session.scalar(first.where(~here))


def published_of(rows: Collection[OverlapCandidate]) -> Mapping[int, Revision]:
    """{id of an initiative: its published revision} for both ends of these."""
    ids = {end for row in rows for end in (row.one_id, row.other_id)}
    found = select(Revision).where(Revision.initiative_id.in_(ids), Revision.status == Status.PUBLISHED)
    return {revision.initiative_id: revision for revision in db.session.scalars(found)}


def _chosen(chosen: Chosen) -> Select[OverlapCandidate]:
    found = select(OverlapCandidate).where(*_of_state(chosen.state), *_of_sides(chosen))
    if chosen.score_from is not None:
        found = found.where(OverlapCandidate.score >= chosen.score_from)
    if chosen.said:
        answers = [Resemblance(answer) for answer in chosen.said]
        found = found.where(exists().where(_on_pair(OverlapOpinion), OverlapOpinion.answer.in_(answers)))
    return found


def _of_state(state: str) -> Iterator[ColumnElement[bool]]:
    """What is decided, by itself or by a chain of links, is undecided no more."""
    if state == "all":
        return
    ours, theirs = aliased(Initiative), aliased(Initiative)
    as_one = exists().where(
        ours.id == OverlapCandidate.one_id,
        theirs.id == OverlapCandidate.other_id,
        func.coalesce(ours.counted_as_id, ours.id) == func.coalesce(theirs.counted_as_id, theirs.id),
    )
    decided = or_(_link_stands(), as_one)
    yield decided if state == "decided" else ~decided


def _link_stands() -> ColumnElement[bool]:
    return exists().where(
        OverlapLink.one_id == OverlapCandidate.one_id, OverlapLink.other_id == OverlapCandidate.other_id, STANDS
    )


def _on_pair(table: Any) -> ColumnElement[bool]:
    return or_(
        and_(table.initiative_id == OverlapCandidate.one_id, table.other_id == OverlapCandidate.other_id),
        and_(table.initiative_id == OverlapCandidate.other_id, table.other_id == OverlapCandidate.one_id),
    )


def _of_sides(chosen: Chosen) -> Iterator[ColumnElement[bool]]:
    """Either side is of a Partner, in a country, in a domain: each filter looks at both by itself."""
    ends = Initiative.id.in_((OverlapCandidate.one_id, OverlapCandidate.other_id))
    if chosen.partner:
        yield exists().where(ends, Initiative.partner_code.in_(chosen.partner))
    sides = Revision.initiative_id.in_((OverlapCandidate.one_id, OverlapCandidate.other_id))
    for rows, column, codes in (
        (CountryRow, CountryRow.country_code, chosen.country),
        (DomainRow, DomainRow.domain_code, chosen.domain),
    ):
        if codes:
            standing = (sides, Revision.status == Status.PUBLISHED, rows.revision_id == Revision.id)
            yield exists().where(*standing, column.in_(codes))


def _in_order(found: Select[OverlapCandidate]) -> Select[OverlapCandidate]:
    return found.order_by(OverlapCandidate.score.desc(), OverlapCandidate.one_id, OverlapCandidate.other_id)


def _below(after: OverlapCandidate) -> ColumnElement[bool]:
    behind = and_(OverlapCandidate.one_id == after.one_id, OverlapCandidate.other_id > after.other_id)
    level = and_(OverlapCandidate.score == after.score, or_(OverlapCandidate.one_id > after.one_id, behind))
    return or_(OverlapCandidate.score < after.score, level)


def _ends() -> list[Any]:
    both = (OverlapCandidate.one, OverlapCandidate.other)
    return [joinedload(end).joinedload(Initiative.partner) for end in both]


def _standing_among(rows: Sequence[OverlapCandidate]) -> dict[tuple[int, int], OverlapLink]:
    ids = [row.one_id for row in rows]
    found = select(OverlapLink).where(STANDS, OverlapLink.one_id.in_(ids))
    return {(link.one_id, link.other_id): link for link in db.session.scalars(found)}
