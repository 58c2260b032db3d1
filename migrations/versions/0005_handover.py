"""An invitation may replace a Focal Point who hands over.

Numbered, reversible, the same on SQLite and PostgreSQL. A CHECK that changes is dropped and made again by its
name: the comparison of schemas in tests/migrations sees it, `flask db check` does not.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("invitations") as batch_op:
        batch_op.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_invitations_replaces_id"), "people", ["replaces_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("invitations") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_invitations_replaces_id"), type_="foreignkey")
        batch_op.drop_column("replaces_id")
