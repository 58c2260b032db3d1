"""Which submissions have gone on to whom because they waited too long."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime
from app.domain.reviewing import Duty
from app.models.questions import labelled_type


class Escalation(Base):
    """It has been written about that this submission reached this duty; submitted again, it starts anew."""

    __tablename__ = "escalations"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), primary_key=True)
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    duty: Mapped[Duty] = mapped_column(labelled_type(Duty), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
