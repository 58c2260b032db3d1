"""What no form of ours sends is refused in words at the door: files, and addresses that no link of ours has."""

from flask import Flask, Response, abort, request

from app.domain.errors import DomainError
from app.domain.text import _

UNUSABLE = "This address cannot be used. / Cette adresse ne peut pas être utilisée.\n"


def init_app(app: Flask) -> None:
    @app.before_request
    def _refuse() -> None:
        if "\0" in request.path or any("\0" in value for _name, value in request.args.items(multi=True)):
            abort(Response(UNUSABLE, 400, mimetype="text/plain"))  # a page would repeat the address
        if request.method == "POST" and any(file.filename for file in request.files.values()):
            raise DomainError(_("No file is expected here. Nothing was saved: go back and send the form without it."))
