"""Invitations by mail: the signed link, and the page where an invited person chooses a password."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import login_user
from itsdangerous import BadSignature, URLSafeSerializer

from app.mail import send
from app.models import Invitation
from app.queries.people import find_invitation
from app.services.people import accept
from app.web.access import public
from app.web.links import outside
from forms.people import NewPasswordForm

blueprint = Blueprint("invitations", __name__)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="invitation")


def mail_invitation(invitation: Invitation) -> None:
    """The row knows whether it is still good, so that the token needs no time of its own."""
    send(
        "invitation",
        invitation.person,
        link=outside("invitations.invitation", token=_signer().dumps(invitation.id), lang=invitation.person.language),
        inviter=invitation.invited_by and invitation.invited_by.name,
        expires_at=invitation.expires_at,
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
        return render_template("accounts/invitation_closed.html", invitation=found), 404 if found is None else 410
    form = NewPasswordForm(request.form if request.method == "POST" else None)
    if request.method == "POST" and form.validate():
        login_user(accept(found, form.password.data), remember=False, authn_via=["invitation"])
        return redirect(url_for("home.home"), 303)
    page = render_template("accounts/invitation.html", invitation=found, form=form)
    return page, 422 if form.errors else 200
