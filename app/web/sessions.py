"""Sessions end: after some hours without a request, after a day's work, and when the account may not be used."""

from collections.abc import MutableMapping
from typing import Any

from flask import Flask, current_app, flash, request, session
from flask_babel import gettext as _
from flask_security import current_user, logout_user

from app.db import now
from app.services.sign_in import is_admitted

_SEEN, _BEGUN = "seen_at", "fs_paa"
_WITHOUT = ("static", "assets.bundle", "health.healthz")
"""What nobody signs in for; the last must answer when the database does not."""

_TOUCH = 60
"""Seconds after which the last request's time is written again: not every answer needs a new cookie."""


def begin(state: MutableMapping[str, Any]) -> None:
    state[_SEEN] = _moment()


def _moment() -> int:
    return int(now().timestamp())


def _is_over() -> bool:
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
            logout_user()
            session.pop(_SEEN, None)
            flash(_("Your session has ended. Sign in to go on."), "waiting")
        elif _moment() - session.get(_SEEN, 0) >= _TOUCH:
            begin(session)
