"""Invitations by mail: the signed link, and the page where an invited person chooses a password."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import login_user
from itsdangerous import BadSignature, URLSafeSerializer

from app.domain.text import Term
from app.domain.text import _ as mark
from app.mail import send
from app.mail.links import address
from app.models import Invitation, Person
from app.queries.people import find_invitation, newer_invitation
from app.services.people import accept, ask_again
from app.services.sign_in import Purpose
from app.web.access import public
from app.web.sign_in import note_attempt
from app.web.takeover import mail_left, takes_over
from forms.people import NewPasswordForm

blueprint = Blueprint("invitations", __name__)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="invitation")


def mail_invitation(invitation: Invitation) -> None:
    """The row knows whether it is still good, so that the token needs no time of its own."""
    leaving = invitation.replaces
    taking_over = {"old": leaving.name, **takes_over(leaving, invitation.person)} if leaving else {}
    send(
        "successor_invitation" if leaving else "invitation",
        invitation.person,
        **taking_over,
        link=address("invitations.invitation", token=_signer().dumps(invitation.id), lang=invitation.person.language),
        inviter=invitation.invited_by.name if invitation.invited_by else Term(mark("The secretariat")),
        role=invitation.person.role,
        deadline=invitation.expires_at.date(),
    )


def _find(token: str) -> Invitation | None:
    try:
        return find_invitation(int(_signer().loads(token)))
    except (BadSignature, TypeError, ValueError):
        return None


@blueprint.route("/invitation/<token>", methods=["GET", "POST"])
@public
def invitation(token: str) -> ResponseReturnValue:
    """Opening the link changes nothing: mail filters open links too."""
    found = _find(token)
    if found is None or not found.is_open:
        return _closed(found, token)
    form = NewPasswordForm(request.form if request.method == "POST" else None)
    if request.method == "POST" and form.validate():
        _come_in(found, form.password.data)
        return redirect(url_for("home.home"), 303)
    page = render_template("accounts/invitation.html", invitation=found, leaving=_leaving(found), form=form)
    return page, 422 if form.errors else 200


def _leaving(invitation: Invitation) -> Person | None:
    """Whose account closes when the invited one comes in."""
    return invitation.replaces if invitation.replaces and invitation.replaces.active else None


def _come_in(invitation: Invitation, password: str) -> None:
    leaving = _leaving(invitation)
    person = accept(invitation, password)
    if leaving:
        mail_left(leaving, person)
    login_user(person, remember=False, authn_via=["invitation"])


def _closed(invitation: Invitation | None, token: str) -> ResponseReturnValue:
    """Why the link leads no further, and what to do next."""
    newer = newer_invitation(invitation) if invitation else None
    page = render_template("accounts/invitation_closed.html", invitation=invitation, newer=newer, token=token)
    return page, 404 if invitation is None else 410


@blueprint.post("/invitation/<token>/again")
@public
def again(token: str) -> ResponseReturnValue:
    """Whoever holds a link that is no longer good has a new one mailed to the same address, and to no other.

    Not while the link of a newer mail is good: asking would end that one.
    """
    found = _find(token) or abort(404)
    if (newer := newer_invitation(found)) and newer.is_open:
        return _closed(found, token)
    note_attempt(Purpose.RESET, found.person.email)
    renewed = ask_again(found)
    mail_invitation(renewed)
    flash(_("A new invitation is on its way to %(email)s.", email=renewed.person.email), "success")
    return redirect(url_for("security.login"), 303)
