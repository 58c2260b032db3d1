"""Extending a cycle and opening it early, on both engines: days, refusals, history, keys."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.db import now
from app.domain.cycles import Phase
from app.domain.errors import DomainError, NotAllowed, NotPossible
from app.models import CycleDay
from app.queries.cycles import find_open_cycle
from app.queries.standings import changes_of
from app.services.cycles import close_cycle, extend, open_now
from tests.integration.test_cycles import later


@pytest.fixture
def cycle(world):
    return world.cycle()


def day(number):
    return now().date() + timedelta(number)


def days_of(session, cycle):
    return session.scalar(select(func.count(CycleDay.day)).where(CycleDay.cycle_id == cycle.id))


def test_an_extended_cycle_stays_open_and_tells_who_extended_it(world, cycle, session):
    secretariat = world.secretariat()
    extend(cycle, day(40), secretariat.actor)
    assert (cycle.closes_on, days_of(session, cycle)) == (day(40), 71)
    with later(35):
        assert find_open_cycle() == cycle
    (change,) = changes_of(cycle)
    assert (change.closed_on, change.closes_on, change.person_name) == (day(30), day(40), secretariat.name)


def test_sent_twice_it_is_extended_once(world, cycle, session):
    for number in (40, 50):
        extend(cycle, day(number), world.secretariat().actor, key="k")
    assert (cycle.closes_on, len(changes_of(cycle)), days_of(session, cycle)) == (day(40), 1, 71)


@pytest.mark.parametrize(
    ("number", "words"),
    [(30, "cannot|not shortened"), (29, "not shortened"), (-40, "not shortened"), (400, "one year"), (45, "overlap")],
)
def test_a_wrong_last_day_is_refused_on_its_field_and_changes_nothing(world, cycle, session, number, words):
    world.cycle("Next", (42, 60))
    with pytest.raises(DomainError, match=words) as error:
        extend(cycle, day(number), world.secretariat().actor)
    assert error.value.field == "closes_on"
    assert (cycle.closes_on, len(changes_of(cycle)), days_of(session, cycle)) == (day(30), 0, 61)


def test_an_overlap_names_the_other_cycle(world, cycle):
    world.cycle("The call of spring", (42, 60))
    with pytest.raises(DomainError) as error:
        extend(cycle, day(45), world.secretariat().actor)
    assert error.value.params["name"] == "The call of spring"


def test_a_closed_cycle_is_neither_extended_nor_opened_again(world, cycle):
    close_cycle(cycle, world.secretariat().actor)
    with pytest.raises(NotPossible, match="is closed"):
        extend(cycle, day(40), world.secretariat().actor)
    with pytest.raises(NotPossible, match="opened already"):
        open_now(cycle, world.secretariat().actor)


def test_one_that_is_announced_can_open_today(world, session):
    cycle = world.cycle("Next", (10, 20))
    for _twice in range(2):
        open_now(cycle, world.secretariat().actor, key="k")
    assert (cycle.phase, find_open_cycle(), days_of(session, cycle)) == (Phase.OPEN, cycle, 21)
    assert [(change.opened_on, change.opens_on) for change in changes_of(cycle)] == [(day(10), day(0))]


def test_it_does_not_open_into_another(world, cycle, session):
    after = world.cycle("Next", (40, 60))
    with pytest.raises(DomainError, match="overlap"):
        open_now(after, world.secretariat().actor)
    assert (after.phase, days_of(session, after)) == (Phase.PLANNED, 21)


def test_only_the_secretariat_changes_days(world, cycle):
    for person in (world.focal_point(), world.contributor(), world.analyst()):
        with pytest.raises(NotAllowed):
            extend(cycle, day(40), person.actor)
        with pytest.raises(NotAllowed):
            open_now(cycle, person.actor)
