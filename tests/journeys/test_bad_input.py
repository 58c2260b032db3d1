"""Bad input: each gets a clear message with the right status, and nothing is lost, half-saved or noisy in the log."""

import logging
from io import BytesIO
from typing import Any

import pytest
from flask_babel import force_locale
from sqlalchemy import func, select

from app.db import db
from app.domain.choices import Language
from app.domain.status import Status
from app.domain.workflow import Action
from app.models import Event, HeldInput, Initiative
from app.wording import say
from tests import pages
from tests.journeys.records import at, page_of, stored, summary, values_of

LONG = "x" * 100_000
FUNDING = {
    "funding-0-funder": "European Union",
    "funding-0-amount": "100",
    "funding-0-currency": "EUR",
    "funding-0-year": "2021",
    "funding-0-type": "committed",
}
REFUSED: list[Any] = [
    pytest.param(
        "domains", {"domains": ["9"]}, "domains", ("Choose from the list: “%(value)s” is not in it", {"value": "9"}),
        id="a domain that there is not",
    ),
    pytest.param(
        "domains",
        {"domains": ["1"], "main_domain": "1", "domain_shares-0-domain": "1", "domain_shares-0-percent": "110"},
        "domain_shares-0-percent",
        ("Enter a figure of %(limit)s or less", {"limit": 100}),
        id="a share of 110 per cent",
    ),
    pytest.param(
        "domains",
        {"domains": ["1"], "main_domain": "1", "domain_shares-0-domain": "1", "domain_shares-0-percent": "half"},
        "domain_shares-0-percent",
        ("Enter a percentage from 0 to 100, for example 33.5", None),
        id="a share in words",
    ),
    pytest.param(
        "where", {"scope": "galactic", "countries": ["ET"]}, "scope",
        ("Choose one from the list: “%(value)s” is not in it", {"value": "galactic"}),
        id="a scope that there is not",
    ),
    pytest.param(
        "when", {"starts_on": "1 5 2021", "ends_on": "30 4 2021"}, "ends_on",
        ("The end lies before the start", None),
        id="an end before the start",
    ),
    pytest.param(
        "when", {"starts_on": "31 2 2020", "ends_on": ""}, "starts_on", ("There is no such day in the calendar", None),
        id="31 February",
    ),
    pytest.param(
        "when", {"starts_on": "28.05.19", "ends_on": ""}, "starts_on",
        ("Enter the year with its four digits, for example 31 1 2020", None),
        id="a year of two figures",
    ),
    pytest.param(
        "money", {**FUNDING, "funding-0-amount": "about two million"}, "funding-0-amount",
        ("Enter the amount in figures, for example 1,250,000.50", None),
        id="an amount in words",
    ),
    pytest.param(
        "money", {**FUNDING, "funding-0-amount": "-5"}, "funding-0-amount", ("Enter an amount of 0 or more", None),
        id="an amount below nothing",
    ),
    pytest.param(
        "money", {**FUNDING, "funding-0-year": ""}, "funding-0-year", ("Fill this in, or remove the row", None),
        id="a funding line without its year",
    ),
    pytest.param(
        "documents", {"links-0-url": "javascript:alert(1)", "links-0-label": "Read this"}, "links-0-url",
        ("Enter the whole address, beginning with https:// or http://", None),
        id="a link that is a script",
    ),
    pytest.param(
        "who", {"lead_organisation": "ILO", "contact_email": "nobody"}, "contact_email",
        ("Enter an e-mail address like name@example.org", None),
        id="an address that is none",
    ),
    pytest.param(
        "basics", {"title": LONG}, "title",
        ("Shorten this to %(limit)s characters or fewer: it has %(length)s", {"limit": 300, "length": 100_000}),
        id="100,000 characters in the title",
    ),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _at_most_a_line_in_the_log(caplog):
    """Bad input is nobody's fault in the program: no traceback, and a line at most."""
    yield
    told = [record for record in caplog.get_records("call") if record.levelno >= logging.INFO]
    assert len(told) <= 1, [record.getMessage() for record in told]
    assert not any(record.exc_info or record.levelno >= logging.ERROR for record in told)


def in_words(app, language, message, params=None):
    with app.test_request_context(), force_locale(language):
        return " ".join(say(message, params).split())


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(("section", "typed", "field", "message"), REFUSED)
def test_what_cannot_be_read_is_refused_at_its_field_and_comes_back_as_typed(
    app, sign_in_as, world, draft, desk, language, section, typed, field, message
):
    desk.language = language
    db.session.commit()
    client, before, address = sign_in_as(desk), stored(draft), at(draft, section)
    response = client.fill(address, typed)
    assert response.status_code == 422
    for page in (page_of(response), page_of(client.get(address))):
        words = in_words(app, language, *message)
        assert page.get("lang") == language
        assert words in summary(page)[field]
        said = [pages.text_of(part) for part in page.iter("p") if part.get("class") == "message"]
        assert any(words in text for text in said), "the message does not stand at its field"
        _comes_back(values_of(page, address), typed)
    assert stored(draft) == before


def _comes_back(shown, typed):
    """What a closed list does not hold cannot be ticked: there the message repeats it."""
    closed = ("domains", "scope")
    for name, value in typed.items():
        if name not in closed:
            assert shown[name] == ([value] if isinstance(value, str) else value), name


def test_a_section_kept_as_typed_keeps_the_draft_from_being_submitted_until_it_is_corrected(client, draft):
    client.fill(at(draft, "when"), {"starts_on": "31 2 2020"})
    refused = client.post_form(at(draft), {"action": "submit"})
    assert refused.status_code == 422
    assert "could not be read" in refused.get_data(as_text=True)
    assert client.fill(at(draft, "when"), {"starts_on": "29 2 2020"}).status_code == 303
    assert not db.session.scalars(select(HeldInput)).all()
    assert client.post_form(at(draft), {"action": "submit"}).status_code == 303


def test_a_draft_is_not_begun_with_a_title_too_long_or_of_no_kind(client):
    too_long = client.fill("/initiatives/new", {"kind": "project", "title": LONG}, action="/initiatives")
    no_kind = client.fill("/initiatives/new", {"kind": "treaty", "title": "A treaty"}, action="/initiatives")
    no_title = client.fill("/initiatives/new", {"kind": "project", "title": " "}, action="/initiatives")
    assert [answer.status_code for answer in (too_long, no_kind, no_title)] == [422, 422, 422]
    assert values_of(page_of(too_long), "/initiatives")["title"] == [LONG]
    assert values_of(page_of(no_kind), "/initiatives")["title"] == ["A treaty"]
    assert set(summary(page_of(no_title))) == {"title"}
    assert not db.session.scalars(select(Initiative)).all()


@pytest.mark.parametrize("name", ["title", "attachment"])
def test_a_file_where_none_is_expected_is_refused(client, draft, name):
    before = stored(draft)
    data = {"csrf_token": client.token(), "partner_reference": "7", name: (BytesIO(b"%PDF-1.7"), "annex.pdf")}
    response = client.post(at(draft, "basics"), data=data, content_type="multipart/form-data")
    assert response.status_code == 400
    assert "file" in response.get_data(as_text=True)
    assert stored(draft) == before


@pytest.mark.parametrize("token", [None, "", "made up"])
def test_without_a_valid_token_nothing_is_done(client, draft, token):
    before = stored(draft)
    sent = {} if token is None else {"csrf_token": token}
    client.get(at(draft, "basics"))
    for address, fields in ((at(draft, "basics"), {"title": "Other"}), (at(draft), {"action": "submit"})):
        response = client.post(address, data={**sent, **fields})
        assert response.status_code == 400
        assert "token" in response.get_data(as_text=True)
    assert stored(draft) == before


@pytest.mark.parametrize("published", [False, True])
def test_somebody_elses_reference_is_not_found(world, sign_in_as, published):
    theirs = world.published() if published else world.complete()
    before = stored(theirs)
    client = sign_in_as(world.focal_point("IT"))
    answers_given = [
        client.get(at(theirs, "basics")),
        client.post_form(at(theirs, "basics"), {"title": "Ours now"}),
        *(client.post_form(at(theirs), {"action": action, "note": "Why"}) for action in ("submit", "publish", "withdraw")),
    ]  # fmt: skip
    if not published:
        answers_given += [client.get(f"/initiatives/{theirs.reference}{end}") for end in ("", "/check", "/history")]
    assert {answer.status_code for answer in answers_given} == {404}
    assert stored(theirs) == before


def test_a_reference_that_was_never_given_is_not_found(client):
    assert client.get("/initiatives/JVAP-ET-9999/edit/basics").status_code == 404
    assert client.post_form("/initiatives/JVAP-ET-9999/steps", {"action": "submit"}).status_code == 404


def test_a_step_that_the_status_does_not_allow_is_refused(world, sign_in_as, client, draft, desk):
    secretariat = sign_in_as(world.secretariat())
    before = stored(draft)
    assert client.post_form(at(draft), {"action": "take-back"}).status_code == 409
    assert stored(draft) == before
    world.step(draft, Action.SUBMIT, desk)
    world.step(draft, Action.PUBLISH, world.secretariat())
    before = stored(draft)
    for action in ("publish", "return", "decline"):
        assert secretariat.post_form(at(draft), {"action": action, "note": "Why"}).status_code == 409, action
    assert stored(draft) == before


def test_the_same_submit_twice_is_done_once_and_the_second_says_how_things_stand(client, draft):
    token = client.token()
    sent = {"csrf_token": token, "action": "submit"}
    assert client.post(at(draft), data=sent).status_code == 303
    after = stored(draft)
    again = client.post(at(draft), data=sent)
    assert again.status_code == 409
    assert "Submitted" in again.get_data(as_text=True)
    assert stored(draft) == after
    assert after[2] is Status.SUBMITTED


def test_a_form_sent_twice_takes_its_step_once_and_both_answers_show_the_receipt(client, draft):
    address, form = client.form_at(f"/initiatives/{draft.reference}/check", at(draft))
    assert form["action"] == ["submit"]
    first, second = (client.post(address, data=form) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location and first.location.endswith("/receipt")
    steps = select(func.count(Event.id)).where(Event.initiative_id == draft.id, Event.action == Action.SUBMIT)
    assert db.session.scalar(steps) == 1


def test_somebody_elses_key_is_no_receipt(world, sign_in_as, client, draft):
    address, form = client.form_at(f"/initiatives/{draft.reference}/check", at(draft))
    client.post(address, data=form)
    colleague = sign_in_as(world.person("focal_point", "ET"))
    theirs = {name: value for name, value in form.items() if name != "csrf_token"}
    assert colleague.post_form(address, theirs).status_code == 409


def test_the_same_start_twice_makes_one_draft(client):
    address, form = client.form_at("/initiatives/new", "/initiatives")
    sent = {**form, "kind": "project", "title": "Once only"}
    first, second = (client.post(address, data=sent) for _ in range(2))
    assert first.location == second.location
    assert len(db.session.scalars(select(Initiative)).all()) == 1


def test_answers_cannot_be_changed_once_submitted(client, draft):
    address, form = client.form_at(at(draft, "basics"))
    client.post_form(at(draft), {"action": "submit"})
    before = stored(draft)
    assert client.post(address, data={**form, "title": "Too late"}).status_code == 409
    assert stored(draft) == before


@pytest.mark.parametrize("action", ["", "supersede-all", "PUBLISH", "x" * 5000])
def test_an_action_that_there_is_not_is_a_bad_request(client, draft, action):
    before = stored(draft)
    assert client.post_form(at(draft), {"action": action}).status_code == 400
    assert stored(draft) == before


@pytest.mark.parametrize("section", ["legal", "weather", "Basics", "basics/more"])
def test_a_section_that_the_kind_does_not_have_is_not_found(client, draft, section):
    assert client.get(at(draft, section)).status_code == 404
    assert client.post_form(at(draft, section), {"title": "Other"}).status_code == 404


def test_who_opened_a_section_before_it_changed_sees_both_texts_and_decides(world, sign_in_as, client, draft):
    address, form = client.form_at(at(draft, "basics"))
    colleague = sign_in_as(world.person("focal_point", "ET"))
    assert colleague.fill(address, {"title": "As the colleague has it"}).status_code == 303
    before = stored(draft)
    response = client.post(address, data={**form, "title": "As I have it"})
    page = page_of(response)
    assert response.status_code == 409
    assert "As the colleague has it" in pages.text_of(page)
    assert "As I have it" in pages.text_of(page)
    assert stored(draft) == before
    mine = values_of(page, address)
    assert mine["title"] == ["As I have it"]
    assert client.post(address, data=mine).status_code == 303
    assert stored(draft)[3]["title"] == "As I have it"


def test_what_is_typed_is_shown_as_text_never_as_markup(client, draft):
    typed = '"><script>alert(1)</script>{{ 7 * 7 }}'
    assert client.fill(at(draft, "basics"), {"title": typed}).status_code == 303
    for end in ("", "/edit/basics", "/check", "/history"):
        text = client.get(f"/initiatives/{draft.reference}{end}").get_data(as_text=True)
        assert "<script>alert" not in text
        assert "{{ 7 * 7 }}" in text, end


def test_too_much_at_once_is_too_large(client, draft):
    before = stored(draft)
    assert client.post_form(at(draft, "results"), {"results": "x" * 5_000_000}).status_code == 413
    assert stored(draft) == before
