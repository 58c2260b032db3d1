"""A Focal Point hands over. Everything belongs to the Partner, so the successor has it from the first minute."""

from dataclasses import replace

from app.db import db
from app.domain.access import Actor, Permission, Role, require
from app.domain.audit import Deed
from app.domain.errors import DomainError, NotPossible
from app.domain.text import _
from app.models import Invitation, Person
from app.queries.handover import pending_handover
from app.services import audit
from app.services.assignments import end_all_of
from app.services.people import (
    Newcomer,
    check_newcomer,
    close,
    end_successions,
    make_account,
    make_invitation,
)

UNDER_WAY = "under way"
"""Blamed instead of a field of the form where another handover stands in the way."""


def check_handover(leaving: Person, successor: Person, by: Actor) -> None:
    """Raise DomainError unless that colleague may take over now."""
    _check(leaving, by)
    if successor.id == leaving.id:
        raise DomainError(_("Choose somebody else: nobody hands over to themselves"), field="successor")
    if successor.partner_code != leaving.partner_code or not successor.active or successor.password is None:
        raise DomainError(_("The successor must be somebody of this Partner who can sign in"), field="successor")


def hand_over(leaving: Person, successor: Person, by: Actor) -> None:
    """Make somebody of the Partner its Focal Point, and close the account of the one who leaves.

    What the leaving one wrote keeps their name. Raises DomainError on `successor`.
    """
    check_handover(leaving, successor, by)
    successor.role = Role.FOCAL_POINT
    successor.entity_code = None
    end_all_of(successor, by)
    close(leaving)
    end_successions(leaving, by)
    audit.note(Deed.HANDED_OVER, by, audit.person(leaving), {"successor": successor.name})
    db.session.flush()


def check_handover_to_newcomer(leaving: Person, newcomer: Newcomer, by: Actor) -> None:
    """Raise DomainError, on the field to blame, unless that person may be invited to take over now."""
    _check(leaving, by)
    check_newcomer(_placed(leaving, newcomer))


def hand_over_to_newcomer(leaving: Person, newcomer: Newcomer, by: Actor, *, key: str = "") -> Invitation:
    """Invite the successor; the leaving one stays until they have come in. Raises DomainError on the field to blame.

    Whoever was invited before and has not come in is not the successor any more. Whoever calls looks for the `key`
    first (`app.queries.handover.find_invited_with`).
    """
    _check(leaving, by)
    account = make_account(_placed(leaving, newcomer))
    end_successions(leaving, by)
    invitation = make_invitation(account, by, replaces=leaving)
    invitation.key = key or None
    db.session.flush()
    return invitation


def withdraw_handover(leaving: Person, by: Actor) -> Person:
    """End the handover that is under way, and return who had been invited; nobody comes in by that invitation."""
    require(by, Permission.FOCAL_POINT_HAND_OVER, leaving.subject)
    pending = pending_handover(leaving)
    if pending is None:
        raise NotPossible(_("No handover is under way: the successor has come in already, or it was withdrawn before."))
    end_successions(leaving, by)
    return pending.person


def _placed(leaving: Person, newcomer: Newcomer) -> Newcomer:
    return replace(newcomer, role=Role.FOCAL_POINT, partner=leaving.partner_code, entity=None)


def _check(leaving: Person, by: Actor) -> None:
    require(by, Permission.FOCAL_POINT_HAND_OVER, leaving.subject)
    if leaving.role is not Role.FOCAL_POINT or not leaving.active:
        raise NotPossible(_("Only a Focal Point who can sign in hands over."))
    if pending := pending_handover(leaving):
        message = _(
            "A handover to %(name)s is under way already, until %(day)s: "
            "withdraw it on this page before you begin another"
        )
        raise DomainError(message, field=UNDER_WAY, name=pending.person.name, day=pending.expires_at.date())
