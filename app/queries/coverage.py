"""What stands beside every figure: who answered, what is stated, what is not reviewed, what has no rate."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select

from app.db import db
from app.domain.choices import FundingType, Process
from app.domain.languages import Reading
from app.domain.questions import Kind
from app.domain.status import Status
from app.models import Event, FundingLine, Initiative, Partner, Revision
from app.queries.counted_money import counts
from app.queries.figures import in_figures
from app.queries.languages import read_title
from app.queries.links import TOGETHER
from app.queries.selection import Selection, end_of, in_force, matching, of_years


@dataclass(frozen=True)
class Coverage:
    """`answering` of `asked` Partners have an initiative in the figures; `unreviewed` are submissions that may match.

    Of a submission that is not published nobody may learn more than that it is there: it is matched by Partner,
    process, kind, domain and country only, whatever else the reader chose.
    """

    asked: int
    answering: int
    projects: int
    projects_stating: int
    unreviewed: int


@dataclass(frozen=True)
class Unconverted:
    """A funding line without a rate: in its own currency, in no sum."""

    reference: str
    title: str
    reading: Reading | None
    """Of the title; None where there is none."""
    funder: str
    amount: Decimal
    currency: str
    year: int
    type: FundingType


@dataclass(frozen=True)
class Reporting:
    """What is known of a Partner's answers, to tell an empty row's meaning."""

    published: bool
    submitted: bool
    submitted_matching: bool


def coverage(selection: Selection) -> Coverage:
    stated = exists().where(FundingLine.revision_id == Revision.id)
    is_project = Initiative.kind == Kind.PROJECT
    found = select(
        func.count(Initiative.partner_code.distinct()),
        func.count(case((is_project, TOGETHER)).distinct()),
        func.count(case((is_project & stated, TOGETHER)).distinct()),
    )
    answering, projects, stating = db.session.execute(in_figures(found, selection)).one()
    asked = db.session.scalar(asked_partners(select(func.count()).select_from(Partner), selection)) or 0
    unreviewed = db.session.scalar(_submissions(select(func.count()), selection)) or 0
    return Coverage(asked, answering, projects, stating, unreviewed)


def asked_partners(found: Select[*tuple[Any, ...]], selection: Selection) -> Select[*tuple[Any, ...]]:
    """Those that the filters on Partner and process leave."""
    if selection.partner:
        found = found.where(Partner.code.in_(selection.partner))
    if selection.process:
        column = {Process.KHARTOUM: Partner.khartoum, Process.RABAT: Partner.rabat}
        found = found.where(or_(*(column[Process(name)] != "" for name in selection.process)))
    return found


def unconverted(selection: Selection, locale: str) -> list[Unconverted]:
    """The lines of matching initiatives that would count if their rate were known."""
    found = (
        in_figures(select(Initiative.reference, Revision, FundingLine), selection)
        .join(FundingLine, FundingLine.revision_id == Revision.id)
        .where(FundingLine.eur.is_(None), of_years(selection), counts(selection.as_at))
        .order_by(Initiative.partner_code, Initiative.number, FundingLine.position)
    )
    return [
        Unconverted(
            reference,
            revision.title_in(locale) or reference,
            read_title(revision, locale),
            line.funder,
            line.amount,
            line.currency,
            line.year,
            line.type,
        )
        for reference, revision, line in db.session.execute(found)
    ]


def reporting(selection: Selection) -> dict[str, Reporting]:
    """By code, for every Partner."""
    published = set(
        db.session.scalars(
            select(Initiative.partner_code)
            .join(Revision, Revision.initiative_id == Initiative.id)
            .where(in_force(selection.as_at))
            .distinct()
        )
    )
    by_partner = select(Initiative.partner_code).distinct()
    submitted = set(db.session.scalars(_submissions(by_partner, Selection(as_at=selection.as_at))))
    matched = set(db.session.scalars(_submissions(by_partner, selection)))
    codes = db.session.scalars(select(Partner.code))
    return {code: Reporting(code in published, code in submitted, code in matched) for code in codes}


def _submissions(found: Select[*tuple[Any, ...]], selection: Selection) -> Select[*tuple[Any, ...]]:
    """Bound to revisions that wait (or at that day waited) for the secretariat and match."""
    return (
        found.select_from(Revision)
        .join(Initiative, Initiative.id == Revision.initiative_id)
        .join(Partner, Partner.code == Initiative.partner_code)
        .where(_waiting(selection.as_at), matching(_coarse(selection)))
    )


def _coarse(chosen: Selection) -> Selection:
    return Selection(
        partner=chosen.partner,
        process=chosen.process,
        kind=chosen.kind,
        domain=chosen.domain,
        country=chosen.country,
        as_at=chosen.as_at,
    )


def _waiting(as_at: date | None) -> ColumnElement[bool]:
    if as_at is None:
        return Revision.status == Status.SUBMITTED
    last = (
        select(func.max(Event.id))
        .where(Event.revision_id == Revision.id, Event.to_status.is_not(None), Event.at < end_of(as_at))
        .correlate(Revision)
        .scalar_subquery()
    )
    return exists().where(Event.id == last, Event.to_status == Status.SUBMITTED)
