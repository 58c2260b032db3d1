"""Finds the pairs of published initiatives that may overlap, and keeps them for the secretariat."""

from collections.abc import Iterable, Iterator, Mapping
from time import monotonic

from sqlalchemy import delete, insert, or_, select

from app.db import db, now
from app.domain.likeness import WORTH_SHOWING, Likeness, with_numbers
from app.domain.numbers import is_number, number_key, numbers_in
from app.domain.questions import Answer
from app.domain.status import Status
from app.models import QUESTIONS, Initiative, OverlapCandidate, OverlapSearch, QuotedNumber, Revision
from app.queries.candidates import common_numbers, find_candidate, paired_already, said_of, unsearched
from app.queries.links import find_standing, together
from app.queries.similar import compare, twins_of

_WORDS = tuple(q.name for q in QUESTIONS if q.answer in (Answer.TEXT, Answer.LONG_TEXT) and not q.private)


def search(revision: Revision) -> None:
    """Look for what overlaps with a revision that has come into the reports, and weigh its older pairs anew."""
    forget_search(revision)
    _list_numbers(revision)
    db.session.add(OverlapSearch(revision_id=revision.id, at=now()))
    db.session.flush()
    initiative = revision.initiative
    alike = {twin.revision.initiative_id: twin.likeness for twin in twins_of(revision)}
    quoted, said = common_numbers(revision), said_of(initiative)
    known = paired_already(initiative)
    for other in _published({*alike, *quoted, *said, *known}):
        numbers = quoted.get(other.initiative_id, [])
        found = with_numbers(alike.get(other.initiative_id) or compare(revision, other).likeness, bool(numbers))
        telling = found.score >= WORTH_SHOWING or bool(numbers) or other.initiative_id in said
        if find_standing(initiative.id, other.initiative_id) or (telling and not _belong_together(revision, other)):
            _keep(initiative, other.initiative, found, numbers)
        else:
            _drop(initiative.id, other.initiative_id)
    db.session.flush()


def keep_candidate(one: Initiative, other: Initiative) -> None:
    """A pair that is decided stands among the candidates, so that it is found there again and can be undone."""
    ours, theirs = one.published, other.published
    if ours is None or theirs is None or find_candidate(one, other):
        return
    numbers = common_numbers(ours).get(other.id, [])
    _keep(one, other, with_numbers(compare(ours, theirs).likeness, bool(numbers)), numbers)
    db.session.flush()


def forget_search(revision: Revision) -> None:
    """When a revision leaves the reports; with an initiative that stands there no more go its pairs."""
    db.session.execute(delete(OverlapSearch).where(OverlapSearch.revision_id == revision.id))
    db.session.execute(delete(QuotedNumber).where(QuotedNumber.revision_id == revision.id))
    left = revision.status in (Status.WITHDRAWN, Status.SUBMITTED)  # not superseded: the newer one is searched next
    if left and revision.initiative.published is None:
        own = revision.initiative_id
        either = or_(OverlapCandidate.one_id == own, OverlapCandidate.other_id == own)
        db.session.execute(delete(OverlapCandidate).where(either))


def search_due(seconds: float = 5) -> int:
    """Search for revisions for which nobody has, such as those of a migration; how many were done in that time."""
    until, done = monotonic() + seconds, 0
    for revision in unsearched():
        search(revision)
        done += 1
        if monotonic() > until:
            break
    return done


def _list_numbers(revision: Revision) -> None:
    own = {key for key in _own_numbers(revision) if is_number(key)}
    quoted = {key for text in _texts(revision) for _start, _end, key in numbers_in(text)}
    rows = [{"number": key, "revision_id": revision.id, "own": key in own} for key in sorted(own | quoted)]
    if rows:
        db.session.execute(insert(QuotedNumber), rows)


def _own_numbers(revision: Revision) -> Iterator[str]:
    yield number_key(revision.initiative.reference)
    yield number_key(revision.partner_reference or "")


def _texts(revision: Revision) -> Iterable[str]:
    return [text for name in _WORDS if (text := getattr(revision, name))]


def _published(ids: Iterable[int]) -> list[Revision]:
    found = select(Revision).where(Revision.initiative_id.in_(ids), Revision.status == Status.PUBLISHED)
    return list(db.session.scalars(found.order_by(Revision.initiative_id)))


def _belong_together(ours: Revision, theirs: Revision) -> bool:
    """Whether it is known already: one names the other as its programme, or both are counted as one."""
    one, other = ours.initiative, theirs.initiative
    return ours.parent == other.reference or theirs.parent == one.reference or together(one) == together(other)


def _keep(one: Initiative, other: Initiative, found: Likeness, numbers: list[str]) -> None:
    told: Mapping[str, object] = {
        "score": found.score,
        "parts": [[part.name, part.weight, part.worth, part.words] for part in found.parts],
        "quoted": numbers,
    }
    row = find_candidate(one, other)
    if row is None:
        low, high = _pair(one.id, other.id)
        row = OverlapCandidate(one_id=low, other_id=high, found_at=now())
        db.session.add(row)
    for name, value in told.items():
        setattr(row, name, value)


def _drop(one: int, other: int) -> None:
    low, high = _pair(one, other)
    pair = (OverlapCandidate.one_id == low, OverlapCandidate.other_id == high)
    db.session.execute(delete(OverlapCandidate).where(*pair))


def _pair(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)
