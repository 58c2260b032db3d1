"""Flask-Security, set to the house's addresses, words, mails and pages."""

from datetime import timedelta
from typing import Any

from flask import Flask, Response, abort, make_response, redirect, render_template, request, session, url_for
from flask_login import user_logged_out
from flask_security import Security, SQLAlchemyUserDatastore
from flask_security.signals import (
    password_changed,
    password_reset,
    reset_password_instructions_sent,
    user_authenticated,
)
from sqlalchemy import func, select

from app.db import db, now
from app.domain.audit import Deed
from app.domain.text import _
from app.mail import send
from app.mail.links import address
from app.models import Person
from app.services import audit
from app.services.people import SHORTEST_PASSWORD
from app.services.sign_in import welcome
from app.web import again, sessions
from app.web.again import ask_again, is_resumed
from app.web.sign_in import ForgottenForm, OtherPasswordForm, ResetForm, SignInForm

WITHIN = timedelta(hours=24)
"""How long a mailed link to a new password is good."""

MESSAGES = {
    "GENERIC_AUTHN_FAILED": _(
        "This e-mail address and password do not belong together, or the account cannot be used."
    ),
    "PASSWORD_RESET_REQUEST": _("If %(email)s has an account, a mail with a link to a new password is on its way."),
    "PASSWORD_RESET_EXPIRED": _("This link is older than %(within)s. Ask for a new one."),
    "INVALID_RESET_PASSWORD_TOKEN": _("This link has been used or is not complete. Ask for a new one."),
    "PASSWORD_RESET_NO_LOGIN": _("Your password is changed. Sign in with the new one."),
    "PASSWORD_CHANGE": _("Your password is changed."),
    "PASSWORD_INVALID_LENGTH": _("Choose a password of %(length)s to 128 characters"),
    "PASSWORD_IS_THE_SAME": _("Choose a password that differs from the present one"),
    "PASSWORD_NOT_PROVIDED": _("Enter a password"),
    "RETYPE_PASSWORD_MISMATCH": _("The two passwords are not the same"),
    "INVALID_PASSWORD": _("This is not your present password"),
    "EMAIL_NOT_PROVIDED": _("Enter your e-mail address"),
    "INVALID_EMAIL_ADDRESS": _("Enter an e-mail address, for example name@ministry.example"),
    "INVALID_INPUT": _("This cannot be used"),
}
_TONES = {"PASSWORD_RESET_REQUEST": "info", "PASSWORD_RESET_NO_LOGIN": "success", "PASSWORD_CHANGE": "success"}

SETTINGS: dict[str, Any] = {
    "SECURITY_LOGIN_URL": "/sign-in",
    "SECURITY_LOGOUT_URL": "/sign-out",
    "SECURITY_RESET_URL": "/reset-password",
    "SECURITY_CHANGE_URL": "/account/password",
    "SECURITY_POST_LOGOUT_VIEW": "security.login",
    "SECURITY_POST_CHANGE_VIEW": "accounts.account",
    "SECURITY_RECOVERABLE": True,
    "SECURITY_CHANGEABLE": True,
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_LENGTH_MIN": SHORTEST_PASSWORD,
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_RESET_PASSWORD_WITHIN": WITHIN,
    "SECURITY_FRESHNESS": timedelta(-1),  # no page asks for the password again, so there is no address for it
    "SECURITY_STATIC_FOLDER": None,
    "SECURITY_JOIN_USER_ROLES": False,  # rights come from the table, a person has no role records
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},  # a name server is not asked
    "SECURITY_I18N_DOMAIN": "messages",
    "SECURITY_SEND_PASSWORD_RESET_EMAIL": False,  # our own mails, see `_mails`
    "SECURITY_SEND_PASSWORD_RESET_NOTICE_EMAIL": False,
    "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
    "SECURITY_LOGIN_USER_TEMPLATE": "security/sign_in.html",
    "SECURITY_FORGOT_PASSWORD_TEMPLATE": "security/forgotten.html",
    "SECURITY_RESET_PASSWORD_TEMPLATE": "security/reset.html",
    "SECURITY_CHANGE_PASSWORD_TEMPLATE": "security/change.html",
    **{f"SECURITY_MSG_{key}": (text, _TONES.get(key, "error")) for key, text in MESSAGES.items()},
}
DEFAULTS = {
    "SIGN_IN_WINDOW": timedelta(minutes=15),
    "SIGN_IN_PER_EMAIL": 5,
    "SIGN_IN_PER_ADDRESS": 50,  # a whole ministry may share one address
    "SESSION_IDLE": timedelta(hours=2),
    "SESSION_LONGEST": timedelta(hours=12),
}


class _People(SQLAlchemyUserDatastore):
    """Leaves the commit to the request, see `app.web.transactions`."""

    def commit(self) -> None:
        db.session.flush()

    def find_user(self, case_insensitive: bool = False, **query: Any) -> Person | None:
        """By the columns named; there are no roles in the database for the library to load."""
        found = select(Person)
        for name, value in query.items():
            column = getattr(Person, name)
            alike = case_insensitive and isinstance(value, str)
            found = found.where(func.lower(column) == value.lower() if alike else column == value)
        return db.session.scalar(found)


def _draw(template: str, **context: Any) -> Any:
    """A page of the library with our template; an invalid form answers 422."""
    form = next(value for name, value in context.items() if name.endswith("_form"))
    page = render_template(template, form=form, **context)
    return (page, 422) if form.errors else page


def _ask_to_sign_in(_mechanisms: list[str], headers: dict[str, str] | None = None) -> Response:
    """Reading is taken up again after signing in, and writing too; a decision was not taken, and a page says so."""
    if is_resumed():
        return make_response(ask_again())
    if request.method not in ("GET", "HEAD"):
        abort(401)
    there = request.full_path if request.query_string else request.path
    return make_response(redirect(url_for("security.login", next=None if there == "/" else there)))


def _welcome(_app: Flask, user: Person, authn_via: list[str] | None = None, **_more: Any) -> None:
    sessions.begin(session)
    if authn_via != ["change"]:
        welcome(user)


def _mail_reset(_app: Flask, user: Person, token: str, **_more: Any) -> None:
    link = address("security.reset_password", token=token, lang=user.language)
    send("reset", user, link=link, hours=WITHIN // timedelta(hours=1))


def _mail_notice(_app: Flask, user: Person, **_more: Any) -> None:
    send("password_changed", user, moment=now(), link=address("security.forgot_password", lang=user.language))


def _tell_reset(_app: Flask, user: Person, **_more: Any) -> None:
    audit.note(Deed.PASSWORD_LINK_SENT, audit.NOBODY, audit.person(user))


def _tell_password(_app: Flask, user: Person, **_more: Any) -> None:
    audit.note(Deed.PASSWORD_CHANGED, user.actor, audit.person(user))


def _tell_sign_out(_app: Flask, user: Person, **_more: Any) -> None:
    """Whoever signs out; a session that ends by itself is not a deed, and may end while a page is read."""
    if request.endpoint == "security.logout" and user.is_authenticated:
        audit.note(Deed.SIGNED_OUT, user.actor, audit.person(user))


def init_app(app: Flask) -> None:
    translations = f"{app.root_path}/translations"
    app.config.update(SETTINGS, SECURITY_I18N_DIRNAME=[translations])
    for name, value in DEFAULTS.items():
        app.config.setdefault(name, value)
    security = Security(
        app,
        _People(db, Person, None),  # type: ignore[arg-type]  # there are no roles in the database
        login_form=SignInForm,
        forgot_password_form=ForgottenForm,
        reset_password_form=ResetForm,
        change_password_form=OtherPasswordForm,
        render_template=_draw,
    )
    security.want_json(lambda _request: False)
    security.unauthn_handler(_ask_to_sign_in)
    user_authenticated.connect(_welcome, app, weak=False)
    reset_password_instructions_sent.connect(_mail_reset, app, weak=False)
    password_reset.connect(_mail_notice, app, weak=False)
    password_changed.connect(_mail_notice, app, weak=False)
    reset_password_instructions_sent.connect(_tell_reset, app, weak=False)
    for changed in (password_reset, password_changed):
        changed.connect(_tell_password, app, weak=False)
    user_logged_out.connect(_tell_sign_out, app, weak=False)
    sessions.init_app(app)
    again.init_app(app)
