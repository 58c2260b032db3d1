"""The secretariat links initiatives that overlap.

Numbered, reversible, the same on SQLite and PostgreSQL. A CHECK that changes is dropped and made again by its
name: the comparison of schemas in tests/migrations sees it, `flask db check` does not.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

BEFORE = ("created", "revised", "edited", "stepped", "compared", "copied", "assigned", "handed_back", "unassigned")
AFTER = (*BEFORE, "linked", "unlinked")
ROLES = ("contributor", "focal_point", "secretariat", "analyst", "administrator")
STANDING = sa.text("undone_at IS NULL")

events = sa.table("events", sa.column("occasion"))


def _closed(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _to(table: str, column: str, target: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.{key}"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    _make_links()
    _make_candidates()
    _keep_earlier_links()
    _allow(AFTER)


def downgrade() -> None:
    op.get_bind().execute(events.delete().where(events.c.occasion.in_(["linked", "unlinked"])))
    _allow(BEFORE)
    for table in ("quoted_numbers", "overlap_searches", "overlap_candidates", "overlap_links"):
        op.drop_table(table)


def _make_links() -> None:
    op.create_table(
        "overlap_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("relation", _closed("relation", "same", "part_of", "distinct"), nullable=False),
        sa.Column("head_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("role", _closed("role", *ROLES), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_by_name", sa.String(length=120), nullable=False),
        sa.Column("undone_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_overlap_links_ordered")),
        sa.CheckConstraint(
            "head_id IS NULL OR head_id IN (one_id, other_id)", name=op.f("ck_overlap_links_head_of_the_pair")
        ),
        sa.CheckConstraint(
            "(relation = 'distinct') = (head_id IS NULL)", name=op.f("ck_overlap_links_head_unless_distinct")
        ),
        sa.CheckConstraint("undone_at IS NULL OR undone_at >= at", name=op.f("ck_overlap_links_undone_after")),
        *(_to("overlap_links", column, "initiatives") for column in ("one_id", "other_id", "head_id")),
        *(_to("overlap_links", column, "people") for column in ("person_id", "undone_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overlap_links")),
    )
    op.create_index(op.f("ix_overlap_links_other_id"), "overlap_links", ["other_id"])
    op.create_index(op.f("ix_overlap_links_head_id"), "overlap_links", ["head_id"])
    _standing("overlap_links", "one_id", "other_id")


def _standing(table: str, *columns: str) -> None:
    op.create_index(
        f"uq_{table}_standing",
        table,
        list(columns),
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )


def _make_candidates() -> None:
    op.create_table(
        "overlap_candidates",
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("quoted", sa.JSON(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_overlap_candidates_ordered")),
        sa.CheckConstraint("score BETWEEN 0 AND 100", name=op.f("ck_overlap_candidates_score")),
        *(_to("overlap_candidates", column, "initiatives") for column in ("one_id", "other_id")),
        sa.PrimaryKeyConstraint("one_id", "other_id", name=op.f("pk_overlap_candidates")),
    )
    op.create_index(op.f("ix_overlap_candidates_other_id"), "overlap_candidates", ["other_id"])
    op.create_index(op.f("ix_overlap_candidates_score"), "overlap_candidates", ["score"])
    op.create_table(
        "overlap_searches",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _to("overlap_searches", "revision_id", "revisions"),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_overlap_searches")),
    )
    op.create_table(
        "quoted_numbers",
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        _to("quoted_numbers", "revision_id", "revisions"),
        sa.PrimaryKeyConstraint("number", "revision_id", name=op.f("pk_quoted_numbers")),
    )
    op.create_index(op.f("ix_quoted_numbers_revision_id"), "quoted_numbers", ["revision_id"])


def _keep_earlier_links() -> None:
    """What is counted with another one already becomes a link, so that it can be seen and undone."""
    op.execute(
        "INSERT INTO overlap_links "
        "(one_id, other_id, relation, head_id, reason, at, person_name, undone_by_name, undone_reason) "
        "SELECT CASE WHEN id < counted_as_id THEN id ELSE counted_as_id END, "
        "CASE WHEN id < counted_as_id THEN counted_as_id ELSE id END, "
        "'same', counted_as_id, '', CURRENT_TIMESTAMP, 'JVAP Follow-up', '', '' "
        "FROM initiatives WHERE counted_as_id IS NOT NULL"
    )


def _allow(occasions: Sequence[str]) -> None:
    listed = ", ".join(f"'{occasion}'" for occasion in occasions)
    with op.batch_alter_table("events") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_events_occasion"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_events_occasion"), f"occasion IN ({listed})")
