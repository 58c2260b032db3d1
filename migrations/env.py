"""Runs the migrations with the application's own engine and metadata."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy import Connection, Engine
from sqlalchemy.types import TypeDecorator

import app.models  # noqa: F401  registers the tables
from app.db import db


def _plainly(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Migrations name the stored type and not the application's, which may change after them."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def _options() -> dict[str, Any]:
    return {
        "target_metadata": db.metadata,
        "render_item": _plainly,
        "transactional_ddl": True,
        **current_app.extensions["migrate"].configure_args,
    }


def _run(connection: Connection) -> None:
    context.configure(connection=connection, **_options())
    with context.begin_transaction():
        context.run_migrations()


def run_offline() -> None:
    """Write the statements out (`flask db upgrade --sql`)."""
    context.configure(url=db.engine.url, literal_binds=True, **_options())
    with context.begin_transaction():
        context.run_migrations()


def run_online(engine: Engine) -> None:
    """Apply the statements of all migrations, or none of them.

    On SQLite a change of a table makes a new one and drops the old: references to it must rest meanwhile.
    """
    with engine.connect() as connection:
        raw = connection.connection.driver_connection if engine.dialect.name == "sqlite" else None
        if raw is not None:
            raw.execute("PRAGMA foreign_keys=OFF")
        _run(connection)
        if raw is not None:
            broken = raw.execute("PRAGMA foreign_key_check").fetchall()
            raw.execute("PRAGMA foreign_keys=ON")
            assert not broken, f"the migration left broken references: {broken}"


if context.is_offline_mode():
    run_offline()
else:
    run_online(db.engine)
