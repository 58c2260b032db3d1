"""Keys of forms belong to the person who sends them, and events keep them: what is sent twice is done once.

Numbered, reversible, the same on SQLite and PostgreSQL. A CHECK that changes is dropped and made again by its
name: the comparison of schemas in tests/migrations sees it, `flask db check` does not.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("events") as batch_op:
        batch_op.add_column(sa.Column("key", sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_events_person_id_key"), ["person_id", "key"])
    with op.batch_alter_table("initiatives") as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_initiatives_creation_key"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_initiatives_created_by_id_creation_key"), ["created_by_id", "creation_key"]
        )


def downgrade() -> None:
    with op.batch_alter_table("initiatives") as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_initiatives_created_by_id_creation_key"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_initiatives_creation_key"), ["creation_key"])
    with op.batch_alter_table("events") as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_events_person_id_key"), type_="unique")
        batch_op.drop_column("key")
