"""What has waited too long goes on by mail: to whom it has newly reached, once, at most one mail a day."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from app.db import at, db, now
from app.domain.access import Role
from app.domain.choices import Language
from app.domain.mails import MailKind
from app.domain.reviewing import Duty
from app.domain.workflow import Action
from app.mail.escalations import write_escalations
from app.models import Outgoing

START = datetime.combine(now().date() - timedelta(60), time(10), UTC)


@pytest.fixture
def desk(world):
    """Who looks after what waits a week, who after what waits two, and a colleague."""
    with at(START - timedelta(30)):
        held = (Duty.SECOND_REVIEWER, Duty.HEAD, None)
        return [world.person(Role.SECRETARIAT, password="set", duty=duty) for duty in held]


def run(days, hours=0):
    """(address, text) of what the job writes so many days after the start."""
    before = set(db.session.scalars(select(Outgoing.id)))
    with at(START + timedelta(days=days, hours=hours)):
        write_escalations()
    found = db.session.scalars(select(Outgoing).where(Outgoing.kind == MailKind.GONE_ON).order_by(Outgoing.id))
    return [(mail.to, mail.text) for mail in found if mail.id not in before]


def submit(world, days=0, **answers):
    with at(START + timedelta(days)):
        return world.submitted(**answers)


def test_after_a_week_the_second_reviewer_is_told_once_and_after_two_the_head(world, desk):
    second, head, _colleague = desk
    initiative = submit(world, title="Fair recruitment")
    assert not run(7), "the day counts from six in the morning"
    ((address, text),) = run(8)
    assert address == second.email
    assert f"{initiative.reference} · Fair recruitment\nEthiopia, waiting for 8 days\nhttp" in text
    assert f"/review/{initiative.reference}\n" in text
    assert not run(8, 1) and not run(9)
    assert [address for address, _text in run(15)] == [head.email]
    assert not run(40)


def test_what_reaches_on_one_day_stands_in_one_mail(world, desk):
    for title in ("First", "Second"):
        submit(world, title=title)
    ((_address, text),) = run(8)
    assert "First" in text and "Second" in text


def test_submitted_again_it_starts_anew(world, desk):
    initiative = submit(world)
    assert run(8)
    with at(START + timedelta(9)):
        world.step(initiative, Action.RETURN, world.secretariat(), "Which year?")
        assert not run(16)
    with at(START + timedelta(20)):
        world.step(initiative, Action.SUBMIT, world.focal_point())
    assert not run(21)
    assert len(run(28)) == 1


def test_without_anybody_of_that_duty_everybody_is_told_but_no_one_suspended(world, desk):
    second, head, colleague = desk
    second.active = False
    submit(world)
    assert {address for address, _text in run(8)} == {head.email, colleague.email}


def test_it_is_written_in_the_readers_language(world, desk):
    desk[0].language = Language.FR
    submit(world)
    ((_address, text),) = run(8)
    assert "Éthiopie, en attente depuis 8 jours" in text
