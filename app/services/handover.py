"""A Focal Point hands over. Everything belongs to the Partner, so the successor has it from the first minute."""

from dataclasses import replace

from sqlalchemy import Select, select

from app.db import db, now
from app.domain.access import Actor, Permission, Role, require
from app.domain.audit import Deed
from app.domain.errors import DomainError, NotPossible
from app.domain.text import _
from app.models import Invitation, Person
from app.services import audit
from app.services.people import Newcomer, close, make_account, make_invitation


def hand_over(leaving: Person, successor: Person, by: Actor) -> None:
    """Make somebody of the Partner its Focal Point, and close the account of the one who leaves.

    What the leaving one wrote keeps their name. Raises DomainError on `successor`.
    """
    _check(leaving, by)
    if successor.id == leaving.id:
        raise DomainError(_("Choose somebody else: nobody hands over to themselves"), field="successor")
    if successor.partner_code != leaving.partner_code or not successor.active or successor.password is None:
        raise DomainError(_("The successor must be somebody of this Partner who can sign in"), field="successor")
    successor.role = Role.FOCAL_POINT
    successor.entity_code = None
    close(leaving)
    for pending in db.session.scalars(_standing(leaving)):
        pending.expires_at = now()
    audit.note(Deed.HANDED_OVER, by, audit.person(leaving), {"successor": successor.name})
    db.session.flush()


def _standing(leaving: Person) -> Select[Invitation]:
    """The invitations with which somebody else would still take over from the leaving one."""
    return select(Invitation).where(
        Invitation.replaces_id == leaving.id, Invitation.accepted_at.is_(None), Invitation.expires_at > now()
    )


def hand_over_to_newcomer(leaving: Person, newcomer: Newcomer, by: Actor) -> Invitation:
    """Invite the successor; the leaving one stays until they have come in. Raises DomainError on the field to blame."""
    _check(leaving, by)
    if pending := db.session.scalar(_standing(leaving)):
        message = _("A handover to %(name)s is under way already: their invitation is good until %(day)s")
        raise DomainError(message, field="successor", name=pending.person.name, day=pending.expires_at.date())
    placed = replace(newcomer, role=Role.FOCAL_POINT, partner=leaving.partner_code, entity=None)
    return make_invitation(make_account(placed), by, replaces=leaving)


def _check(leaving: Person, by: Actor) -> None:
    require(by, Permission.FOCAL_POINT_HAND_OVER, leaving.subject)
    if leaving.role is not Role.FOCAL_POINT or not leaving.active:
        raise NotPossible(_("Only a Focal Point who can sign in hands over."))
