"""A person's own account, and the language of the pages."""

from flask import Blueprint, abort, current_app, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_security import current_user

from app.domain.choices import Language
from app.services.people import speak
from app.web.access import public, signed_in
from app.web.links import local

blueprint = Blueprint("accounts", __name__)


@blueprint.post("/language")
@public
def language() -> ResponseReturnValue:
    """Go on in the other language; it is remembered here and, for who is signed in, with the account."""
    chosen = request.form.get("language", "")
    if chosen not in current_app.config["LANGUAGES"]:
        abort(400)
    session["language"] = chosen
    if current_user.is_authenticated:
        speak(current_user, Language(chosen))
    return redirect(local(request.form.get("next")), 303)


@blueprint.get("/account")
@signed_in
def account() -> ResponseReturnValue:
    return render_template("accounts/account.html", account=current_user, languages=list(Language))
