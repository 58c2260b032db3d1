"""The list of initiatives, one row each, and one initiative by its reference."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    false,
    func,
    select,
    true,
)
from sqlalchemy.orm import contains_eager, joinedload, lazyload, selectinload

from app.db import db
from app.domain.access import Actor
from app.domain.choices import FundingType
from app.domain.errors import NotFound
from app.domain.status import EDITABLE, WORKING, Status
from app.domain.text import _
from app.models import Assignment, FundingLine, Initiative, Partner, Revision
from app.queries.names import by_name
from app.queries.selection import STARTED, Selection, UnknownFilter, in_force, matching
from app.queries.visible import of_own_desk, visible_revisions

PAGE_SIZE = 25
DEFAULT_SORT = "-changed"


@dataclass(frozen=True)
class Listed:
    """An initiative as the list shows it.

    `committed_eur` is None where no committed amount could be converted; `unconverted` counts the committed
    lines whose rate is missing.
    """

    revision: Revision
    committed_eur: Decimal | None
    unconverted: int

    @property
    def initiative(self) -> Initiative:
        return self.revision.initiative


def lock_initiative(reference: str) -> Initiative:
    """As `load_initiative()`, for who is about to change it: whoever else is, waits until this request has ended."""
    return load_initiative(reference, locked=True)


def load_initiative(reference: str, *, locked: bool = False) -> Initiative:
    """The initiative with all its revisions; raises NotFound."""
    plain = select(Initiative).where(Initiative.reference == reference.upper())
    found = (plain.with_for_update(of=Initiative) if locked else plain).options(
        selectinload(Initiative.revisions).selectinload(Revision.held),
        selectinload(Initiative.assignments),
        joinedload(Initiative.partner),
        joinedload(Initiative.entity),
    )
    initiative = db.session.scalar(found)
    if initiative is None:
        raise NotFound(_("There is no initiative with this reference, or it is not yours to see."))
    return initiative


def count_listed(actor: Actor, chosen: Selection) -> int:
    return db.session.scalar(select(func.count()).select_from(_matches(actor, chosen, Revision.id).subquery())) or 0


def listed(actor: Actor, chosen: Selection, sort: str, locale: str, page: int, size: int = PAGE_SIZE) -> list[Listed]:
    """One page of the rows that the actor may see, in the order of `sort` (a name, with - before it descending)."""
    found = _matches(actor, chosen, Revision, _committed(FundingLine.eur), _unconverted())
    found = found.order_by(*_order(sort, locale)).limit(size).offset((page - 1) * size)
    return _rows(found)


def load_lists(revisions: Sequence[Revision], at_once: int = 500) -> None:
    """Read all lists of these revisions in a few statements: for those who need every answer."""
    for first in range(0, len(revisions), at_once):
        ids = [revision.id for revision in revisions[first : first + at_once]]
        partner = joinedload(Revision.initiative).options(joinedload(Initiative.partner), lazyload("*"))
        whole = select(Revision).where(Revision.id.in_(ids)).options(partner)
        db.session.scalars(whole.execution_options(populate_existing=True)).all()
        _load_rights([revision.initiative_id for revision in revisions[first : first + at_once]])


def _load_rights(initiatives: Sequence[int]) -> None:
    """What `Initiative.subject` asks for; of the revisions whatever has been read stays as it is."""
    versions = selectinload(Initiative.revisions).options(lazyload("*"))
    handed = selectinload(Initiative.assignments)
    db.session.scalars(select(Initiative).where(Initiative.id.in_(initiatives)).options(versions, handed)).all()


def list_parts(reference: str, actor: Actor) -> list[Listed]:
    """The initiatives that say that they are part of this one."""
    named = select(Revision.initiative_id).where(Revision.parent == reference)
    found = _matches(actor, Selection(), Revision, _committed(FundingLine.eur), _unconverted(), among=named)
    return _rows(found.where(Revision.parent == reference).order_by(*_order("reference", "en")).limit(200))


def newest_published(actor: Actor, limit: int) -> Sequence[Revision]:
    found = _with_initiative(select(Revision)).where(visible_revisions(actor), Revision.status == Status.PUBLISHED)
    newest = found.order_by(Revision.published_at.desc(), Revision.id.desc()).limit(limit)
    return db.session.scalars(newest.options(*_but(Revision.domain_rows))).all()


def in_status(actor: Actor, status: Status, limit: int) -> tuple[int, Sequence[Revision]]:
    """How many revisions of the actor's desk are in this status, and those untouched for longest, with all answers.

    What is handed to the actor to write stands apart: see `app.queries.assignments.handed_to_person()`.
    """
    found = _with_initiative(select(Revision)).where(of_own_desk(actor), Revision.status == status)
    if status in EDITABLE:
        found = found.where(Initiative.id.not_in(_with_actor(actor)))
    counted = select(func.count()).select_from(found.with_only_columns(Revision.id).subquery())
    oldest = found.order_by(Revision.changed_at, Revision.id).limit(limit).options(selectinload(Revision.held))
    return db.session.scalar(counted) or 0, db.session.scalars(oldest).all()


def _with_actor(actor: Actor) -> Select[Any]:
    open_ones = select(Assignment.initiative_id).where(Assignment.contributor_id == actor.person_id)
    return open_ones.where(Assignment.handed_back_at.is_(None), Assignment.ended_at.is_(None))


def _with_initiative(found: Select[Any]) -> Select[Any]:
    partner = contains_eager(Revision.initiative).joinedload(Initiative.partner)
    return found.join(Revision.initiative).options(partner)


def _but(*kept: Any) -> list[Any]:
    """Leaves a revision's lists unread, but for these."""
    lists = (
        Revision.domain_rows,
        Revision.priority_rows,
        Revision.country_rows,
        Revision.implementer_rows,
        Revision.funding_rows,
        Revision.link_rows,
        Revision.translation_rows,
    )
    names = {rows.key for rows in kept}
    return [lazyload(rows) for rows in lists if rows.key not in names]


def _matches(actor: Actor, chosen: Selection, *columns: Any, among: Any = None) -> Select[Any]:
    """`among` is a statement for the only initiatives that are looked at, for who knows them."""
    shown = _shown(actor, chosen, among)
    return (
        select(*columns)
        .join(shown, and_(shown.c.id == Revision.id, shown.c.place == 1))
        .join(Initiative, Initiative.id == Revision.initiative_id)
        .join(Partner, Partner.code == Initiative.partner_code)
        .where(matching(chosen))
    )


def _shown(actor: Actor, chosen: Selection, among: Any) -> Subquery:
    """Places the eligible revisions of each initiative: the working one first, then the published, then the newest.

    The other filters look only at the revision in the first place, so that an initiative is never found by an
    answer that its row does not show.
    """
    standing = case((Revision.status.in_(WORKING), 0), (Revision.status == Status.PUBLISHED, 1), else_=2)
    order = (standing, Revision.number.desc())
    return (
        select(Revision.id, func.row_number().over(partition_by=Revision.initiative_id, order_by=order).label("place"))
        .join(Initiative, Initiative.id == Revision.initiative_id)
        .where(_eligible(actor, chosen), true() if among is None else Revision.initiative_id.in_(among))
        .subquery()
    )


def _eligible(actor: Actor, chosen: Selection) -> ColumnElement[bool]:
    """What the actor may read now; as at a past day, what stood in the reports, which everybody could read.

    What was discarded is found by its status only.
    """
    if chosen.as_at is None:
        wanted = Revision.status.in_([status for status in Status if status.value in chosen.status])
        return and_(visible_revisions(actor), wanted if chosen.status else Revision.status != Status.DISCARDED)
    if astray := [status for status in Status if status.value in chosen.status and status is not Status.PUBLISHED]:
        message = _("“As at” shows what was published then: it does not go with the status “%(status)s”")
        raise UnknownFilter(message, status=astray[0])
    return and_(in_force(chosen.as_at), true() if actor.role else false())


def _lines(*conditions: ColumnElement[bool]) -> Any:
    return and_(FundingLine.revision_id == Revision.id, FundingLine.type == FundingType.COMMITTED, *conditions)


def _committed(column: Any) -> Any:
    return select(func.sum(column)).where(_lines()).correlate(Revision).scalar_subquery()


def _unconverted() -> Any:
    missing = _lines(FundingLine.eur.is_(None))
    return select(func.count(FundingLine.id)).where(missing).correlate(Revision).scalar_subquery()


def _order(sort: str, locale: str) -> tuple[Any, ...]:
    """Empty values come last whichever way the rows are sorted."""
    falling = sort.startswith("-")
    columns = SORTS[sort.removeprefix("-")](locale)
    keys = [part for column in columns for part in (column.is_(None), column.desc() if falling else column.asc())]
    return (*keys, Initiative.partner_code, Initiative.number)


def _title(locale: str) -> Any:
    return Revision.sort_fr if locale == "fr" else Revision.sort_en


def _place_of_partner(locale: str) -> Any:
    """By the name in the reader's language, as a reader orders names: no database does it for both languages."""
    ordered = by_name(db.session.scalars(select(Partner)), locale)
    return case({partner.code: place for place, partner in enumerate(ordered)}, value=Initiative.partner_code)


SORTS: dict[str, Any] = {
    "reference": lambda _locale: (Initiative.partner_code, Initiative.number),
    "title": lambda locale: (_title(locale),),
    "partner": lambda locale: (_place_of_partner(locale),),
    "start": lambda _locale: (STARTED,),
    "amount": lambda _locale: (_committed(FundingLine.eur),),
    "changed": lambda _locale: (Revision.changed_at,),
}
"""How a list can be sorted: each name with the columns that it stands for."""


def _rows(found: Select[Any]) -> list[Listed]:
    versions = selectinload(Initiative.revisions).options(lazyload("*"))
    handed = selectinload(Initiative.assignments)
    whole = joinedload(Revision.initiative).options(joinedload(Initiative.partner), versions, handed)
    shown = found.options(whole, *_but(Revision.domain_rows, Revision.country_rows))
    return [Listed(*row) for row in db.session.execute(shown)]
