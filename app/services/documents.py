"""Attach documents to an initiative, describe and remove them; delete stored content to which nothing refers any more.

The row is written before its content is stored, in one transaction: where storing fails, no row remains, and
where the row does not remain, the content is an orphan that `sweep()` deletes.
"""

from sqlalchemy import text

from app.db import db, now
from app.domain.access import Actor
from app.domain.documents import LONGEST_LABEL, MOST_FILES, examine, kept_name
from app.domain.errors import DomainError
from app.domain.questions import Section
from app.domain.text import _
from app.models import Document, Initiative, Occasion, Revision
from app.queries.documents import DOCUMENTS, as_kept, documents_of, find_document, referred
from app.services.events import record
from app.services.initiatives import open_revision, require_editable, touch
from app.storage import digest_of, storage


def attach(initiative: Initiative, content: bytes, name: str, by: Actor, *, label: str = "") -> Document:
    """Add a file to the working revision, which is opened where there is none.

    The same content a second time is the document that is there already; a description that comes with it is its new
    one. Raises DomainError on `file` or `label`, before anything is written.
    """
    require_editable(initiative, by, Section.DOCUMENTS)
    kind = examine(content)
    shown = kept_name(name, kind)
    standing = documents_of(initiative.present)
    if same := next((document for document in standing if document.sha256 == digest_of(content)), None):
        return (label and describe(initiative, same.sha256, label, by)) or same
    if len(standing) >= MOST_FILES:
        raise DomainError(
            _("There are %(most)s documents already: remove one before you add another"), field="file", most=MOST_FILES
        )
    _check_label(label)
    document = Document(
        revision=open_revision(initiative, by),
        sha256=digest_of(content),
        type=kind,
        name=shown,
        label=label,
        size=len(content),
        added_at=now(),
        added_by_id=by.person_id,
    )
    db.session.add(document)
    _tell(document.revision, by, [[], [as_kept(document)]])
    storage().put(content)
    return document


def describe(initiative: Initiative, digest: str, label: str, by: Actor) -> Document | None:
    """Give the document with that content another description; None where the version holds none.

    What is published keeps its own, so a working revision is opened where there is none. Raises DomainError on
    `label`.
    """
    require_editable(initiative, by, Section.DOCUMENTS)
    _check_label(label)
    standing = find_document(initiative.present, digest)
    if standing is None or standing.label == label:
        return standing
    revision = open_revision(initiative, by)
    document = find_document(revision, digest)
    assert document is not None, "a new revision carries the documents of the one it copies"
    before = as_kept(document)
    document.label = label
    _tell(revision, by, [[before], [as_kept(document)]])
    return document


def _check_label(label: str) -> None:
    if len(label) > LONGEST_LABEL:
        raise DomainError(_("Shorten it to %(limit)s characters or fewer"), field="label", limit=LONGEST_LABEL)


def detach(initiative: Initiative, digest: str, by: Actor) -> Document | None:
    """Remove the document with that content from the working revision; None where it holds none.

    What is published keeps its own, so a working revision is opened where there is none.
    """
    require_editable(initiative, by, Section.DOCUMENTS)
    standing = initiative.present
    if find_document(standing, digest) is None:
        return None
    revision = open_revision(initiative, by)
    document = find_document(revision, digest)
    assert document is not None, "a new revision carries the documents of the one it copies"
    db.session.delete(document)
    _tell(revision, by, [[as_kept(document)], []])
    return document


def _tell(revision: Revision, by: Actor, change: list[list[dict[str, object]]]) -> None:
    touch(revision, by)
    record(revision, Occasion.EDITED, by, section=Section.DOCUMENTS, changes={DOCUMENTS: change})
    db.session.flush()


def sweep() -> int:
    """Delete what is stored and belongs to no document of any revision; how much that was.

    Whoever attaches at this moment waits, or is waited for: content is never deleted between its being stored
    and its row being committed.
    """
    stored = list(storage().digests())
    if not set(stored) - referred(stored):
        return 0
    if db.session.get_bind().dialect.name == "postgresql":  # SQLite has one writer at a time anyway
        db.session.execute(text("LOCK TABLE documents IN SHARE MODE"))
    orphans = set(stored) - referred(stored)
    for digest in orphans:
        storage().delete(digest)
    return len(orphans)
