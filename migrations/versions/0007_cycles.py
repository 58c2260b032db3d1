"""Cycles, their days, and what Partners attest in them.

Numbered, reversible, the same on SQLite and PostgreSQL. A CHECK that changes is dropped and made again by its
name: the comparison of schemas in tests/migrations sees it, `flask db check` does not.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "cycles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("creation_key", sa.String(length=64), nullable=True),
        sa.CheckConstraint("closes_on > opens_on", name=op.f("ck_cycles_closes_after_opens")),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f("fk_cycles_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycles")),
        sa.UniqueConstraint("created_by_id", "creation_key", name=op.f("uq_cycles_created_by_id_creation_key")),
        sa.UniqueConstraint("name", name=op.f("uq_cycles_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_cycles_slug")),
    )
    op.create_table(
        "attestations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("partner_code", sa.String(length=8), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=True),
        sa.Column("domain_code", sa.String(length=20), nullable=True),
        sa.Column(
            "said",
            sa.Enum(
                "still_accurate",
                "ended",
                "nothing_to_report",
                "taken_back",
                name="saying",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "contributor",
                "focal_point",
                "secretariat",
                "analyst",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("key", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "said <> 'nothing_to_report' OR domain_code IS NOT NULL", name=op.f("ck_attestations_nothing_in_a_domain")
        ),
        sa.CheckConstraint(
            "said NOT IN ('still_accurate', 'ended') OR initiative_id IS NOT NULL",
            name=op.f("ck_attestations_accurate_initiative"),
        ),
        sa.CheckConstraint("(initiative_id IS NULL) <> (domain_code IS NULL)", name=op.f("ck_attestations_about_one")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_attestations_cycle_id")),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiatives.id"], name=op.f("fk_attestations_initiative_id")),
        sa.ForeignKeyConstraint(["partner_code"], ["partners.code"], name=op.f("fk_attestations_partner_code")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_attestations_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attestations")),
        sa.UniqueConstraint("person_id", "key", name=op.f("uq_attestations_person_id_key")),
    )
    with op.batch_alter_table("attestations") as batch_op:
        batch_op.create_index(batch_op.f("ix_attestations_cycle_id"), ["cycle_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attestations_initiative_id"), ["initiative_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attestations_partner_code"), ["partner_code"], unique=False)

    op.create_table(
        "cycle_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_cycle_days_cycle_id")),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_cycle_days")),
    )
    with op.batch_alter_table("cycle_days") as batch_op:
        batch_op.create_index(batch_op.f("ix_cycle_days_cycle_id"), ["cycle_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("cycle_days") as batch_op:
        batch_op.drop_index(batch_op.f("ix_cycle_days_cycle_id"))

    op.drop_table("cycle_days")
    with op.batch_alter_table("attestations") as batch_op:
        batch_op.drop_index(batch_op.f("ix_attestations_partner_code"))
        batch_op.drop_index(batch_op.f("ix_attestations_initiative_id"))
        batch_op.drop_index(batch_op.f("ix_attestations_cycle_id"))

    op.drop_table("attestations")
    op.drop_table("cycles")
