"""A copy knows what it was copied from, and what was signed out of stays signed out.

Numbered, reversible, the same on SQLite and PostgreSQL. Until now the event of a copy was a change of answers in no
section whose note named the source; nothing else was recorded in that way.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

events = sa.table("events", *(sa.column(n) for n in ("id", "initiative_id", "occasion", "section", "note")))
initiatives = sa.table("initiatives", *(sa.column(n) for n in ("id", "reference", "copied_from_id")))

BEFORE = ("created", "revised", "edited", "stepped", "compared")
AFTER = (*BEFORE, "copied")
MARK = "← "


def upgrade() -> None:
    op.create_table(
        "ended_sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=43), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ended_sign_ins")),
    )
    op.create_index(op.f("ix_ended_sign_ins_token"), "ended_sign_ins", ["token"])
    op.create_index(op.f("ix_ended_sign_ins_at"), "ended_sign_ins", ["at"])
    with op.batch_alter_table("initiatives") as batch_op:
        batch_op.add_column(sa.Column("copied_from_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_initiatives_copied_from_id"), "initiatives", ["copied_from_id"], ["id"]
        )
        batch_op.create_check_constraint(batch_op.f("ck_initiatives_copied_from_another"), "copied_from_id <> id")
    _allow(AFTER)
    _name_the_sources()


def downgrade() -> None:
    _note_the_sources()
    _allow(BEFORE)
    with op.batch_alter_table("initiatives") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_initiatives_copied_from_another"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_initiatives_copied_from_id"), type_="foreignkey")
        batch_op.drop_column("copied_from_id")
    op.drop_table("ended_sign_ins")


def _allow(occasions: Sequence[str]) -> None:
    listed = ", ".join(f"'{occasion}'" for occasion in occasions)
    with op.batch_alter_table("events") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_events_occasion"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_events_occasion"), f"occasion IN ({listed})")


def _name_the_sources() -> None:
    """An event whose note names no initiative is left as it is."""
    connection = op.get_bind()
    marked = events.c.note.like(f"{MARK}%") & events.c.section.is_(None) & (events.c.occasion == "edited")
    for event in connection.execute(sa.select(events).where(marked)).all():
        reference = event.note.removeprefix(MARK)
        source = connection.scalar(sa.select(initiatives.c.id).where(initiatives.c.reference == reference))
        if source is None or source == event.initiative_id:
            continue
        made = initiatives.update().where(initiatives.c.id == event.initiative_id)
        connection.execute(made.values(copied_from_id=source))
        connection.execute(events.update().where(events.c.id == event.id).values(occasion="copied", note=""))


def _note_the_sources() -> None:
    connection = op.get_bind()
    source = initiatives.alias()
    found = (
        sa.select(events.c.id, source.c.reference)
        .join(initiatives, initiatives.c.id == events.c.initiative_id)
        .join(source, source.c.id == initiatives.c.copied_from_id)
        .where(events.c.occasion == "copied")
    )
    for event in connection.execute(found).all():
        values = {"occasion": "edited", "note": f"{MARK}{event.reference}"}
        connection.execute(events.update().where(events.c.id == event.id).values(**values))
