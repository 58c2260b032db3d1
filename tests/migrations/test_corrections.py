"""Corrections go down as ordinary changes of answers, on both engines; contests and what was dropped go with the table."""

from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from tests.migrations.conftest import Made, engine_of
from tests.migrations.test_discarding import AT, ROWS

EVENTS = (
    "INSERT INTO events (id, initiative_id, revision_id, at, occasion, action, person_name, note)"
    f" VALUES (11, 1, 1, {AT}, 'corrected', NULL, 'A', 'A slip'), (12, 1, 1, {AT}, 'contested', NULL, 'B', 'No'),"
    f" (13, 1, 1, {AT}, 'upheld', NULL, 'A', 'Yes'), (14, 1, 1, {AT}, 'stepped', 'drop', 'A', '')"
)
CORRECTION = (
    "INSERT INTO corrections (event_id, initiative_id, contest, contested_by, contested_at, answer, answered_by)"
    f" VALUES (11, 1, 'No', 'B', {AT}, '', '')"
)


def test_down_and_up_with_corrections(empty: Made):
    app = empty()
    with app.app_context():
        upgrade()
        with engine_of(app).begin() as connection:
            for row in (*ROWS, EVENTS, CORRECTION):
                connection.execute(text(row))
        downgrade(revision="0018")
        with engine_of(app).connect() as connection:
            found = connection.execute(text("SELECT occasion FROM events WHERE id > 10")).scalars().all()
            assert found == ["edited"]
        upgrade()
