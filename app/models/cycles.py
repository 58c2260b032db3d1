"""Cycles, and what Partners attest in them: attestations are only ever added."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime, now
from app.domain.access import Permission, Role, Subject
from app.domain.cycles import Period, Phase, Saying
from app.domain.letters import Channel, Letter
from app.models.initiatives import Initiative
from app.models.questions import labelled_type


class Cycle(Base):
    """A systematic call. `slug` is its name as an address writes it; `closed_at` where it was closed by hand.

    `creation_key` makes a repeated sending of the form by the same person find the first one.
    """

    __tablename__ = "cycles"
    __table_args__ = (
        UniqueConstraint("created_by_id", "creation_key"),
        CheckConstraint("closes_on > opens_on", name="closes_after_opens"),
    )

    read_with = Permission.CYCLE_READ

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    opens_on: Mapped[date] = mapped_column(Date)
    closes_on: Mapped[date] = mapped_column(Date)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    creation_key: Mapped[str | None] = mapped_column(String(64))

    @property
    def subject(self) -> Subject:
        """A cycle belongs to no Partner."""
        return Subject()

    @property
    def period(self) -> Period:
        return Period(self.opens_on, self.closes_on, self.closed_at)

    @property
    def phase(self) -> Phase:
        return self.period.phase(now())


class CycleDay(Base):
    """A day on which a cycle is open: a day belongs to one cycle, so two cannot overlap on either engine."""

    __tablename__ = "cycle_days"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"), index=True)


class Attestation(Base):
    """What somebody said for a Partner, about an initiative or about a domain (by its code).

    `person_name` is kept as it was, whatever becomes of the account; `key` is that of the form that was sent, so
    that sending it again is known. What the secretariat put down for a Partner that had answered by e-mail or note
    tells of that letter (`channel` and `received_…`), and of *ended* on which day (`ended_on`).
    """

    __tablename__ = "attestations"
    __table_args__ = (
        UniqueConstraint("person_id", "key"),
        CheckConstraint("(initiative_id IS NULL) <> (domain_code IS NULL)", name="about_one"),
        CheckConstraint("said <> 'nothing_to_report' OR domain_code IS NOT NULL", name="nothing_in_a_domain"),
        CheckConstraint(
            "said NOT IN ('still_accurate', 'ended') OR initiative_id IS NOT NULL", name="accurate_initiative"
        ),
        CheckConstraint(
            "(channel IS NULL) = (received_on IS NULL) AND (channel IS NULL) = (received_from IS NULL) "
            "AND (channel IS NULL) = (received_text IS NULL)",
            name="whole_letter",
        ),
        CheckConstraint("ended_on IS NULL OR (said = 'ended' AND channel IS NOT NULL)", name="end_in_a_letter"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"), index=True)
    partner_code: Mapped[str] = mapped_column(ForeignKey("partners.code"), index=True)
    initiative_id: Mapped[int | None] = mapped_column(ForeignKey("initiatives.id"), index=True)
    domain_code: Mapped[str | None] = mapped_column(String(20))
    said: Mapped[Saying] = mapped_column(labelled_type(Saying))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(120))
    role: Mapped[Role | None] = mapped_column(labelled_type(Role))
    key: Mapped[str | None] = mapped_column(String(64))
    channel: Mapped[Channel | None] = mapped_column(labelled_type(Channel))
    received_on: Mapped[date | None] = mapped_column(Date)
    received_from: Mapped[str | None] = mapped_column(String(120))
    received_text: Mapped[str | None] = mapped_column(String(2000))
    ended_on: Mapped[date | None] = mapped_column(Date)

    cycle: Mapped[Cycle] = relationship()
    initiative: Mapped[Initiative | None] = relationship()

    @property
    def letter(self) -> Letter | None:
        """What it was put down from, where the Partner did not answer here itself."""
        if self.channel is None:
            return None
        assert self.received_on is not None
        return Letter(self.channel, self.received_on, self.received_from or "", self.received_text or "")
