"""The number of automatic warnings of each submission, for the filter of the queue; the queue in its order.

What was submitted before has none: the checks are code, so `flask jobs run` counts them.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "warning_counts",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 0", name=op.f("ck_warning_counts_number")),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_warning_counts_revision_id")),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_warning_counts")),
    )
    op.create_index("ix_revisions_waiting", "revisions", ["status", "submitted_at", "id"])
    op.create_index(op.f("ix_warning_counts_counted_at"), "warning_counts", ["counted_at"])


def downgrade() -> None:
    op.drop_index("ix_revisions_waiting", table_name="revisions")
    op.drop_table("warning_counts")
