"""A decision can be undone within ten minutes, as a step of its own, as long as nothing else has happened."""

from datetime import timedelta

import pytest

from app.db import at, now
from app.domain.access import Role
from app.domain.errors import DomainError
from app.domain.status import Status
from app.domain.workflow import Action
from app.models import TitleWord
from app.queries.review_questions import drafts_of, with_the_partner
from app.services.people import suspend
from app.services.review_questions import answer_in_words, save_drafts
from app.services.reviewing import assign_reviewer


def text_of(response):
    return response.get_data(as_text=True)


def undo(client, initiative, **more):
    data = {"action": "undo", **more}
    return client.post_form(f"/initiatives/{initiative.reference}/steps", data)


@pytest.mark.parametrize("made", ["published", "returned", "declined"])
def test_a_decision_is_undone_and_the_history_says_so(world, sign_in_as, made):
    initiative = getattr(world, made)(title="Decided too soon")
    submitted_at = initiative.latest.submitted_at
    client = sign_in_as(world.secretariat())
    assert "Undo" in text_of(client.get("/review"))
    assert "This can be undone until" in text_of(client.get(f"/initiatives/{initiative.reference}"))
    assert undo(client, initiative).status_code == 303
    assert (initiative.latest.status, initiative.latest.submitted_at) == (Status.SUBMITTED, submitted_at)
    assert initiative.latest.published_at is None
    assert "Decision undone" in text_of(client.get(f"/initiatives/{initiative.reference}/history"))


def test_what_it_had_replaced_stands_again(world, session, sign_in_as):
    initiative = world.published(title="As it stands")
    first = initiative.published
    since = first.published_at
    world.revised(initiative, title="As it will be")
    world.step(initiative, Action.SUBMIT, world.focal_point())
    world.step(initiative, Action.PUBLISH, world.secretariat())
    assert first.status is Status.SUPERSEDED
    assert undo(sign_in_as(world.secretariat()), initiative).status_code == 303
    assert (initiative.published, first.published_at, first.retired_at) == (first, since, None)
    assert initiative.working.status is Status.SUBMITTED
    assert {row.revision_id for row in session.query(TitleWord)} == {first.id}


def test_it_can_be_published_again(world, sign_in_as):
    initiative = world.published()
    client = sign_in_as(world.secretariat())
    undo(client, initiative)
    world.step(initiative, Action.PUBLISH, world.secretariat())
    assert initiative.published is not None


def test_after_ten_minutes_it_stands(world, sign_in_as):
    with at(now() - timedelta(minutes=10, seconds=1)):
        initiative = world.declined()
    client = sign_in_as(world.secretariat())
    assert "This can be undone" not in text_of(client.get(f"/initiatives/{initiative.reference}"))
    assert undo(client, initiative).status_code == 409
    assert initiative.latest.status is Status.DECLINED


def test_once_the_partner_has_begun_to_correct_it_stands(world, sign_in_as):
    initiative = world.returned()
    world.answer(initiative.working, world.focal_point(), title="Corrected")
    assert undo(sign_in_as(world.secretariat()), initiative).status_code == 409
    assert initiative.working.status is Status.RETURNED


def test_undoing_twice_undoes_once(world, sign_in_as):
    initiative = world.published()
    client = sign_in_as(world.secretariat())
    assert undo(client, initiative, key="k" * 32).status_code == 303
    assert undo(client, initiative, key="k" * 32).status_code == 303
    assert undo(client, initiative).status_code == 409


def test_only_the_secretariat_undoes(world, sign_in_as):
    initiative = world.published()
    for person, status in ((world.focal_point(), 403), (world.analyst(), 403), (world.focal_point("SN"), 404)):
        client = sign_in_as(person)
        assert "This can be undone" not in text_of(client.get(f"/initiatives/{initiative.reference}"))
        assert undo(client, initiative).status_code == status
    assert initiative.published is not None


def published_twice(world, **answers):
    initiative = world.published(title="As it stands")
    world.revised(initiative, title="As it will be", **answers)
    world.step(initiative, Action.SUBMIT, world.focal_point())
    world.step(initiative, Action.PUBLISH, world.secretariat())
    return initiative


def test_readers_learn_nothing_of_a_publication_that_was_undone(world, sign_in_as):
    initiative = published_twice(world)
    undo(sign_in_as(world.secretariat()), initiative)
    page = text_of(sign_in_as(world.analyst()).get(f"/initiatives/{initiative.reference}/history"))
    assert page.count("Published") == 1 and "Superseded" not in page and "Version 2" not in page


def test_published_again_it_is_told_once(world, sign_in_as):
    initiative = published_twice(world)
    undo(sign_in_as(world.secretariat()), initiative)
    world.step(initiative, Action.PUBLISH, world.secretariat())
    page = text_of(sign_in_as(world.analyst()).get(f"/initiatives/{initiative.reference}/history"))
    assert page.count("Superseded by a newer version") == 1 and "Version 2" in page


def test_an_undone_return_is_none(world, sign_in_as):
    initiative = world.returned(note="A mistake of ours")
    client = sign_in_as(world.secretariat())
    undo(client, initiative)
    assert "returned once" not in text_of(client.get("/review"))
    world.step(initiative, Action.TAKE_BACK, world.focal_point())
    assert "A mistake of ours" not in text_of(
        sign_in_as(world.focal_point()).get(f"/initiatives/{initiative.reference}")
    )


def test_the_partner_is_not_told_of_a_decision_that_was_undone(world, sign_in_as):
    initiative = world.published(title="Decided too soon")
    desk = sign_in_as(world.focal_point())
    assert "Published on" in text_of(desk.get("/")).partition("Newest")[0]
    undo(sign_in_as(world.secretariat()), initiative)
    assert "Published on" not in text_of(desk.get("/")).partition("Newest")[0]


def test_a_return_stands_once_the_partner_has_answered_in_words(world, session, sign_in_as):
    initiative = world.submitted()
    reviewer = world.secretariat().actor
    save_drafts(initiative.working, {"title": "Which title?"}, reviewer)
    world.step(initiative, Action.RETURN, world.secretariat())
    (asked,) = with_the_partner(initiative)
    answer_in_words(initiative, {asked.id: "The first."}, world.focal_point().actor)
    session.commit()
    assert undo(sign_in_as(world.secretariat()), initiative).status_code == 409
    assert asked.answer == "The first." and initiative.working.status is Status.RETURNED


def test_questions_that_were_not_sent_outlive_a_decision_that_is_undone(world, session, sign_in_as):
    initiative = world.submitted()
    save_drafts(initiative.working, {"title": "Which title?"}, world.secretariat().actor)
    session.commit()
    with pytest.raises(DomainError):
        world.step(initiative, Action.PUBLISH, world.secretariat())
    session.rollback()
    world.step(initiative, Action.DECLINE, world.secretariat(), "Twice here.")
    undo(sign_in_as(world.secretariat()), initiative)
    assert [draft.text for draft in drafts_of(initiative)] == ["Which title?"]


def test_what_looked_alike_is_forgotten_with_a_publication_that_is_undone(world, sign_in_as):
    world.published(partner="IT", title="Schools for returned children in three regions")
    initiative = world.published(title="Schools for returned children in three regions")
    client = sign_in_as(world.secretariat())
    assert initiative.reference in text_of(client.get("/overlaps"))
    undo(client, initiative)
    client.get("/")  # takes the message that names it
    for state in ("", "?state=all"):
        assert initiative.reference not in text_of(client.get(f"/overlaps{state}"))


def test_the_reviewer_who_is_suspended_leaves_nothing_to_nobody(world, session, sign_in_as):
    initiative = world.submitted()
    colleague = world.person(Role.SECRETARIAT)
    assign_reviewer(initiative.working, colleague, world.secretariat().actor)
    suspend(colleague, world.administrator().actor)
    session.commit()
    client = sign_in_as(world.secretariat())
    assert initiative.reference in client.post_form("/review/next", {}).location
