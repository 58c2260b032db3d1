"""What happened to an initiative: only ever added."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.domain.access import Role
from app.domain.labelled import Labelled
from app.domain.questions import Section
from app.domain.status import Status
from app.domain.text import _
from app.domain.workflow import Action
from app.models.initiatives import Initiative
from app.models.questions import labelled_type
from app.models.revisions import Revision


class Occasion(Labelled):
    CREATED = "created", _("Started")
    REVISED = "revised", _("Opened a new version")
    EDITED = "edited", _("Changed answers")
    STEPPED = "stepped", _("Changed the status")
    COMPARED = "compared", _("Compared with another initiative")
    COPIED = "copied", _("Copied from another initiative")
    ASSIGNED = "assigned", _("Handed to a Contributor")
    HANDED_BACK = "handed_back", _("Handed back by the Contributor")
    UNASSIGNED = "unassigned", _("Taken back from the Contributor")
    LINKED = "linked", _("Linked with another initiative")
    UNLINKED = "unlinked", _("A link with another initiative was undone")
    CORRECTED = "corrected", _("Corrected by the secretariat")
    CONTESTED = "contested", _("A correction was contested")
    UPHELD = "upheld", _("A contested correction stays")


class Event(Base):
    """`changes` holds {question: [old, new]}; `snapshot` all answers at the time of a submission.

    Of a copy `initiative.copied_from` is the source.
    Of a comparison `changes` holds {reference of the other one: [old answer, new answer]}; of handing out and taking
    back {"contributor": [None, name], "sections": [None, values], "due_on": [None, day]}; of a link and its undoing
    {reference of the other one: [old tie, new tie]}.

    `person_name` is kept as it was, whatever becomes of the account; both are None/the system's for a rule.
    `key` is that of the form that was sent, so that sending it again is known.
    """

    __tablename__ = "events"
    __table_args__ = (UniqueConstraint("person_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    occasion: Mapped[Occasion] = mapped_column(labelled_type(Occasion))
    action: Mapped[Action | None] = mapped_column(labelled_type(Action))
    from_status: Mapped[Status | None] = mapped_column(labelled_type(Status, "from_status"))
    to_status: Mapped[Status | None] = mapped_column(labelled_type(Status, "to_status"))
    section: Mapped[Section | None] = mapped_column(labelled_type(Section))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(120))
    role: Mapped[Role | None] = mapped_column(labelled_type(Role))
    note: Mapped[str] = mapped_column(Text, default="")
    changes: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    snapshot: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    key: Mapped[str | None] = mapped_column(String(64))

    initiative: Mapped[Initiative] = relationship()
    revision: Mapped[Revision] = relationship()
