"""Texts of a revision in the other official language, beside those in the language in which it is written."""

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class Translation(Base):
    """The translation of one text; `question` is the name of the question whose answer it translates.

    It holds no language of its own: it is the other one of the two, whatever the revision says of its texts.
    """

    __tablename__ = "revision_translations"
    __table_args__ = (CheckConstraint("text <> ''", name="not_empty"),)

    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), primary_key=True)
    question: Mapped[str] = mapped_column(String(40), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
