"""Submissions have a reviewer, people of the secretariat duties, and decisions can be undone.

An undone decision leaves the steps “undo” and “reinstate” in the history; going back takes these away, the status
stays as it is.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

events = sa.table("events", sa.column("action"))

BEFORE = (
    "hand-over",
    "send-back",
    "submit",
    "take-back",
    "return",
    "publish",
    "decline",
    "supersede",
    "withdraw",
    "discard",
    "restore",
)
AFTER = (*BEFORE, "undo", "reinstate")


def upgrade() -> None:
    op.create_table(
        "reviewers",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assigned_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["assigned_by_id"], ["people.id"], name=op.f("fk_reviewers_assigned_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_reviewers_person_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_reviewers_revision_id")),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_reviewers")),
    )
    op.create_index(op.f("ix_reviewers_person_id"), "reviewers", ["person_id"])
    with op.batch_alter_table("people") as batch_op:
        batch_op.add_column(sa.Column("duty", sa.String(length=40), nullable=True))
        batch_op.create_check_constraint(batch_op.f("ck_people_duty"), "duty IN ('second_reviewer', 'head')")
        batch_op.create_check_constraint(
            batch_op.f("ck_people_duty_of_secretariat"), "duty IS NULL OR role IN ('secretariat', 'administrator')"
        )
    _allow(AFTER)


def downgrade() -> None:
    op.get_bind().execute(events.delete().where(events.c.action.in_(("undo", "reinstate"))))
    _allow(BEFORE)
    with op.batch_alter_table("people") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_people_duty_of_secretariat"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_people_duty"), type_="check")
        batch_op.drop_column("duty")
    op.drop_table("reviewers")


def _allow(actions: Sequence[str]) -> None:
    listed = ", ".join(f"'{action}'" for action in actions)
    with op.batch_alter_table("events") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_events_action"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_events_action"), f"action IN ({listed})")
