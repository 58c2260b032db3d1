"""Opening and closing cycles, on both engines."""

from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from app.db import now
from app.domain.cycles import Phase
from app.domain.errors import DomainError, NotAllowed, NotPossible
from app.models import CycleDay
from app.queries.cycles import find_open_cycle
from app.services.cycles import close_cycle, open_cycle
from tests.integration.test_cycles import later


@pytest.fixture
def cycle(world):
    return world.cycle()


def test_a_cycle_is_found_while_it_is_open(world):
    cycle = world.cycle("Call of the year", (0, 30))
    assert (cycle.slug, cycle.phase, find_open_cycle()) == ("call-of-the-year", Phase.OPEN, cycle)
    for days in (-1, 31):
        with later(days):
            assert find_open_cycle() is None
    close_cycle(cycle, world.secretariat().actor)
    assert cycle.phase is Phase.CLOSED and find_open_cycle() is None


@pytest.mark.parametrize(
    ("name", "days", "field", "words"),
    [
        ("COLLÉCTION", (100, 120), "name", "of this name"),
        (" ", (100, 120), "name", "letters and figures"),
        ("Сбор", (100, 120), "name", "letters and figures"),
        ("x" * 81, (100, 120), "name", "80 characters"),
        ("Next", (100, 100), "closes_on", "must lie after"),
        ("Next", (100, 99), "closes_on", "must lie after"),
        ("Next", (-100, -50), "closes_on", "has passed"),
        ("Next", (100, 467), "closes_on", "one year"),
        ("Next", (30, 60), "opens_on", "overlap"),
        ("Next", (-5, 5), "opens_on", "overlap"),
        ("Next", (-60, -30), "closes_on", "has passed"),
        ("Next", (-60, 100), "closes_on", "overlap"),
    ],
)
def test_a_wrong_cycle_is_refused_on_the_field_to_blame(world, cycle, name, days, field, words):
    first, last = (now().date() + timedelta(number) for number in days)
    with pytest.raises(DomainError, match=words) as error:
        open_cycle(name, first, last, world.secretariat().actor)
    assert error.value.field == field


def test_cycles_may_touch_and_a_closed_one_leaves_its_days_free(world, cycle, session):
    secretariat, today = world.secretariat().actor, now().date()
    open_cycle("Next", today + timedelta(31), today + timedelta(60), secretariat)
    close_cycle(cycle, secretariat)
    open_cycle("Another", today + timedelta(1), today + timedelta(30), secretariat)
    assert session.scalar(select(func.count(CycleDay.day)).where(CycleDay.cycle_id == cycle.id)) == 31
    with pytest.raises(NotPossible, match="closed already"):
        close_cycle(cycle, secretariat)


def test_one_that_has_not_opened_can_be_called_off(world):
    cycle = world.cycle("Next", (10, 20))
    close_cycle(cycle, world.secretariat().actor)
    assert cycle.phase is Phase.CLOSED
    with later(15):
        assert find_open_cycle() is None and cycle.phase is Phase.CLOSED


def test_the_database_keeps_two_cycles_apart(world, cycle, session):
    other = world.cycle("Next", (31, 40))
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(insert(CycleDay), [{"day": cycle.closes_on, "cycle_id": other.id}])


def test_the_form_of_one_key_makes_one_cycle(world, session):
    secretariat, today = world.secretariat().actor, now().date()
    first, again = (open_cycle("Call", today, today + timedelta(9), secretariat, key="k") for _ in range(2))
    assert first is again


def test_only_the_secretariat_runs_cycles(world, cycle):
    for person in (world.focal_point(), world.contributor(), world.analyst()):
        with pytest.raises(NotAllowed):
            close_cycle(cycle, person.actor)
        with pytest.raises(NotAllowed):
            open_cycle("Next", now().date(), now().date() + timedelta(3), person.actor)
