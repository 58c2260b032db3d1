"""Revisions keep their titles as they are sorted, and are found by their programme.

Numbered, reversible, the same on SQLite and PostgreSQL. A CHECK that changes is dropped and made again by its
name: the comparison of schemas in tests/migrations sees it, `flask db check` does not.
"""

import re
import unicodedata
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

revisions = sa.table(
    "revisions", *(sa.column(n) for n in ("id", "title", "title_en", "title_fr", "sort_en", "sort_fr"))
)


def upgrade() -> None:
    with op.batch_alter_table("revisions") as batch_op:
        for name in ("sort_en", "sort_fr"):
            batch_op.add_column(sa.Column(name, sa.String(length=300), nullable=False, server_default=""))
        batch_op.create_index(batch_op.f("ix_revisions_parent"), ["parent"])
    _fill()
    with op.batch_alter_table("revisions") as batch_op:
        for name in ("sort_en", "sort_fr"):
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("revisions") as batch_op:
        batch_op.drop_index(batch_op.f("ix_revisions_parent"))
        batch_op.drop_column("sort_fr")
        batch_op.drop_column("sort_en")


def _fill() -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(revisions)).all():
        shown = {
            "sort_en": row.title_en or row.title or row.title_fr,
            "sort_fr": row.title_fr or row.title or row.title_en,
        }
        keys = {name: _plain(text or "")[:300] for name, text in shown.items()}
        connection.execute(revisions.update().where(revisions.c.id == row.id).values(**keys))


def _plain(text: str) -> str:
    """As app.queries.text.plain was when this was written."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", kept))
