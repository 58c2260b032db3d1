"""The record of everything: a table that is only ever added to, and the triggers that see to it.

Numbered, reversible, the same on SQLite and PostgreSQL; the comparison of schemas in tests/migrations reads the
triggers too. Never alter this table in a batch: SQLite would copy it, and a copy has no triggers.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ASTRAY = (
    "NEW.id <> (SELECT id FROM audit_entries ORDER BY id DESC LIMIT 1) + 1 "
    "OR NEW.previous <> (SELECT digest FROM audit_entries ORDER BY id DESC LIMIT 1)"
)
REFUSED = "audit_entries is only ever added to"
TRIGGERS = {
    "sqlite": (
        "CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
        "CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
        f"CREATE TRIGGER audit_entries_at_the_end BEFORE INSERT ON audit_entries WHEN {ASTRAY} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION audit_entries_only_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'INSERT' THEN IF {ASTRAY} THEN "
        f"RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW; END IF; "
        f"RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'restrict_violation'; END $$",
        "CREATE TRIGGER audit_entries_only_added BEFORE INSERT OR UPDATE OR DELETE ON audit_entries "
        "FOR EACH ROW EXECUTE FUNCTION audit_entries_only_added()",
        "CREATE TRIGGER audit_entries_not_emptied BEFORE TRUNCATE ON audit_entries "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_only_added()",
    ),
}


def upgrade() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deed", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("partner_code", sa.String(length=8), nullable=False),
        sa.Column("object_kind", sa.String(length=20), nullable=False),
        sa.Column("object_key", sa.String(length=80), nullable=False),
        sa.Column("object_name", sa.String(length=300), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_audit_entries_digest")),
        sa.CheckConstraint("length(previous) = 64", name=op.f("ck_audit_entries_previous")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index(op.f("ix_audit_entries_at"), "audit_entries", ["at"])
    for column in ("deed", "person_id", "object_key"):
        op.create_index(f"ix_audit_entries_{column}_id", "audit_entries", [column, "id"])
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(sa.text(statement.replace(":", r"\:")))


def downgrade() -> None:
    op.drop_table("audit_entries")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_entries_only_added()")
