"""The library's forms with our words, one answer for every failure, and the lockout by rate."""

from math import ceil
from typing import Any, NoReturn

from flask import after_this_request, current_app, request
from flask_babel import gettext, ngettext
from flask_security import ChangePasswordForm, ForgotPasswordForm, LoginForm, ResetPasswordForm
from flask_security.forms import (
    EmailValidation,
    EqualToLocalize,
    IsString,
    email_required,
    password_required,
    valid_user_email,
)
from werkzeug.exceptions import TooManyRequests

from app.domain.text import _
from app.services.sign_in import Attempt, Purpose, Throttle, forgive, is_admitted, tell_refused
from app.web.transactions import keep
from forms.people import PASSWORD_HELP, EmailLine, PasswordLine

FAILED = _("This e-mail address and password do not belong together, or the account cannot be used.")


def _throttle() -> Throttle:
    config = current_app.config
    return Throttle(config["SIGN_IN_PER_EMAIL"], config["SIGN_IN_PER_ADDRESS"], config["SIGN_IN_WINDOW"])


def _attempt(purpose: Purpose, email: str | None) -> Attempt:
    """The present one; answers 429 where it comes too soon."""
    made = Attempt(purpose, str(email or ""), request.remote_addr or "", current_app.config["SECRET_KEY"])
    if left := _throttle().wait(made):
        _refuse(ceil(left.total_seconds()))
    return made


def note_attempt(purpose: Purpose, email: str | None) -> None:
    """Count one that costs something whoever asks; answers 429 where there were too many."""
    _throttle().note(_attempt(purpose, email))


def _refuse(seconds: int) -> NoReturn:
    @after_this_request
    def _say_when(response: Any) -> Any:
        response.headers["Retry-After"] = str(seconds)
        return response

    minutes = max(1, ceil(seconds / 60))
    error = TooManyRequests()
    error.shown = ngettext(  # type: ignore[attr-defined]
        "There were too many attempts. Wait %(num)s minute, then try again.",
        "There were too many attempts. Wait %(num)s minutes, then try again.",
        minutes,
    )
    raise error


def _is_admitted(person: Any) -> bool:
    return is_admitted(person, demo=current_app.config["DEMO"])


class SignInForm(LoginForm):
    email = EmailLine(
        _("E-mail address"),
        render_kw={"autocomplete": "username"},
        validators=[IsString(), email_required, EmailValidation(verify=False)],
    )
    password = PasswordLine(_("Password"), validators=[IsString(), password_required])
    remember = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.password.description = ""  # the library puts a link there, ours stands below the form

    def validate_next(self, _field: Any) -> None:
        """An address that is not ours hinders nobody: it is not followed, and the home page opens."""

    def validate(self, **kwargs: Any) -> bool:
        """Any failure counts and is answered with the same words, whatever its cause."""
        attempt = _attempt(Purpose.SIGN_IN, self.email.data)
        filled_in = bool(self.email.data and self.password.data)
        if super().validate(**kwargs) and _is_admitted(self.user):
            forgive(attempt)
            return True
        self.email.errors, self.password.errors = [], []
        self.form_errors = [gettext(FAILED) if filled_in else gettext("Enter your e-mail address and your password.")]
        if filled_in:
            _throttle().note(attempt)
            tell_refused(attempt)
            keep()
        return False


class ForgottenForm(ForgotPasswordForm):
    email = EmailLine(
        _("E-mail address"),
        render_kw={"autocomplete": "username"},
        validators=[IsString(), email_required, EmailValidation(verify=True), valid_user_email],
    )

    def validate(self, **kwargs: Any) -> bool:
        """The view answers alike whether this holds or not, unless nothing was filled in."""
        if not self.email.data:
            self.form_errors = [gettext("Enter your e-mail address")]
            return False
        note_attempt(Purpose.RESET, self.email.data)
        return super().validate(**kwargs) and _is_admitted(self.user)


class ResetForm(ResetPasswordForm):
    password = PasswordLine(
        _("New password"), new=True, description=PASSWORD_HELP, validators=[IsString(), password_required]
    )
    password_confirm = PasswordLine(
        _("The same password again"),
        new=True,
        validators=[EqualToLocalize("password", message="RETYPE_PASSWORD_MISMATCH")],
    )


class OtherPasswordForm(ChangePasswordForm):
    password = PasswordLine(_("Present password"))
    new_password = PasswordLine(
        _("New password"), new=True, description=PASSWORD_HELP, validators=[IsString(), password_required]
    )
    new_password_confirm = PasswordLine(
        _("The same password again"),
        new=True,
        validators=[EqualToLocalize("new_password", message="RETYPE_PASSWORD_MISMATCH")],
    )
