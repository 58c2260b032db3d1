"""Error pages: plain words, the right status code, and a way on."""

import logging

from flask import Flask, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from app.db import db
from app.domain.errors import DomainError, Incomplete, NotAllowed, NotFound, NotPossible
from app.storage import StorageError
from app.web import lost
from app.web.again import ask_again, holds_answers, is_resumed
from app.web.links import came_from
from app.web.typed import Typed, typed_answers
from app.wording import say_error

log = logging.getLogger(__name__)
Answer = tuple[str | Response, int]

_BY_THEMSELVES = ("autosave.autosave", "autosave.is_open")
"""What the script of a page sends; it shows the words of the answer."""

_UNREAD = (401, 413)
"""Where nothing that was sent may or can be read; what is typed without a session `app.web.again` keeps."""


def _page(code: int, message: str | None = None) -> Answer:
    texts = {
        400: (_("This address or form cannot be used"), _("Something in the request is not as expected.")),
        401: (
            _("Your session has ended"),
            _file_unread()
            or _("What you sent was not saved. Go back and copy what you typed, then sign in and enter it again."),
        ),
        403: (_("You may not do this"), _("Your role does not include this step on this record.")),
        404: (_("Page not found"), _("There is nothing at this address, or it is not yours to see.")),
        405: (_("This address cannot be used that way"), _("Go back and use the buttons of the page.")),
        409: (_("This has changed in the meantime"), _("Open the record again to see how it stands now.")),
        413: (_("This is too large"), _too_large()),
        429: (_("Too many attempts"), _("Wait a few minutes and try again.")),
        503: (
            _("Documents cannot be reached now"),
            _("The place where documents are kept does not answer as it should. Nothing was changed: try again later."),
        ),
        500: (_("Something went wrong on our side"), _("Nothing was saved. Go back and try again.")),
    }
    title, text = texts.get(code, texts[400])
    if told := lost.explain(code):
        title, message = lost.title(code), told
    message = message or text
    if request.endpoint in _BY_THEMSELVES:
        return jsonify(told=message), code
    if holds_answers() and code not in _UNREAD and (typed := typed_answers()):
        return _not_taken(code, title, message, typed), code
    named = (request.view_args or {}) if code in (403, 409, 413) else {}
    page = render_template(
        "errors/error.html",
        code=code,
        title=title,
        message=message,
        record=named.get("reference"),
        cycle=named.get("cycle"),
        documents=request.endpoint == "documents.attach" and code == 413,
        back=came_from() if request.method == "POST" else None,
        signed_in=current_user.is_authenticated if current_user else False,
    )
    return page, code


def _not_taken(code: int, title: str, message: str, typed: list[Typed]) -> str:
    """What was typed comes back with the refusal; the record is offered to those only who may open it."""
    record = (request.view_args or {}).get("reference") if code != 404 else None
    return render_template("errors/not_taken.html", code=code, title=title, message=message, record=record, typed=typed)


def _file_unread() -> str:
    if request.endpoint != "documents.attach":
        return ""
    return str(_("The file was not read. Sign in and choose it again; links typed beside it have to be entered again."))


def _too_large() -> str:
    if request.endpoint != "documents.attach":
        kept = _("What you typed may still be there if you go back with your browser’s own Back button.")
        return f"{_('Send less text or a smaller file.')} {kept}"
    told = _("A document may have 10 MB at most. Nothing was saved: go back to the section and choose a smaller file.")
    kept = _("The links that you typed may still be there if you go back with your browser’s own Back button.")
    return f"{told} {kept}"


def _no_token() -> ResponseReturnValue:
    if is_resumed():
        return ask_again()
    if request.endpoint in _BY_THEMSELVES:
        if not current_user.is_authenticated:
            return _page(401)
        text = _("Another account is signed in here, or this page is too old. Press Save: nothing is lost.")
    else:
        text = _("The form had no valid token, perhaps because your session has ended. Go back, reload, send again.")
    return _page(400, text)


def init_app(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Answer:
        return _page(error.code or 500, getattr(error, "shown", None))

    @app.errorhandler(CSRFError)
    def _token(_error: CSRFError) -> ResponseReturnValue:
        return _no_token()

    @app.errorhandler(DomainError)
    def _rule(error: DomainError) -> Answer:
        codes = {NotAllowed: 403, NotFound: 404, NotPossible: 409, Incomplete: 422}
        return _page(codes.get(type(error), 400), say_error(error))

    @app.errorhandler(StaleDataError)
    @app.errorhandler(IntegrityError)
    def _collision(error: Exception) -> Answer:
        log.warning("collision at %s: %s", request.path, type(error).__name__)
        db.session.rollback()
        return _page(409)

    @app.errorhandler(OperationalError)
    def _no_database(error: OperationalError) -> Answer:
        log.error("the database does not answer at %s: %s", request.path, type(error.orig).__name__)
        db.session.rollback()
        return render_template("errors/plain.html"), 503

    @app.errorhandler(StorageError)
    def _no_storage(error: StorageError) -> Answer:
        log.error("the storage of documents at %s: %s %s", request.path, type(error).__name__, error)
        db.session.rollback()
        return _page(503)

    @app.errorhandler(DataError)
    @app.errorhandler(OverflowError)
    def _unstorable(error: Exception) -> Answer:
        log.warning("a value that no column holds at %s: %s", request.path, type(error).__name__)
        db.session.rollback()
        return _page(400)

    @app.errorhandler(Exception)
    def _fault(error: Exception) -> Answer:
        log.exception("fault at %s", request.path)  # noqa: LOG004 - an error handler
        db.session.rollback()
        return _page(500)
