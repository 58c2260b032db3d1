"""What looks alike: the words by which published titles are found, and what their writers said of it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.domain.access import Role
from app.domain.choices import Resemblance
from app.domain.likeness import LONGEST_WORD
from app.models.initiatives import Initiative
from app.models.questions import labelled_type


class TitleWord(Base):
    """A word of a published title in either language; only what stands in the reports has any."""

    __tablename__ = "title_words"

    word: Mapped[str] = mapped_column(String(LONGEST_WORD), primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), primary_key=True, index=True)


class OverlapOpinion(Base):
    """What the desk of an initiative says of another one, for the secretariat; the newest only.

    It links nothing. `person_name` and `role` are kept as they were, whatever becomes of the account.
    """

    __tablename__ = "overlap_opinions"
    __table_args__ = (CheckConstraint("other_id <> initiative_id", name="of_another"),)

    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), primary_key=True, index=True)
    answer: Mapped[Resemblance] = mapped_column(labelled_type(Resemblance))
    remark: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(120))
    role: Mapped[Role | None] = mapped_column(labelled_type(Role))

    other: Mapped[Initiative] = relationship(foreign_keys=[other_id])
