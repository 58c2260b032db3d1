"""People: who they are, inviting them, keeping them out; the ministries and agencies they belong to."""

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.access import Permission, Role, Subject, can
from app.domain.errors import DomainError
from app.models import Person, PersonState
from app.queries.handover import pending_handovers, without_focal_point
from app.queries.people import find_person, invitable_partners, invitable_roles, is_last_focal_point, people_page
from app.services import people
from app.web.access import actor, requires
from app.web.invitations import mail_invitation
from app.web.paging import asked_page, page_of
from app.web.people_filters import people_panel, sifted_of_request
from app.wording import locale
from forms.people import EntityForm, InvitationForm, blame

blueprint = Blueprint("people", __name__, url_prefix="/people")
SIZE = 50


@dataclass(frozen=True)
class Row:
    """A person and what the reader may do about them."""

    person: Person
    may_suspend: bool
    may_reactivate: bool
    may_invite_again: bool
    may_hand_over: bool


def row_of(person: Person) -> Row:
    who, state = actor(), person.state
    suspends = can(who, Permission.PERSON_SUSPEND, person.subject) and person.id != who.person_id
    invites = can(who, Permission.PERSON_INVITE, person.subject)
    return Row(
        person,
        may_suspend=suspends and state is not PersonState.SUSPENDED,
        may_reactivate=suspends and state is PersonState.SUSPENDED,
        may_invite_again=invites and state is PersonState.INVITED,
        may_hand_over=person.role is Role.FOCAL_POINT
        and state is PersonState.ACTIVE
        and can(who, Permission.FOCAL_POINT_HAND_OVER, person.subject),
    )


@dataclass(frozen=True)
class _Anybody:
    """Stands for the person to be invited before anything is known of them."""

    subject: Subject
    read_with = Permission.PEOPLE_READ


def _anybody() -> _Anybody:
    return _Anybody(Subject(partner=actor().partner, entity=actor().entity, role=Role.CONTRIBUTOR))


def _person(person_id: int) -> Person:
    return find_person(person_id) or abort(404)


@blueprint.get("")
@requires(Permission.PEOPLE_READ)
def index() -> ResponseReturnValue:
    sifted = sifted_of_request()
    total, found = people_page(actor(), sifted, (asked_page() - 1) * SIZE, SIZE)
    rows = [row_of(person) for person in found]
    may_invite = can(actor(), Permission.PERSON_INVITE, _anybody().subject)
    everywhere = can(actor(), Permission.PEOPLE_READ, Subject())
    return render_template(
        "people/index.html",
        rows=rows,
        words=sifted.words,
        panel=people_panel(sifted),
        page=page_of(total, SIZE),
        may_invite=may_invite,
        handovers=pending_handovers(actor()) if sifted.is_everybody else [],
        deserted=without_focal_point(locale()) if everywhere and sifted.is_everybody else [],
    )


@blueprint.route("/invite", methods=["GET", "POST"])
@requires(Permission.PERSON_INVITE, _anybody)
def invite(_whom: _Anybody) -> ResponseReturnValue:
    form = InvitationForm(_sent(), roles=invitable_roles(actor()), partners=invitable_partners(actor()))
    if request.method == "POST" and form.validate():
        try:
            invitation = people.invite(form.newcomer(), by=actor())
        except DomainError as error:
            blame(form, error)
        else:
            mail_invitation(invitation)
            flash(_("The invitation to %(email)s is on its way.", email=invitation.person.email), "success")
            return redirect(url_for(".index"), 303)
    return render_template("people/invite.html", form=form), 422 if form.errors else 200


@blueprint.post("/<int:person_id>/invite-again")
@requires(Permission.PERSON_INVITE, _person)
def invite_again(person: Person) -> ResponseReturnValue:
    mail_invitation(people.invite_again(person, by=actor()))
    flash(_("A new invitation to %(email)s is on its way. Earlier ones no longer work.", email=person.email), "success")
    return redirect(url_for(".index"), 303)


@blueprint.post("/<int:person_id>/suspend")
@requires(Permission.PERSON_SUSPEND, _person)
def suspend(person: Person) -> ResponseReturnValue:
    last = is_last_focal_point(person)
    people.suspend(person, by=actor())
    if last and person.partner:
        told = _(
            "%(partner)s has no Focal Point who can sign in now: invite one.", partner=person.partner.name(locale())
        )
        flash(told, "waiting")
    flash(_("%(name)s can no longer sign in. Nothing they wrote has changed.", name=person.name), "success")
    return redirect(url_for(".index"), 303)


@blueprint.post("/<int:person_id>/reactivate")
@requires(Permission.PERSON_SUSPEND, _person)
def reactivate(person: Person) -> ResponseReturnValue:
    people.reactivate(person, by=actor())
    told = _("%(name)s can sign in again.", name=person.name)
    if person.state is PersonState.INVITED:
        told = _(
            "The account of %(name)s is open again. They have no password yet: send the invitation again.",
            name=person.name,
        )
    flash(told, "success")
    return redirect(url_for(".index"), 303)


@blueprint.route("/entities", methods=["GET", "POST"])
@requires(Permission.ENTITY_ADD)
def entities() -> ResponseReturnValue:
    partners = invitable_partners(actor())
    form = EntityForm(_sent(), partners=partners)
    if request.method == "POST" and form.validate():
        try:
            entity = people.add_entity(**form.answers(), by=actor())
        except DomainError as error:
            blame(form, error)
        else:
            flash(_("Added: %(name)s", name=entity.name_en), "success")
            return redirect(url_for(".entities"), 303)
    page = render_template("people/entities.html", form=form, partners=[p for p in partners if p.entities])
    return page, 422 if form.errors else 200


def _sent() -> object:
    return request.form if request.method == "POST" else None
