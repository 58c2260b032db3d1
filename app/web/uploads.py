"""A file is taken only by a view that says so; anywhere else it is refused in words instead of being lost unsaid."""

from flask import Flask, current_app, request

from app.domain.errors import DomainError
from app.domain.text import _
from app.web.access import View

_STATED = "_takes_files"


def takes_files(view: View) -> View:
    """For a view whose form asks for a file; stands above its access."""
    setattr(view, _STATED, True)
    return view


def init_app(app: Flask) -> None:
    @app.before_request
    def _refuse_files() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        if request.method == "POST" and not hasattr(view, _STATED) and any(f.filename for f in request.files.values()):
            raise DomainError(_("No file is expected here. Nothing was saved: go back and send the form without it."))
