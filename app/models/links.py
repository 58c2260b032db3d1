"""What the secretariat decided of two initiatives, and the pairs that wait for a decision."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.domain.access import Role
from app.domain.links import Relation, Tie
from app.domain.numbers import LONGEST_NUMBER
from app.models.initiatives import Initiative
from app.models.questions import labelled_type


class OverlapLink(Base):
    """A decision; it is undone and never deleted, and of a pair one stands at most.

    The one with the lower id stands first, so that a pair is written in one way only.
    `head_id` is, of two that are the same, the one with which they are counted; of a part and its programme, the
    programme. Names are kept as they were, whatever becomes of the account.
    """

    __tablename__ = "overlap_links"
    __table_args__ = (
        CheckConstraint("one_id < other_id", name="ordered"),
        CheckConstraint("head_id IS NULL OR head_id IN (one_id, other_id)", name="head_of_the_pair"),
        CheckConstraint("(relation = 'distinct') = (head_id IS NULL)", name="head_unless_distinct"),
        CheckConstraint("undone_at IS NULL OR undone_at >= at", name="undone_after"),
        Index(
            "uq_overlap_links_standing",
            "one_id",
            "other_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    one_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), index=True)
    relation: Mapped[Relation] = mapped_column(labelled_type(Relation))
    head_id: Mapped[int | None] = mapped_column(ForeignKey("initiatives.id"), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(120))
    role: Mapped[Role | None] = mapped_column(labelled_type(Role))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    undone_by_name: Mapped[str] = mapped_column(String(120), default="")
    undone_reason: Mapped[str] = mapped_column(Text, default="")

    one: Mapped[Initiative] = relationship(foreign_keys=[one_id])
    other: Mapped[Initiative] = relationship(foreign_keys=[other_id])
    head: Mapped[Initiative | None] = relationship(foreign_keys=[head_id])

    def tie_of(self, initiative_id: int) -> Tie:
        """What the other one is to this initiative."""
        if self.relation is Relation.PART_OF:
            return Tie.WHOLE_OF if self.head_id == initiative_id else Tie.PART_OF
        return Tie(self.relation.value)

    def beside(self, initiative_id: int) -> Initiative:
        return self.other if initiative_id == self.one_id else self.one


class OverlapCandidate(Base):
    """Two published initiatives that may overlap; only what stands in the reports is in any.

    `parts` are those of the score, each [name, weight, worth in percent, words]; `quoted` are the numbers that
    the texts of both have in common.
    """

    __tablename__ = "overlap_candidates"
    __table_args__ = (
        CheckConstraint("one_id < other_id", name="ordered"),
        CheckConstraint("score BETWEEN 0 AND 100", name="score"),
    )

    one_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), primary_key=True, index=True)
    score: Mapped[int] = mapped_column(index=True)
    parts: Mapped[list[Any]] = mapped_column(JSON)
    quoted: Mapped[list[Any]] = mapped_column(JSON)
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)

    one: Mapped[Initiative] = relationship(foreign_keys=[one_id])
    other: Mapped[Initiative] = relationship(foreign_keys=[other_id])


class OverlapSearch(Base):
    """A published revision for which candidates were looked for."""

    __tablename__ = "overlap_searches"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class QuotedNumber(Base):
    """A reference or decision number in the texts of a published revision; `own` where it is one of its own."""

    __tablename__ = "quoted_numbers"

    number: Mapped[str] = mapped_column(String(LONGEST_NUMBER), primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), primary_key=True, index=True)
    own: Mapped[bool] = mapped_column(default=False)
