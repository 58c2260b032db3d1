"""The mails that the demo keeps instead of sending them."""

from pathlib import Path

from flask import Blueprint, abort, current_app, render_template
from flask.typing import ResponseReturnValue

from app.domain.access import Permission
from app.queries.mails import find_mail, mails
from app.web.access import requires

blueprint = Blueprint("mails", __name__, url_prefix="/mails")


def _folder() -> Path:
    """Answers 404 outside the demo, where mails are sent and not kept."""
    if not current_app.config["DEMO"]:
        abort(404)
    return Path(current_app.config["MAIL_FOLDER"])


@blueprint.get("")
@requires(Permission.MAIL_READ)
def index() -> ResponseReturnValue:
    return render_template("mails/index.html", mails=mails(_folder()))


@blueprint.get("/<name>")
@requires(Permission.MAIL_READ)
def mail(name: str) -> ResponseReturnValue:
    found = find_mail(_folder(), name) or abort(404)
    return render_template("mails/mail.html", mail=found)
