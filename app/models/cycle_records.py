"""What is kept of a cycle beside its answers: each change of its days, and the snapshot that closing freezes."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.schema import DDL

from app.db import Base, UtcDateTime
from app.models.cycles import Cycle


class CycleChange(Base):
    """New first and last days of a cycle, those that held before, and who changed them; only ever added."""

    __tablename__ = "cycle_changes"
    __table_args__ = (
        UniqueConstraint("person_id", "key"),
        CheckConstraint("closes_on > opens_on", name="closes_after_opens"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"), index=True)
    opened_on: Mapped[date] = mapped_column(Date)
    closed_on: Mapped[date] = mapped_column(Date)
    opens_on: Mapped[date] = mapped_column(Date)
    closes_on: Mapped[date] = mapped_column(Date)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(120))
    key: Mapped[str | None] = mapped_column(String(64))


class CycleSnapshot(Base):
    """The state of everything at the end of a cycle (`as_at`), as canonical JSON and its SHA-256.

    Written once: the database refuses to change or delete it (see `SQLITE` and `POSTGRESQL`).
    """

    __tablename__ = "cycle_snapshots"
    __table_args__ = (CheckConstraint("length(digest) = 64", name="digest"),)

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"), primary_key=True, autoincrement=False)
    as_at: Mapped[datetime] = mapped_column(UtcDateTime)
    frozen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    content: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))

    cycle: Mapped[Cycle] = relationship()


KEPT = "cycle_snapshots are never changed"
SQLITE = tuple(
    f"CREATE TRIGGER cycle_snapshots_no_{verb} BEFORE {verb.upper()} ON cycle_snapshots "
    f"BEGIN SELECT RAISE(ABORT, '{KEPT}'); END"
    for verb in ("update", "delete")
)
POSTGRESQL = (
    "CREATE FUNCTION cycle_snapshots_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'restrict_violation'; END $$",
    "CREATE TRIGGER cycle_snapshots_kept BEFORE UPDATE OR DELETE ON cycle_snapshots "
    "FOR EACH ROW EXECUTE FUNCTION cycle_snapshots_kept()",
    "CREATE TRIGGER cycle_snapshots_not_emptied BEFORE TRUNCATE ON cycle_snapshots "
    "FOR EACH STATEMENT EXECUTE FUNCTION cycle_snapshots_kept()",
)
"""The triggers, as the migration makes them too: tests/migrations compares both."""


def _guard() -> None:
    table = CycleSnapshot.__table__
    for dialect, statements in (("sqlite", SQLITE), ("postgresql", POSTGRESQL)):
        for statement in statements:
            event.listen(table, "after_create", _only_on(dialect, statement))
    event.listen(table, "after_drop", _only_on("postgresql", "DROP FUNCTION IF EXISTS cycle_snapshots_kept()"))


def _only_on(dialect: str, statement: str) -> DDL:
    made: DDL = DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
    return made


_guard()
