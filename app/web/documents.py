"""Documents: attach one to an initiative, remove it, hand it out."""

from flask import Blueprint, Response, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import CombinedMultiDict

from app.domain.access import Permission
from app.domain.documents import MOST_BYTES, FileTooLarge
from app.domain.errors import DomainError
from app.domain.questions import Section
from app.models import Document, Initiative
from app.queries.documents import load_document
from app.services import documents
from app.storage import storage
from app.web.access import actor, requires
from app.web.entering import edit_page, load_editable
from app.web.intake import takes_files
from forms.documents import DocumentForm
from forms.people import blame

blueprint = Blueprint("documents", __name__, url_prefix="/initiatives/<reference>/documents")

READ_AT_MOST = 3 * MOST_BYTES
"""Of a request: a file that is somewhat too large is told so on its field, with the page that it was sent from."""


def _load(reference: str) -> Initiative:
    return load_editable(reference, Section.DOCUMENTS)


@blueprint.post("")
@requires(Permission.REVISION_OPEN, _load)
@takes_files(READ_AT_MOST)
def attach(initiative: Initiative) -> ResponseReturnValue:
    form = DocumentForm(CombinedMultiDict((request.files, request.form)))
    if not form.validate():
        return edit_page(initiative, Section.DOCUMENTS, form), 422
    try:
        document = documents.attach(initiative, form.content, form.filename, actor(), label=form.shown)
    except DomainError as error:
        blame(form, error)
        return edit_page(initiative, Section.DOCUMENTS, form), 413 if isinstance(error, FileTooLarge) else 422
    flash(_("Attached: %(name)s.", name=document.name))
    return redirect(_back(initiative), 303)


@blueprint.post("/remove")
@requires(Permission.REVISION_OPEN, _load)
def remove(initiative: Initiative) -> ResponseReturnValue:
    """`document` is the SHA-256 of its content: the same in the published version and in the one that is opened."""
    removed = documents.detach(initiative, request.form.get("document", "").replace("\0", ""), actor())
    flash(_("Removed: %(name)s.", name=removed.name) if removed else _("This document had been removed already."))
    return redirect(_back(initiative), 303)


def _back(initiative: Initiative) -> str:
    section = Section.DOCUMENTS.value
    return url_for("entering.edit", reference=initiative.reference, section=section, _anchor="documents")


@blueprint.get("/<int:document_id>")
@requires(Permission.INITIATIVE_READ, load_document)
def download(document: Document) -> ResponseReturnValue:
    """Always as a file to keep, never shown or run within the site."""
    response: Response = send_file(
        storage().open(document.sha256),
        mimetype=document.type.media_type,
        as_attachment=True,
        download_name=document.name,
        conditional=False,
    )
    response.content_length = document.size
    return response
