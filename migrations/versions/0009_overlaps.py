"""Published titles are found by their words, and writers may say what a similar initiative is to theirs.

Numbered, reversible, the same on SQLite and PostgreSQL. A CHECK that changes is dropped and made again by its
name: the comparison of schemas in tests/migrations sees it, `flask db check` does not.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

revisions = sa.table("revisions", *(sa.column(n) for n in ("id", "status", "sort_en", "sort_fr")))
title_words = sa.table("title_words", sa.column("word"), sa.column("revision_id"))
events = sa.table("events", sa.column("occasion"))

BEFORE = ("created", "revised", "edited", "stepped")
AFTER = (*BEFORE, "compared")
ROLES = ("contributor", "focal_point", "secretariat", "analyst", "administrator")


def _closed(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "title_words",
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_title_words_revision_id")),
        sa.PrimaryKeyConstraint("word", "revision_id", name=op.f("pk_title_words")),
    )
    op.create_index(op.f("ix_title_words_revision_id"), "title_words", ["revision_id"])
    _fill()
    op.create_table(
        "overlap_opinions",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("answer", _closed("resemblance", "part_of", "same", "different"), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("role", _closed("role", *ROLES), nullable=True),
        sa.CheckConstraint("other_id <> initiative_id", name=op.f("ck_overlap_opinions_of_another")),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiatives.id"], name=op.f("fk_overlap_opinions_initiative_id")),
        sa.ForeignKeyConstraint(["other_id"], ["initiatives.id"], name=op.f("fk_overlap_opinions_other_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_overlap_opinions_person_id")),
        sa.PrimaryKeyConstraint("initiative_id", "other_id", name=op.f("pk_overlap_opinions")),
    )
    op.create_index(op.f("ix_overlap_opinions_other_id"), "overlap_opinions", ["other_id"])
    _allow(AFTER)


def downgrade() -> None:
    op.get_bind().execute(events.delete().where(events.c.occasion == "compared"))
    _allow(BEFORE)
    op.drop_table("overlap_opinions")
    op.drop_table("title_words")


def _allow(occasions: Sequence[str]) -> None:
    listed = ", ".join(f"'{occasion}'" for occasion in occasions)
    with op.batch_alter_table("events") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_events_occasion"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_events_occasion"), f"occasion IN ({listed})")


def _fill() -> None:
    connection = op.get_bind()
    published = sa.select(revisions).where(revisions.c.status == "published")
    for row in connection.execute(published).all():
        words = {word[:40] for word in f"{row.sort_en} {row.sort_fr}".split() if word not in STOP_WORDS}
        if words:
            rows = [{"word": word, "revision_id": row.id} for word in sorted(words)]
            connection.execute(title_words.insert(), rows)


STOP_WORDS = frozenset({
    "a", "an", "and", "at", "by", "for", "from", "in", "into", "its", "of", "on", "or", "the", "to", "towards", "with",
    "au", "aux", "avec", "ce", "d", "dans", "de", "des", "du", "en", "et", "l",
    "la", "le", "les", "leur", "leurs", "ou", "par", "pour", "sur", "un", "une", "vers",
})  # fmt: skip
"""As app.domain.likeness.STOP_WORDS was when this was written."""
