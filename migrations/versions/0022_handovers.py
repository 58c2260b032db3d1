"""An invitation remembers that its handover was withdrawn, and the key of the form that sent it.

Numbered, reversible, the same on SQLite and PostgreSQL. What was withdrawn before has lost whom it replaced, and
stays as it is: only the secretariat opens those accounts.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WITHDRAWN = (
    ("withdrawn_or_accepted", "withdrawn_at IS NULL OR accepted_at IS NULL"),
    ("withdrawn_from_succession", "withdrawn_at IS NULL OR replaces_id IS NOT NULL"),
)


def upgrade() -> None:
    with op.batch_alter_table("invitations") as batch_op:
        batch_op.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("key", sa.String(length=64), nullable=True))
        for name, condition in WITHDRAWN:
            batch_op.create_check_constraint(batch_op.f(f"ck_invitations_{name}"), condition)


def downgrade() -> None:
    """What was withdrawn replaces nobody, as the older schema had it."""
    with op.batch_alter_table("invitations") as batch_op:
        for name, _condition in WITHDRAWN:
            batch_op.drop_constraint(batch_op.f(f"ck_invitations_{name}"), type_="check")
    op.execute(sa.text("UPDATE invitations SET replaces_id = NULL WHERE withdrawn_at IS NOT NULL"))
    with op.batch_alter_table("invitations") as batch_op:
        batch_op.drop_column("key")
        batch_op.drop_column("withdrawn_at")
