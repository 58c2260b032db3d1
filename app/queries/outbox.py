"""The outbox: what is due, and what its page shows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, func, select

from app.db import db, now
from app.domain.mails import MailKind, MailState
from app.models import MailText, Outgoing
from app.queries.people import LARGEST_ID

AT_A_TIME = 500
"""So many mails a run takes up; the next run takes the rest."""

CLAIM_LASTS = timedelta(minutes=10)
"""Far longer than a mail server may take to answer: after that whoever claimed the mail has died."""


def due_mails(among: Collection[int] | None = None) -> Sequence[int]:
    """The mails whose time has come, the oldest first; of those in `among` only, where that is given."""
    found = select(Outgoing.id).where(Outgoing.state == MailState.WAITING, Outgoing.due_at <= now())
    if among is not None:
        found = found.where(Outgoing.id.in_(among))
    return db.session.scalars(found.order_by(Outgoing.due_at, Outgoing.id).limit(AT_A_TIME)).all()


@dataclass(frozen=True)
class OutboxFilter:
    states: tuple[MailState, ...] = ()
    kinds: tuple[MailKind, ...] = ()
    to: str = ""


def outbox_page(wanted: OutboxFilter, offset: int, limit: int) -> tuple[int, Sequence[Outgoing]]:
    """(how many there are, those of the page), the newest first."""
    found = _matching(wanted)
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    found = found.order_by(Outgoing.created_at.desc(), Outgoing.id.desc())
    return total, db.session.scalars(found.offset(offset).limit(limit)).all()


def _matching(wanted: OutboxFilter) -> Select[Outgoing]:
    found = select(Outgoing)
    if wanted.states:
        found = found.where(Outgoing.state.in_(wanted.states))
    if wanted.kinds:
        found = found.where(Outgoing.kind.in_(wanted.kinds))
    if wanted.to:
        found = found.where(Outgoing.to.icontains(wanted.to, autoescape=True))
    return found


def count_by_state() -> dict[MailState, int]:
    counted: Select[MailState, int] = select(Outgoing.state, func.count(Outgoing.id)).group_by(Outgoing.state)
    return dict(db.session.execute(counted).all())


def find_mail(mail_id: int) -> Outgoing | None:
    return db.session.get(Outgoing, mail_id) if mail_id <= LARGEST_ID else None


def changed_texts() -> Sequence[MailText]:
    """The texts that the secretariat worded itself."""
    return db.session.scalars(select(MailText)).all()
