"""Signing out for good: what was signed out of is listed, so that no copy of its cookie lives on."""

import secrets
from datetime import timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.engine import CursorResult

from app.db import db, now
from app.models import EndedSignIn

KEPT_FOR = timedelta(days=30)
"""Longer than any session lasts: a cookie older than that is refused for its age."""


def new_token() -> str:
    """A name for one sign-in, which nobody can guess."""
    return secrets.token_urlsafe()


def end_sign_in(token: str) -> None:
    """Nobody is signed in by it any more, whatever copies of its cookie there are."""
    db.session.add(EndedSignIn(token=token, at=now()))
    db.session.flush()


def is_ended(token: str | None) -> bool:
    """Whether it was signed out of; a session that has no token could not be ended and counts as ended."""
    return token is None or bool(db.session.scalar(select(exists().where(EndedSignIn.token == token))))


def forget_ended() -> int:
    """Delete the sign-ins that have ended so long ago that their cookies are too old by themselves."""
    gone = db.session.execute(delete(EndedSignIn).where(EndedSignIn.at <= now() - KEPT_FOR))
    assert isinstance(gone, CursorResult)
    return gone.rowcount
