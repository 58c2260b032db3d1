"""A session that ends in the middle of a form loses nothing: sign in on the page that says so, and the text is sent.

Only drafts are sent in this way: what would be a decision has to be taken again.
"""

from typing import Any

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user, login_user, logout_user
from flask_security.utils import set_request_attr
from werkzeug.datastructures import MultiDict

from app.web.sign_in import SignInForm
from app.web.typed import typed_answers
from app.web.writer import sent_writer

ANSWERS = ("entering.create", "entering.save")
RESUMED = (*ANSWERS, "reviewing.act")
BESIDE_FILES = ("documents.attach", "documents.describe", "documents.remove")
"""Their buttons send the links of the section along: those are resumed, as if they had been saved."""

EMAIL, PASSWORD = "sign_in_email", "sign_in_password"
_OF_FILES = ("file", "label", "document", "then")
_OWN = ("csrf_token", EMAIL, PASSWORD, "do")
"""Without `do` the review page keeps the questions that were typed and decides nothing."""


def is_resumed() -> bool:
    """Whether this request carries a form whose text must not be lost."""
    return request.method == "POST" and request.endpoint in (*RESUMED, *BESIDE_FILES)


def holds_answers() -> bool:
    """Whether what was sent are answers to the questions of an initiative."""
    return request.method == "POST" and request.endpoint in (*ANSWERS, *BESIDE_FILES)


def ask_again(form: SignInForm | None = None) -> ResponseReturnValue:
    """The page that holds what was sent and asks who sends it; who is signed in has only to send it again.

    What another account has typed is that person's: they are asked for, whoever is signed in.
    """
    beside = request.endpoint in BESIDE_FILES
    asks = not current_user.is_authenticated or _is_of_another(current_user)
    page = render_template(
        "security/again.html",
        action=_section() if beside else request.path,
        beside=beside,
        form=form or SignInForm(None, meta={"csrf": False}),
        sent=[
            (name, value)
            for name, value in request.form.items(multi=True)
            if name not in (*_OWN, *(_OF_FILES if beside else ()))
        ],
        asks=asks,
        writer=sent_writer(),
        typed=typed_answers(),
    )
    return page, 401 if asks else 400


def _is_of_another(person: Any) -> bool:
    writer = sent_writer()
    return writer is not None and writer.id != person.id


def _section() -> str:
    reference = (request.view_args or {})["reference"]
    return url_for("entering.save", reference=reference, section="documents")


def init_app(app: Flask) -> None:
    @app.before_request
    def _sign_in_first() -> ResponseReturnValue | None:
        if not is_resumed() or (current_user.is_authenticated and not _is_of_another(current_user)):
            return None
        if EMAIL not in request.form:
            return ask_again() if current_user.is_authenticated else None
        typed = MultiDict({"email": request.form[EMAIL], "password": request.form.get(PASSWORD, "")})
        form = SignInForm(typed, meta={"csrf": False})
        if not form.validate():
            return ask_again(form)
        assert form.user is not None
        if _is_of_another(form.user):
            form.form_errors = [_("This is the account of somebody else: the text was typed with another one.")]
            return ask_again(form)
        if current_user.is_authenticated:
            logout_user()
        login_user(form.user, remember=False, authn_via=["password"])
        set_request_attr("fs_authn_via", "session")  # the view asks for a session, and there is one from here on
        return None
