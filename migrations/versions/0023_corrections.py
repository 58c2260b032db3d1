"""Corrections by the secretariat, with the Partner's contest and its answer; a version opened for one can be dropped.

And what has been written about submissions that waited too long.

Numbered, reversible, the same on SQLite and PostgreSQL. A CHECK that changes is dropped and made again by its
name: the comparison of schemas in tests/migrations sees it, `flask db check` does not.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OCCASIONS = (
    "created", "revised", "edited", "stepped", "compared", "copied", "assigned", "handed_back", "unassigned",
    "linked", "unlinked",
)  # fmt: skip
NEW_OCCASIONS = ("corrected", "contested", "upheld")
ACTIONS = (
    "hand-over", "send-back", "submit", "take-back", "return", "publish", "decline", "supersede", "withdraw",
    "discard", "restore", "undo", "reinstate",
)  # fmt: skip
NEW_ACTION = "drop"

KINDS = (
    "invitation", "reset", "password_changed", "successor_invitation", "desk_taken_over", "desk_handed_over",
    "desk_handover_begun", "assigned", "handed_back", "cycle_opens", "cycle_reminder", "cycle_closed", "cycle_thanks",
    "digest", "at_once",
)  # fmt: skip
NEW_KIND = "gone_on"

events = sa.table("events", sa.column("occasion"), sa.column("action"))


def upgrade() -> None:
    op.create_table(
        "corrections",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("contest", sa.Text(), nullable=False),
        sa.Column("contested_by", sa.String(length=120), nullable=False),
        sa.Column("contested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verdict", _closed("verdict", "kept", "taken_back"), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(length=120), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(contest = '') = (contested_at IS NULL)", name=op.f("ck_corrections_contest_has_time")),
        sa.CheckConstraint("(verdict IS NULL) = (answered_at IS NULL)", name=op.f("ck_corrections_verdict_has_time")),
        sa.CheckConstraint(
            "verdict IS NULL OR contested_at IS NOT NULL", name=op.f("ck_corrections_verdict_on_contest")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_corrections_event_id")),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiatives.id"], name=op.f("fk_corrections_initiative_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_corrections")),
    )
    op.create_index(op.f("ix_corrections_initiative_id"), "corrections", ["initiative_id"])
    op.create_table(
        "escalations",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("duty", _closed("duty", "second_reviewer", "head"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_escalations_revision_id")),
        sa.PrimaryKeyConstraint("revision_id", "submitted_at", "duty", name=op.f("pk_escalations")),
    )
    _allow((*OCCASIONS, *NEW_OCCASIONS), (*ACTIONS, NEW_ACTION), (*KINDS, NEW_KIND))


def downgrade() -> None:
    op.drop_table("escalations")
    op.drop_table("corrections")
    connection = op.get_bind()
    connection.execute(events.delete().where(events.c.occasion.in_(["contested", "upheld"])))
    connection.execute(events.delete().where(events.c.action == NEW_ACTION))
    connection.execute(events.update().where(events.c.occasion == "corrected").values(occasion="edited"))
    for table in ("outbox", "mail_texts"):
        kept = sa.table(table, sa.column("kind"))
        connection.execute(kept.delete().where(kept.c.kind == NEW_KIND))
    _allow(OCCASIONS, ACTIONS, KINDS)


def _allow(occasions: Sequence[str], actions: Sequence[str], kinds: Sequence[str]) -> None:
    _check("events", "occasion", "occasion", occasions)
    _check("events", "action", "action", actions)
    for table in ("outbox", "mail_texts"):
        _check(table, "kind", "mail_kind", kinds)


def _check(table: str, column: str, named: str, values: Sequence[str]) -> None:
    listed = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table(table) as batch_op:
        name = batch_op.f(f"ck_{table}_{named}")
        batch_op.drop_constraint(name, type_="check")
        batch_op.create_check_constraint(name, f"{column} IN ({listed})")


def _closed(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
