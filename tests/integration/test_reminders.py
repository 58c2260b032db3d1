"""Mails about a cycle: to whom, when, and what they say."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.db import at, db, now
from app.domain.access import Role
from app.domain.choices import Language
from app.domain.cycles import DomainAnswer
from app.domain.mails import MailKind
from app.mail.reminders import write_reminders
from app.models import Cycle, Initiative, Outgoing, Person
from app.queries.cycles import progress_of
from app.services.attestations import attest_accurate, attest_nothing
from app.services.cycles import close_cycle


@pytest.fixture
def focal(world) -> Person:
    return world.person(Role.FOCAL_POINT, password="set", name="Aster Bekele")


@pytest.fixture
def cycle(world, focal) -> Cycle:
    """Of 100 days from today; Ethiopia has an initiative in domains 1 and 2."""
    with at(now() - timedelta(60)):
        world.published(focal)
    return world.cycle("Collection 2026", (0, 100))


def day(number):
    return at(now() + timedelta(number))


def run(number=0):
    """The mails that the job of that day writes."""
    before = set(db.session.scalars(select(Outgoing.id)))
    with day(number):
        write_reminders()
    found = db.session.scalars(select(Outgoing).order_by(Outgoing.id))
    return [mail for mail in found if mail.id not in before]


def kinds(mails):
    return [mail.kind for mail in mails]


def answer_everything(cycle, person):
    initiative = next(iter(progress_of(cycle, "ET").initiatives))
    attest_accurate(cycle, db.session.get_one(Initiative, initiative), person.actor)
    for code, given in progress_of(cycle, "ET").domains.items():
        if given is not DomainAnswer.REPORTED:
            attest_nothing(cycle, code, person.actor)
    db.session.commit()


def test_each_stage_is_written_once_however_often_the_job_runs(cycle):
    told = {number: kinds(run(number) + run(number)) for number in (0, 1, 69, 70, 80, 93, 99, 100, 101, 102, 130)}
    reminder = [MailKind.CYCLE_REMINDER]
    assert told == {
        0: [MailKind.CYCLE_OPENS], 1: [], 69: [], 70: reminder, 80: [], 93: reminder, 99: reminder, 100: [],
        101: [MailKind.CYCLE_CLOSED], 102: [], 130: [],
    }  # fmt: skip


def test_a_job_that_did_not_run_for_months_writes_the_nearest_only(cycle):
    assert kinds(run(95)) == [MailKind.CYCLE_REMINDER] and not run(96)


def test_it_says_until_when_how_much_is_missing_and_where(app, cycle, focal):
    (mail,) = run(93)
    last = cycle.closes_on
    assert f"{last.day} {last:%B %Y}" in mail.text and "Days left: 7." in mail.text
    assert "Ethiopia has given 0 of 4 answers. Still missing: 4." in mail.text
    assert "/cycles/collection-2026?lang=en" in mail.text and "Dear Aster Bekele," in mail.text
    assert (mail.to, mail.person_id) == (focal.email, focal.id)


def test_each_focal_point_reads_it_in_their_own_language(world, cycle, focal):
    world.person(Role.FOCAL_POINT, password="set", language=Language.FR)
    english, french = run()
    assert (english.language, french.language) == (Language.EN, Language.FR)
    assert "est ouvert jusqu’au" in french.subject and "Éthiopie" in french.text
    assert '<html lang="fr">' in french.html


def test_only_focal_points_who_can_sign_in_are_written_to(world, cycle, focal):
    world.contributor()
    world.person(Role.CONTRIBUTOR, "ET", "ET-MOLS", password="set")
    world.person(Role.FOCAL_POINT, password=None)
    world.person(Role.FOCAL_POINT, password="set", active=False)
    other = world.person(Role.FOCAL_POINT, "SN", password="set")
    assert {mail.person_id for mail in run()} == {focal.id, other.id}


def test_who_has_answered_hears_nothing_until_the_thanks(cycle, focal):
    run()
    answer_everything(cycle, focal)
    assert [kinds(run(number)) for number in (70, 93, 99)] == [[], [], []]
    assert kinds(run(101)) == [MailKind.CYCLE_THANKS]


def test_a_later_last_day_shifts_what_is_still_to_come(cycle, session):
    run()
    assert len(run(70)) == 1 and len(run(93)) == 1
    cycle.closes_on += timedelta(40)
    session.commit()
    assert not run(94)[1:]
    assert [len(run(number)) for number in (109, 111, 133, 139, 141)] == [0, 1, 1, 1, 1]


def test_a_cycle_closed_by_hand_is_thanked_for_and_one_called_off_is_not(world, cycle):
    close_cycle(cycle, world.secretariat().actor)
    db.session.commit()
    assert kinds(run(0)) == [MailKind.CYCLE_CLOSED]
    other = world.cycle("Next", (200, 220))
    close_cycle(other, world.secretariat().actor)
    db.session.commit()
    assert not run(205) and not run(221)


def test_a_cycle_that_closed_long_ago_is_left_in_peace(cycle):
    assert not run(120)


def test_a_planned_one_too(world, focal):
    world.cycle("Next", (10, 20))
    assert not run(0) and kinds(run(10)) == [MailKind.CYCLE_OPENS]
