"""A section saves itself while it is typed in, says who else has it open, and lets each of two texts be kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.db import at as at_time
from app.db import db, now
from app.models import Event, HeldInput, Occasion
from tests import pages
from tests.journeys.records import at, page_of, stored


@pytest.fixture
def desk(world):
    return world.person("focal_point", "ET", name="Abeba")


@pytest.fixture
def colleague(world):
    return world.person("focal_point", "ET", name="Biruk")


@pytest.fixture
def draft(world, desk):
    return world.complete(desk)


def autosave(client, address, fields):
    return client.post(f"{address}/autosave", data=fields)


def edits(draft):
    found = select(Event).where(Event.initiative_id == draft.id, Event.occasion == Occasion.EDITED)
    return list(db.session.scalars(found.order_by(Event.id)))


def test_what_is_typed_in_one_sitting_is_saved_at_once_and_is_one_event(sign_in_as, desk, draft):
    client = sign_in_as(desk)
    before, title = len(edits(draft)), draft.latest.title
    address, form = client.form_at(at(draft, "basics"))
    for typed in ("New", "New title", "New title, longer"):
        answer = autosave(client, address, {**form, "title": typed})
        assert (answer.status_code, answer.json["state"]) == (200, "saved")
        form["seen"] = [answer.json["seen"]]
    assert client.post(address, data={**form, "title": "New title, longer"}).status_code == 303
    made = edits(draft)[before:]
    assert [event.changes["title"] for event in made] == [[title, "New title, longer"]]


def test_another_sitting_is_another_event(sign_in_as, desk, draft):
    client = sign_in_as(desk)
    before = len(edits(draft))
    for title in ("One", "Two"):
        address, form = client.form_at(at(draft, "basics"))
        autosave(client, address, {**form, "title": title})
    assert len(edits(draft)) == before + 2


def test_what_cannot_be_read_yet_is_kept_as_typed(sign_in_as, desk, draft):
    client = sign_in_as(desk)
    address, form = client.form_at(at(draft, "when"))
    answer = autosave(client, address, {**form, "starts_on": "31 2"})
    assert answer.json["state"] == "kept"
    assert db.session.scalars(select(HeldInput)).one().fields["starts_on"] == ["31 2"]
    answer = autosave(client, address, {**form, "seen": answer.json["seen"], "starts_on": "31 3 2021"})
    assert answer.json["state"] == "saved"
    assert not db.session.scalars(select(HeldInput)).all()


def test_it_never_overwrites_what_somebody_else_saved(sign_in_as, desk, colleague, draft):
    client = sign_in_as(desk)
    address, form = client.form_at(at(draft, "basics"))
    sign_in_as(colleague).fill(address, {"title": "Theirs"})
    assert autosave(client, address, {**form, "title": "Mine"}).status_code == 409
    assert stored(draft)[3]["title"] == "Theirs"


def test_typing_opens_no_new_version_of_a_published_one(world, sign_in_as, desk):
    published = world.published(desk)
    client = sign_in_as(desk)
    address, form = client.form_at(at(published, "basics"))
    assert autosave(client, address, {**form, "title": "Other"}).status_code == 409
    assert stored(published)[1] == 1


def test_after_submitting_nothing_is_saved_any_more(sign_in_as, desk, draft):
    client = sign_in_as(desk)
    address, form = client.form_at(at(draft, "basics"))
    client.post_form(at(draft), {"action": "submit"})
    before = stored(draft)
    assert autosave(client, address, {**form, "title": "Late"}).status_code == 409
    assert stored(draft) == before


def test_foreigners_and_strangers_save_nothing(world, client, sign_in_as, draft):
    address = f"{at(draft, 'basics')}/autosave"
    assert sign_in_as(world.focal_point("SN")).post_form(address, {"title": "Ours"}).status_code == 404
    assert client.post_form(address, {"title": "Ours"}).status_code == 401
    assert sign_in_as(world.focal_point("ET")).post(address, data={"title": "No token"}).status_code == 400


def test_a_session_that_has_ended_is_told_from_another_account(world, sign_in_as, desk, draft):
    client = sign_in_as(desk)
    address, form = client.form_at(at(draft, "basics"))
    client.sign_in(world.person("focal_point", "ET"))
    other = autosave(client, address, {**form, "csrf_token": "of before"})
    assert other.status_code == 400 and "Another account is signed in here" in other.json["told"]
    client.delete_cookie("session")
    assert autosave(client, address, form).status_code == 401


def test_the_page_says_who_else_has_it_open_and_forgets_who_left(sign_in_as, desk, colleague, draft):
    mine, theirs = sign_in_as(desk), sign_in_as(colleague)
    address = at(draft, "who")
    assert mine.post_form(f"{address}/open").json["others"] == []
    assert theirs.post_form(f"{address}/open").json["others"] == ["Abeba"]
    assert "Biruk has this section open too" in mine.get(address).text
    assert "has this section open too. " not in pages.text_of(page_of(mine.get(at(draft, "when"))))
    with at_time(now() + timedelta(minutes=4)):
        assert mine.post_form(f"{address}/open", frozen=True).json["others"] == []


def test_of_two_texts_each_answer_can_be_chosen(sign_in_as, desk, colleague, draft):
    client = sign_in_as(desk)
    address, form = client.form_at(at(draft, "who"))
    theirs = {
        "lead_organisation": "Their lead",
        "implementers-0-name": "Their organisation",
        "contact_name": "Their person",
    }
    assert sign_in_as(colleague).fill(address, theirs).status_code == 303
    mine = {"lead_organisation": "My lead", "implementers-0-name": "My organisation", "contact_name": "My person"}
    page = page_of(client.post(address, data={**form, **mine}))
    words = pages.text_of(page)
    assert "Last saved by Biruk" in words and "Their lead" in words and "My lead" in words
    (again,) = [part for part in pages.forms(page) if part.get("action") == address]
    sent = {**pages.form_values(again), "keep-lead_organisation": "theirs", "keep-implementers": "theirs"}
    assert client.post(address, data={**sent, "keep-contact_name": "mine"}).status_code == 303
    kept = stored(draft)[3]
    assert kept["lead_organisation"] == "Their lead" and kept["contact_name"] == "My person"
    assert kept["implementers"][0] == {"name": "Their organisation"}


def test_changes_to_different_questions_are_both_kept_without_asking(sign_in_as, desk, colleague, draft):
    client = sign_in_as(desk)
    address, form = client.form_at(at(draft, "who"))
    theirs = {"lead_organisation": "Their lead", "implementers-0-name": "Their organisation"}
    assert sign_in_as(colleague).fill(address, theirs).status_code == 303
    assert client.post(address, data={**form, "contact_name": "My person"}).status_code == 303
    kept = stored(draft)[3]
    assert (kept["lead_organisation"], kept["contact_name"]) == ("Their lead", "My person")
    assert kept["implementers"][0] == {"name": "Their organisation"}


def test_where_both_changed_one_question_only_that_one_is_asked(sign_in_as, desk, colleague, draft):
    client = sign_in_as(desk)
    address, form = client.form_at(at(draft, "who"))
    theirs = {"lead_organisation": "Their lead", "contact_name": "Their person"}
    assert sign_in_as(colleague).fill(address, theirs).status_code == 303
    refused = client.post(address, data={**form, "lead_organisation": "My lead"})
    assert refused.status_code == 409
    assert 'name="keep-lead_organisation"' in refused.text and "keep-contact_name" not in refused.text
    (again,) = [part for part in pages.forms(page_of(refused)) if part.get("action") == address]
    assert client.post(address, data={**pages.form_values(again), "keep-lead_organisation": "mine"}).status_code == 303
    kept = stored(draft)[3]
    assert (kept["lead_organisation"], kept["contact_name"]) == ("My lead", "Their person")


def test_the_page_with_both_texts_saves_nothing_by_itself(sign_in_as, desk, colleague, draft):
    client = sign_in_as(desk)
    address, form = client.form_at(at(draft, "basics"))
    sign_in_as(colleague).fill(address, {"title": "Theirs"})
    refused = client.post(address, data={**form, "title": "Mine"})
    assert refused.status_code == 409
    assert 'data-autosave=""' in refused.text and "data-unsaved" in refused.text


def test_two_windows_of_one_person_are_not_called_somebody_else(sign_in_as, desk, draft):
    client = sign_in_as(desk)
    address, form = client.form_at(at(draft, "basics"))
    client.fill(address, {"title": "In the first window"})
    refused = client.post(address, data={**form, "title": "In the second"})
    assert refused.status_code == 409
    assert "in another window" in refused.text and "Someone else has changed" not in pages.text_of(page_of(refused))
