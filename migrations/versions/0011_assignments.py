"""Initiatives, or sections of them, are handed to Contributors.

Numbered, reversible, the same on SQLite and PostgreSQL. A CHECK that changes is dropped and made again by its
name: the comparison of schemas in tests/migrations sees it, `flask db check` does not.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

events = sa.table("events", sa.column("occasion"))

BEFORE = ("created", "revised", "edited", "stepped", "compared", "copied")
ADDED = ("assigned", "handed_back", "unassigned")
SECTIONS = ("basics", "domains", "where", "who", "when", "money", "legal", "results", "documents")
OPEN = sa.text("handed_back_at IS NULL AND ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("contributor_id", sa.Integer(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.Column("given_by_name", sa.String(length=120), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("handed_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "handed_back_at IS NULL OR handed_back_at >= given_at", name=op.f("ck_assignments_handed_back_after_given")
        ),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= given_at", name=op.f("ck_assignments_ended_after_given")),
        sa.CheckConstraint(
            "words = '' OR handed_back_at IS NOT NULL", name=op.f("ck_assignments_words_of_handing_back")
        ),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiatives.id"], name=op.f("fk_assignments_initiative_id")),
        sa.ForeignKeyConstraint(["contributor_id"], ["people.id"], name=op.f("fk_assignments_contributor_id")),
        sa.ForeignKeyConstraint(["given_by_id"], ["people.id"], name=op.f("fk_assignments_given_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    op.create_index(op.f("ix_assignments_initiative_id"), "assignments", ["initiative_id"])
    op.create_index(op.f("ix_assignments_contributor_id"), "assignments", ["contributor_id"])
    op.create_index(
        "uq_assignments_open",
        "assignments",
        ["initiative_id", "contributor_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_table(
        "assigned_sections",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column(
            "section",
            sa.Enum(*SECTIONS, name="section", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name=op.f("fk_assigned_sections_assignment_id")),
        sa.PrimaryKeyConstraint("assignment_id", "section", name=op.f("pk_assigned_sections")),
    )
    _allow((*BEFORE, *ADDED))


def downgrade() -> None:
    """Deletes who was handed what, and the events that tell of it: the older schema can hold neither."""
    op.get_bind().execute(events.delete().where(events.c.occasion.in_(ADDED)))
    _allow(BEFORE)
    op.drop_table("assigned_sections")
    op.drop_table("assignments")


def _allow(occasions: Sequence[str]) -> None:
    listed = ", ".join(f"'{occasion}'" for occasion in occasions)
    with op.batch_alter_table("events") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_events_occasion"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_events_occasion"), f"occasion IN ({listed})")
