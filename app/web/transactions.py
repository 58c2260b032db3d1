"""One request, one transaction: a write that succeeded is committed once, everything else is rolled back.

A GET cannot write. That it handed out a file is told to the audit log after its own transaction has ended, before
the first byte leaves.
"""

from flask import Flask, Response, g, request

from app.db import db, read_only
from app.mail import deliver_written
from app.web import recording

_SAFE = ("GET", "HEAD", "OPTIONS")


def keep() -> None:
    """Commit this request's writes although it answers with an error: what was typed is kept, not lost."""
    g.keep_writes = True


def init_app(app: Flask) -> None:
    @app.before_request
    def _begin() -> None:
        recording.begin()
        g.read_only_token = read_only.set(request.method in _SAFE)

    @app.after_request
    def _finish(response: Response) -> Response:
        if request.method not in _SAFE and (response.status_code < 400 or g.get("keep_writes")):
            recording.tell_change()
            db.session.commit()
            deliver_written()
        else:
            db.session.rollback()
        if recording.is_download(response):
            recording.tell_download(response)
        return response

    @app.teardown_request
    def _end(_error: BaseException | None) -> None:
        token = g.pop("read_only_token", None)
        if token is not None:
            read_only.reset(token)
