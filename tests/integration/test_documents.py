"""Documents: attached, removed, carried from version to version, never lost while a version holds them."""

from dataclasses import replace

import pytest
from obstore.store import MemoryStore
from sqlalchemy import func, select

from app.db import db
from app.domain.access import Permission, can
from app.domain.documents import MOST_FILES
from app.domain.errors import DomainError, NotAllowed, NotPossible
from app.domain.questions import Section
from app.domain.workflow import Action
from app.models import Document, Event
from app.queries.documents import documents_of, load_document
from app.queries.history import differences
from app.services.documents import attach, detach, sweep
from app.services.jobs import run_due
from app.storage import Storage, StorageError, digest_of
from tests import files

LAW = files.pdf("law")


@pytest.fixture
def store(app, monkeypatch):
    made = Storage(MemoryStore())
    monkeypatch.setitem(app.extensions, "documents", made)
    return made


def names(revision):
    return [document.name for document in documents_of(revision)]


def attached(world, initiative, content=LAW, name="law.pdf", **more):
    document = attach(initiative, content, name, world.focal_point().actor, **more)
    db.session.commit()
    return document


def events(session, initiative):
    found = select(Event).where(Event.initiative_id == initiative.id, Event.section == Section.DOCUMENTS)
    return session.scalars(found.order_by(Event.id)).all()


def test_a_document_says_what_it_is_and_who_attached_it(world, store):
    person = world.focal_point()
    document = attached(world, world.draft(), label="The law as adopted")
    assert (document.name, document.label, document.type.value, document.size) == (
        "law.pdf",
        "The law as adopted",
        "pdf",
        len(LAW),
    )
    assert document.added_by is person and document.sha256 == digest_of(LAW)
    assert store.exists(document.sha256)


def test_adding_and_removing_leave_an_event_and_move_the_lock(world, session, store):
    initiative = world.draft()
    before = initiative.working.version
    document = attached(world, initiative)
    assert initiative.working.version == before + 1
    detach(initiative, document.sha256, world.focal_point().actor)
    session.commit()
    added, removed = events(session, initiative)
    assert added.changes["documents"][0] == [] and added.changes["documents"][1][0]["name"] == "law.pdf"
    assert removed.changes["documents"][1] == [] and removed.changes["documents"][0][0]["sha256"] == document.sha256
    assert added.person_id == removed.person_id == world.focal_point().id
    assert initiative.working.version == before + 2


def test_the_same_content_twice_is_one_document_and_one_event(world, session, store):
    initiative = world.draft()
    assert attached(world, initiative) is attached(world, initiative, name="again.pdf")
    assert names(initiative.working) == ["law.pdf"]
    assert len(events(session, initiative)) == 1


def test_a_new_version_carries_the_documents_of_the_one_it_copies(world, store):
    initiative = world.complete()
    first = attached(world, initiative, label="The law")
    world.step(initiative, Action.SUBMIT, world.focal_point())
    world.step(initiative, Action.PUBLISH, world.secretariat())
    revision = world.revised(initiative, title="Another title")
    (copy,) = documents_of(revision)
    assert copy.id != first.id
    assert all(
        getattr(copy, name) == getattr(first, name)
        for name in ("sha256", "name", "label", "size", "type", "added_at", "added_by_id")
    )


def test_what_is_removed_from_a_draft_stays_with_the_published_version_and_the_superseded_one(world, session, store):
    initiative, person = world.complete(), world.focal_point()
    digest = attached(world, initiative).sha256
    world.step(initiative, Action.SUBMIT, person)
    world.step(initiative, Action.PUBLISH, world.secretariat())
    detach(initiative, digest, person.actor)
    session.commit()
    first, second = initiative.revisions
    assert second is initiative.working
    assert (names(first), names(second)) == (["law.pdf"], [])
    world.step(initiative, Action.SUBMIT, person)
    world.step(initiative, Action.PUBLISH, world.secretariat())
    assert sweep() == 0
    assert names(first) == ["law.pdf"] and store.exists(digest)


def test_attaching_to_what_is_published_opens_a_new_version(world, store):
    initiative = world.published()
    document = attached(world, initiative)
    assert document.revision is initiative.working
    assert names(initiative.published) == []


def test_what_changed_between_versions_names_the_documents(world, store):
    initiative = world.published()
    attached(world, initiative)
    old, new = differences(initiative.published, initiative.working)["documents"]
    assert old == [] and [kept["name"] for kept in new] == ["law.pdf"]
    assert differences({"title": initiative.working.title}, initiative.working)["documents"] == [[], new]


def test_a_version_holds_so_many_documents_and_no_more(world, store):
    initiative = world.draft()
    for number in range(MOST_FILES):
        attached(world, initiative, files.pdf(str(number)), f"{number}.pdf")
    with pytest.raises(DomainError, match="documents already") as refused:
        attached(world, initiative, files.pdf("one more"))
    assert refused.value.field == "file"
    assert attached(world, initiative, files.pdf("3")).name == "3.pdf"


def test_only_who_may_change_the_answers_may_attach_and_remove(world, session, store):
    initiative = world.submitted(world.contributor())
    with pytest.raises(NotPossible):
        attach(initiative, LAW, "law.pdf", world.focal_point().actor)
    for stranger in (
        world.analyst(),
        world.secretariat(),
        world.focal_point("IT"),
        world.contributor(entity="ET-OTHER"),
    ):
        with pytest.raises(NotAllowed):
            attach(initiative, LAW, "law.pdf", stranger.actor)
        with pytest.raises(NotAllowed):
            detach(initiative, digest_of(LAW), stranger.actor)
    assert session.scalar(select(func.count(Document.id))) == 0


def test_no_row_stays_where_the_content_could_not_be_stored(world, session, store, monkeypatch):
    initiative = world.draft()

    def refuse(_content):
        raise StorageError("full")

    monkeypatch.setattr(store, "put", refuse)
    with pytest.raises(StorageError):
        attached(world, initiative)
    session.rollback()
    assert session.scalar(select(func.count(Document.id))) == 0
    assert events(session, initiative) == []


def test_content_without_a_row_is_swept_and_all_other_stays(world, session, store):
    initiative = world.draft()
    kept, orphan = attached(world, initiative).sha256, store.put(b"left behind")
    shared = attached(world, world.draft(partner="ET"), files.pdf("shared")).sha256
    assert "Deleted 1 stored files to which no document refers." in list(run_due())
    assert store.exists(kept) and store.exists(shared) and not store.exists(orphan)
    assert sweep() == 0


def test_the_other_jobs_are_done_where_the_storage_does_not_answer(world, store, monkeypatch):
    def refuse():
        raise StorageError("no answer")

    monkeypatch.setattr(store, "digests", refuse)
    done = list(run_due())
    assert "no answer" in done[-1] and not any("no answer" in line for line in done[:-1])


def test_a_document_is_read_as_the_version_to_which_it_belongs(world, store):
    initiative, person = world.complete(world.contributor()), world.focal_point()
    document = attached(world, initiative)

    def readers():
        everybody = (person, world.contributor(), world.secretariat(), world.analyst(), world.focal_point("IT"))
        return [can(one.actor, Permission.INITIATIVE_READ, document.subject) for one in everybody]

    assert readers() == [True, True, True, False, False]
    world.step(initiative, Action.SUBMIT, person)
    world.step(initiative, Action.PUBLISH, world.secretariat())
    assert readers() == [True] * 5
    second = attached(world, initiative, files.png(), "map.png")
    assert not can(world.analyst().actor, Permission.INITIATIVE_READ, second.subject)
    world.step(initiative, Action.SUBMIT, person)
    world.step(initiative, Action.PUBLISH, world.secretariat())
    assert readers() == [True, True, True, False, False]
    assert can(world.analyst().actor, Permission.INITIATIVE_READ, second.subject)
    assert not can(replace(world.analyst().actor, role=None), Permission.INITIATIVE_READ, second.subject)


def test_a_document_is_found_under_its_own_initiative_only(world, store):
    initiative, other = world.draft(), world.draft()
    document = attached(world, initiative)
    assert load_document(initiative.reference.lower(), document.id) is document
    for reference, number in (
        (other.reference, document.id),
        (initiative.reference, document.id + 1),
        (initiative.reference, 2**40),
    ):
        with pytest.raises(DomainError, match="no such document"):
            load_document(reference, number)
