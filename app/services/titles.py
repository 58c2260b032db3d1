"""The words by which a published title is found while somebody types one like it."""

from sqlalchemy import delete, insert

from app.db import db
from app.domain.likeness import words_of
from app.models import Revision, TitleWord


def list_title(revision: Revision) -> None:
    """Write the words of a revision's titles, when it comes into the reports."""
    unlist_title(revision)
    words = words_of((revision.sort_en, revision.sort_fr))
    if words:
        rows = [{"word": word, "revision_id": revision.id} for word in sorted(words)]
        db.session.execute(insert(TitleWord), rows)


def unlist_title(revision: Revision) -> None:
    """Take them away, when it leaves the reports: nobody finds it from that moment on."""
    db.session.execute(delete(TitleWord).where(TitleWord.revision_id == revision.id))
