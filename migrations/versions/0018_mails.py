"""The outbox of mails, their texts, and what has been written about.

Whoever has an account already hears of what happens from now on, not of the years before.

Numbered, reversible, the same on SQLite and PostgreSQL. A CHECK that changes is dropped and made again by its
name: the comparison of schemas in tests/migrations sees it, `flask db check` does not.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KINDS = (
    "invitation", "reset", "password_changed", "successor_invitation", "desk_taken_over", "desk_handed_over",
    "desk_handover_begun", "assigned", "handed_back", "cycle_opens", "cycle_reminder", "cycle_closed", "cycle_thanks",
    "digest", "at_once",
)  # fmt: skip
STATES = ("waiting", "sending", "sent", "unsure", "failed", "cancelled")
STAGES = ("opening", "days_30", "days_7", "days_1", "after")


def upgrade() -> None:
    _make_outbox()
    op.create_table(
        "mail_texts",
        sa.Column("kind", _closed("mail_kind", *KINDS), nullable=False),
        sa.Column("language", _closed("language", "en", "fr"), nullable=False),
        sa.Column("subject", sa.String(length=150), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["changed_by_id"], ["people.id"], name=op.f("fk_mail_texts_changed_by_id")),
        sa.PrimaryKeyConstraint("kind", "language", name=op.f("pk_mail_texts")),
    )
    op.create_table(
        "mail_marks",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("choice", _closed("mail_choice", "daily", "at_once"), nullable=False),
        sa.Column("told_event_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_mail_marks_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_mail_marks")),
    )
    op.create_table(
        "cycle_mailings",
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("stage", _closed("stage", *STAGES), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_cycle_mailings_cycle_id")),
        sa.PrimaryKeyConstraint("cycle_id", "stage", "closes_on", name=op.f("pk_cycle_mailings")),
    )
    op.execute(
        "INSERT INTO mail_marks (person_id, choice, told_event_id) "
        "SELECT id, 'daily', COALESCE((SELECT MAX(id) FROM events), 0) FROM people"
    )


def downgrade() -> None:
    for table in ("cycle_mailings", "mail_marks", "mail_texts", "outbox"):
        op.drop_table(table)


def _make_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("message_id", sa.String(length=320), nullable=False),
        sa.Column("kind", _closed("mail_kind", *KINDS), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("language", _closed("language", "en", "fr"), nullable=False),
        sa.Column("subject", sa.String(length=500), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", _closed("mail_state", *STATES), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("claim", sa.String(length=32), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_outbox_sent_has_time")),
        sa.CheckConstraint(
            "state <> 'sending' OR (claim IS NOT NULL AND claimed_at IS NOT NULL)",
            name=op.f("ck_outbox_sending_claimed"),
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_outbox_attempts")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_outbox_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_id")),
    )
    op.create_index(op.f("ix_outbox_person_id"), "outbox", ["person_id"])
    op.create_index("ix_outbox_state_due_at", "outbox", ["state", "due_at"])


def _closed(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
