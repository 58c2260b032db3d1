"""The rows of the list, the queue, the history: what they hold and what must not count."""

from datetime import timedelta
from decimal import Decimal

from app.db import now
from app.domain.questions import Kind
from app.domain.status import Status
from app.domain.workflow import Action
from app.models import ExchangeRate
from app.queries.history import differences, earlier_returns, events_of, last_note, last_notes, previous_submission
from app.queries.initiatives import count_listed, in_status, list_parts, listed, newest_published
from app.queries.queue import Novelty, count_submissions, submissions
from app.queries.selection import Selection


def rows(actor, chosen=None, sort="title", page=1, size=25):
    return listed(actor, chosen or Selection(), sort, "en", page, size)


def line(amount, currency="EUR", kind="committed", year=2021):
    return {"funder": "Sida", "amount": Decimal(amount), "currency": currency, "year": year, "type": kind}


def test_the_amount_is_what_is_committed_in_eur_and_the_rest_is_told(world, session):
    session.merge(ExchangeRate(currency_code="USD", year=2021, per_eur=Decimal("1.25"), source="test"))
    world.published(
        title="Money",
        funding=[line("100.10"), line("1000", "USD"), line("7", kind="disbursed"), line("5", "XOF", year=1991)],
    )
    world.published(title="None", funding=[])
    money, none = rows(world.analyst().actor)
    assert (money.committed_eur, money.unconverted) == (Decimal("900.10"), 1)
    assert (none.committed_eur, none.unconverted) == (None, 0)


def note_of(revision):
    event = last_note(revision)
    return event and event.note


def test_each_initiative_stands_once_and_the_count_agrees_with_the_rows(world):
    first = world.published(title="First")
    world.revised(first, title="First, revised")
    world.withdrawn(title="Second")
    world.complete(partner="IT", title="Third")
    for person in (world.focal_point("ET"), world.secretariat(), world.analyst()):
        found = rows(person.actor)
        assert len({row.initiative.id for row in found}) == len(found) == count_listed(person.actor, Selection())
    assert [row.revision.status for row in rows(world.focal_point("ET").actor)] == [Status.DRAFT, Status.WITHDRAWN]


def test_pages_divide_the_rows_without_losing_one(world):
    for number in range(5):
        world.draft(title=f"Number {number}")
    actor = world.focal_point().actor
    titles = [row.revision.title for page in (1, 2, 3) for row in rows(actor, page=page, size=2)]
    assert titles == [f"Number {number}" for number in range(5)]


def test_as_at_finds_the_version_of_that_day(world, session):
    initiative = world.published(title="Then")
    world.revised(initiative, title="Now")
    world.step(initiative, Action.SUBMIT, world.focal_point())
    world.step(initiative, Action.PUBLISH, world.secretariat())
    old, new = initiative.revisions
    old.published_at, old.retired_at = now() - timedelta(days=20), now() - timedelta(days=10)
    new.published_at = now() - timedelta(days=10)
    session.commit()
    actor = world.analyst().actor

    def at(days):
        return [row.revision.title for row in rows(actor, Selection(as_at=(now() - timedelta(days=days)).date()))]

    assert (at(30), at(15), at(5)) == ([], ["Then"], ["Now"])


def test_the_parts_of_a_programme_are_those_that_the_reader_may_see(world):
    programme = world.published(title="Programme")
    world.published(title="Part", parent=programme.reference)
    world.complete(title="Draft of a part", parent=programme.reference)
    world.published(title="Another")
    assert [row.revision.title for row in list_parts(programme.reference, world.analyst().actor)] == ["Part"]
    assert len(list_parts(programme.reference, world.focal_point().actor)) == 2


def test_the_home_counts_more_than_it_shows_and_only_what_is_of_the_desk(world):
    for number in range(4):
        world.draft(title=f"Draft {number}")
    world.draft(partner="IT", title="Draft of Italy")
    count, first = in_status(world.focal_point("ET").actor, Status.DRAFT, 3)
    assert (count, len(first)) == (4, 3)
    world.published(title="Published")
    assert [revision.title for revision in newest_published(world.analyst().actor, 5)] == ["Published"]


def test_the_queue_holds_what_is_submitted_oldest_first(world, session):
    second = world.submitted(title="Second")
    first = world.submitted(kind=Kind.POLICY, partner="IT", title="First")
    world.returned(title="Returned")
    world.published(title="Published")
    first.working.submitted_at = now() - timedelta(days=9)
    second.working.submitted_at = now() - timedelta(days=2)
    session.commit()
    found = submissions()
    assert [(item.revision.title, item.days_waiting) for item in found] == [("First", 9), ("Second", 2)]
    assert count_submissions() == 2


def test_the_queue_tells_new_from_submitted_again_from_a_new_version(world):
    world.submitted(title="New")
    again = world.returned(title="Again")
    world.step(again, Action.SUBMIT, world.focal_point())
    update = world.published(title="Update")
    world.revised(update, title="Updated")
    world.step(update, Action.SUBMIT, world.focal_point())
    found = {item.revision.title: item for item in submissions()}
    assert {title: item.novelty for title, item in found.items()} == {
        "New": Novelty.FIRST,
        "Again": Novelty.AGAIN,
        "Updated": Novelty.UPDATE,
    }
    assert (found["Again"].returned, found["Updated"].replaces) == (1, 1)


def test_the_last_note_says_why_it_came_back(world):
    initiative = world.returned(note="Which year is meant?")
    revision = initiative.working
    assert note_of(revision) == "Which year is meant?"
    world.step(initiative, Action.SUBMIT, world.focal_point())
    world.step(initiative, Action.RETURN, world.secretariat(), "And which currency?")
    assert note_of(revision) == "And which currency?"
    assert last_notes([revision])[revision.id].note == "And which currency?"
    assert [event.note for event in earlier_returns(initiative)] == ["And which currency?", "Which year is meant?"]
    assert last_note(world.submitted().working) is None


def test_what_changed_since_the_submission_before_is_found_by_its_snapshot(world):
    initiative = world.returned()
    assert previous_submission(initiative.working) is None
    world.answer(initiative.working, world.focal_point(), title="A better title")
    world.step(initiative, Action.SUBMIT, world.focal_point())
    before = previous_submission(initiative.working)
    assert before is not None
    changed = differences(before, initiative.working)
    assert changed == {"title": ["Fair recruitment of labour migrants", "A better title"]}


def test_versions_are_compared_question_by_question(world):
    initiative = world.published()
    revision = world.revised(initiative, countries=["ET"], ends_on=None)
    assert differences(initiative.published, revision) == {
        "countries": [["ET", "KE"], ["ET"]],
        "ends_on": ["2024-12-31", None],
    }


def test_the_events_come_newest_first(world):
    initiative = world.returned()
    actions = [event.action for event in events_of(initiative) if event.action]
    assert actions == [Action.RETURN, Action.SUBMIT]
