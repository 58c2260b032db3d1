"""Whoever takes the next one is led from submission to submission, with the last decision to undo in sight."""

from datetime import timedelta

import pytest

from app.db import db, now
from app.domain.questions import Kind
from app.domain.workflow import Action
from app.models import Reviewer


def text_of(response):
    return response.get_data(as_text=True)


@pytest.fixture
def waiting(world, session):
    """Three that wait, the oldest first, the second of them a policy."""
    made = [
        world.submitted(title="The oldest one", partner="SN"),
        world.submitted(kind=Kind.POLICY, title="The policy", partner="ET"),
        world.submitted(title="The youngest one", partner="ET"),
    ]
    for days, initiative in zip((9, 8, 7), made, strict=True):
        initiative.working.submitted_at = now() - timedelta(days=days)
    session.commit()
    return made


DECISIONS = {"publish": {}, "return": {"note": "Which year?"}, "decline": {"reason": "Not ours."}}


def decided(client, address, do):
    """Press the button on the review page and go wherever it leads."""
    return followed(client, client.fill(address, {"do": do, **DECISIONS[do]}))


def followed(client, answer):
    """As a browser follows: 307 sends the form again, 303 reads."""
    while answer.status_code in (303, 307):
        answer = client.post_form(answer.location) if answer.status_code == 307 else client.get(answer.location)
    return answer


@pytest.mark.parametrize("do", list(DECISIONS))
def test_deciding_leads_to_the_next_with_the_decision_to_undo(world, waiting, sign_in_as, do):
    first, second, _third = waiting
    client = sign_in_as(world.secretariat())
    taken = client.post_form("/review/next", {})
    assert f"/review/{first.reference}?" in taken.location
    answer = decided(client, taken.location, do)
    assert answer.request.path == f"/review/{second.reference}"
    page = text_of(answer)
    assert "This can be undone until" in page and first.reference in page
    assert db.session.get(Reviewer, second.working.id).person_id == world.secretariat().id


def test_the_filters_of_the_queue_go_along(world, waiting, sign_in_as):
    client = sign_in_as(world.secretariat())
    taken = client.post_form("/review/next?partner=ET", {})
    assert waiting[1].reference in taken.location
    answer = decided(client, taken.location, "publish")
    assert answer.request.path == f"/review/{waiting[2].reference}"
    last = decided(client, answer.request.full_path, "publish")
    assert (last.request.path, dict(last.request.args)) == ("/review", {"partner": "ET"})
    page = text_of(last)
    assert "Nothing is left" in page and "This can be undone until" in page
    assert waiting[0].published is None


def test_keeping_a_question_on_the_way_keeps_the_turn(world, waiting, sign_in_as):
    client = sign_in_as(world.secretariat())
    taken = client.post_form("/review/next?kind=project", {})
    kept = client.fill(taken.location, {"do": "save", "ask-title": "Which one?"})
    assert "next=yes" in kept.location and "kind=project" in kept.location
    assert decided(client, kept.location, "return").request.path == f"/review/{waiting[2].reference}"


def test_a_form_sent_twice_takes_no_second_one(world, waiting, sign_in_as):
    client = sign_in_as(world.secretariat())
    taken = client.post_form("/review/next", {})
    action, values = client.form_at(taken.location)
    for _again in range(2):
        answer = followed(client, client.post(action, data={**values, "do": "publish"}))
        assert answer.request.path == f"/review/{waiting[1].reference}"
    assert db.session.get(Reviewer, waiting[2].working.id) is None


def test_who_opened_it_from_a_row_is_led_on_nowhere(world, waiting, sign_in_as):
    client = sign_in_as(world.secretariat())
    answer = decided(client, f"/review/{waiting[0].reference}", "publish")
    assert answer.request.path == f"/initiatives/{waiting[0].reference}"
    assert db.session.get(Reviewer, waiting[1].working.id) is None


def test_the_review_page_leads_from_change_to_change(world, sign_in_as):
    initiative = world.published(title="As it stands")
    world.revised(initiative, title="As it will be", objectives="More of it.")
    world.step(initiative, Action.SUBMIT, world.focal_point())
    page = text_of(sign_in_as(world.secretariat()).get(f"/review/{initiative.reference}"))
    assert "2 answers changed." in page
    for place, leads in {"First change": "title", "Next change": "objectives", "Previous change": "title"}.items():
        assert f'<a href="#f-{leads}">{place}' in page
