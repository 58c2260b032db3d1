"""A decision can be undone within ten minutes, as a step of its own, as long as nothing else has happened."""

from datetime import timedelta

import pytest

from app.db import at, now
from app.domain.status import Status
from app.domain.workflow import Action
from app.models import TitleWord


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
