"""A version can be discarded and taken up again.

Numbered, reversible, the same on SQLite and PostgreSQL. A CHECK that changes is dropped and made again by its
name: the comparison of schemas in tests/migrations sees it, `flask db check` does not.

On the way down a discarded version becomes a declined one: as a draft it might stand beside the working version,
of which an initiative has one at most. The events of discarding and taking up again go, for nothing else knows them.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

revisions = sa.table("revisions", sa.column("status"))
events = sa.table("events", sa.column("action"))

STATUSES = (
    "draft",
    "awaiting_sign_off",
    "submitted",
    "returned",
    "published",
    "declined",
    "superseded",
    "withdrawn",
)
ACTIONS = (
    "hand-over",
    "send-back",
    "submit",
    "take-back",
    "return",
    "publish",
    "decline",
    "supersede",
    "withdraw",
)
NEW_ACTIONS = ("discard", "restore")


def upgrade() -> None:
    _allow((*STATUSES, "discarded"), (*ACTIONS, *NEW_ACTIONS))


def downgrade() -> None:
    connection = op.get_bind()
    connection.execute(events.delete().where(events.c.action.in_(NEW_ACTIONS)))
    connection.execute(revisions.update().where(revisions.c.status == "discarded").values(status="declined"))
    _allow(STATUSES, ACTIONS)


def _allow(statuses: Sequence[str], actions: Sequence[str]) -> None:
    _check("revisions", {"status": statuses})
    _check("events", {"action": actions, "from_status": statuses, "to_status": statuses})


def _check(table: str, columns: dict[str, Sequence[str]]) -> None:
    with op.batch_alter_table(table) as batch_op:
        for column, values in columns.items():
            name = batch_op.f(f"ck_{table}_{column}")
            listed = ", ".join(f"'{value}'" for value in values)
            batch_op.drop_constraint(name, type_="check")
            batch_op.create_check_constraint(name, f"{column} IN ({listed})")
