"""The secretariat's queue: filters, the next one, reviewers, several at once."""

from datetime import timedelta

import pytest

from app.db import db, now
from app.domain.access import Role
from app.domain.questions import Kind
from app.domain.reviewing import Duty
from app.domain.workflow import Action
from app.models import Reviewer
from app.queries.checks import doubts_of
from app.services.checks import dismiss
from app.services.review_questions import save_drafts
from app.services.reviewing import assign_reviewer


def text_of(response):
    return response.get_data(as_text=True)


def aged(initiative, days, session):
    initiative.working.submitted_at = now() - timedelta(days=days)
    session.commit()
    return initiative


@pytest.fixture
def colleague(world):
    return world.person(Role.SECRETARIAT, name="Second Reader")


@pytest.fixture
def queue(world, session):
    """Four that wait: young, old, older with a reviewer, a policy; and one that is with its Partner."""
    made = {
        "young": aged(world.submitted(title="The young one", partner="ET"), 1, session),
        "old": aged(world.submitted(title="The old one", partner="SN"), 8, session),
        "oldest": aged(world.submitted(title="The oldest one", partner="IT"), 15, session),
        "policy": aged(world.submitted(kind=Kind.POLICY, title="The policy", partner="ET"), 2, session),
        "theirs": world.returned(title="The returned one"),
    }
    assign_reviewer(made["oldest"].working, world.secretariat(), world.secretariat().actor)
    session.commit()
    return made


TITLES = ("The young one", "The old one", "The oldest one", "The policy", "The returned one")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", TITLES[:4]),
        ("?turn=us", TITLES[:4]),
        ("?turn=them", TITLES[4:]),
        ("?age=second", ["The old one"]),
        ("?age=head", ["The oldest one"]),
        ("?age=second&age=head", ["The old one", "The oldest one"]),
        ("?reviewer=nobody", ["The young one", "The old one", "The policy"]),
        ("?reviewer={me}", ["The oldest one"]),
        ("?reviewer={me}&reviewer=nobody", TITLES[:4]),
        ("?kind=policy", ["The policy"]),
        ("?partner=ET", ["The young one", "The policy"]),
        ("?partner=ET&kind=project", ["The young one"]),
        ("?novelty=first&partner=SN", ["The old one"]),
        ("?novelty=again", []),
        ("?novelty=again&turn=them", ["The returned one"]),
    ],
)
def test_the_filters_choose(world, queue, sign_in_as, query, shown):
    page = text_of(sign_in_as(world.secretariat()).get("/review" + query.format(me=world.secretariat().id)))
    assert [title for title in TITLES if f">{title}</a>" in page] == list(shown)


def test_a_new_version_of_a_published_one_is_told_apart(world, sign_in_as):
    initiative = world.published(title="As it stands")
    world.revised(initiative, title="As it will be")
    world.step(initiative, Action.SUBMIT, world.focal_point())
    client = sign_in_as(world.secretariat())
    assert "As it will be" in text_of(client.get("/review?novelty=update"))
    assert "As it will be" not in text_of(client.get("/review?novelty=first"))


@pytest.mark.parametrize(
    "query", ["turn=me", "age=9", "reviewer=x", "reviewer=999999", "novelty=old", "kind=x", "partner=XX"]
)
def test_an_unknown_value_is_refused(world, queue, sign_in_as, query):
    assert sign_in_as(world.secretariat()).get(f"/review?{query}").status_code == 400


def test_the_oldest_comes_first_and_the_ages_are_counted(world, queue, sign_in_as):
    page = text_of(sign_in_as(world.secretariat()).get("/review"))
    places = [page.index(f">{title}</a>") for title in ("The oldest one", "The old one", "The policy", "The young one")]
    assert places == sorted(places)
    assert "14 days and more: 1" in page and "7 to 13 days: 1" in page and "Up to 6 days: 2" in page


def test_the_next_one_is_ones_own_then_the_oldest_of_nobodys(world, queue, sign_in_as, colleague):
    client = sign_in_as(world.secretariat())
    first = client.post_form("/review/next", {})
    assert queue["oldest"].reference in first.location
    second = sign_in_as(colleague).post_form("/review/next", {})
    assert queue["old"].reference in second.location
    assert db.session.get(Reviewer, queue["old"].working.id).person_id == colleague.id
    third = sign_in_as(colleague).post_form("/review/next?kind=policy", {})
    assert queue["policy"].reference in third.location


def test_taking_the_next_of_nothing_says_so(world, sign_in_as):
    client = sign_in_as(world.secretariat())
    assert client.post_form("/review/next", {}).location.endswith("/review")
    assert "Nothing is left" in text_of(client.get("/review"))


def test_what_is_ticked_is_assigned_to_a_colleague_and_taken_away_again(world, queue, sign_in_as, colleague):
    client = sign_in_as(world.secretariat())
    ticked = [queue["young"].reference, queue["old"].reference]
    assert client.post_form("/review/assign", {"reference": ticked, "reviewer": colleague.id}).status_code == 303
    page = text_of(client.get(f"/review?reviewer={colleague.id}"))
    assert "The young one" in page and "The old one" in page and "The policy</a>" not in page
    client.post_form("/review/assign", {"reference": ticked, "reviewer": ""})
    assert db.session.get(Reviewer, queue["young"].working.id) is None


def test_a_reviewer_is_somebody_of_the_secretariat_who_is_not_suspended(world, queue, sign_in_as, colleague):
    client = sign_in_as(world.secretariat())
    colleague.active = False
    for person in (world.focal_point(), world.analyst(), colleague):
        data = {"reference": queue["young"].reference, "reviewer": person.id}
        assert client.post_form("/review/assign", data).status_code >= 400
    assert db.session.get(Reviewer, queue["young"].working.id) is None


def test_assigning_what_is_decided_is_refused(world, sign_in_as, colleague):
    client = sign_in_as(world.secretariat())
    data = {"reference": world.published().reference, "reviewer": colleague.id}
    assert client.post_form("/review/assign", data).status_code == 409


def test_the_reviewer_stays_when_it_comes_back(world, session, sign_in_as, colleague):
    initiative = world.submitted(title="To and fro")
    assign_reviewer(initiative.working, colleague, world.secretariat().actor)
    session.commit()
    world.step(initiative, Action.RETURN, world.secretariat(), "Which year?")
    world.step(initiative, Action.SUBMIT, world.focal_point())
    assert "To and fro" in text_of(sign_in_as(colleague).get(f"/review?reviewer={colleague.id}"))


def dismiss_warnings(initiative, by):
    for _doubt, key in doubts_of(initiative.working, ()):
        dismiss(initiative, key, "Known.", by.actor)


@pytest.mark.parametrize(
    ("speaks_against_it", "said"),
    [("a warning", "an automatic check warns of something"), ("a question", "questions on it are not settled")],
)
def test_what_is_doubted_or_asked_about_is_not_published_with_others(world, sign_in_as, speaks_against_it, said):
    initiative, desk = world.submitted(title="Fishing along the coast"), world.secretariat()
    if speaks_against_it == "a question":
        dismiss_warnings(initiative, desk)
        save_drafts(initiative.working, {"title": "Which coast?"}, desk.actor)
    client = sign_in_as(desk)
    assert client.post_form("/review/publish", {"reference": initiative.reference}).status_code == 303
    assert initiative.published is None
    assert f"{initiative.reference}: Read this one first: {said}" in text_of(client.get("/review"))


def test_several_are_published_at_once_but_not_what_asks_for_a_second_look(world, session, sign_in_as):
    world.published(partner="IT", title="Schools for returned children in three regions", funding=[], countries=["NE"])
    good = [
        world.submitted(title="Fishing along the coast", partner="SN", funding=[]),
        world.submitted(title="Radio about visas", partner="ET", countries=["ML"]),
    ]
    twin = world.submitted(title="Schools for returned children in three regions")
    for one in (*good, twin):
        dismiss_warnings(one, world.secretariat())
    client = sign_in_as(world.secretariat())
    data = {"reference": [one.reference for one in (*good, twin)], "key": "k" * 32}
    for _again in range(2):
        assert client.post_form("/review/publish", data).status_code == 303
    assert all(one.published for one in good)
    assert twin.published is None
    page = text_of(client.get("/review"))
    assert "2 were published" in page and f"{twin.reference}: Read this one first" in page


def test_nothing_ticked_is_told(world, queue, sign_in_as):
    client = sign_in_as(world.secretariat())
    for address in ("/review/assign", "/review/publish"):
        assert client.post_form(address, {}).status_code == 303
        assert "Tick at least one" in text_of(client.get("/review"))


def test_only_the_secretariat_assigns_takes_and_publishes(world, queue, sign_in_as):
    for person in (world.focal_point(), world.contributor(), world.analyst()):
        client = sign_in_as(person)
        for address in ("next", "assign", "publish"):
            data = {"reference": queue["young"].reference, "reviewer": ""}
            assert client.post_form(f"/review/{address}", data).status_code == 403
    assert queue["young"].published is None


def test_home_says_what_is_ones_own_and_what_has_gone_on(world, queue, session, sign_in_as):
    person = world.secretariat()
    assert "1 is assigned to you" in text_of(sign_in_as(person).get("/"))
    person.duty = Duty.HEAD
    session.commit()
    page = text_of(sign_in_as(person).get("/"))
    assert "1 has waited so long that it has gone on to you" in page
