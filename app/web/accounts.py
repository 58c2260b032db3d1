"""A person's own account, and the language of the pages."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from app.domain.access import Role
from app.domain.choices import Language
from app.domain.mails import MailChoice
from app.mail.news import has_choice
from app.queries.news import choice_of
from app.services.mail_texts import choose_mails
from app.services.people import speak
from app.web.access import public, signed_in
from app.web.links import local
from forms.mails import MailChoiceForm

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
    form = MailChoiceForm(chosen=choice_of(current_user)) if has_choice(current_user) else None
    return render_template(
        "accounts/account.html",
        account=current_user,
        languages=list(Language),
        mails=form,
        gets_digest=current_user.role is Role.SECRETARIAT,
    )


@blueprint.post("/account/mails")
@signed_in
def mails() -> ResponseReturnValue:
    """How the person wants to hear of what happens."""
    chosen = request.form.get("mails", "")
    if chosen not in list(MailChoice) or not has_choice(current_user):
        abort(400)
    choose_mails(current_user, MailChoice(chosen))
    flash(_("Saved: %(choice)s.", choice=_(MailChoice(chosen).label)), "success")
    return redirect(url_for(".account"), 303)
