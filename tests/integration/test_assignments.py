"""Handing work to a Contributor: who may write what, until when, and what becomes of it."""

from datetime import timedelta

import pytest

from app.db import at, now
from app.domain.access import Permission, can
from app.domain.choices import Resemblance
from app.domain.errors import DomainError, NotAllowed, NotPossible
from app.domain.questions import Kind, Section
from app.domain.rules import sections_of
from app.domain.status import Status
from app.domain.workflow import Action
from app.models import QUESTIONS, Assignment, Occasion
from app.queries.assignments import count_handed_out, finished, handed_out, handed_to_person
from app.queries.history import events_of, recent_answers
from app.queries.initiatives import in_status
from app.services.assignments import LONGEST_NOTE, assign, hand_back, take_back
from app.services.documents import attach
from app.services.initiatives import hold, open_revision
from app.services.overlaps import give_opinion
from tests import files

ALL = sections_of(QUESTIONS, Kind.PROJECT)


@pytest.fixture
def focal(world):
    return world.focal_point()


@pytest.fixture
def writer(world):
    """A Contributor of another entity than the drafts below."""
    return world.contributor(entity="ET-MOLS")


@pytest.fixture
def draft(world, focal):
    world.entity("ET-RRS")
    return world.complete(focal, entity="ET-RRS")


def give(draft, writer, focal, *sections, **told):
    return assign(draft, writer, sections or ALL, focal.actor, **told)


def test_a_contributor_writes_all_of_what_is_handed_to_them_and_nothing_before(world, focal, writer, draft):
    with pytest.raises(NotAllowed):
        world.save(draft.working, Section.WHEN, {"implementation_status": "planned"}, writer)
    given = give(draft, writer, focal)
    world.save(draft.working, Section.WHEN, {"implementation_status": "planned"}, writer)
    assert given.sections == [] and draft.working.implementation_status == "planned"
    assert given.given_by_name == focal.name


def test_a_draft_of_no_entity_can_be_handed_out(world, focal, writer):
    draft = world.draft(focal)
    give(draft, writer, focal, Section.WHEN)
    world.save(draft.working, Section.WHEN, {"implementation_status": "planned"}, writer)
    assert draft.working.implementation_status == "planned"


def test_of_some_sections_the_others_can_be_read_and_not_changed(world, focal, writer, draft, session):
    other = world.published(world.focal_point("IT"), partner="IT")
    assert give(draft, writer, focal, Section.WHERE, Section.WHO).sections == [Section.WHERE, Section.WHO]
    assert can(writer.actor, Permission.WORKING_READ, draft.subject)
    world.save(draft.working, Section.WHERE, {"scope": "national", "countries": ["ET"]}, writer)
    refused = (
        lambda: world.save(draft.working, Section.WHEN, {"implementation_status": "planned"}, writer),
        lambda: hold(draft.working, Section.WHEN, {"starts_on": ["soon"]}, writer.actor),
        lambda: attach(draft, files.pdf("1"), "1.pdf", writer.actor),
        lambda: give_opinion(draft, other.published, Resemblance.DIFFERENT, "", writer.actor),
        lambda: world.save(draft.working, Section.BASICS, {"entity": "ET-MOLS"}, writer),
    )
    for write in refused:
        with pytest.raises(NotAllowed, match="was not handed to you"):
            write()


def test_with_documents_and_basics_handed_over_files_and_opinions_are_theirs(world, focal, writer, draft):
    other = world.published(world.focal_point("IT"), partner="IT")
    give(draft, writer, focal, Section.BASICS, Section.DOCUMENTS)
    assert attach(draft, files.pdf("1"), "1.pdf", writer.actor)
    assert give_opinion(draft, other.published, Resemblance.DIFFERENT, "", writer.actor)


@pytest.mark.parametrize("code", ["ET-MOLS", "ET-MOJ", None])
def test_with_basics_handed_over_nobody_moves_it_to_another_desk(world, focal, writer, draft, code):
    world.entity("ET-MOJ")
    give(draft, writer, focal, Section.BASICS)
    world.save(draft.working, Section.BASICS, {"title": "Fairer recruitment"}, writer)
    with pytest.raises(DomainError) as error:
        world.save(draft.working, Section.BASICS, {"entity": code}, writer)
    assert (error.value.field, draft.entity_code) == ("entity", "ET-RRS")
    assert not can(writer.actor, Permission.REVISION_DISCARD, draft.subject)


def test_a_section_handed_to_somebody_of_the_entity_gives_them_no_other_entity(world, focal, draft):
    own = world.contributor(entity="ET-RRS")
    world.entity("ET-MOLS")
    give(draft, own, focal, Section.WHERE)
    with pytest.raises(DomainError) as error:
        world.save(draft.working, Section.BASICS, {"entity": "ET-MOLS"}, own)
    assert error.value.field == "entity"


def test_giving_again_changes_what_is_open(focal, writer, draft, session):
    first = give(draft, writer, focal, Section.WHERE, Section.WHO, note="Where, please", due_on=now().date())
    again = give(draft, writer, focal, Section.WHO, Section.WHEN, note="And when")
    assert again.id == first.id and session.query(Assignment).count() == 1
    session.expire_all()
    assert (again.sections, again.note, again.due_on) == ([Section.WHO, Section.WHEN], "And when", None)


def test_handing_back_ends_the_writing_and_not_the_reading(world, focal, writer, draft):
    give(draft, writer, focal, Section.WHEN)
    back = hand_back(draft, writer.actor, " All dates are there. ")
    assert back.words == "All dates are there." and [a.id for a in finished("ET", 5)] == [back.id]
    assert can(writer.actor, Permission.WORKING_READ, draft.subject)
    for write in (lambda: hand_back(draft, writer.actor), lambda: world.save(draft.working, Section.WHEN, {}, writer)):
        with pytest.raises(NotAllowed):
            write()
    again = give(draft, writer, focal, Section.WHEN, note="One date is wrong")
    assert again.id != back.id and back.ended_at and back.words and not finished("ET", 5)
    world.save(draft.working, Section.WHEN, {"implementation_status": "planned"}, writer)


def test_taking_back_ends_both_and_keeps_what_was_written(world, focal, writer, draft):
    give(draft, writer, focal)
    world.save(draft.working, Section.WHEN, {"implementation_status": "planned"}, writer)
    take_back(draft, writer, focal.actor)
    assert draft.working.implementation_status == "planned"
    assert not can(writer.actor, Permission.INITIATIVE_READ, draft.subject)
    with pytest.raises(NotPossible):
        take_back(draft, writer, focal.actor)


def test_the_history_tells_of_it_with_the_names_of_then(focal, writer, draft, session):
    name = writer.name
    give(draft, writer, focal, Section.WHERE, note="Please")
    hand_back(draft, writer.actor, "Done")
    take_back(draft, writer, focal.actor)
    writer.name = "Another name"
    session.flush()
    newest = events_of(draft)[:3]
    assert [event.occasion for event in newest] == [Occasion.UNASSIGNED, Occasion.HANDED_BACK, Occasion.ASSIGNED]
    assert [event.note for event in newest] == ["", "Done", "Please"]
    assert newest[2].changes == {"contributor": [None, name], "sections": [None, ["where"]], "due_on": [None, None]}


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"due_on": -1}, "due_on"),
        ({"note": "x" * (LONGEST_NOTE + 1)}, "note"),
        ({"sections": []}, "sections"),
        ({"sections": [Section.LEGAL]}, "sections"),
        ({"partner": "IT"}, "contributor"),
        ({"role": "focal_point"}, "contributor"),
        ({"active": False}, "contributor"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused_on_its_field(world, focal, draft, told, field):
    partner = told.get("partner", "ET")
    whom = world.person(told.get("role", "contributor"), partner, f"{partner}-X", active=told.get("active", True))
    due_on = now().date() + timedelta(told["due_on"]) if "due_on" in told else None
    with pytest.raises(DomainError) as error:
        assign(draft, whom, told.get("sections", ALL), focal.actor, due_on=due_on, note=told.get("note", ""))
    assert error.value.field == field


def test_today_can_be_the_last_day(focal, writer, draft):
    given = give(draft, writer, focal, due_on=now().date())
    assert not given.is_overdue
    with at(now() + timedelta(1)):
        assert given.is_overdue


@pytest.mark.parametrize("status", ["submitted", "published", "declined"])
def test_only_what_is_being_written_is_handed_out(world, focal, writer, status):
    initiative = getattr(world, status)(focal)
    with pytest.raises(NotPossible):
        give(initiative, writer, focal)


def test_only_the_focal_point_of_the_partner_hands_out_and_takes_back(world, focal, writer, draft):
    give(draft, writer, focal)
    for person in (writer, world.contributor(entity="ET-RRS"), world.focal_point("IT"), world.secretariat()):
        with pytest.raises(NotAllowed):
            give(draft, writer, person)
        with pytest.raises(NotAllowed):
            take_back(draft, writer, person.actor)


def test_submitting_stops_the_writing_and_a_return_lets_it_go_on(world, focal, writer, draft):
    give(draft, writer, focal, Section.WHEN)
    world.step(draft, Action.SUBMIT, focal)
    with pytest.raises(NotPossible):
        world.save(draft.working, Section.WHEN, {}, writer)
    assert not handed_to_person(writer.actor, 5) and not count_handed_out("ET")
    world.step(draft, Action.RETURN, world.secretariat(), "Which year?")
    world.save(draft.working, Section.WHEN, {"implementation_status": "planned"}, writer)
    assert len(handed_to_person(writer.actor, 5)) == 1


def test_the_contributor_is_told_what_came_of_it_until_a_new_version_begins(world, focal, writer, draft):
    give(draft, writer, focal)
    hand_back(draft, writer.actor)
    world.step(draft, Action.SUBMIT, focal)
    world.step(draft, Action.PUBLISH, world.secretariat())
    told = recent_answers(writer.actor, now() - timedelta(1), 5)
    assert [event.initiative_id for event in told] == [draft.id]
    open_revision(draft, focal.actor)
    assert not recent_answers(writer.actor, now() - timedelta(1), 5)
    assert not can(writer.actor, Permission.WORKING_READ, draft.subject)


def test_handing_the_whole_over_closes_it_and_sending_back_opens_it_again(world, focal):
    own = world.contributor(entity="ET-RRS")
    draft = world.complete(own, entity="ET-RRS")
    given = give(draft, own, focal)
    world.step(draft, Action.HAND_OVER, own, "All of it")
    assert (given.is_open, given.words) == (False, "All of it")
    world.step(draft, Action.SEND_BACK, focal, "The money is missing")
    assert given.is_open and [a.id for a in handed_to_person(own.actor, 5)] == [given.id]


def test_sending_back_to_one_entity_opens_nothing_of_another(world, focal, writer):
    own = world.contributor(entity="ET-RRS")
    draft = world.complete(own, entity="ET-RRS")
    given = give(draft, writer, focal, Section.WHEN)
    hand_back(draft, writer.actor)
    world.step(draft, Action.HAND_OVER, own)
    world.step(draft, Action.SEND_BACK, focal, "The money is missing")
    assert not given.is_open


def test_what_is_handed_out_lists_by_due_date_and_survives_suspension_and_handover(world, focal, writer, draft):
    later = give(world.complete(focal), writer, focal, due_on=now().date() + timedelta(9))
    sooner = give(draft, writer, focal, due_on=now().date() + timedelta(2))
    none = give(world.complete(focal), writer, focal)
    world.complete(world.focal_point("IT"), partner="IT")
    writer.active = focal.active = False
    expected = [sooner.id, later.id, none.id]
    assert [a.id for a in handed_out("ET", 9)] == expected and count_handed_out("ET") == 3
    assert [a.id for a in handed_to_person(writer.actor, 9)] == expected and not handed_out("IT", 9)


def test_drafts_handed_to_somebody_are_not_of_their_own_desk(focal, writer, draft):
    give(draft, writer, focal)
    assert in_status(writer.actor, Status.DRAFT, 5) == (0, [])


def test_sending_back_opens_only_what_that_handing_over_closed(world, focal):
    own, colleague = (world.contributor(entity="ET-RRS") for _number in range(2))
    draft = world.complete(own, entity="ET-RRS")
    earlier, given = give(draft, colleague, focal, Section.WHEN), give(draft, own, focal, due_on=now().date())
    hand_back(draft, colleague.actor, "All dates are there.")
    world.step(draft, Action.HAND_OVER, own, "All of it")
    with at(now() + timedelta(3)):
        world.step(draft, Action.SEND_BACK, focal, "The money is missing")
        assert (earlier.is_open, earlier.words) == (False, "All dates are there.")
        assert given.is_open and given.due_on is None
    assert events_of(draft)[0].occasion is Occasion.ASSIGNED


def test_what_was_handed_back_before_stays_so_when_the_draft_is_sent_back(world, focal):
    own = world.contributor(entity="ET-RRS")
    draft = world.complete(own, entity="ET-RRS")
    given = give(draft, own, focal, Section.WHEN)
    hand_back(draft, own.actor, "All dates are there.")
    with at(now() + timedelta(1)):
        world.step(draft, Action.HAND_OVER, own)
        world.step(draft, Action.SEND_BACK, focal, "The money is missing")
    assert (given.is_open, given.words) == (False, "All dates are there.")
