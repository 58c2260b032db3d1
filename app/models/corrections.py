"""What became of each correction by the secretariat."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.domain.corrections import Verdict
from app.models.events import Event
from app.models.questions import labelled_type


class Correction(Base):
    """Beside the event that tells the change and its reason: the Partner's contest and its answer.

    Names are kept as they were.
    """

    __tablename__ = "corrections"
    __table_args__ = (
        CheckConstraint("(contest = '') = (contested_at IS NULL)", name="contest_has_time"),
        CheckConstraint("(verdict IS NULL) = (answered_at IS NULL)", name="verdict_has_time"),
        CheckConstraint("verdict IS NULL OR contested_at IS NOT NULL", name="verdict_on_contest"),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), index=True)
    contest: Mapped[str] = mapped_column(Text, default="")
    contested_by: Mapped[str] = mapped_column(String(120), default="")
    contested_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    verdict: Mapped[Verdict | None] = mapped_column(labelled_type(Verdict))
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[str] = mapped_column(String(120), default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    event: Mapped[Event] = relationship()

    @property
    def is_open(self) -> bool:
        """Contested, and not answered yet."""
        return self.contested_at is not None and self.verdict is None
