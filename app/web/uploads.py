"""No view takes a file: one that is sent all the same is refused in words instead of being lost unsaid."""

from flask import Flask, request

from app.domain.errors import DomainError
from app.domain.text import _


def init_app(app: Flask) -> None:
    @app.before_request
    def _refuse_files() -> None:
        if request.method == "POST" and any(file.filename for file in request.files.values()):
            raise DomainError(_("No file is expected here. Nothing was saved: go back and send the form without it."))
