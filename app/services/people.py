"""Invite people, let them in, suspend them; add the entities that they belong to."""

import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import timedelta

from email_validator import EmailNotValidError, validate_email
from flask_security.utils import hash_password
from sqlalchemy import delete, func, select, update

from app.db import db, now
from app.domain.access import Actor, Permission, Role, Subject, require
from app.domain.audit import Deed, Matter, Thing
from app.domain.choices import Language
from app.domain.errors import DomainError, NotPossible
from app.domain.text import _
from app.models import Entity, Invitation, Partner, Person, PersonState, Reviewer
from app.queries.handover import find_withdrawn, invited_to_succeed, pending_handover
from app.queries.people import lock_person
from app.queries.text import plain
from app.services import audit

INVITATION_LASTS = timedelta(days=30)
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 128


@dataclass(frozen=True)
class Newcomer:
    """What is known of a person before they come in."""

    email: str
    name: str
    role: Role
    partner: str | None = None
    entity: str | None = None
    language: Language = Language.EN

    @property
    def subject(self) -> Subject:
        return Subject(partner=self.partner, entity=self.entity, role=self.role)


def add(newcomer: Newcomer, by: Actor, password: str | None = None) -> Person:
    """An account; without a password nobody can sign in to it until an invitation is accepted.

    Raises NotAllowed, or DomainError on the field to blame.
    """
    require(by, Permission.PERSON_INVITE, newcomer.subject)
    person = make_account(newcomer, password)
    audit.note(Deed.PERSON_ADDED, by, audit.person(person), _place(person))
    return person


def _place(person: Person) -> dict[str, str]:
    """The rights that come with an account."""
    place = {"role": person.role, "partner": person.partner_code, "entity": person.entity_code}
    return {name: str(value) for name, value in place.items() if value}


def make_account(newcomer: Newcomer, password: str | None = None) -> Person:
    """The account itself; whoever calls has checked the right to make it.

    Whose invitation to a desk was withdrawn has an account that nobody ever used: it is opened again.
    """
    email, name = check_newcomer(newcomer)
    if withdrawn := find_withdrawn(email, newcomer.partner):
        withdrawn.name, withdrawn.language, withdrawn.active = name, newcomer.language, True
        withdrawn.role, withdrawn.entity_code = newcomer.role, newcomer.entity
        db.session.flush()
        return withdrawn
    person = Person(
        email=email,
        name=name,
        role=newcomer.role,
        partner_code=newcomer.partner,
        entity_code=newcomer.entity,
        language=newcomer.language,
        password=hash_password(_good(password)) if password is not None else None,
        fs_uniquifier=secrets.token_hex(32),
        created_at=now(),
    )
    db.session.add(person)
    db.session.flush()
    return person


def check_newcomer(newcomer: Newcomer) -> tuple[str, str]:
    """(e-mail, name) as an account would have them; raises DomainError on the field to blame."""
    email = _new_email(newcomer.email, newcomer.partner)
    check_place(newcomer)
    return email, checked_name(newcomer.name)


def _new_email(typed: str, partner: str | None) -> str:
    """One without an account, or with one that nobody ever used. Of an account elsewhere only that there is one."""
    try:
        email = validate_email(typed.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise DomainError(_("Enter an e-mail address, for example name@ministry.example"), field="email") from None
    standing = db.session.scalar(select(Person).where(func.lower(Person.email) == email))
    if standing is None or find_withdrawn(email, partner):
        return email
    if partner and standing.partner_code == partner:
        message = _("%(name)s has this e-mail address and already has an account: you find it under “People”")
        raise DomainError(message, field="email", name=standing.name)
    message = _("This e-mail address already has an account elsewhere. Enter another one, or ask the secretariat")
    raise DomainError(message, field="email")


def checked_name(typed: str) -> str:
    """As an account has it; raises DomainError on `name`."""
    name = _line(typed)
    if not name:
        raise DomainError(_("Enter the person's name"), field="name")
    if len(name) > 120:
        raise DomainError(_("Shorten the name to 120 characters or fewer"), field="name")
    return name


def _line(typed: str) -> str:
    """What was typed as one line, without characters that print nothing (PostgreSQL stores no NUL)."""
    return "".join(c for c in " ".join(typed.split()) if c.isprintable())


def check_place(newcomer: Newcomer) -> None:
    """A role belongs to a Partner or to none, and a Contributor to an entity of that Partner."""
    if newcomer.role.of_a_partner and not newcomer.partner:
        raise DomainError(_("Choose the Partner of this person"), field="partner")
    if newcomer.partner and not newcomer.role.of_a_partner:
        raise DomainError(_("People with this role belong to no Partner"), field="partner")
    if newcomer.partner and db.session.get(Partner, newcomer.partner) is None:
        raise DomainError(_("There is no such Partner"), field="partner")
    if newcomer.entity:
        entity = db.session.get(Entity, newcomer.entity)
        if entity is None or entity.partner_code != newcomer.partner:
            raise DomainError(_("This entity does not belong to the person's Partner"), field="entity")
    elif newcomer.role is Role.CONTRIBUTOR:
        raise DomainError(_("Choose the ministry or agency of this Contributor"), field="entity")


def invite(newcomer: Newcomer, by: Actor) -> Invitation:
    """An account and its first invitation; whoever calls mails it."""
    return make_invitation(add(newcomer, by), by)


def invite_again(person: Person, by: Actor) -> Invitation:
    """A new invitation for somebody who has not come in yet; earlier ones stop being good.

    Where the Focal Point whom they were to replace cannot sign in any more, they come in without replacing anybody.
    """
    require(by, Permission.PERSON_INVITE, person.subject)
    return _renewed(person, by.person_id, by)


def ask_again(invitation: Invitation) -> Invitation:
    """A new invitation to the same address, asked for by whoever holds a link that is no longer good."""
    if invitation.replaces and not invitation.replaces.active:
        message = _("%(name)s has left the desk meanwhile: ask the secretariat whether you are still expected.")
        raise NotPossible(message, name=invitation.replaces.name)
    return _renewed(invitation.person, invitation.invited_by_id, audit.NOBODY)


def _renewed(person: Person, invited_by_id: int | None, by: Actor) -> Invitation:
    if person.state is not PersonState.INVITED:
        raise NotPossible(_("This person needs no invitation: they have come in already, or are suspended."))
    before = db.session.scalar(
        select(Invitation).where(Invitation.person_id == person.id).order_by(Invitation.id.desc()).limit(1)
    )
    replaces = _still_replaced(before) if before else None
    standing = (Invitation.person_id == person.id) & Invitation.accepted_at.is_(None)
    db.session.execute(update(Invitation).where(standing, Invitation.expires_at > now()).values(expires_at=now()))
    return _invitation(person, invited_by_id, replaces, by)


def _still_replaced(before: Invitation) -> Person | None:
    """Whom the invited one would replace by another invitation; raises NotPossible if somebody else is about to."""
    leaving = before.replaces
    if leaving is None or before.withdrawn_at or not leaving.active:
        return None
    pending = pending_handover(leaving)
    if pending and pending.person_id != before.person_id:
        message = _("%(name)s has invited somebody else to take over the desk: ask them, or the secretariat.")
        raise NotPossible(message, name=leaving.name)
    return leaving


def make_invitation(person: Person, by: Actor, replaces: Person | None = None) -> Invitation:
    """A row for an account without a password; `replaces` is whoever hands over to them."""
    return _invitation(person, by.person_id, replaces, by)


def _invitation(person: Person, invited_by_id: int | None, replaces: Person | None, by: Actor) -> Invitation:
    made = Invitation(
        person=person,
        invited_by_id=invited_by_id,
        sent_at=now(),
        expires_at=now() + INVITATION_LASTS,
        replaces=replaces,
    )
    db.session.add(made)
    db.session.flush()
    told = {**_place(person), **({"replaces": replaces.name} if replaces else {})}
    audit.note(Deed.PERSON_INVITED, by, audit.person(person), told)
    return made


def accept(invitation: Invitation, password: str) -> Person:
    """Set the first password of the invited person; the invitation is used up, and whoever handed over leaves."""
    if invitation.replaces_id:
        lock_person(invitation.replaces_id)
        db.session.refresh(invitation)
        db.session.refresh(invitation.person)
    if not invitation.is_open:
        raise NotPossible(_("This invitation can no longer be used."))
    person = invitation.person
    person.password = hash_password(_good(password))
    invitation.accepted_at = now()
    audit.note(Deed.INVITATION_ACCEPTED, person.actor, audit.person(person), _place(person))
    if invitation.replaces:
        close(invitation.replaces)
        told = {"successor": person.name}
        audit.note(Deed.HANDED_OVER, person.actor, audit.person(invitation.replaces), told)
        end_successions(invitation.replaces, person.actor)
    db.session.flush()
    return person


def _good(password: str) -> str:
    """The password in the Unicode form in which the library compares it at sign-in."""
    password = unicodedata.normalize("NFKD", password)
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise DomainError(
            _("Choose a password of %(least)s to %(most)s characters"),
            field="password",
            least=SHORTEST_PASSWORD,
            most=LONGEST_PASSWORD,
        )
    return password


def suspend(person: Person, by: Actor) -> None:
    """Keep a person out, at once and wherever they are signed in. Nothing that they wrote changes."""
    require(by, Permission.PERSON_SUSPEND, person.subject)
    if person.id == by.person_id:
        raise NotPossible(_("You cannot suspend your own account."))
    close(person)
    audit.note(Deed.PERSON_SUSPENDED, by, audit.person(person))
    db.session.flush()


def close(person: Person) -> None:
    """Keep the account out from now on, wherever it is signed in; what they reviewed is everybody's again."""
    person.active = False
    db.session.execute(delete(Reviewer).where(Reviewer.person_id == person.id))
    sign_out_everywhere(person)


def sign_out_everywhere(person: Person) -> None:
    person.fs_uniquifier = secrets.token_hex(32)


def end_successions(leaving: Person, by: Actor) -> None:
    """Nobody comes in any more in the place of this person, and who was invited to is closed out.

    That a handover was withdrawn is remembered of those alone who were not suspended before: they may be asked again.
    """
    db.session.flush()
    for invitation in invited_to_succeed(leaving):
        invitation.expires_at = min(invitation.expires_at, now())
        if invitation.person.active:
            invitation.withdrawn_at = now()
            close(invitation.person)
            audit.note(Deed.HANDOVER_WITHDRAWN, by, audit.person(leaving), {"successor": invitation.person.name})
    db.session.flush()


def reactivate(person: Person, by: Actor) -> None:
    require(by, Permission.PERSON_SUSPEND, person.subject)
    person.active = True
    audit.note(Deed.PERSON_REINSTATED, by, audit.person(person))
    db.session.flush()


def speak(person: Person, language: Language) -> None:
    """Set the language of a person's pages and mails."""
    person.language = language
    db.session.flush()


def add_entity(partner: str, name_en: str, name_fr: str, by: Actor) -> Entity:
    """A ministry or agency whose code begins with the Partner's; a missing name is taken from the other language."""
    require(by, Permission.ENTITY_ADD, Subject(partner=partner))
    if db.session.get(Partner, partner) is None:
        raise DomainError(_("There is no such Partner"), field="partner")
    name_en, name_fr = _line(name_en), _line(name_fr)
    name_en, name_fr = name_en or name_fr, name_fr or name_en
    _check_entity_names(partner, name_en, name_fr)
    entity = Entity(code=_entity_code(partner, name_en), partner_code=partner, name_en=name_en, name_fr=name_fr)
    db.session.add(entity)
    db.session.flush()
    audit.note(Deed.ENTITY_ADDED, by, Thing(Matter.ENTITY, entity.code, entity.name_en))
    return entity


def _check_entity_names(partner: str, name_en: str, name_fr: str) -> None:
    if not plain(name_en):
        raise DomainError(_("Enter the name of the ministry or agency"), field="name_en")
    for field, name in (("name_en", name_en), ("name_fr", name_fr)):
        if len(name) > 250:
            raise DomainError(_("Shorten the name to 250 characters or fewer"), field=field)
    standing = db.session.scalars(select(Entity).where(Entity.partner_code == partner))
    taken = {plain(name) for entity in standing for name in (entity.name_en, entity.name_fr)}
    if taken & {plain(name_en), plain(name_fr)}:
        raise DomainError(_("This ministry or agency is on the list already"), field="name_en")


def _entity_code(partner: str, name: str) -> str:
    """PARTNER-NAME in capitals, numbered where two names shorten to the same code."""
    slug = re.sub(r"[^A-Z0-9]+", "-", plain(name).upper()).strip("-") or "ENTITY"
    stem = f"{partner}-{slug}"[:36].rstrip("-")
    taken = set(db.session.scalars(select(Entity.code).where(Entity.code.startswith(stem, autoescape=True))))
    return next(code for code in (stem, *(f"{stem}-{n}" for n in range(2, 1000))) if code not in taken)
