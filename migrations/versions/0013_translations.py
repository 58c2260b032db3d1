"""Texts may stand in the other official language too.

Numbered, reversible, the same on SQLite and PostgreSQL.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Old rows have no translation, so what is searched of them is right already."""
    op.create_table(
        "revision_translations",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_revision_translations_not_empty")),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_revision_translations_revision_id")),
        sa.PrimaryKeyConstraint("revision_id", "question", name=op.f("pk_revision_translations")),
    )


def downgrade() -> None:
    """Deletes the translations: the older schema has no place for them."""
    op.drop_table("revision_translations")
