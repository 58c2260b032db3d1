"""The record of everything: only added to, chained, told of whatever happens and of nothing that did not."""

import hashlib
import json
import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.db import at, db, now
from app.domain.access import OPERATOR, Role
from app.domain.audit import Deed, Matter, Thing, canonical
from app.domain.choices import Language
from app.domain.classification import Level
from app.domain.questions import Kind, Section
from app.domain.workflow import Action
from app.models import AuditEntry, ClassificationTerm, Occasion
from app.models.answers import section_answers
from app.queries.audit import Sought, count_up_to, head, rising, slice_of, verify
from app.services import people
from app.services.attestations import attest_nothing
from app.services.audit import note
from app.services.cycles import close_cycle
from app.services.events import _DEEDS
from app.services.handover import hand_over
from app.services.initiatives import save_section
from app.services.terms import add_term, remove_term
from app.services.workflow import perform
from tests import databases

OFF = {
    "sqlite": [
        "DROP TRIGGER audit_entries_no_update",
        "DROP TRIGGER audit_entries_no_delete",
        "DROP TRIGGER audit_entries_at_the_end",
    ],
    "postgresql": ["ALTER TABLE audit_entries DISABLE TRIGGER USER"],
}


@pytest.fixture
def told(session):
    """`told()` are the entries since the beginning of the test, or since it was asked last."""
    seen = [head().number if head() else 0]

    def since():
        found = session.scalars(select(AuditEntry).where(AuditEntry.id > seen[0]).order_by(AuditEntry.id)).all()
        seen[0] = found[-1].id if found else seen[0]
        return found

    return since


@pytest.fixture
def five(session):
    """Five entries at the end, and the number of the first."""
    for number in range(5):
        note(Deed.CHANGED, OPERATOR, Thing(Matter.TERM, str(number)), {"number": number})
        session.commit()
    return head().number - 4


def tamper(session, *statements):
    """As whoever owns the database could, having taken the guard away."""
    for statement in [*OFF[session.connection().dialect.name], *statements]:
        session.execute(text(statement))
    session.expire_all()


def deeds(entries):
    return [entry.deed for entry in entries]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET person_name = 'Somebody else'",
        "DELETE FROM audit_entries",
        "INSERT INTO audit_entries SELECT id + 7, at, deed, person_id, person_name, role, partner_code, object_kind, object_key, object_name, details, digest, previous FROM audit_entries ORDER BY id DESC LIMIT 1",
        "INSERT INTO audit_entries SELECT id + 1, at, deed, person_id, person_name, role, partner_code, object_kind, object_key, object_name, details, previous, digest FROM audit_entries ORDER BY id DESC LIMIT 1",
    ],
)
def test_the_database_refuses_all_but_the_next_entry(session, five, statement):
    with pytest.raises(IntegrityError, match="only ever added"), session.begin_nested():
        session.execute(text(statement))
    assert verify().broken is None


def test_it_is_neither_emptied_nor_replaced(session, five):
    columns = [column.name for column in AuditEntry.__table__.columns]
    if session.connection().dialect.name == "postgresql":
        statement = "TRUNCATE audit_entries"
    else:
        statement = f"INSERT OR REPLACE INTO audit_entries SELECT {', '.join(columns)} FROM audit_entries LIMIT 1"
    with pytest.raises(IntegrityError, match="only ever added"), session.begin_nested():
        session.execute(text(statement))


def test_each_entry_carries_the_digest_of_all_its_fields_and_of_the_one_before(session, five):
    entries = list(rising(Sought()))
    assert [entry.id for entry in entries] == list(range(1, len(entries) + 1))
    assert [entry.previous for entry in entries] == ["0" * 64, *(entry.digest for entry in entries[:-1])]
    last = entries[-1]
    fields = [
        last.id, f"{last.at:%Y-%m-%dT%H:%M:%SZ}", "changed", None, "command line", "administrator", "", "term", "4", "",
        '{"number":4}', last.previous,
    ]  # fmt: skip
    written = json.dumps(fields, separators=(",", ":"))
    assert last.digest == hashlib.sha256(written.encode()).hexdigest()


def test_the_whole_chain_is_proved(session, five):
    found = verify()
    assert (found.broken, found.count, found.last) == (None, five + 4, head())


@pytest.mark.parametrize(
    ("statement", "where", "why"),
    [
        ("DELETE FROM audit_entries WHERE id = {2}", 2, "missing"),
        ("UPDATE audit_entries SET person_name = 'Somebody else' WHERE id = {1}", 1, "not what was written"),
        ("UPDATE audit_entries SET details = '{{}}' WHERE id = {4}", 4, "not what was written"),
        ("UPDATE audit_entries SET at = '2001-01-01 00:00:00' WHERE id = {0}", 0, "not what was written"),
        ("UPDATE audit_entries SET person_id = 1 WHERE id = {3}", 3, "not what was written"),
        ("UPDATE audit_entries SET previous = digest WHERE id = {3}", 3, "does not follow"),
        (
            "INSERT INTO audit_entries SELECT id + 1, at, deed, person_id, person_name, role, partner_code, "
            "object_kind, object_key, object_name, details, digest, digest FROM audit_entries WHERE id = {4}",
            5,
            "not what was written",
        ),
    ],
)
def test_what_was_tampered_with_is_named(session, five, statement, where, why):
    tamper(session, statement.format(*range(five, five + 6)))
    found = verify()
    assert (found.broken, found.count) == (five + where, five + where - 1)
    assert why in found.why


def test_entries_that_changed_places_are_named(session, five):
    tamper(
        session,
        f"UPDATE audit_entries SET id = -1 WHERE id = {five + 1}",
        f"UPDATE audit_entries SET id = {five + 1} WHERE id = {five + 2}",
        f"UPDATE audit_entries SET id = {five + 2} WHERE id = -1",
    )
    assert verify().broken == five + 1


def test_what_is_cut_off_at_the_end_shows_against_a_digest_that_was_noted(session, five):
    noted = head().digest
    tamper(session, f"DELETE FROM audit_entries WHERE id > {five + 2}")
    assert verify().broken is None, "of itself the chain cannot know"
    found = verify(noted)
    assert found.broken == five + 3 and "gone" in found.why


def test_a_digest_that_was_noted_once_stays_good(session, five):
    noted = head().digest
    note(Deed.CHANGED, OPERATOR)
    session.commit()
    assert verify(noted).broken is None


def test_the_log_goes_on_from_an_archive(session, five):
    archived = session.get(AuditEntry, five).digest
    tamper(session, f"DELETE FROM audit_entries WHERE id <= {five}")
    assert verify().broken == 1
    assert verify(after=archived).broken is None
    assert verify(after="f" * 64).broken == five + 1


def test_what_is_rolled_back_is_not_told(session, told):
    note(Deed.CHANGED, OPERATOR)
    session.rollback()
    note(Deed.TERM_ADDED, OPERATOR)
    with session.begin_nested() as attempt:
        note(Deed.TERM_REMOVED, OPERATOR)
        attempt.rollback()
    with session.begin_nested():
        note(Deed.ENTITY_ADDED, OPERATOR)
    session.commit()
    assert deeds(told()) == ["term_added", "entity_added"]


def test_entries_of_one_transaction_stand_in_the_order_of_time(session, told):
    moment = now()
    for days in (1, 3, 2):
        with at(moment - timedelta(days=days)):
            note(Deed.CHANGED, OPERATOR, details={"days": days})
    session.commit()
    assert [json.loads(entry.details)["days"] for entry in told()] == [3, 2, 1]


def test_details_are_written_in_one_way_and_hold_what_a_database_can():
    assert canonical({"b": 1, "a": ["é\0"]}) == '{"a":["é\\u0000"],"b":1}'
    assert canonical({"a": "half \ud83d"}) == '{"a":"half ?"}'


def test_the_life_of_an_initiative_is_told_by_its_events(session, world, told):
    focal, office = world.focal_point(), world.secretariat()
    initiative = world.complete(focal)
    save_section(
        initiative.latest,
        Section.BASICS,
        {**section_answers(initiative.latest, Section.BASICS), "title": "Secret"},
        focal.actor,
    )
    session.commit()
    perform(initiative.latest, Action.SUBMIT, by=focal.actor)
    perform(initiative.latest, Action.PUBLISH, by=office.actor, note="Private words")
    session.commit()
    entries = told()
    assert deeds(entries)[0] == "initiative_created"
    assert set(deeds(entries)[1:-2]) == {"initiative_edited"}
    assert {(entry.object_kind, entry.object_key) for entry in entries} == {("initiative", initiative.reference)}
    last = entries[-1]
    assert (last.deed, last.person_id, last.person_name, last.role) == (
        "initiative_stepped",
        office.id,
        office.name,
        "secretariat",
    )
    event = session.execute(text("SELECT max(id) FROM events")).scalar_one()
    assert json.loads(last.details) == {
        "event": event,
        "occasion": "stepped",
        "action": "publish",
        "from": "submitted",
        "to": "published",
    }
    assert json.loads(entries[-3].details)["questions"] == ["title"]
    assert not [entry for entry in entries if "Secret" in entry.details or "Private" in entry.details]


def test_one_sitting_tells_each_question_once(session, world, told):
    focal = world.focal_point()
    revision = world.draft(focal).latest
    told()
    for answers in ({"title": "One"}, {"title": "Two"}, {"title": "Two", "partner_reference": "X"}):
        whole = {**section_answers(revision, Section.BASICS), **answers}
        save_section(revision, Section.BASICS, whole, focal.actor, sitting="a sitting")
        session.commit()
    assert [json.loads(entry.details)["questions"] for entry in told()] == [["title"], ["partner_reference"]]


def test_people_and_their_rights_are_told(session, world, told):
    office, focal = world.secretariat(), world.focal_point()
    newcomer = people.Newcomer("new@demo.example", "New One", Role.CONTRIBUTOR, "ET", world.entity().code)
    told()
    invitation = people.invite(newcomer, office.actor)
    session.commit()
    people.accept(invitation, "Lac Tana 1915 and a boat")
    people.suspend(invitation.person, focal.actor)
    people.reactivate(invitation.person, office.actor)
    people.add_entity("ET", "Ministry of Rivers", "", office.actor)
    hand_over(focal, invitation.person, office.actor)
    session.commit()
    entries = told()
    assert deeds(entries) == [
        "person_added", "person_invited", "invitation_accepted", "person_suspended", "person_reinstated", "entity_added", "handed_over",
    ]  # fmt: skip
    assert json.loads(entries[0].details) == {"role": "contributor", "partner": "ET", "entity": "ET-MOLS"}
    assert (entries[2].person_name, entries[3].person_name) == ("New One", focal.name)
    assert (entries[6].object_name, json.loads(entries[6].details)) == (focal.name, {"successor": "New One"})


def test_cycles_and_lists_are_told(session, world, told):
    office, focal = world.secretariat(), world.focal_point()
    told()
    cycle = world.cycle()
    attest_nothing(cycle, "5", focal.actor)
    close_cycle(cycle, office.actor)
    term = add_term("Kakuma", Language.EN, Level.DOMAIN, "1", office.actor)
    remove_term(term, office.actor)
    remove_term(session.get(ClassificationTerm, term.id), office.actor)
    session.commit()
    closed = ["cycle_closed", "cycle_frozen"]
    assert deeds(told()) == ["cycle_opened", "attested", *closed, "term_added", "term_removed"]


def test_the_reference_data_is_told(session):
    lists = next(entry for entry in rising(Sought(deeds=("code_lists_changed",))))
    assert json.loads(lists.details)["lists"]["partners"] == 75
    assert lists.person_name == "command line"


def test_entries_are_found(session, world):
    focal = world.focal_point()
    initiative = world.draft(focal, Kind.POLICY)

    def found(**sought):
        return slice_of(Sought(**sought), 50).entries

    assert {entry.object_key for entry in found(about=initiative.reference.lower())} == {initiative.reference}
    assert {entry.person_id for entry in found(who=focal.email)} == {focal.id}
    assert {entry.person_name for entry in found(who="Command")} == {"command line"}
    assert found(who="nobody at all") == []
    assert {entry.deed for entry in found(deeds=("initiative_created",))} == {"initiative_created"}
    assert found(q=f"{initiative.reference} created")[0].object_key == initiative.reference
    assert found(q="100%_") == []
    today = datetime.now(UTC).date()
    assert found(since=today, until=today)
    assert found(since=today + timedelta(days=1)) == found(until=today - timedelta(days=1)) == []


def test_a_person_is_found_as_what_was_done_to_them(session, world, told):
    office, focal = world.secretariat(), world.focal_point()
    people.suspend(focal, office.actor)
    session.commit()
    assert [entry.deed for entry in slice_of(Sought(about=focal.email), 9).entries] == ["person_suspended"]


def test_pages_follow_each_other_in_both_directions(session, five):
    only = Sought(about="", deeds=("changed",))
    first = slice_of(only, 2)
    second = slice_of(only, 2, before=first.entries[-1].id)
    back = slice_of(only, 2, after=second.entries[0].id)
    assert (first.newer, first.older) == (False, True) and (second.newer, second.older) == (True, True)
    assert [entry.id for entry in back.entries] == [entry.id for entry in first.entries]
    assert back.newer is False
    assert count_up_to(only, 3) == 4


def test_two_who_write_at_once_make_one_chain(app, tmp_path, engine):
    """Each in transactions and connections of their own, on a database of its own."""
    if engine.dialect.name == "sqlite":
        url = databases.sqlite_url(tmp_path, "chain")
    else:
        url = databases.postgres_url(engine.url.render_as_string(hide_password=False), "jvap_chain")
    own = databases.furnished(app, url)
    start, faults = threading.Barrier(4), []

    def write(name):
        try:
            with app.app_context():
                db.session().get_bind = lambda *_args, **_kwargs: own
                start.wait()
                for number in range(10):
                    note(Deed.CHANGED, OPERATOR, Thing(Matter.TERM, f"{name}-{number}"))
                    db.session.commit()
                db.session.remove()
        except Exception as fault:  # noqa: BLE001 - told to the test that waits
            faults.append(fault)

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with own.connect() as connection, databases.bound(app, connection):
        assert verify().broken is None
        assert count_up_to(Sought(deeds=("changed",)), 99) == 40
    own.dispose()


def test_whatever_happens_to_an_initiative_has_a_deed_of_its_own():
    assert set(_DEEDS) == set(Occasion)
    assert len(set(_DEEDS.values())) == len(_DEEDS)
