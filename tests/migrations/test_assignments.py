"""What was handed out, translations and withdrawn handovers go down with their tables, and everything comes up again."""

from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from tests.migrations.conftest import Made, engine_of
from tests.migrations.test_discarding import AT, ROWS

PERSON = (
    "INSERT INTO people (id, email, name, role, partner_code, language, active, fs_uniquifier, created_at)"
    f" VALUES ({{0}}, '{{0}}@demo.example', 'A', '{{1}}', 'ET', 'en', true, '{{0}}', {AT})"
)
ADDED = (
    PERSON.format(1, "contributor"),
    PERSON.format(2, "focal_point"),
    "INSERT INTO assignments (id, initiative_id, contributor_id, given_by_name, given_at, note, words)"
    f" VALUES (1, 1, 1, 'A', {AT}, '', '')",
    "INSERT INTO assigned_sections (assignment_id, section) VALUES (1, 'when')",
    *(
        "INSERT INTO events (id, initiative_id, revision_id, at, occasion, person_name, note)"
        f" VALUES ({number}, 1, 2, {AT}, '{occasion}', 'A', '')"
        for number, occasion in ((11, "assigned"), (12, "handed_back"), (13, "unassigned"), (14, "edited"))
    ),
    "INSERT INTO revision_translations (revision_id, question, text) VALUES (2, 'summary', 'Un mot')",
    "INSERT INTO invitations (id, person_id, sent_at, expires_at, replaces_id, withdrawn_at)"
    f" VALUES (1, 1, {AT}, {AT}, 2, {AT})",
)


def told(app, statement):
    with engine_of(app).connect() as connection:
        return connection.execute(text(statement)).scalars().all()


def test_down_and_up_with_rows_in_the_tables(empty: Made):
    app = empty()
    with app.app_context():
        upgrade()
        with engine_of(app).begin() as connection:
            for row in (*ROWS, *ADDED):
                connection.execute(text(row))
        downgrade(revision="0018")
        assert told(app, "SELECT replaces_id FROM invitations") == [None]
        downgrade(revision="0012")
        assert told(app, "SELECT id FROM events ORDER BY id") == [1, 2, 3, 11, 12, 13, 14]
        downgrade(revision="0010")
        assert told(app, "SELECT occasion FROM events WHERE id > 10") == ["edited"]
        upgrade()
        assert not told(app, "SELECT id FROM assignments UNION ALL SELECT revision_id FROM revision_translations")
