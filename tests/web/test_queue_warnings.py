"""What the queue says of each submission before it is opened: warnings, questions, answers."""

from datetime import timedelta

import pytest

from app.db import at, db, now
from app.domain.questions import Section
from app.domain.workflow import Action
from app.models import ReviewQuestion, WarningCount
from app.models.answers import section_answers
from app.queries.checks import doubts_of
from app.services.checks import dismiss
from app.services.corrections import correct
from app.services.jobs import run_due
from app.services.review_questions import answer_in_words, save_drafts
from tests.web.statements import counted

ODD = [{"url": "http://example.org/page", "label": "Page"}]


def text_of(response):
    return response.get_data(as_text=True)


def dismiss_all(initiative, by):
    for _doubt, key in doubts_of(initiative.working, ()):
        dismiss(initiative, key, "Known.", by.actor)


def kept_number(initiative):
    db.session.expire_all()
    kept = db.session.get(WarningCount, initiative.working.id)
    return kept and kept.number


@pytest.fixture
def doubted(world):
    return world.submitted(title="With an odd link", links=ODD)


@pytest.fixture
def clean(world):
    made = world.submitted(title="Nothing to look at", partner="SN")
    dismiss_all(made, world.secretariat())
    return made


def listed(client, query=""):
    return text_of(client.get(f"/review{query}"))


def test_the_row_says_how_many_warnings_stand(world, doubted, clean, sign_in_as):
    number = len(doubts_of(doubted.working, ()))
    page = listed(sign_in_as(world.secretariat()), "?partner=ET")
    assert number and f"{number} warning" in " ".join(page.split())
    clean_page = listed(sign_in_as(world.secretariat()), "?partner=SN")
    assert "Nothing to look at" in clean_page and "1 warning" not in clean_page


def test_the_filter_tells_them_apart_and_shows_with_them_what_is_not_counted(world, doubted, clean, sign_in_as):
    client = sign_in_as(world.secretariat())
    titles = ("With an odd link", "Nothing to look at")
    shown = {query: [one in listed(client, query) for one in titles] for query in ("?warned=with", "?warned=without")}
    assert shown == {"?warned=with": [True, False], "?warned=without": [False, True]}
    db.session.query(WarningCount).delete()
    assert all(one in listed(client, "?warned=with") for one in titles)
    assert client.get("/review?warned=perhaps").status_code == 400


def test_dismissing_and_correcting_count_again(world, doubted):
    desk, number = world.secretariat(), kept_number(doubted)
    _doubt, key = doubts_of(doubted.working, ())[0]
    dismiss(doubted, key, "Known.", desk.actor)
    assert kept_number(doubted) == number - 1
    dismiss_all(doubted, desk)
    assert kept_number(doubted) == 0
    worse = {
        **section_answers(doubted.working, Section.DOCUMENTS),
        "links": [{"url": "http://example.net", "label": ""}],
    }
    correct(doubted.working, Section.DOCUMENTS, worse, "Another page.", desk.actor)
    assert kept_number(doubted) == 1


def test_the_job_counts_what_nobody_counted_and_what_is_older_than_a_day(world, doubted, clean):
    db.session.query(WarningCount).delete()
    assert "Counted the warnings of 2 submissions." in list(run_due())
    assert (kept_number(doubted), kept_number(clean)) == (len(doubts_of(doubted.working, ())), 0)
    assert "Counted the warnings of 0 submissions." in list(run_due())
    with at(now() + timedelta(days=2)):
        assert "Counted the warnings of 2 submissions." in list(run_due())


def test_what_came_back_says_how_many_questions_are_answered(world, session, sign_in_as):
    initiative, desk = world.submitted(title="Asked twice"), world.secretariat()
    save_drafts(initiative.working, {"title": "Which one?", "summary": "For whom?"}, desk.actor)
    world.step(initiative, Action.RETURN, desk)
    client = sign_in_as(desk)
    assert "2 questions without an answer" in listed(client, "?turn=them")
    asked = session.query(ReviewQuestion).filter_by(question="title").one()
    answer_in_words(initiative, {asked.id: "The only one."}, world.focal_point().actor)
    assert "1 question without an answer" in listed(client, "?turn=them")
    world.step(initiative, Action.SUBMIT, world.focal_point())
    assert "1 answered question" in listed(client)


def test_fifty_rows_cost_as_many_statements_as_two(world, session, sign_in_as):
    client = sign_in_as(world.secretariat())
    taken = []
    for more in (2, 6):
        for number in range(more):
            world.submitted(title=f"Number {number} of {more}", links=ODD)
        session.commit()
        session.expire_all()
        listed(client)
        session.expire_all()
        with counted() as sent:
            listed(client)
        taken.append(len(sent))
    assert taken[0] == taken[1]


def test_a_filter_by_a_partner_of_whom_nothing_waits_any_more_shows_nothing(world, sign_in_as):
    client = sign_in_as(world.secretariat())
    assert client.get("/review?partner=SN").status_code == 200
    assert client.get("/review?partner=XX").status_code == 400
