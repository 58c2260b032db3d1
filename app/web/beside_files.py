"""The links of the section "documents", which are typed in the same form as a file is attached with."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.domain.questions import Section
from app.models import Initiative
from app.services import initiatives
from app.web import transactions
from app.web.access import actor
from app.web.conflicts import differences, take_theirs, take_untouched
from app.web.descriptions import Refused, take_descriptions
from app.web.entering import edit_page, saved, section_page, typed_of
from app.web.outdated import is_outdated
from forms.documents import DocumentForm
from forms.initiative import section_form

HERE = "documents"
"""The category of messages that are shown beside the documents, where the reader is led to."""

_PART = Section.DOCUMENTS


def _has_links() -> bool:
    """Whether the section's own form was sent, and not a file alone."""
    return "seen" in request.form


def section_address(initiative: Initiative) -> str:
    """`saved` tells the page's script that nothing of the section is kept on this computer only."""
    saved_part = _PART.value if _has_links() else None
    reference, part = initiative.reference, _PART.value
    return url_for("entering.edit", reference=reference, section=part, saved=saved_part, _anchor="documents")


def page_as_typed(initiative: Initiative, upload: DocumentForm | None = None, described: Refused | None = None) -> str:
    """The section with what was refused, and the links exactly as they are being typed."""
    if not _has_links():
        return edit_page(initiative, _PART, upload, described)
    revision = initiative.present
    form = section_form(revision, _PART, actor(), typed_of(_PART, initiative.kind), unfinished=True)
    return section_page(revision, _PART, form, seen=request.form["seen"], upload=upload, described=described)


def page_if_outdated(initiative: Initiative) -> ResponseReturnValue | None:
    """The section as typed, where its version was discarded or published meanwhile: nothing is done with a document."""
    if not is_outdated(initiative):
        return None
    revision, typed = initiative.present, typed_of(_PART, initiative.kind)
    form = section_form(revision, _PART, actor(), typed)
    take_untouched(revision, _PART, form)
    found = differences(revision, _PART, form, typed)
    return section_page(revision, _PART, form, found, outdated=True), 409


def keep_links(initiative: Initiative) -> ResponseReturnValue | None:
    """Save the links that came along, or hold them as typed.

    Where somebody else changed them meanwhile: the page with both texts, whatever was done with a document stays done.
    """
    if not _has_links():
        return None
    revision, typed = initiative.present, typed_of(_PART, initiative.kind)
    form = section_form(revision, _PART, actor(), typed)
    take_theirs(revision, _PART, form)
    take_untouched(revision, _PART, form)
    if found := differences(revision, _PART, form, typed):
        transactions.keep()
        return section_page(revision, _PART, form, found), 409
    revision = initiatives.open_revision(initiative, actor())
    if not (form.validate() and saved(revision, _PART, form)):
        initiatives.hold(revision, _PART, typed, actor())
    if refused := take_descriptions(initiative):
        transactions.keep()
        return section_page(revision, _PART, form, described=refused), 422
    return None
