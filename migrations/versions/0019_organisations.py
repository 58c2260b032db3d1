"""Organisations can be merged, told apart and named by people; whom a lead organisation means is settled too.

Numbered, reversible, the same on SQLite and PostgreSQL.
"""

import re
import unicodedata
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

revisions = sa.table("revisions", *(sa.column(n) for n in ("id", "lead_organisation", "published_at")))
organisations = sa.table(
    "organisations", *(sa.column(n) for n in ("id", "name_en", "name_fr", "acronym_en", "acronym_fr"))
)
names = sa.table("organisation_names", *(sa.column(n) for n in ("key", "name", "organisation_id")))
leads = sa.table("revision_leads", sa.column("revision_id"), sa.column("organisation_id"))
merges = sa.table("organisation_merges", *(sa.column(n) for n in ("merged_id", "undone_at")))


def upgrade() -> None:
    op.add_column("organisations", sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "revision_leads",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_revision_leads_organisation_id")
        ),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_revision_leads_revision_id")),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_revision_leads")),
    )
    op.create_index(op.f("ix_revision_leads_organisation_id"), "revision_leads", ["organisation_id"])
    _settle_leads()
    _merges()
    op.create_table(
        "organisations_apart",
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_organisations_apart_in_order")),
        sa.ForeignKeyConstraint(["first_id"], ["organisations.id"], name=op.f("fk_organisations_apart_first_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_organisations_apart_person_id")),
        sa.ForeignKeyConstraint(["second_id"], ["organisations.id"], name=op.f("fk_organisations_apart_second_id")),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_organisations_apart")),
    )
    op.create_index(op.f("ix_organisations_apart_second_id"), "organisations_apart", ["second_id"])


def _merges() -> None:
    op.create_table(
        "organisation_merges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("merged_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("into_id <> merged_id", name=op.f("ck_organisation_merges_into_another")),
        sa.ForeignKeyConstraint(["into_id"], ["organisations.id"], name=op.f("fk_organisation_merges_into_id")),
        sa.ForeignKeyConstraint(["merged_id"], ["organisations.id"], name=op.f("fk_organisation_merges_merged_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_organisation_merges_person_id")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["people.id"], name=op.f("fk_organisation_merges_undone_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_merges")),
    )
    op.create_index(op.f("ix_organisation_merges_into_id"), "organisation_merges", ["into_id"])
    op.create_index(op.f("ix_organisation_merges_merged_id"), "organisation_merges", ["merged_id"])
    where = sa.text("undone_at IS NULL")
    op.create_index(
        "uq_organisation_merges_standing",
        "organisation_merges",
        ["merged_id"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def downgrade() -> None:
    """What was merged stays merged: its spellings are with the other, and the empty one goes."""
    connection = op.get_bind()
    merged = connection.scalars(sa.select(merges.c.merged_id).where(merges.c.undone_at.is_(None))).all()
    op.drop_table("organisations_apart")
    op.drop_table("organisation_merges")
    op.drop_table("revision_leads")
    for identity in merged:
        connection.execute(organisations.delete().where(organisations.c.id == identity))
    op.drop_column("organisations", "edited_at")


def _settle_leads() -> None:
    """As whatever is published from now on: a name that no organisation has becomes one."""
    connection = op.get_bind()
    known = dict(connection.execute(sa.select(names.c.key, names.c.organisation_id)).all())
    typed = sa.select(revisions.c.id, revisions.c.lead_organisation).where(
        revisions.c.published_at.is_not(None), revisions.c.lead_organisation != ""
    )
    for identity, name in connection.execute(typed.order_by(revisions.c.id)).all():
        key = _plain(name)[:250]
        if key not in known:
            known[key] = _added(key, name)
        connection.execute(leads.insert().values(revision_id=identity, organisation_id=known[key]))


def _added(key: str, name: str) -> int:
    connection = op.get_bind()
    made = {"name_en": name, "name_fr": name, "acronym_en": "", "acronym_fr": ""}
    connection.execute(organisations.insert().values(**made))
    identity = connection.scalar(sa.select(sa.func.max(organisations.c.id)))
    assert identity is not None
    connection.execute(names.insert().values(key=key, name=name, organisation_id=identity))
    return int(identity)


def _plain(text: str) -> str:
    """As app.queries.text.plain was when this was written."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", kept))
