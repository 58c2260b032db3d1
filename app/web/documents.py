"""Documents: attach one to an initiative, describe it anew, remove it, hand it out.

The buttons belong to the form of the section, so that the links typed in it come along and are kept.
"""

from flask import Blueprint, Response, flash, redirect, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import CombinedMultiDict

from app.domain.access import Permission
from app.domain.documents import MOST_BYTES, FileTooLarge
from app.domain.errors import DomainError
from app.domain.questions import Section
from app.models import Document, Initiative
from app.queries.documents import find_document, load_document
from app.services import documents
from app.storage import digest_of, storage
from app.web.access import actor, requires
from app.web.beside_files import HERE, keep_links, page_as_typed, page_if_outdated, section_address
from app.web.descriptions import clean_label
from app.web.entering import load_editable
from app.web.intake import takes_files
from app.wording import say_error
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
    if outdated := page_if_outdated(initiative):
        return outdated
    form = DocumentForm(CombinedMultiDict((request.files, request.form)))
    if not form.validate():
        return page_as_typed(initiative, upload=form), 422
    content = form.content
    earlier = find_document(initiative.present, digest_of(content))
    label = earlier.label if earlier else ""
    try:
        document = documents.attach(initiative, content, form.filename, actor(), label=form.shown)
    except DomainError as error:
        blame(form, error)
        return page_as_typed(initiative, upload=form), 413 if isinstance(error, FileTooLarge) else 422
    flash(_attached(document, earlier, label), HERE)
    return _back(initiative)


def _attached(document: Document, earlier: Document | None, label: str) -> str:
    if earlier is None:
        return str(_("Attached: %(name)s.", name=document.name))
    if document.label == label:
        return str(_("This file was attached already, as %(name)s: nothing has changed.", name=document.name))
    return str(
        _("This file was attached already, as %(name)s: its description is the new one now.", name=document.name)
    )


@blueprint.post("/describe")
@requires(Permission.REVISION_OPEN, _load)
def describe(initiative: Initiative) -> ResponseReturnValue:
    """`document` is the SHA-256 of its content, `label-<document>` what it shows."""
    if outdated := page_if_outdated(initiative):
        return outdated
    digest = _digest()
    label = clean_label(request.form.get(f"label-{digest}", ""))
    try:
        described = documents.describe(initiative, digest, label, actor())
    except DomainError as error:
        if error.field != "label":
            raise
        return page_as_typed(initiative, described=(digest, label, say_error(error))), 422
    told = _("Description saved: %(name)s.", name=described.name) if described else _("This document has been removed.")
    flash(told, HERE)
    return _back(initiative)


@blueprint.post("/remove")
@requires(Permission.REVISION_OPEN, _load)
def remove(initiative: Initiative) -> ResponseReturnValue:
    """`document` is the SHA-256 of its content: the same in the published version and in the one that is opened."""
    if outdated := page_if_outdated(initiative):
        return outdated
    removed = documents.detach(initiative, _digest(), actor())
    told = _("Removed: %(name)s.", name=removed.name) if removed else _("This document had been removed already.")
    flash(told, HERE)
    return _back(initiative)


def _digest() -> str:
    return request.form.get("document", "").replace("\0", "")[:64]


def _back(initiative: Initiative) -> ResponseReturnValue:
    """To the documents, once the links that came along are kept; or both texts, where somebody else changed them."""
    return keep_links(initiative) or redirect(section_address(initiative), 303)


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
