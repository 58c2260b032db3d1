"""A session that ends while somebody types loses nothing of it."""

import pytest
from sqlalchemy import select

from app.db import db
from app.models import Event, Initiative
from tests import pages
from tests.journeys.records import at, page_of, stored
from tests.world import PASSWORD

TYPED = {"title": "Typed with care", "summary": "Line one\nline two & <more>"}


@pytest.fixture
def desk(world):
    return world.person("focal_point", "ET", password=PASSWORD)


def kept_form(response):
    (form,) = [part for part in pages.forms(page_of(response)) if (part.get("action") or "").startswith("/initiatives")]
    return form.get("action"), pages.form_values(form)


@pytest.fixture
def typed(client, draft):
    """What the browser holds when the session is gone."""
    address, form = client.form_at(at(draft, "basics"))
    client.delete_cookie("session")
    return address, {**form, **TYPED}


def signed_in(form, desk, password=PASSWORD):
    return {**form, "sign_in_email": desk.email, "sign_in_password": password}


def test_the_text_is_saved_by_signing_in_on_the_page_that_says_so(client, draft, desk, typed):
    before = stored(draft)
    asked = client.post(typed[0], data=typed[1])
    assert asked.status_code == 401 and stored(draft) == before
    address, form = kept_form(asked)
    answer = client.post(address, data=signed_in(form, desk))
    assert answer.status_code == 303
    assert stored(draft)[3]["title"] == TYPED["title"]
    assert stored(draft)[3]["summary"] == TYPED["summary"]
    assert client.get(answer.location).status_code == 200


def test_a_wrong_password_keeps_the_text_and_asks_again(client, draft, desk, typed):
    before = stored(draft)
    address, form = kept_form(client.post(typed[0], data=typed[1]))
    refused = client.post(address, data=signed_in(form, desk, "not this one"))
    assert refused.status_code == 401 and stored(draft) == before
    _address, again = kept_form(refused)
    assert again["title"] == [TYPED["title"]]
    assert "not this one" not in refused.text
    assert client.post(address, data=signed_in(again, desk)).status_code == 303


def test_the_text_of_one_account_is_not_saved_by_another(client, world, draft, typed):
    """The page says whose text it is, keeps it, and asks again."""
    before = stored(draft)
    writer, other = world.focal_point("ET"), world.person("focal_point", "ET", password=PASSWORD)
    address, form = kept_form(client.post(typed[0], data=typed[1]))
    refused = client.post(address, data=signed_in(form, other))
    assert refused.status_code == 401 and stored(draft) == before
    assert "the account of somebody else" in refused.text and writer.name in refused.text
    assert TYPED["title"] in refused.text and kept_form(refused)[1]["title"] == [TYPED["title"]]


def test_who_is_signed_in_with_another_account_signs_in_with_the_right_one(client, world, draft, typed):
    writer, other = world.focal_point("ET"), world.person("focal_point", "ET", name="Somebody Else")
    writer.password = world.person(password=PASSWORD).password
    client.sign_in(other)
    before = stored(draft)
    asked = client.post(typed[0], data={**typed[1], "csrf_token": client.token()})
    assert asked.status_code == 401 and stored(draft) == before
    assert f"{writer.name} typed this, and you are signed in as Somebody Else" in asked.text
    address, form = kept_form(asked)
    assert client.post(address, data=signed_in(form, writer)).status_code == 303
    assert stored(draft)[3]["title"] == TYPED["title"]
    assert "Somebody Else" not in client.get("/").text


def test_a_writer_who_is_made_up_is_nobody(client, world, draft, typed):
    address, form = kept_form(client.post(typed[0], data={**typed[1], "writer": "1"}))
    foreign = world.person("focal_point", "SN", password=PASSWORD)
    before = stored(draft)
    assert client.post(address, data=signed_in(form, foreign)).status_code == 404
    assert stored(draft) == before


def test_a_form_from_before_another_sign_in_has_only_to_be_sent_again(client, draft):
    address, form = client.form_at(at(draft, "basics"))
    asked = client.post(address, data={**form, **TYPED, "csrf_token": "of yesterday"})
    assert asked.status_code == 400
    address, again = kept_form(asked)
    assert "sign_in_email" not in again
    assert client.post(address, data=again).status_code == 303
    assert stored(draft)[3]["title"] == TYPED["title"]


def test_a_draft_that_was_being_started_is_started_once(client, desk):
    address, form = client.form_at("/initiatives/new", "/initiatives")
    client.delete_cookie("session")
    address, kept = kept_form(client.post(address, data={**form, "kind": "policy", "title": "A law"}))
    first = client.post(address, data=signed_in(kept, desk))
    assert first.status_code == 303
    assert [made.latest.title for made in db.session.scalars(select(Initiative))] == ["A law"]


def test_a_decision_is_not_taken_in_this_way(client, draft, desk):
    address, form = client.form_at(f"/initiatives/{draft.reference}/check", at(draft))
    client.delete_cookie("session")
    events = len(db.session.scalars(select(Event)).all())
    assert client.post(address, data=signed_in(form, desk)).status_code in (400, 401)
    assert len(db.session.scalars(select(Event)).all()) == events
