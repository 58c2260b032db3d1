"""Lockout by rate: how often an e-mail or an address may fail before it has to wait.

Neither e-mails nor addresses are stored, only keyed digests of them, and those no longer than the window.
Nothing here asks whether an account exists, so an unknown e-mail is locked out like a known one.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, delete, select, update

from app.db import db, now
from app.domain.audit import NOTHING, Deed
from app.models import Person, SignInAttempt
from app.queries.people import find_by_email
from app.services import audit

DEMO_DOMAIN = "@demo.example"


class Purpose(StrEnum):
    SIGN_IN = "sign-in"
    RESET = "reset"


@dataclass(frozen=True)
class Attempt:
    """One e-mail from one address. `key` is the secret of the digests."""

    purpose: Purpose
    email: str
    address: str
    key: str

    @property
    def email_digest(self) -> str:
        return self._digest("email", self.email.strip().lower())

    @property
    def address_digest(self) -> str:
        return self._digest("address", self.address)

    def _digest(self, kind: str, value: str) -> str:
        return hmac.new(self.key.encode(), f"{self.purpose}:{kind}:{value}".encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Throttle:
    """So many attempts within the window are let through, the next one has to wait."""

    per_email: int
    per_address: int
    window: timedelta

    def wait(self, attempt: Attempt) -> timedelta | None:
        """How long this e-mail or address still has to wait; None where it need not."""
        moments = (
            self._free_at(SignInAttempt.email_digest == attempt.email_digest, self.per_email),
            self._free_at(SignInAttempt.address == attempt.address_digest, self.per_address),
        )
        return max((moment - now() for moment in moments if moment), default=None)

    def _free_at(self, same: ColumnElement[bool], allowed: int) -> datetime | None:
        """When the attempt that filled the measure leaves the window."""
        filling = (
            select(SignInAttempt.at)
            .where(same, SignInAttempt.at > now() - self.window)
            .order_by(SignInAttempt.at.desc())
            .offset(allowed - 1)
            .limit(1)
        )
        moment = db.session.scalar(filling)
        return moment + self.window if moment else None

    def note(self, attempt: Attempt) -> None:
        """Keep an attempt, and let go of all that have left the window."""
        db.session.execute(delete(SignInAttempt).where(SignInAttempt.at <= now() - self.window))
        db.session.add(SignInAttempt(email_digest=attempt.email_digest, address=attempt.address_digest, at=now()))
        db.session.flush()


def tell_refused(attempt: Attempt) -> None:
    """A refused sign-in for the audit log: whose account it aimed at, if anybody's; what was typed only as digests.

    What is typed in the place of an e-mail may be a password.
    """
    aimed_at = find_by_email(attempt.email.replace("\0", ""))
    told = {"email": attempt.email_digest, "address": attempt.address_digest}
    audit.note(Deed.SIGN_IN_REFUSED, audit.NOBODY, audit.person(aimed_at) if aimed_at else NOTHING, told)


def forgive(attempt: Attempt) -> None:
    """Forget the e-mail's failures after a success; the address's stay, or one good account would free it."""
    forgiven = SignInAttempt.email_digest == attempt.email_digest
    db.session.execute(update(SignInAttempt).where(forgiven).values(email_digest="forgiven"))


def welcome(person: Person) -> None:
    """Remember when somebody came in."""
    person.last_sign_in_at = now()
    audit.note(Deed.SIGNED_IN, person.actor, audit.person(person))
    db.session.flush()


def is_admitted(person: Person, *, demo: bool) -> bool:
    """Whether the account may be used at all: not suspended, and no demo account outside the demo."""
    return person.active and (demo or not person.email.endswith(DEMO_DOMAIN))
