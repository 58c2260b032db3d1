"""A database's schema as comparable text: columns, keys, checks, indexes with their conditions, triggers."""

import re

from sqlalchemy import Engine, inspect, text

Schema = dict[str, list[str]]


def schema_of(engine: Engine) -> Schema:
    """{table: sorted statements about it}, without the migrations' own table."""
    inspector = inspect(engine)
    tables = [table for table in inspector.get_table_names() if table != "alembic_version"]
    found = {table: _columns(inspector, table) + _keys(inspector, table) for table in tables}
    for table, statement in [*_conditions(engine), *_triggers(engine)]:
        found[table].append(statement)
    return {table: sorted(statements) for table, statements in found.items()}


def _columns(inspector, table: str) -> list[str]:
    return [
        f"column {c['name']} {c['type']} null={c['nullable']} default={c['default']}"
        for c in inspector.get_columns(table)
    ]


def _keys(inspector, table: str) -> list[str]:
    primary = inspector.get_pk_constraint(table)
    foreign = [
        f"foreign {key['name']} {key['constrained_columns']} -> {key['referred_table']}{key['referred_columns']}"
        f" {sorted(key['options'].items())}"
        for key in inspector.get_foreign_keys(table)
    ]
    unique = [f"unique {key['name']} {key['column_names']}" for key in inspector.get_unique_constraints(table)]
    indexes = [f"index {i['name']} {i['column_names']} {i['unique']}" for i in inspector.get_indexes(table)]
    checks = [f"check {c['name']} {_plain(c['sqltext'])}" for c in inspector.get_check_constraints(table)]
    return [f"primary {primary['name']} {primary['constrained_columns']}", *foreign, *unique, *indexes, *checks]


def _conditions(engine: Engine) -> list[tuple[str, str]]:
    """Partial indexes as the database itself writes them."""
    query = {
        "sqlite": "SELECT tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'",
        "postgresql": "SELECT tablename, indexdef FROM pg_indexes "
        "WHERE schemaname = 'public' AND indexdef LIKE '% WHERE %'",
    }[engine.dialect.name]
    with engine.connect() as connection:
        return [(table, f"partial {_plain(definition)}") for table, definition in connection.execute(text(query))]


def _triggers(engine: Engine) -> list[tuple[str, str]]:
    """With the text of the functions that they call."""
    query = {
        "sqlite": "SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT relname, pg_get_triggerdef(t.oid) || prosrc FROM pg_trigger t "
        "JOIN pg_class c ON c.oid = tgrelid JOIN pg_proc p ON p.oid = tgfoid WHERE NOT tgisinternal",
    }[engine.dialect.name]
    with engine.connect() as connection:
        return [(table, f"trigger {_plain(definition)}") for table, definition in connection.execute(text(query))]


def _plain(sql: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[\"()]", " ", sql)).strip()
