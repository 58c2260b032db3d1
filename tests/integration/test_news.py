"""What happened, told by mail: to whom it concerns, once a day or at once, never twice."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import func, select

from app.db import at, db, now
from app.domain.access import Role
from app.domain.choices import Language
from app.domain.mails import MailChoice, MailKind
from app.domain.questions import Section
from app.domain.workflow import Action
from app.mail.news import write_news
from app.models import Event, MailMark, Outgoing, Person
from app.models.answers import section_answers
from app.queries.news import SHOWN, told_until
from app.services.assignments import assign, take_back
from app.services.corrections import contest, correct
from app.services.mail_texts import choose_mails
from app.services.review_questions import save_drafts
from tests.world import World

MONDAY = datetime.combine(now().date() - timedelta(10), time(10), UTC)
"""The office hour at which things happen in these tests."""


@pytest.fixture
def focal(world: World) -> Person:
    with at(MONDAY - timedelta(days=30)):
        return world.person(Role.FOCAL_POINT, password="set", name="Aster Bekele")


@pytest.fixture
def desk(world: World) -> Person:
    with at(MONDAY - timedelta(days=30)):
        return world.person(Role.SECRETARIAT, password="set", name="Desk")


def run(moment):
    """The mails that the job writes at that moment."""
    last = db.session.scalar(select(func.max(Outgoing.id))) or 0
    with at(moment):
        write_news()
    return db.session.scalars(select(Outgoing).where(Outgoing.id > last).order_by(Outgoing.id)).all()


def next_morning(days=1):
    return MONDAY + timedelta(days=days) - timedelta(hours=3)


def test_one_mail_the_next_morning_lists_what_happened_with_notes_and_links(world, focal, desk):
    with at(MONDAY):
        first = world.returned(focal, title="First", note="Which year\nis meant?")
        second = world.published(focal, title="Second")
    assert not run(MONDAY + timedelta(hours=3))
    (mail, _submissions) = run(next_morning())
    assert (mail.kind, mail.to) == (MailKind.DIGEST, focal.email)
    assert f"{first.reference} · First\nReturned by Desk, " in mail.text
    assert "“Which year is meant?”\nhttp" in mail.text
    assert f"/initiatives/{second.reference}\n" in mail.text and "\nPublished by Desk, " in mail.text
    assert "/account" in mail.text and '<html lang="en">' in mail.html


def test_nothing_new_is_no_mail_and_nothing_is_told_twice(world, focal, desk):
    with at(MONDAY):
        initiative = world.returned(focal)
    assert len(run(next_morning())) == 2
    assert not run(next_morning()) and not run(next_morning(2))
    with at(MONDAY + timedelta(days=3)):
        world.step(initiative, Action.SUBMIT, focal)
        world.step(initiative, Action.RETURN, desk, "And which ministry?")
    again = run(next_morning(4))
    assert [mail.to for mail in again] == [focal.email, desk.email]
    assert "And which ministry?" in again[0].text and "Which year" not in again[0].text


def test_days_without_a_run_are_made_up_for_in_one_mail(world, focal, desk):
    for days in (0, 1, 2):
        with at(MONDAY + timedelta(days=days)):
            world.returned(focal, title=f"Number {days}")
    mail, _submissions = run(next_morning(5))
    assert [f"Number {days}" in mail.text for days in (0, 1, 2)] == [True] * 3


def test_the_secretariat_hears_of_submissions_once_a_day_whatever_is_chosen(world, focal, desk):
    choose_mails(desk, MailChoice.AT_ONCE)
    with at(MONDAY):
        initiative = world.submitted(focal)
    assert not run(MONDAY + timedelta(minutes=5))
    (mail,) = run(next_morning())
    assert mail.to == desk.email and f"{initiative.reference} · " in mail.text and "Submitted by Aster" in mail.text


def test_who_chose_so_is_told_of_each_at_once(world, focal, desk):
    choose_mails(focal, MailChoice.AT_ONCE)
    with at(MONDAY):
        initiative = world.returned(focal)
    assert not run(MONDAY + timedelta(minutes=9)), "what is younger than ten minutes may still be undone"
    (mail,) = run(MONDAY + timedelta(minutes=11))
    assert mail.kind is MailKind.AT_ONCE and mail.subject == f"Returned: {initiative.reference}"
    assert not run(MONDAY + timedelta(minutes=12))
    with at(MONDAY + timedelta(hours=1)):
        world.step(initiative, Action.SUBMIT, focal)
        world.step(initiative, Action.RETURN, desk, "And which ministry?")
        world.published(focal)
    assert [mail.kind for mail in run(MONDAY + timedelta(hours=2))] == [MailKind.AT_ONCE] * 2


def test_the_contributor_who_wrote_or_handed_over_hears_and_a_colleague_does_not(world, focal, desk):
    with at(MONDAY - timedelta(days=30)):
        writer, colleague = (world.person(Role.CONTRIBUTOR, "ET", "ET-MOLS", password="set") for _ in range(2))
    with at(MONDAY):
        initiative = world.complete(writer)
        world.step(initiative, Action.HAND_OVER, writer)
        world.step(initiative, Action.SEND_BACK, focal, "Add the year.")
        world.step(initiative, Action.HAND_OVER, colleague)
    told = {mail.to: mail.text for mail in run(next_morning())}
    assert set(told) == {focal.email, writer.email}
    assert "“Add the year.”" in told[writer.email] and "Handed over" in told[focal.email]
    with at(MONDAY + timedelta(days=1)):
        world.step(initiative, Action.SEND_BACK, focal, "And the ministry.")
    assert {mail.to for mail in run(next_morning(2))} == {writer.email, colleague.email}


def test_ones_own_acts_and_those_of_other_partners_are_left_out(world, focal, desk):
    with at(MONDAY - timedelta(days=30)):
        second = world.person(Role.FOCAL_POINT, password="set")
        foreign = world.person(Role.FOCAL_POINT, "SN", password="set")
    with at(MONDAY):
        initiative = world.published(focal)
        world.step(initiative, Action.WITHDRAW, focal, "It never began.")
    told = {mail.to: mail.text for mail in run(next_morning())}
    assert foreign.email not in told
    assert "Withdrawn" not in told[focal.email] and "Withdrawn" in told[second.email]


def test_it_is_written_in_the_readers_language(world, focal, desk):
    focal.language = Language.FR
    with at(MONDAY):
        world.returned(focal, title_fr="Recrutement équitable")
    mail, _submissions = run(next_morning())
    assert "Renvoyée, par Desk" in mail.text and "· Recrutement équitable" in mail.text
    assert mail.subject == "Du nouveau dans le Suivi du PACV"


def test_a_newcomer_is_not_told_of_what_was_before_them(world, focal, desk):
    with at(MONDAY):
        world.returned(focal)
    with at(MONDAY + timedelta(minutes=1)):
        newcomer = world.person(Role.FOCAL_POINT, password="set")
    assert newcomer.email not in {mail.to for mail in run(next_morning())}


def test_who_cannot_sign_in_is_not_written_to(world, focal, desk):
    focal.password = None
    desk.active = False
    with at(MONDAY):
        world.returned(focal)
    assert not run(next_morning())


def test_a_long_list_says_how_many_more_there_are(world, focal, desk, session):
    with at(MONDAY):
        initiative = world.submitted(focal)
        sent = session.scalar(select(Event).where(Event.action == Action.SUBMIT))
        for _ in range(SHOWN + 2):
            columns = {c.name: getattr(sent, c.name) for c in Event.__table__.columns if c.name not in ("id", "key")}
            session.add(Event(**columns))
        session.commit()
    (mail,) = run(next_morning())
    assert mail.text.count(f"/initiatives/{initiative.reference}") == SHOWN and "and 3 more" in mail.text


def test_a_step_that_becomes_visible_late_is_not_passed_over(world, focal, desk, session):
    """Ids are given before commits: a younger step of a lower id holds back those above it."""
    with at(MONDAY):
        world.returned(focal)
    steps = session.scalars(select(Event).where(Event.action.is_not(None)).order_by(Event.id)).all()
    steps[0].at = MONDAY + timedelta(minutes=5)
    session.commit()
    assert told_until(0, MONDAY + timedelta(minutes=1)) == 0
    assert told_until(0, MONDAY + timedelta(minutes=6)) == steps[-1].id


def test_a_mark_that_another_run_has_moved_means_no_second_mail(world, focal, desk, session, monkeypatch):
    with at(MONDAY):
        world.returned(focal)
    session.add(MailMark(person_id=focal.id, told_event_id=0))
    session.commit()

    def overtaken(after, before):
        session.execute(MailMark.__table__.update().values(told_event_id=10**6))
        return 10**5

    monkeypatch.setattr("app.mail.news.told_until", overtaken)
    assert focal.email not in {mail.to for mail in run(next_morning())}


@pytest.fixture
def helper(world):
    """A Contributor of another entity than the initiatives', to whom work is handed."""
    with at(MONDAY - timedelta(days=30)):
        return world.person(Role.CONTRIBUTOR, "ET", "ET-MOJ", password="set", name="Yonas")


def test_a_contributor_hears_what_came_of_what_was_handed_to_them(world, focal, desk, helper):
    with at(MONDAY):
        initiative = world.complete(focal, title="Handed out")
        assign(initiative, helper, [Section.RESULTS], focal.actor)
        world.step(initiative, Action.SUBMIT, focal)
        world.step(initiative, Action.RETURN, desk, "Which year?")
    told = {mail.to: mail.text for mail in run(next_morning())}[helper.email]
    assert "Handed out" in told and "Submitted by Aster Bekele" in told and "“Which year?”" in told


def test_what_is_taken_back_is_told_without_its_title_and_nothing_secret_after(world, focal, desk, helper):
    choose_mails(helper, MailChoice.AT_ONCE)
    with at(MONDAY):
        initiative = world.complete(focal, title="Handed out")
        assign(initiative, helper, [Section.RESULTS], focal.actor)
        world.answer(initiative.latest, helper, results="Twelve trained")
        take_back(initiative, helper, focal.actor)
        world.step(initiative, Action.SUBMIT, focal)
        world.step(initiative, Action.RETURN, desk, "A secret note")
    mails = [mail for mail in run(MONDAY + timedelta(minutes=11)) if mail.to == helper.email]
    taken, sent = mails
    assert taken.subject == f"Taken back from the Contributor: {initiative.reference}"
    assert "by Aster Bekele" in taken.text and "Submitted by Aster Bekele" in sent.text
    assert not any("Handed out" in mail.text or "A secret note" in mail.text for mail in mails)


def test_who_only_held_it_hears_of_nothing_more_once_it_is_taken_back(world, focal, desk, helper):
    with at(MONDAY):
        initiative = world.complete(focal)
        assign(initiative, helper, [Section.RESULTS], focal.actor)
        take_back(initiative, helper, focal.actor)
    with at(MONDAY + timedelta(hours=1)):
        world.step(initiative, Action.SUBMIT, focal)
    told = {mail.to: mail.text for mail in run(next_morning())}[helper.email]
    assert "Taken back" in told and "Submitted" not in told


def test_corrections_are_told_to_the_partner_contests_to_the_secretariat_and_undone_decisions_to_nobody(
    world, focal, desk
):
    with at(MONDAY):
        initiative = world.submitted(focal, title="First")
        world.step(initiative, Action.RETURN, desk, "Which year?")
        world.step(initiative, Action.UNDO, desk)
        basics = {**section_answers(initiative.working, Section.BASICS), "title": "Second"}
        made = correct(initiative.working, Section.BASICS, basics, "A slip of the pen.", desk.actor)
        contest(made, "It was right.", focal.actor)
    told = {mail.to: mail.text for mail in run(next_morning())}
    assert "Which year?" not in told[focal.email] and "undone" not in told[focal.email]
    assert "Corrected by the secretariat by Desk" in told[focal.email] and "“A slip of the pen.”" in told[focal.email]
    assert "A correction was contested by Aster Bekele" in told[desk.email]
    assert "“It was right.”" in told[desk.email] and "“It was right.”" not in told[focal.email]


def test_what_was_asked_on_which_field_is_told_with_the_return(world, focal, desk):
    with at(MONDAY):
        initiative = world.submitted(focal)
        save_drafts(initiative.working, {"title": "Which title?", "documents": "Where is the decree?"}, desk.actor)
        world.step(initiative, Action.RETURN, desk)
    told = {mail.to: mail.text for mail in run(next_morning())}[focal.email]
    assert "Title: Which title?" in told and "Documents: Where is the decree?" in told
