"""Sessions end: when one signs out, after some hours without a request, after a day's work, with the account.

A session is a signed cookie; what was signed out of is kept on a list, so that no copy of the cookie lives on.
"""

from collections.abc import MutableMapping
from typing import Any

from flask import Flask, current_app, flash, request, session
from flask_babel import gettext as _
from flask_login import user_logged_out  # it has no stubs
from flask_security import current_user, logout_user

from app.db import now
from app.services.sign_in import is_admitted
from app.services.sign_outs import end_sign_in, is_ended, new_token

_SEEN, _BEGUN, _TOKEN = "seen_at", "fs_paa", "sign_in"
_WITHOUT = ("static", "assets.bundle", "health.healthz")
"""What nobody signs in for; the last must answer when the database does not."""

_TOUCH = 60
"""Seconds after which the last request's time is written again: not every answer needs a new cookie."""


def begin(state: MutableMapping[str, Any]) -> None:
    """A sign-in of its own, whatever was signed in to before."""
    state[_TOKEN] = new_token()
    state[_SEEN] = _moment()


def _moment() -> int:
    return int(now().timestamp())


def _is_over() -> bool:
    if is_ended(session.get(_TOKEN)):
        return True
    idle = _moment() - session.get(_SEEN, _moment())
    age = _moment() - session.get(_BEGUN, 0)
    config = current_app.config
    return bool(idle > config["SESSION_IDLE"].total_seconds() or age > config["SESSION_LONGEST"].total_seconds())


def init_app(app: Flask) -> None:
    @app.before_request
    def _end_or_continue() -> None:
        if request.endpoint in _WITHOUT or "_user_id" not in session or not current_user.is_authenticated:
            return
        if _is_over() or not is_admitted(current_user, demo=current_app.config["DEMO"]):
            session.pop(_TOKEN, None)
            logout_user()
            session.pop(_SEEN, None)
            flash(_("Your session has ended. Sign in to go on."), "waiting")
        elif _moment() - session.get(_SEEN, 0) >= _TOUCH:
            session[_SEEN] = _moment()

    user_logged_out.connect(_end, app, weak=False)


def _end(_app: Flask, **_more: Any) -> None:
    """End for good what the person signs out of; what is over by itself has no token left here."""
    if token := session.pop(_TOKEN, None):
        end_sign_in(token)
