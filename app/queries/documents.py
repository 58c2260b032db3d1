"""The documents of a revision, and one by its address."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.db import db
from app.domain.errors import NotFound
from app.domain.text import _
from app.models import Document, Initiative, Revision
from app.queries.people import LARGEST_ID

DOCUMENTS = "documents"
"""The name under which events and snapshots keep them, beside the names of the questions."""


def documents_of(revision: Revision) -> Sequence[Document]:
    """In the order in which they were added."""
    found = select(Document).where(Document.revision_id == revision.id).options(joinedload(Document.added_by))
    return db.session.scalars(found.order_by(Document.added_at, Document.id)).all()


def documents_of_all(revisions: Iterable[Revision]) -> dict[int, list[Document]]:
    """`documents_of()` of several revisions at once, by the revision's id; for those who have loaded the revisions."""
    ids = [revision.id for revision in revisions]
    by_revision: dict[int, list[Document]] = {}
    for first in range(0, len(ids), 500):
        found = select(Document).where(Document.revision_id.in_(ids[first : first + 500]))
        for document in db.session.scalars(found.order_by(Document.added_at, Document.id)):
            by_revision.setdefault(document.revision_id, []).append(document)
    return by_revision


def load_document(reference: str, document_id: int) -> Document:
    """A document of any revision of that initiative; raises NotFound."""
    found = (
        select(Document)
        .join(Document.revision)
        .join(Revision.initiative)
        .where(Initiative.reference == reference.upper(), Document.id == document_id)
    )
    document = db.session.scalar(found) if document_id <= LARGEST_ID else None
    if document is None:
        raise NotFound(_("There is no such document, or it is not yours to see."))
    return document


def find_document(revision: Revision, digest: str) -> Document | None:
    """The revision's document with that content."""
    return db.session.scalar(select(Document).where(Document.revision_id == revision.id, Document.sha256 == digest))


def referred(digests: Iterable[str]) -> set[str]:
    """Those to which any document of any revision refers."""
    asked, found = list(digests), set[str]()
    for first in range(0, len(asked), 500):
        some = select(Document.sha256).where(Document.sha256.in_(asked[first : first + 500]))
        found.update(db.session.scalars(some))
    return found


def files_of(revision: Revision) -> dict[str, list[dict[str, Any]]]:
    """The documents of a revision as events and snapshots keep them."""
    return {DOCUMENTS: [as_kept(document) for document in documents_of(revision)]}


def as_kept(document: Document) -> dict[str, Any]:
    """What is remembered of a document for good, also after its row is gone."""
    return {
        "name": document.name,
        "label": document.label,
        "type": document.type.value,
        "size": document.size,
        "sha256": document.sha256,
    }
