"""The record of everything: added to at its end and nowhere else, which the database itself sees to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import DDL, CheckConstraint, Index, String, Table, Text, event
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime
from app.domain.audit import digest as digest_of

APPEND_ONLY = "audit_entries is only ever added to"


class AuditEntry(Base):
    """One line. `id` counts without a gap; who and what are kept as they were, and refer to no other table.

    `details` is canonical JSON. `previous` is the digest of the entry before. Neither deed nor role is a closed list
    here: on SQLite such a CHECK can be changed only by copying the table, and this one cannot be copied unnoticed.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        CheckConstraint("length(previous) = 64", name="previous"),
        CheckConstraint("length(digest) = 64", name="digest"),
        Index("ix_audit_entries_deed_id", "deed", "id"),
        Index("ix_audit_entries_person_id_id", "person_id", "id"),
        Index("ix_audit_entries_object_key_id", "object_key", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    deed: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[int | None]
    person_name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(40))
    partner_code: Mapped[str] = mapped_column(String(8))
    object_kind: Mapped[str] = mapped_column(String(20))
    object_key: Mapped[str] = mapped_column(String(80))
    object_name: Mapped[str] = mapped_column(String(300))
    details: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))


CHAINED = (
    "deed", "person_id", "person_name", "role", "partner_code", "object_kind", "object_key", "object_name", "details",
)  # fmt: skip
"""The columns whose text a digest covers, beside number, time and the digest before."""


def worked_out(line: Mapping[str, Any]) -> str:
    """The digest that belongs to a line with these columns."""
    return digest_of(line["id"], line["at"], tuple(line[name] for name in CHAINED), line["previous"])


_LAST = "(SELECT {column} FROM audit_entries ORDER BY id DESC LIMIT 1)"
_ASTRAY = f"NEW.id <> {_LAST.format(column='id')} + 1 OR NEW.previous <> {_LAST.format(column='digest')}"
SQLITE = (
    *(
        f"CREATE TRIGGER audit_entries_no_{verb} BEFORE {verb.upper()} ON audit_entries "
        f"BEGIN SELECT RAISE(ABORT, '{APPEND_ONLY}'); END"
        for verb in ("update", "delete")
    ),
    f"CREATE TRIGGER audit_entries_at_the_end BEFORE INSERT ON audit_entries WHEN {_ASTRAY} "
    f"BEGIN SELECT RAISE(ABORT, '{APPEND_ONLY}'); END",
)
POSTGRESQL = (
    "CREATE FUNCTION audit_entries_only_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"IF TG_OP = 'INSERT' THEN IF {_ASTRAY} THEN "
    f"RAISE EXCEPTION '{APPEND_ONLY}' USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW; END IF; "
    f"RAISE EXCEPTION '{APPEND_ONLY}' USING ERRCODE = 'restrict_violation'; END $$",
    "CREATE TRIGGER audit_entries_only_added BEFORE INSERT OR UPDATE OR DELETE ON audit_entries "
    "FOR EACH ROW EXECUTE FUNCTION audit_entries_only_added()",
    "CREATE TRIGGER audit_entries_not_emptied BEFORE TRUNCATE ON audit_entries "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_only_added()",
)
"""The triggers, as the migration makes them too: tests/migrations compares both."""


def _guard(table: Table) -> None:
    for dialect, statements in (("sqlite", SQLITE), ("postgresql", POSTGRESQL)):
        for statement in statements:
            event.listen(table, "after_create", _only_on(dialect, statement))
    event.listen(table, "after_drop", _only_on("postgresql", "DROP FUNCTION IF EXISTS audit_entries_only_added()"))


def _only_on(dialect: str, statement: str) -> Any:
    return DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]


_guard(AuditEntry.__table__)  # type: ignore[arg-type]  # declared as FromClause
