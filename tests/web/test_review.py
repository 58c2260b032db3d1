"""The secretariat's queue, and what a reviewer reads before deciding."""

import pytest

from app.db import now
from app.domain.workflow import Action
from tests.web.statements import counted


def text_of(response):
    return response.get_data(as_text=True)


def test_only_those_who_may_read_the_queue_open_it(world, sign_in_as, client):
    for person in (world.secretariat(), world.administrator()):
        assert sign_in_as(person).get("/review").status_code == 200
    for person in (world.focal_point(), world.contributor(), world.analyst()):
        assert sign_in_as(person).get("/review").status_code == 403
    assert client.get("/review").status_code == 302


def test_the_queue_lists_what_waits_and_nothing_else(world, sign_in_as):
    world.submitted(title="Waits")
    for made in (world.complete, world.returned, world.published, world.declined):
        made(title="Does not wait")
    page = text_of(sign_in_as(world.secretariat()).get("/review"))
    assert "Waits" in page and "Does not wait" not in page
    assert "1 submission, the oldest first" in page


def test_an_empty_queue_says_so(world, sign_in_as):
    assert "Nothing waits here" in text_of(sign_in_as(world.secretariat()).get("/review"))


def test_the_queue_says_how_long_and_what_for(world, sign_in_as, session):
    from datetime import timedelta

    again = world.returned(title="Again")
    world.step(again, Action.SUBMIT, world.focal_point())
    again.working.submitted_at = now() - timedelta(days=12)
    session.commit()
    page = text_of(sign_in_as(world.secretariat()).get("/review"))
    assert "Submitted again" in page and "returned once" in page
    assert ">12" in page


def test_the_reviewer_reads_what_changed_against_the_published_version(world, sign_in_as):
    initiative = world.published(title="As it stands")
    world.revised(initiative, title="As it will be", countries=["ET"])
    world.step(initiative, Action.SUBMIT, world.focal_point())
    page = text_of(sign_in_as(world.secretariat()).get(f"/review/{initiative.reference}"))
    assert "since the published version" in page and page.count("1 answer changed") == 2
    assert "stands</del>" in page and "Kenya</del>" in page


def test_the_reviewer_reads_earlier_notes_and_what_was_done_about_them(world, sign_in_as):
    initiative = world.returned(note="Which year is meant?")
    world.answer(initiative.working, world.focal_point(), title="A clearer title")
    world.step(initiative, Action.SUBMIT, world.focal_point())
    page = text_of(sign_in_as(world.secretariat()).get(f"/review/{initiative.reference}"))
    assert "Returned once before" in page and "Which year is meant?" in page
    assert "since the last review" in page and "1 answer changed" in page and "A clearer title</ins>" in page


def test_the_focal_point_reads_why_on_the_task_list_and_on_the_record(world, sign_in_as):
    initiative = world.returned(note="Which year is meant?")
    client = sign_in_as(world.focal_point())
    for address in ("", "?version=1"):
        page = text_of(client.get(f"/initiatives/{initiative.reference}{address}"))
        assert "Which year is meant?" in page and world.secretariat().name in page


@pytest.mark.parametrize(("action", "note"), [("publish", ""), ("return", "Which year?"), ("decline", "Twice here.")])
@pytest.mark.parametrize("place", ["the review page", "the address of the steps"])
def test_decisions_are_taken_on_the_review_page_or_at_the_address_of_the_steps(world, sign_in_as, action, note, place):
    initiative = world.submitted()
    client = sign_in_as(world.secretariat())
    if place == "the review page":
        sent = client.fill(f"/review/{initiative.reference}", {"do": action, "note": note, "reason": note})
    else:
        data = {"action": action, "note": note, "version": initiative.working.version}
        sent = client.post_form(f"/initiatives/{initiative.reference}/steps", data)
    assert sent.status_code == 303
    assert {"publish": "published", "return": "returned", "decline": "declined"}[action] == initiative.latest.status


def test_the_number_of_statements_does_not_grow_with_the_queue(world, sign_in_as):
    world.submitted()
    client = sign_in_as(world.secretariat())

    def statements():
        with counted() as sent:
            assert client.get("/review").status_code == 200
        return len(sent)

    few = statements()
    for partner in ("ET", "IT", "SN", "ET"):
        world.submitted(partner=partner)
    assert statements() == few
