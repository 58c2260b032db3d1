"""Who has the form of a section open.

Numbered, reversible, the same on SQLite and PostgreSQL. A CHECK that changes is dropped and made again by its
name: the comparison of schemas in tests/migrations sees it, `flask db check` does not.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SECTIONS = ("basics", "domains", "where", "who", "when", "money", "legal", "results", "documents")


def upgrade() -> None:
    op.create_table(
        "open_forms",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column(
            "section",
            sa.Enum(*SECTIONS, name="section", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_open_forms_person_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_open_forms_revision_id")),
        sa.PrimaryKeyConstraint("revision_id", "section", "person_id", name=op.f("pk_open_forms")),
    )
    op.create_index(op.f("ix_open_forms_at"), "open_forms", ["at"])


def downgrade() -> None:
    op.drop_table("open_forms")
