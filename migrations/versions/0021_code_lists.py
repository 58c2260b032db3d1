"""What follows a code that a version of the taxonomy has no more.

Numbered, reversible, the same on SQLite and PostgreSQL.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "taxonomy_mappings",
        sa.Column("version", sa.String(length=60), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("to_code", sa.String(length=20), nullable=True),
        sa.CheckConstraint("level IN ('domain', 'priority')", name=op.f("ck_taxonomy_mappings_level")),
        sa.CheckConstraint("to_code <> code", name=op.f("ck_taxonomy_mappings_to_another")),
        sa.ForeignKeyConstraint(["version"], ["taxonomy_versions.name"], name=op.f("fk_taxonomy_mappings_version")),
        sa.PrimaryKeyConstraint("version", "level", "code", name=op.f("pk_taxonomy_mappings")),
    )


def downgrade() -> None:
    op.drop_table("taxonomy_mappings")
