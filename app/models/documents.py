"""The documents of a revision: what a reader sees of a file. Its content lies in the storage, by its digest."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.domain.access import Permission, Subject
from app.domain.documents import LONGEST_LABEL, LONGEST_NAME, DocumentType
from app.models.people import Person
from app.models.questions import labelled_type
from app.models.revisions import Revision


class Document(Base):
    """`sha256` names the stored content, which all rows with the same content share; `size` is in bytes.

    `added_at` and `added_by` stay those of the first revision that held it.
    """

    __tablename__ = "documents"
    __table_args__ = (
        UniqueConstraint("revision_id", "sha256"),
        CheckConstraint("size > 0", name="size"),
        CheckConstraint("length(sha256) = 64", name="sha256"),
    )

    read_with = Permission.INITIATIVE_READ

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    type: Mapped[DocumentType] = mapped_column(labelled_type(DocumentType))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    label: Mapped[str] = mapped_column(String(LONGEST_LABEL), default="")
    size: Mapped[int]
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    revision: Mapped[Revision] = relationship()
    added_by: Mapped[Person | None] = relationship()

    @property
    def subject(self) -> Subject:
        """It is read by whoever may read the version to which it belongs."""
        return self.revision.initiative.subject_of(self.revision)

    def copy_to(self, revision: Revision) -> "Document":
        """The same document as one of another revision."""
        return Document(
            revision=revision,
            sha256=self.sha256,
            type=self.type,
            name=self.name,
            label=self.label,
            size=self.size,
            added_at=self.added_at,
            added_by_id=self.added_by_id,
        )
