"""Copies that were recorded as a note are copies after the migration, and notes again without it."""

from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from tests.migrations.conftest import Made, engine_of

INITIATIVE = (
    "INSERT INTO initiatives (id, reference, kind, partner_code, number, created_at) "
    "VALUES ({0}, 'JVAP-ET-000{0}', 'project', 'ET', {0}, '2026-01-01')"
)
REVISION = (
    "INSERT INTO revisions (id, initiative_id, number, status, taxonomy_version, created_at, changed_at, version, "
    "search_text, sort_en, sort_fr) "
    "VALUES ({0}, {0}, 1, 'draft', 'v', '2026-01-01', '2026-01-01', 1, '', '', '')"
)
EVENT = (
    "INSERT INTO events (id, initiative_id, revision_id, at, occasion, section, person_name, note) "
    "VALUES ({id}, {of}, {of}, '2026-01-01', '{occasion}', {section}, 'Somebody', '{note}')"
)
PLACES = (
    "INSERT INTO taxonomy_versions (name, provisional, current, loaded_at) VALUES ('v', true, true, '2026-01-01')",
    "INSERT INTO partners (code, kind, name_en, name_fr, acronym_en, acronym_fr, khartoum, rabat, eu_member, last_number) "
    "VALUES ('ET', 'country', 'Ethiopia', 'Éthiopie', '', '', 'no', 'no', false, 2)",
)
EVENTS = [
    {"id": 1, "of": 2, "occasion": "edited", "section": "NULL", "note": "← JVAP-ET-0001"},
    {"id": 2, "of": 2, "occasion": "edited", "section": "'basics'", "note": "← JVAP-ET-0001"},
    {"id": 3, "of": 2, "occasion": "edited", "section": "NULL", "note": "← JVAP-ET-9999"},
    {"id": 4, "of": 1, "occasion": "created", "section": "NULL", "note": ""},
]


def told(connection):
    return connection.execute(text("SELECT occasion, note FROM events ORDER BY id")).all()


def test_what_was_noted_as_a_copy_becomes_one_and_comes_back(empty: Made):
    app = empty()
    with app.app_context():
        upgrade(revision="0009")
        with engine_of(app).begin() as connection:
            for statement in (*PLACES, *(s.format(n) for s in (INITIATIVE, REVISION) for n in (1, 2))):
                connection.execute(text(statement))
            for event in EVENTS:
                connection.execute(text(EVENT.format(**event)))
            before = told(connection)
        upgrade()
        with engine_of(app).begin() as connection:
            assert told(connection) == [("copied", ""), *before[1:]]
            sources = "SELECT copied_from_id FROM initiatives ORDER BY id"
            assert connection.scalars(text(sources)).all() == [None, 1]
        downgrade(revision="0009")
        with engine_of(app).begin() as connection:
            assert told(connection) == before
