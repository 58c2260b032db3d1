"""Terms that speak for domains and priorities, for the suggestions beside them.

Numbered, reversible, the same on SQLite and PostgreSQL. A CHECK that changes is dropped and made again by its
name: the comparison of schemas in tests/migrations sees it, `flask db check` does not.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "classification_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("language", _closed("language", "en", "fr"), nullable=False),
        sa.Column("level", _closed("level", "domain", "priority"), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("term", sa.String(length=100), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_classification_terms")),
        sa.UniqueConstraint(
            "language", "level", "code", "key", name=op.f("uq_classification_terms_language_level_code_key")
        ),
    )


def downgrade() -> None:
    op.drop_table("classification_terms")


def _closed(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
