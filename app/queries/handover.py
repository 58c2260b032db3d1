"""What a successor takes over, and which Partners have nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import joinedload

from app.db import db, now
from app.domain.access import Actor, Permission, Role, can
from app.domain.status import Status
from app.domain.workflow import Action
from app.models import Cycle, Event, Initiative, Invitation, Partner, Person
from app.queries.cycles import find_open_cycle
from app.queries.decided import was_undone
from app.queries.initiatives import Listed, count_listed, listed
from app.queries.names import by_name
from app.queries.selection import Selection

OPEN = (Status.RETURNED, Status.AWAITING_SIGN_OFF, Status.DRAFT, Status.SUBMITTED)
"""In the order in which they ask for something."""
SHOWN = 50
_TOLD = (Action.RETURN, Action.PUBLISH, Action.DECLINE, Action.WITHDRAW)


@dataclass(frozen=True)
class Work:
    """The initiatives of a Partner in one status: how many, and the first of them."""

    status: Status
    count: int
    first: Sequence[Listed]


def open_work(partner: str, actor: Actor, locale: str) -> list[Work]:
    chosen = [(status, Selection(partner=(partner,), status=(str(status),))) for status in OPEN]
    return [
        Work(status, count, listed(actor, selection, "changed", locale, 1, SHOWN))
        for status, selection in chosen
        if (count := count_listed(actor, selection))
    ]


def count_published(partner: str, actor: Actor) -> int:
    return count_listed(actor, Selection(partner=(partner,), status=(str(Status.PUBLISHED),)))


def past_answers(partner: str, limit: int = 20) -> Sequence[Event]:
    """The secretariat's decisions on what the Partner had sent, newest first."""
    found = (
        select(Event)
        .join(Initiative, Initiative.id == Event.initiative_id)
        .where(Initiative.partner_code == partner, Event.action.in_(_TOLD), ~was_undone())
        .options(joinedload(Event.initiative), joinedload(Event.revision))
        .order_by(Event.at.desc(), Event.id.desc())
    )
    return db.session.scalars(found.limit(limit)).all()


@dataclass(frozen=True)
class Takeover:
    """How much a successor takes over; `cycle` is the one that is open."""

    drafts: int
    awaiting: int
    returned: int
    submitted: int
    contributors: int
    cycle: Cycle | None


def takeover(partner: str, actor: Actor) -> Takeover:
    """What the Partner has open, as far as the actor may read it."""

    def count(status: Status) -> int:
        return count_listed(actor, Selection(partner=(partner,), status=(str(status),)))

    contributors = select(func.count(Person.id)).where(Person.partner_code == partner, Person.active)
    return Takeover(
        drafts=count(Status.DRAFT),
        awaiting=count(Status.AWAITING_SIGN_OFF),
        returned=count(Status.RETURNED),
        submitted=count(Status.SUBMITTED),
        contributors=db.session.scalar(contributors.where(Person.role == Role.CONTRIBUTOR)) or 0,
        cycle=find_open_cycle(),
    )


def _pending() -> Select[Invitation]:
    """Invitations with which somebody would still take over a desk."""
    return (
        select(Invitation)
        .join(Person, Person.id == Invitation.person_id)
        .where(Invitation.replaces_id.is_not(None), Invitation.accepted_at.is_(None), Invitation.expires_at > now())
        .where(Person.active, Person.password.is_(None))
        .order_by(Invitation.expires_at, Invitation.id)
    )


def pending_handover(leaving: Person) -> Invitation | None:
    """The invitation of the successor who has not come in yet."""
    return db.session.scalar(_pending().where(Invitation.replaces_id == leaving.id).limit(1))


def invited_to_succeed(leaving: Person) -> Sequence[Invitation]:
    """Invitations to take over from them that led nobody in and were not withdrawn, expired or not, newest first."""
    found = select(Invitation).join(Person, Person.id == Invitation.person_id).where(Person.password.is_(None))
    standing = Invitation.accepted_at.is_(None) & Invitation.withdrawn_at.is_(None)
    found = found.where(Invitation.replaces_id == leaving.id, standing).options(joinedload(Invitation.person))
    return db.session.scalars(found.order_by(Invitation.id.desc())).all()


def find_invited_with(key: str, by: Actor) -> Invitation | None:
    """The invitation that the actor has sent with the form of that key."""
    sent = select(Invitation).where(Invitation.key == key, Invitation.invited_by_id == by.person_id)
    return db.session.scalar(sent.limit(1)) if key else None


def find_withdrawn(email: str, partner: str | None) -> Person | None:
    """The account of somebody who was to take over that desk, and whose handover was withdrawn.

    Of several invitations the newest counts. One whom the secretariat suspended stays suspended.
    """
    sent = select(Invitation.withdrawn_at).where(Invitation.person_id == Person.id)
    withdrawn_at = sent.order_by(Invitation.id.desc()).limit(1).scalar_subquery()
    desk = (Person.partner_code == partner) & (Person.role == Role.FOCAL_POINT)
    closed = Person.password.is_(None) & ~Person.active & withdrawn_at.is_not(None)
    return db.session.scalar(select(Person).where(Person.email == email.strip().lower(), desk, closed))


def pending_handovers(actor: Actor) -> Sequence[Invitation]:
    """All that are under way at the desks whose handover is the actor's business."""
    found = db.session.scalars(_pending().options(joinedload(Invitation.person), joinedload(Invitation.replaces))).all()
    return [one for one in found if one.replaces and can(actor, Permission.FOCAL_POINT_HAND_OVER, one.replaces.subject)]


def people_of(partner: str) -> Sequence[Person]:
    """Everybody of a Partner, those who can sign in first."""
    found = select(Person).where(Person.partner_code == partner).options(joinedload(Person.entity))
    return db.session.scalars(found.order_by(Person.active.desc(), Person.role.desc(), Person.name)).all()


@dataclass(frozen=True)
class Deserted:
    """A Partner nobody answers for; `invited_until` where an invitation is on its way."""

    partner: Partner
    invited_until: datetime | None


def without_focal_point(locale: str) -> list[Deserted]:
    """The Partners that have no Focal Point who can sign in."""
    active = exists().where(
        Person.partner_code == Partner.code,
        Person.role == Role.FOCAL_POINT,
        Person.active,
        Person.password.is_not(None),
    )
    partners = by_name(db.session.scalars(select(Partner).where(~active)), locale)
    invited = (
        select(Person.partner_code, Invitation.expires_at)
        .join(Invitation, Invitation.person_id == Person.id)
        .where(Person.role == Role.FOCAL_POINT, Person.active)
        .where(Invitation.accepted_at.is_(None), Invitation.expires_at > now())
    )
    until = dict(db.session.execute(invited).all())
    return [Deserted(partner, until.get(partner.code)) for partner in partners]
