"""Discarded versions go down as declined ones, on both engines, and leave no event that the older schema cannot hold."""

from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from tests.migrations.conftest import Made, engine_of

AT = "'2026-01-01 00:00:00'"
ROWS = (
    "INSERT INTO partners (code, name_en, name_fr, kind, acronym_en, acronym_fr, khartoum, rabat, eu_member, last_number)"
    " VALUES ('ET', 'Ethiopia', 'Ethiopie', 'country', '', '', '', '', false, 1)",
    f"INSERT INTO taxonomy_versions (name, loaded_at, provisional, current) VALUES ('v', {AT}, false, true)",
    f"INSERT INTO initiatives (id, reference, kind, partner_code, number, created_at)"
    f" VALUES (1, 'JVAP-ET-0001', 'project', 'ET', 1, {AT})",
    *(
        "INSERT INTO revisions (id, initiative_id, number, status, taxonomy_version, version, created_at, changed_at,"
        f" search_text, sort_en, sort_fr) VALUES ({number}, 1, {number}, '{status}', 'v', 1, {AT}, {AT}, '', '', '')"
        for number, status in ((1, "discarded"), (2, "draft"))
    ),
    *(
        "INSERT INTO events (id, initiative_id, revision_id, at, occasion, action, from_status, to_status, person_name, note)"
        f" VALUES ({number}, 1, 1, {AT}, 'stepped', '{action}', '{source}', '{target}', 'A', '')"
        for number, action, source, target in (
            (1, "hand-over", "draft", "awaiting_sign_off"),
            (2, "discard", "awaiting_sign_off", "discarded"),
            (3, "restore", "discarded", "draft"),
        )
    ),
)


def test_down_and_up_with_discarded_versions(empty: Made):
    app = empty()
    with app.app_context():
        upgrade()
        with engine_of(app).begin() as connection:
            for row in ROWS:
                connection.execute(text(row))
        downgrade(revision="0011")
        with engine_of(app).connect() as connection:
            assert connection.execute(text("SELECT status FROM revisions ORDER BY id")).scalars().all() == [
                "declined",
                "draft",
            ]
            assert connection.execute(text("SELECT action FROM events")).scalars().all() == ["hand-over"]
        upgrade()
