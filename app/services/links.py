"""Links initiatives that overlap, and undoes it. Counting follows at once.

A decision is never deleted, and nothing is linked that contradicts what stands: every refusal comes before anything
is written.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import func, or_, select

from app.db import db, now
from app.domain.access import Actor, Permission, require
from app.domain.errors import DomainError, NotPossible
from app.domain.links import Relation, Same, heads
from app.domain.text import _
from app.models import Initiative, Occasion, OverlapLink, Revision
from app.queries.links import STANDS, find_distinct, find_standing, find_way, together
from app.services.candidates import keep_candidate
from app.services.events import record

LONGEST_REASON = 1000
_LOCK = 20151112


def link(
    one: Initiative,
    other: Initiative,
    relation: Relation,
    by: Actor,
    *,
    head: Initiative | None = None,
    reason: str = "",
) -> OverlapLink:
    """Decide what two published initiatives are to each other; the same decision again is the same link.

    `head` is, of a part and its programme, the programme; of two that are the same, the one with which both are
    counted (default: the one published first). Raises NotAllowed, NotPossible, or DomainError on `relation`,
    `head` or `reason`.
    """
    require(by, Permission.OVERLAP_LINK)
    if one.id == other.id:
        raise DomainError(_("An initiative is not linked with itself: choose another one"), field="other")
    one, other = sorted((one, other), key=lambda initiative: initiative.id)
    head = _head(one, other, relation, head)
    reason = _fitting(reason)
    _lock()
    standing = find_standing(one.id, other.id)
    if standing is not None:
        return _same_again(standing, relation, head)
    _require_published(one, other)
    _require_no_contradiction(one, other, relation, head)
    made = OverlapLink(
        one=one,
        other=other,
        relation=relation,
        head=head,
        reason=reason,
        at=now(),
        person_id=by.person_id,
        person_name=by.name,
        role=by.role,
    )
    db.session.add(made)
    db.session.flush()
    _regroup(made)
    _tell(made, Occasion.LINKED, by, reason)
    keep_candidate(one, other)
    return made


def undo(standing: OverlapLink, by: Actor, reason: str = "") -> OverlapLink:
    """Let a link stand no more; whoever undoes it twice undoes it once.

    Raises NotAllowed, NotPossible where somebody else undid it, or DomainError on `reason`.
    """
    require(by, Permission.OVERLAP_LINK)
    reason = _fitting(reason)
    _lock()
    db.session.refresh(standing)
    if standing.undone_at is not None:
        if standing.undone_by_id == by.person_id:
            return standing
        message = _("%(name)s undid this link on %(day)s: look at the pair again.")
        raise NotPossible(message, name=standing.undone_by_name, day=standing.undone_at)
    standing.undone_at, standing.undone_reason = now(), reason
    standing.undone_by_id, standing.undone_by_name = by.person_id, by.name
    db.session.flush()
    _regroup(standing)
    _tell(standing, Occasion.UNLINKED, by, reason)
    return standing


def require_no_circle(revision: Revision) -> None:
    """Raise NotPossible where its programme lies, by what is linked or published, within this very initiative."""
    programme = _named(revision.parent)
    if programme and (found := find_way(programme, revision.initiative)):
        message = _(
            "This cannot be published: it names %(programme)s as its programme, which itself is part of it "
            "(%(way)s). Undo the link, or return it with a note."
        )
        raise NotPossible(message, programme=programme.reference, way=_in_words(found))


def is_within(reference: str, initiative: Initiative) -> bool:
    """Whether the published initiative of that reference lies within this one, or is the same."""
    programme = _named(reference)
    return programme is not None and bool(find_way(programme, initiative))


def _named(reference: str | None) -> Initiative | None:
    return db.session.scalar(select(Initiative).where(Initiative.reference == reference)) if reference else None


def _head(one: Initiative, other: Initiative, relation: Relation, head: Initiative | None) -> Initiative | None:
    if relation is Relation.DISTINCT:
        return None
    if head is None and relation is Relation.PART_OF:
        raise DomainError(_("Choose which of the two is the programme"), field="head")
    if head is not None and head.id not in (one.id, other.id):
        raise DomainError(_("Choose one of the two"), field="head")
    return head or min((one, other), key=_first_published)


def _first_published(initiative: Initiative) -> tuple[bool, float, int]:
    moments = [revision.published_at.timestamp() for revision in initiative.revisions if revision.published_at]
    return (not moments, min(moments, default=0), initiative.id)


def _fitting(reason: str) -> str:
    reason = reason.strip()
    if len(reason) > LONGEST_REASON:
        message = _("Shorten this to %(limit)s characters or fewer: it has %(length)s")
        raise DomainError(message, field="reason", limit=LONGEST_REASON, length=len(reason))
    return reason


def _lock() -> None:
    """One decision at a time: two at once could make a circle that neither of them is. SQLite has one writer."""
    if db.session.connection().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def _same_again(standing: OverlapLink, relation: Relation, head: Initiative | None) -> OverlapLink:
    if (standing.relation, standing.head_id) == (relation, head.id if head else None):
        return standing
    message = _("%(name)s has decided on this pair already, on %(day)s: “%(relation)s”. Undo that first.")
    raise NotPossible(message, name=standing.person_name, day=standing.at, relation=standing.relation)


def _require_published(*both: Initiative) -> None:
    for initiative in both:
        if initiative.published is None:
            message = _("%(reference)s does not stand in the reports: only what is published is linked.")
            raise NotPossible(message, reference=initiative.reference)


def _require_no_contradiction(one: Initiative, other: Initiative, relation: Relation, head: Initiative | None) -> None:
    if together(one) == together(other):
        raise DomainError(
            _("They are counted together already, because each of them is linked as the same with another one"),
            field="relation",
        )
    if relation is Relation.SAME and one.kind is not other.kind:
        raise DomainError(_("A project and a policy are not the same initiative"), field="relation")
    if relation is not Relation.DISTINCT and (apart := find_distinct(one, other)):
        raise DomainError(
            _("%(one)s and %(other)s, with which they are counted, were found distinct: undo that first"),
            field="relation",
            one=apart.one.reference,
            other=apart.other.reference,
        )
    if relation is Relation.PART_OF:
        part = other if head is one else one
        assert head is not None
        _refuse_way(find_way(head, part), _("This would make a circle, since it stands the other way round: %(way)s"))
    else:
        found = find_way(one, other) or find_way(other, one)
        _refuse_way(found, _("One of them is part of the other already: %(way)s"))


def _refuse_way(found: list[str], message: str) -> None:
    if found:
        raise DomainError(message, field="relation", way=_in_words(found))


def _in_words(found: list[str]) -> str:
    """From the part to the whole."""
    return " → ".join(found)


def _regroup(changed: OverlapLink) -> None:
    """Say anew with which each of those concerned is counted, from all links that stand."""
    if changed.relation is not Relation.SAME:
        return
    links = _same_links((changed.one_id, changed.other_id))
    members = {changed.one_id, changed.other_id, *(end for found in links for end in (found.one, found.other))}
    head_of = heads(members, links)
    for initiative in db.session.scalars(select(Initiative).where(Initiative.id.in_(members))):
        head = head_of[initiative.id]
        initiative.counted_as_id = None if head == initiative.id else head
    db.session.flush()


def _same_links(members: Iterable[int]) -> Collection[Same]:
    """All standing links of those that are the same as any of these, however many links away."""
    found: dict[int, Same] = {}
    frontier, seen = set(members), set[int]()
    standing = select(OverlapLink).where(STANDS, OverlapLink.relation == Relation.SAME)
    while frontier:
        near = or_(OverlapLink.one_id.in_(frontier), OverlapLink.other_id.in_(frontier))
        seen |= frontier
        reached = db.session.scalars(standing.where(near)).all()
        found |= {row.id: Same(row.one_id, row.other_id, row.head_id or 0, row.id) for row in reached}
        frontier = {end for row in reached for end in (row.one_id, row.other_id)} - seen
    return found.values()


def _tell(changed: OverlapLink, occasion: Occasion, by: Actor, reason: str) -> None:
    """In the histories of both."""
    for ours in (changed.one, changed.other):
        theirs, tie = changed.beside(ours.id).reference, changed.tie_of(ours.id).value
        told: list[str | None] = [None, tie] if occasion is Occasion.LINKED else [tie, None]
        record(_shown_version(ours), occasion, by, note=reason, changes={theirs: told})
    db.session.flush()


def _shown_version(initiative: Initiative) -> Revision:
    """The one that stands in the reports; of what was withdrawn, the last that stood there."""
    stood = [revision for revision in initiative.revisions if revision.published_at]
    return initiative.published or (stood or initiative.revisions)[-1]
