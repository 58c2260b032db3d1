"""Cycles, and how far each Partner is in one: read for one Partner or for all in the same few statements."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import aliased, joinedload, lazyload, selectinload

from app.db import db, now
from app.domain.access import Actor
from app.domain.cycles import Answered, DomainAnswer, Progress, Saying, answer_of, domain_answer_of
from app.domain.errors import NotFound
from app.domain.letters import Letter
from app.domain.status import Status
from app.domain.text import _
from app.domain.workflow import Action
from app.models import Attestation, Cycle, CycleDay, Domain, DomainRow, Event, Initiative, Partner, Revision
from app.queries.decided import was_undone
from app.queries.taxonomy import current_version
from app.queries.text import plain
from app.queries.visible import of_own_desk

Columns = TypeVarTuple("Columns")

_SENDING = (Action.SUBMIT, Action.TAKE_BACK)


def cycles() -> Sequence[Cycle]:
    """All of them, the newest first."""
    return db.session.scalars(select(Cycle).order_by(Cycle.opens_on.desc(), Cycle.id.desc())).all()


def load_cycle(cycle: str) -> Cycle:
    """By its slug; raises NotFound."""
    found = db.session.scalar(select(Cycle).where(Cycle.slug == cycle.lower()))
    if found is None:
        raise NotFound(_("There is no such cycle."))
    return found


def named_cycle(name: str) -> Cycle:
    """Whatever the case and the accents of the name; raises NotFound."""
    return load_cycle(slug_of(name))


def slug_of(name: str) -> str:
    """The name as an address writes it: two names that differ in case or accents only are one."""
    return plain(name).replace(" ", "-")


def find_open_cycle() -> Cycle | None:
    """The one that is open today (UTC)."""
    today = select(CycleDay.cycle_id).where(CycleDay.day == now().date())
    return db.session.scalar(select(Cycle).where(Cycle.id.in_(today), Cycle.closed_at.is_(None)))


@dataclass(frozen=True)
class Said:
    """Who gave the answer that stands, and when."""

    by: str
    at: datetime
    attested: Attestation | None = None
    """None where a submission is the answer."""

    @property
    def letter(self) -> Letter | None:
        return self.attested.letter if self.attested else None

    @property
    def ended_on(self) -> date | None:
        """As the letter states it; what is published does not say so yet."""
        return self.attested.ended_on if self.attested else None


@dataclass
class Answers:
    """What one Partner has in a cycle: initiatives by id, domains by code.

    `known` were in the reports before it opened; `submissions` and `attested` hold the newest of each; domains
    are `reported` by what is published or waits since before, and `submitted` in the cycle.
    """

    published: set[int] = field(default_factory=set)
    known: set[int] = field(default_factory=set)
    submissions: dict[int, Event] = field(default_factory=dict)
    attested: dict[int | str | None, Attestation] = field(default_factory=dict)
    reported: set[str] = field(default_factory=set)
    submitted: set[str] = field(default_factory=set)

    def progress(self, domains: Iterable[str]) -> Progress:
        return Progress(
            initiatives={initiative: self._answer(initiative) for initiative in self.published},
            domains={code: self._domain_answer(code) for code in domains},
            new=self.submissions.keys() - self.published - self.known,
        )

    def said(self, about: int | str) -> Said | None:
        """Of an initiative (by id) or a domain (by code): who said so or, where something was submitted, who did."""
        if isinstance(about, int) and about in self.submissions:
            sent = self.submissions[about]
            return Said(sent.person_name, sent.at)
        found = self.attested.get(about)
        return Said(found.person_name, found.at, found) if found else None

    @property
    def changed_at(self) -> datetime | None:
        """When the Partner last answered, submitted or took something back in the cycle."""
        moments = [*(one.at for one in self.submissions.values()), *(one.at for one in self.attested.values())]
        return max(moments, default=None)

    def _answer(self, initiative: int) -> Answered | None:
        attested = self.attested.get(initiative)
        return answer_of(
            attested.said if attested else None,
            submitted=initiative in self.submissions,
            is_new=initiative not in self.known,
            recorded=attested is not None and attested.channel is not None,
        )

    def _domain_answer(self, code: str) -> DomainAnswer | None:
        reported, submitted = code in self.reported, code in self.submitted
        return domain_answer_of(reported=reported, submitted=submitted, attested=self._said(code))

    def _said(self, about: int | str) -> Saying | None:
        return self.attested[about].said if about in self.attested else None


def answers_by_partner(cycle: Cycle, partner: str | None = None) -> dict[str, Answers]:
    """By the Partner's code, for all of them or for one; who has nothing at all is an empty `Answers`."""
    found: dict[str, Answers] = defaultdict(Answers)
    reading = _Reading(cycle, partner)
    for code, initiative, known in db.session.execute(reading.published):
        found[code].published.add(initiative)
        if known:
            found[code].known.add(initiative)
    for code, event, known in db.session.execute(reading.submissions):
        found[code].submissions[event.initiative_id] = event
        if known:
            found[code].known.add(event.initiative_id)
    for attestation in db.session.scalars(reading.attestations):
        about = attestation.domain_code or attestation.initiative_id
        found[attestation.partner_code].attested[about] = attestation
    for code, domain in db.session.execute(reading.reported):
        found[code].reported.add(domain)
    for code, domain in db.session.execute(reading.submitted):
        found[code].submitted.add(domain)
    return found


def answers_of(cycle: Cycle, partner: str) -> Answers:
    return answers_by_partner(cycle, partner)[partner]


def progress_of(cycle: Cycle, partner: str) -> Progress:
    return answers_of(cycle, partner).progress(domain_codes())


def progress_by_partner(cycle: Cycle) -> list[tuple[Partner, Progress]]:
    """Of every Partner, also of those that have nothing."""
    found, domains = answers_by_partner(cycle), domain_codes()
    return [(partner, found[partner.code].progress(domains)) for partner in db.session.scalars(select(Partner))]


def find_partner(code: str) -> Partner | None:
    return db.session.get(Partner, code)


def domain_codes() -> list[str]:
    """The domains of the present taxonomy."""
    current = current_version().name
    return list(db.session.scalars(select(Domain.code).where(Domain.version == current).order_by(Domain.code)))


class _Reading:
    """The statements behind the answers in a cycle, for one Partner or for all."""

    def __init__(self, cycle: Cycle, partner: str | None) -> None:
        self.cycle = cycle
        self.opens_at = cycle.period.opens_at
        self.until = cycle.period.until(now())
        self.partner = partner

    @property
    def published(self) -> Select[str, int, bool]:
        found = select(Initiative.partner_code, Initiative.id, self._known)
        return self._joined(found).where(self.standing)

    @property
    def submissions(self) -> Select[str, Event, bool]:
        """The newest sending of each version in the cycle, where it was no taking back; the newest comes last."""
        found = (
            select(Initiative.partner_code, Event, self._known)
            .join(Initiative, Initiative.id == Event.initiative_id)
            .where(Event.id.in_(self._newest_sendings), Event.action == Action.SUBMIT, self._of_partner)
            .order_by(Event.id)
        )
        return found.options(lazyload("*"))

    @property
    def attestations(self) -> Select[Attestation]:
        newest = select(func.max(Attestation.id)).where(Attestation.cycle_id == self.cycle.id)
        newest = newest.group_by(Attestation.partner_code, Attestation.initiative_id, Attestation.domain_code)
        mine = Attestation.partner_code == self.partner if self.partner else true()
        return select(Attestation).where(Attestation.id.in_(newest), mine)

    @property
    def reported(self) -> Select[str, str]:
        return self._domains(or_(self.standing, self._waits_since_before))

    @property
    def submitted(self) -> Select[str, str]:
        sent = select(Event.revision_id).where(Event.id.in_(self._newest_sendings), Event.action == Action.SUBMIT)
        return self._domains(Revision.id.in_(sent))

    def _domains(self, condition: ColumnElement[bool]) -> Select[str, str]:
        found = self._joined(select(Initiative.partner_code, DomainRow.domain_code))
        return found.join(DomainRow, DomainRow.revision_id == Revision.id).where(condition).distinct()

    def _joined(self, found: Select[*Columns]) -> Select[*Columns]:
        return (
            found.select_from(Revision)
            .join(Initiative, Initiative.id == Revision.initiative_id)
            .where(self._of_partner)
        )

    @cached_property
    def _of_partner(self) -> ColumnElement[bool]:
        return Initiative.partner_code == self.partner if self.partner else true()

    @cached_property
    def standing(self) -> ColumnElement[bool]:
        """Revisions in the reports at the moment as at which the cycle is read."""
        retired = or_(Revision.retired_at.is_(None), Revision.retired_at >= self.until)
        return and_(Revision.published_at < self.until, retired)

    @cached_property
    def _known(self) -> ColumnElement[bool]:
        """Whether the initiative was in the reports at any time before the cycle opened."""
        earlier = aliased(Revision)
        return exists().where(earlier.initiative_id == Initiative.id, earlier.published_at < self.opens_at)

    @cached_property
    def _newest_sendings(self) -> Select[int]:
        within = and_(Event.at >= self.opens_at, Event.at < self.until)
        found = select(func.max(Event.id)).where(or_(Event.action.in_(_SENDING), self._discards), within)
        return found.group_by(Event.revision_id)

    @cached_property
    def _discards(self) -> ColumnElement[bool]:
        """Discarding what was submitted takes it back."""
        sent = exists().where(Revision.id == Event.revision_id, Revision.submitted_at.is_not(None))
        return and_(Event.action == Action.DISCARD, sent.correlate(Event))

    @cached_property
    def _waits_since_before(self) -> ColumnElement[bool]:
        """A decision that was undone, and its undoing, are as if they had not been."""
        moved = and_(
            Event.revision_id == Revision.id,
            Event.to_status.is_not(None),
            Event.at < self.until,
            or_(Event.action.is_(None), Event.action != Action.UNDO),
            ~was_undone(),
        )
        last = select(func.max(Event.id)).where(moved).correlate(Revision).scalar_subquery()
        waits = exists().where(Event.id == last, Event.to_status == Status.SUBMITTED, Event.at < self.opens_at)
        undecided = or_(Revision.published_at.is_(None), Revision.published_at >= self.until)
        return and_(Revision.submitted_at.is_not(None), undecided, waits)


def standing_revisions(cycle: Cycle, initiatives: Iterable[int]) -> list[Revision]:
    """The published revisions of these initiatives as the cycle reads them, with their initiatives and versions."""
    reading = _Reading(cycle, None)
    found = select(Revision).where(Revision.initiative_id.in_(list(initiatives)), reading.standing)
    versions = selectinload(Initiative.revisions).options(lazyload("*"))
    whole = joinedload(Revision.initiative).options(versions, selectinload(Initiative.assignments))
    return list(db.session.scalars(found.options(lazyload("*"), whole)))


def readable_new(answers: Answers, initiatives: Iterable[int], actor: Actor) -> list[Revision]:
    """The new submissions among these initiatives that lie on the actor's own desk."""
    sent = [answers.submissions[initiative].revision_id for initiative in initiatives]
    found = select(Revision).join(Revision.initiative).where(Revision.id.in_(sent), of_own_desk(actor))
    found = found.order_by(Revision.submitted_at, Revision.id)
    return list(db.session.scalars(found.options(lazyload("*"), joinedload(Revision.initiative))))
