"""What is due without anybody asking for it; `flask jobs run` calls it."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.engine import CursorResult

from app.db import db, now
from app.models import SignInAttempt
from app.services.candidates import search_due
from app.services.documents import sweep
from app.services.presence import forget_forms
from app.services.sign_outs import forget_ended
from app.services.snapshots import freeze_ended
from app.services.warned import count_due
from app.storage import StorageError

KEPT_FOR = timedelta(days=1)
"""Longer than any window within which attempts to sign in are counted."""


def run_due() -> Iterator[str]:
    """Do each job and say, in English, what it did."""
    yield f"Deleted {forget_attempts()} expired sign-in attempts."
    yield f"Deleted {forget_ended()} ended sign-ins."
    yield f"Forgot {forget_forms()} forms that were open once."
    yield f"Looked for overlaps with {search_due()} published initiatives."
    yield f"Counted the warnings of {count_due()} submissions."
    yield f"Froze {freeze_ended()} cycles whose last day has passed."
    yield _sweep()


def _sweep() -> str:
    try:
        return f"Deleted {sweep()} stored files to which no document refers."
    except StorageError as error:
        return f"Deleted no stored file, because the storage does not answer: {error}"


def forget_attempts() -> int:
    """Delete the attempts to sign in that no lockout looks at any more."""
    gone = db.session.execute(delete(SignInAttempt).where(SignInAttempt.at <= now() - KEPT_FOR))
    assert isinstance(gone, CursorResult)
    return gone.rowcount
