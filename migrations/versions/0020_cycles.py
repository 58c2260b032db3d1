"""Cycles: changes of their days, snapshots that nothing changes, and answers that came by e-mail or note.

Numbered, reversible, the same on SQLite and PostgreSQL; the comparison of schemas in tests/migrations reads the
triggers too. Going down forgets snapshots and letters; an answer from a letter stays as if it had been given here.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KEPT = "cycle_snapshots are never changed"
TRIGGERS = {
    "sqlite": (
        "CREATE TRIGGER cycle_snapshots_no_update BEFORE UPDATE ON cycle_snapshots "
        f"BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
        "CREATE TRIGGER cycle_snapshots_no_delete BEFORE DELETE ON cycle_snapshots "
        f"BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION cycle_snapshots_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'restrict_violation'; END $$",
        "CREATE TRIGGER cycle_snapshots_kept BEFORE UPDATE OR DELETE ON cycle_snapshots "
        "FOR EACH ROW EXECUTE FUNCTION cycle_snapshots_kept()",
        "CREATE TRIGGER cycle_snapshots_not_emptied BEFORE TRUNCATE ON cycle_snapshots "
        "FOR EACH STATEMENT EXECUTE FUNCTION cycle_snapshots_kept()",
    ),
}
LETTER: dict[str, Any] = {
    "channel": sa.String(length=40),
    "received_on": sa.Date(),
    "received_from": sa.String(length=120),
    "received_text": sa.String(length=2000),
    "ended_on": sa.Date(),
}
CHECKS = {
    "ck_attestations_channel": "channel IN ('email', 'note')",
    "ck_attestations_whole_letter": "(channel IS NULL) = (received_on IS NULL) "
    "AND (channel IS NULL) = (received_from IS NULL) AND (channel IS NULL) = (received_text IS NULL)",
    "ck_attestations_end_in_a_letter": "ended_on IS NULL OR (said = 'ended' AND channel IS NOT NULL)",
}


def upgrade() -> None:
    op.create_table(
        "cycle_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=True),
        sa.CheckConstraint("closes_on > opens_on", name=op.f("ck_cycle_changes_closes_after_opens")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_cycle_changes_cycle_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_cycle_changes_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle_changes")),
        sa.UniqueConstraint("person_id", "key", name=op.f("uq_cycle_changes_person_id_key")),
    )
    op.create_index(op.f("ix_cycle_changes_cycle_id"), "cycle_changes", ["cycle_id"])
    op.create_table(
        "cycle_snapshots",
        sa.Column("cycle_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("as_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_cycle_snapshots_digest")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_cycle_snapshots_cycle_id")),
        sa.PrimaryKeyConstraint("cycle_id", name=op.f("pk_cycle_snapshots")),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))
    with op.batch_alter_table("attestations") as batch_op:
        for name, kind in LETTER.items():
            batch_op.add_column(sa.Column(name, kind, nullable=True))
        for name, condition in CHECKS.items():
            batch_op.create_check_constraint(batch_op.f(name), condition)


def downgrade() -> None:
    with op.batch_alter_table("attestations") as batch_op:
        for name in reversed(CHECKS):
            batch_op.drop_constraint(batch_op.f(name), type_="check")
        for name in reversed(LETTER):
            batch_op.drop_column(name)
    op.drop_table("cycle_snapshots")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION cycle_snapshots_kept()")
    op.drop_table("cycle_changes")
