"""The texts of mails: the secretariat words them, with a preview before anything is saved."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.access import Permission
from app.domain.choices import Language
from app.domain.errors import DomainError
from app.domain.mail_texts import PLACEHOLDERS, STANDARD, check_text
from app.domain.mails import MailKind
from app.mail.writing import Wording, Written, preview, standard, wording_of
from app.models import MailText
from app.queries.outbox import changed_texts
from app.services.mail_texts import clean, restore_standard, save_text
from app.web.access import actor, requires
from app.wording import say, written
from forms.mails import MailTextForm
from forms.people import blame

blueprint = Blueprint("mail_texts", __name__, url_prefix="/mail-texts")


@dataclass(frozen=True)
class TextRow:
    kind: MailKind
    language: Language
    subject: str
    changed_by: str | None
    changed_at: datetime | None


@blueprint.get("")
@requires(Permission.MAIL_TEXT_EDIT)
def index() -> ResponseReturnValue:
    changed = {(text.kind, text.language): text for text in changed_texts()}
    rows = [_row(kind, language, changed.get((kind, language))) for kind in MailKind for language in Language]
    return render_template("mail_texts/index.html", rows=rows)


def _row(kind: MailKind, language: Language, changed: MailText | None) -> TextRow:
    if changed is None:
        return TextRow(kind, language, standard(kind, language).subject, None, None)
    return TextRow(kind, language, changed.subject, changed.changed_by, changed.changed_at)


@blueprint.get("/<kind>/<language>")
@requires(Permission.MAIL_TEXT_EDIT)
def show(kind: str, language: str) -> ResponseReturnValue:
    known = _known(kind, language)
    wording = wording_of(*known)
    form = MailTextForm(data={"subject": wording.subject, "body": wording.body})
    return _page(known, form, preview(*known, wording))


@blueprint.post("/<kind>/<language>")
@requires(Permission.MAIL_TEXT_EDIT)
def save(kind: str, language: str) -> ResponseReturnValue:
    """Saves, or with the button `preview` shows how it would read and saves nothing."""
    known = _known(kind, language)
    form = MailTextForm(request.form)
    subject, body = clean(form.subject.data or "", form.body.data or "")
    try:
        if "preview" in request.form:
            check_text(known[0], subject, body)
            return _page(known, form, preview(*known, Wording(subject, body)), is_unsaved=True)
        save_text(*known, subject, body, actor())
    except DomainError as error:
        blame(form, error)
        return _page(known, form), 422
    flash(_("Saved. The next mails are written with this text."), "success")
    return redirect(url_for(".show", kind=kind, language=language), 303)


@blueprint.post("/<kind>/<language>/standard")
@requires(Permission.MAIL_TEXT_EDIT)
def restore(kind: str, language: str) -> ResponseReturnValue:
    restore_standard(*_known(kind, language), actor())
    flash(_("The standard text is in use again."), "success")
    return redirect(url_for(".show", kind=kind, language=language), 303)


def _known(kind: str, language: str) -> tuple[MailKind, Language]:
    if kind not in list(MailKind) or language not in list(Language):
        abort(404)
    return MailKind(kind), Language(language)


def _page(
    known: tuple[MailKind, Language], form: MailTextForm, shown: Written | None = None, *, is_unsaved: bool = False
) -> str:
    kind, language = known
    changed = next((text for text in changed_texts() if (text.kind, text.language) == known), None)
    return render_template(
        "mail_texts/edit.html",
        kind=kind,
        language=language,
        other=next(one for one in Language if one is not language),
        form=form,
        placeholders=[_placeholder(name) for name in STANDARD[kind].placeholders],
        changed=changed,
        shown=shown,
        is_unsaved=is_unsaved,
    )


def _placeholder(name: str) -> tuple[str, str, str]:
    """(as it is written, what it stands for, an example)."""
    label, example = PLACEHOLDERS[name]
    return f"{{{name}}}", say(label), written(example)
