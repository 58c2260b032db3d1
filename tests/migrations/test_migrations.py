"""The migrations go up and down, and make the schema that the models describe."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from app.db import Base
from tests.migrations.conftest import Made, engine_of
from tests.migrations.schema import schema_of

FOLDER = "migrations"


def test_there_is_one_head():
    assert len(ScriptDirectory(FOLDER).get_heads()) == 1


def test_migrations_are_numbered_without_a_gap():
    revisions = sorted(script.revision for script in ScriptDirectory(FOLDER).walk_revisions())
    assert revisions == [f"{number:04d}" for number in range(1, len(revisions) + 1)]


def test_up_down_and_up_again(empty: Made):
    app = empty()
    with app.app_context():
        upgrade()
        first = schema_of(engine_of(app))
        downgrade(revision="base")
        left = set(inspect(engine_of(app)).get_table_names()) - {"alembic_version"}
        upgrade()
    assert left == set()
    assert first == schema_of(engine_of(app))


def test_the_schema_of_the_migrations_is_that_of_the_models(empty: Made):
    migrated, made = empty(), empty()
    with migrated.app_context():
        upgrade()
    engine = engine_of(made)
    Base.metadata.create_all(engine)
    assert schema_of(engine_of(migrated)) == schema_of(engine)


def test_the_schema_tells_triggers(empty: Made):
    """Or the comparison above would not see that the audit log has lost its own."""
    app = empty()
    with app.app_context():
        upgrade()
    assert len([line for line in schema_of(engine_of(app))["audit_entries"] if line.startswith("trigger ")]) >= 2


def test_the_models_hold_nothing_that_no_migration_makes(empty: Made):
    app = empty()
    with app.app_context():
        upgrade()
    with engine_of(app).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_every_constraint_and_index_has_a_name():
    parts = [part for table in Base.metadata.tables.values() for part in (*table.constraints, *table.indexes)]
    assert [str(part) for part in parts if not part.name] == []


def test_a_failing_migration_leaves_nothing_behind(empty: Made, monkeypatch: pytest.MonkeyPatch):
    def stumble(*_args, **_kwargs):
        raise RuntimeError("stumbled")

    app = empty()
    monkeypatch.setattr("alembic.operations.Operations.batch_alter_table", stumble)
    with app.app_context(), pytest.raises(SystemExit):
        upgrade()
    assert inspect(engine_of(app)).get_table_names() == []
