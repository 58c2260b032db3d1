"""What no form of ours sends is refused in words at the door: unasked files, and addresses that no link of ours has."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, abort, current_app, request
from flask_security import current_user

from app.domain.errors import DomainError
from app.domain.text import _
from app.web.access import View

UNUSABLE = "This address cannot be used. / Cette adresse ne peut pas être utilisée.\n"
_TAKES = "_takes_files"


def takes_files(most: int) -> Callable[[View], View]:
    """The view takes files: `most` bytes in one request, which may be more than any other view takes."""

    def decorate(view: View) -> View:
        setattr(view, _TAKES, most)
        return view

    return decorate


def init_app(app: Flask) -> None:
    """Must come before whatever reads a form."""

    @app.before_request
    def _refuse() -> None:
        if "\0" in request.path or any("\0" in value for _name, value in request.args.items(multi=True)):
            abort(Response(UNUSABLE, 400, mimetype="text/plain"))  # a page would repeat the address
        if most := getattr(_view(), _TAKES, 0):
            if current_user.is_authenticated:
                request.max_content_length = most
            elif (request.content_length or most) > current_app.config["MAX_CONTENT_LENGTH"]:
                abort(401)  # before anything of it is read; otherwise what was typed beside the file is kept
        elif request.method == "POST" and any(file.filename for file in request.files.values()):
            raise DomainError(_("No file is expected here. Nothing was saved: go back and send the form without it."))


def _view() -> Any:
    return current_app.view_functions.get(request.endpoint or "")
