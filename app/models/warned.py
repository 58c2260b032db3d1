"""How many automatic warnings stand on a submission, kept so that the queue can be filtered by it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime


class WarningCount(Base):
    """As counted at that time; some warnings come with the days. What has no row is not counted yet."""

    __tablename__ = "warning_counts"
    __table_args__ = (CheckConstraint("number >= 0", name="number"),)

    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), primary_key=True)
    number: Mapped[int]
    counted_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
