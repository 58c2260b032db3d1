"""What becomes of a mail in the outbox. Whoever calls commits: each of these is a transaction of its own."""

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.engine import CursorResult

from app.db import db, now
from app.domain.access import Actor, Permission, require
from app.domain.errors import NotPossible
from app.domain.mails import RETRIES, STUCK, MailKind, MailState, pause_after
from app.domain.text import _
from app.models import Outgoing, Person
from app.queries.outbox import CLAIM_LASTS

SUSPENDED = _("The account was suspended before the mail left.")
DIED = _("The program stopped while the mail was being sent: it may have left.")
LONGEST_REASON = 500


def claim(mail_id: int, token: str) -> bool:
    """Make a waiting mail ours alone; False if another run was first."""
    taken = {"state": MailState.SENDING, "claim": token, "claimed_at": now()}
    return _change(Outgoing.id == mail_id, Outgoing.state == MailState.WAITING, **taken) == 1


def put_off(mail_id: int, reason: str, token: str | None = None, *, for_good: bool = False) -> MailState:
    """The mail has not left: it waits for another attempt, or is given up.

    `token` where it was claimed already; `for_good` where the server will never take it.
    """
    attempts = (db.session.scalar(select(Outgoing.attempts).where(Outgoing.id == mail_id)) or 0) + 1
    state = MailState.FAILED if for_good or attempts >= RETRIES else MailState.WAITING
    _change(
        *_held(mail_id, token),
        state=state,
        attempts=attempts,
        reason=reason[:LONGEST_REASON],
        due_at=now() + pause_after(attempts),
        claim=None,
    )
    return state


def finish_sent(mail_id: int, token: str, *, blank: bool) -> MailState:
    """The server took it. `blank` forgets the words, which hold a link that lets their reader in."""
    gone = {"text": "", "html": ""} if blank else {}
    kept = {"state": MailState.SENT, "sent_at": now(), "attempts": Outgoing.attempts + 1, "reason": ""}
    _change(*_held(mail_id, token), **kept, **gone)
    return MailState.SENT


def finish_unsure(mail_id: int, token: str, reason: str) -> MailState:
    """Its content was on its way and no answer came: a person decides."""
    told = {"reason": reason[:LONGEST_REASON], "attempts": Outgoing.attempts + 1}
    _change(*_held(mail_id, token), state=MailState.UNSURE, **told)
    return MailState.UNSURE


def give_up_claims() -> int:
    """Mails whose run died while it sent them are unsure from now on."""
    stale = (Outgoing.state == MailState.SENDING, Outgoing.claimed_at <= now() - CLAIM_LASTS)
    return _change(*stale, state=MailState.UNSURE, reason=DIED, attempts=Outgoing.attempts + 1)


def cancel_for_suspended() -> int:
    """Who was suspended is not written to."""
    gone = select(Person.id).where(Person.active.is_(False))
    waiting = (Outgoing.state == MailState.WAITING, Outgoing.person_id.in_(gone))
    secret = Outgoing.kind.in_([kind for kind in MailKind if kind.is_secret])
    told = _change(*waiting, secret, state=MailState.CANCELLED, reason=SUSPENDED, text="", html="")
    return told + _change(*waiting, state=MailState.CANCELLED, reason=SUSPENDED)


def _held(mail_id: int, token: str | None) -> tuple[ColumnElement[bool], ...]:
    if token is None:
        return (Outgoing.id == mail_id, Outgoing.state == MailState.WAITING)
    return (Outgoing.id == mail_id, Outgoing.state == MailState.SENDING, Outgoing.claim == token)


def _change(*where: ColumnElement[bool], **values: object) -> int:
    changed = update(Outgoing).where(*where).values(**values).execution_options(synchronize_session=False)
    done = db.session.execute(changed)
    assert isinstance(done, CursorResult)
    return done.rowcount


def send_again(mail: Outgoing, by: Actor) -> None:
    """Let a mail that failed, or perhaps left, be sent: with its own Message-ID, by which readers' programs know it."""
    waiting = {"attempts": 0, "reason": "", "due_at": now(), "claim": None, "claimed_at": None}
    _settle(mail, by, state=MailState.WAITING, **waiting)


def set_aside(mail: Outgoing, by: Actor) -> None:
    """It is never sent; the reason why it was stuck stays with it, a link that lets its reader in does not."""
    gone = {"text": "", "html": ""} if mail.kind.is_secret else {}
    _settle(mail, by, state=MailState.CANCELLED, **gone)


def _settle(mail: Outgoing, by: Actor, **values: object) -> None:
    """Of two people who decide, the second is refused: the mail may have left meanwhile."""
    require(by, Permission.MAIL_SETTLE)
    if _change(Outgoing.id == mail.id, Outgoing.state.in_(STUCK), **values) != 1:
        db.session.refresh(mail)
        raise NotPossible(_("This mail waits for no decision: it is “%(state)s”."), state=mail.state)
    db.session.refresh(mail)
