"""Handing work to a Contributor, on the pages: from the Focal Point to the Contributor and back."""

from datetime import timedelta

import pytest

from app.db import at, db, now
from app.domain.questions import Section
from app.domain.workflow import Action
from app.mail.delivery import deliver
from app.models import Assignment
from app.services.assignments import assign, hand_back
from tests.web.statements import counted
from tests.web.test_accounts import mails as mails_in
from tests.web.test_accounts import words
from tests.world import PASSWORD

DUE = now().date() + timedelta(40)
TYPED = f"{DUE.day} {DUE.month} {DUE.year}"


def mails(folder):
    """What lies there once the job has run."""
    deliver()
    return mails_in(folder)


@pytest.fixture
def focal(world):
    return world.person("focal_point", "ET", name="Abeba Tesfaye", password=PASSWORD)


@pytest.fixture
def writer(world):
    return world.person("contributor", "ET", "ET-MOLS", name="Yonas Bekele", password=PASSWORD)


@pytest.fixture
def draft(world, focal):
    return world.draft(focal, title="Fair recruitment", implementation_status="ongoing")


def page(draft, rest=""):
    return f"/initiatives/{draft.reference}{rest}"


def sections(*names):
    return {"sections": list(names)}


def given():
    return db.session.query(Assignment).order_by(Assignment.id).all()


def test_from_the_focal_point_to_the_contributor_and_back(sign_in_as, focal, writer, draft, mail_folder):
    desk, theirs = sign_in_as(focal), sign_in_as(writer)
    assert theirs.get(page(draft)).status_code == 404
    assert f'href="{page(draft, "/assignments")}"' in desk.get(page(draft)).text
    told = {
        "contributor": str(writer.id),
        "due_on": TYPED,
        "note": "Which regions, please?",
        **sections("where", "who"),
    }
    assert desk.fill(page(draft, "/assignments"), told).location == page(draft)
    (mail,) = mails(mail_folder)
    assert mail["To"] == writer.email
    for text in ("Abeba Tesfaye", "Where, Who.", "Which regions, please?", str(DUE.year), page(draft)):
        assert text in words(mail), text
    assert "Yonas Bekele" in desk.get(page(draft)).text and "1 initiative is with a Contributor" in desk.get("/").text

    home = theirs.get("/").text
    assert "1 initiative is handed to you" in home and "Which regions, please?" in home and f"due on {DUE.day}" in home
    assert f'href="{page(draft, "/edit/where")}"' in home
    tasks = theirs.get(page(draft)).text
    assert "Not handed to you: you can read it" in tasks and f'href="{page(draft, "/edit/money")}"' not in tasks
    refused = theirs.get(page(draft, "/edit/money"))
    assert refused.status_code == 403 and "“Money” was not handed to you" in refused.text
    saved = theirs.fill(page(draft, "/edit/where"), {"scope": "national", "countries": ["ET"]})
    assert saved.location.startswith(page(draft, "/edit/who"))
    assert theirs.fill(page(draft, "/edit/who"), {"contact_name": "A"}).location.startswith(page(draft, "/check"))
    check = theirs.get(page(draft, "/check")).text
    assert page(draft, "/edit/where") in check and page(draft, "/edit/money") not in check

    assert theirs.fill(page(draft, "/hand-back"), {"words": "All regions are there."}).location == "/"
    assert "is handed to you" not in theirs.get("/").text
    back = mails(mail_folder)[-1]
    assert back["To"] == focal.email and "All regions are there." in words(back)
    home = desk.get("/").text
    assert "Contributors have finished their part" in home and "All regions are there." in home
    assert theirs.get(page(draft, "/edit/where")).status_code == 403
    assert theirs.get(page(draft)).status_code == 200
    history = desk.get(page(draft, "/history")).text
    assert "Handed to Yonas Bekele: Where, Who, due on" in history and "Handed back by the Contributor" in history


def test_autosave_keeps_to_the_sections_too(sign_in_as, world, focal, writer, draft):
    assign(draft, writer, [Section.WHEN], focal.actor)
    theirs = sign_in_as(writer)
    for section, status in (("when", 200), ("money", 403)):
        assert theirs.post_form(page(draft, f"/edit/{section}/autosave")).status_code == status
        assert theirs.post_form(page(draft, f"/edit/{section}/open")).status_code == status
        assert theirs.post_form(page(draft, f"/edit/{section}"), {"rows": "add:funding"}).status_code == status
    for rest in ("/documents", "/documents/describe", "/documents/remove", "/overlaps"):
        assert theirs.post_form(page(draft, rest)).status_code == 403


def test_who_was_handed_basics_is_not_asked_for_the_entity_and_leaves_it_as_it_is(sign_in_as, world, focal, writer):
    draft = world.draft(focal, title="Fair recruitment", entity=world.entity("ET-MOJ").code)
    assign(draft, writer, [Section.BASICS], focal.actor)
    theirs, basics = sign_in_as(writer), page(draft, "/edit/basics")
    assert 'name="entity"' not in theirs.get(basics).text and 'name="entity"' in sign_in_as(focal).get(basics).text
    assert theirs.fill(basics, {"title": "Fairer recruitment", "entity": "ET-MOLS"}).status_code == 303
    assert (draft.working.title, draft.working.entity, draft.entity_code) == ("Fairer recruitment", "ET-MOJ", "ET-MOJ")


def test_the_form_sent_twice_gives_once_and_mails_once(sign_in_as, focal, writer, draft, mail_folder):
    desk, theirs = sign_in_as(focal), sign_in_as(writer)
    address, form = desk.form_at(page(draft, "/assignments"))
    sent = {**form, "contributor": str(writer.id)}
    assert [desk.post(address, data=sent).status_code for _ in range(2)] == [303, 303]
    assert len(given()) == len(mails(mail_folder)) == 1 and given()[0].sections == []
    address, form = theirs.form_at(page(draft, "/hand-back"))
    assert [theirs.post(address, data=form).status_code for _ in range(2)] == [303, 303]
    assert len(mails(mail_folder)) == 2


def test_changing_begins_with_what_stands_and_taking_back_ends_it(sign_in_as, focal, writer, draft, mail_folder):
    assign(draft, writer, [Section.WHEN], focal.actor, note="The dates", due_on=DUE)
    desk = sign_in_as(focal)
    _address, form = desk.form_at(page(draft, f"/assignments?to={writer.id}"), page(draft, "/assignments"))
    assert (form["sections"], form["note"], form["due_on"]) == (["when"], ["The dates"], [TYPED])
    sent = {"contributor": str(writer.id), "note": "All", "due_on": ""}
    assert desk.fill(page(draft, "/assignments"), sent).status_code == 303
    (changed,) = given()
    assert (changed.sections, changed.note, changed.due_on) == ([], "All", None)
    assert desk.fill(page(draft), {}, action=page(draft, "/assignments/take-back")).status_code == 303
    assert given()[0].ended_at and sign_in_as(writer).get(page(draft)).status_code == 404
    again = {"contributor": str(writer.id)}
    assert desk.post_form(page(draft, "/assignments/take-back"), again).status_code == 409


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"due_on": "1 1 2020"}, "This day has passed"),
        ({"due_on": "soon"}, "Enter the date as day, month and year"),
        ({"due_on": "31 2 2100"}, "no such day"),
        ({"sections": []}, "This answer is missing"),
        ({"sections": ["nonsense"]}, "is not in it"),
        ({"contributor": ""}, "This answer is missing"),
        ({"contributor": "999999999999"}, "is not in it"),
        ({"contributor": "nobody"}, "is not in it"),
        ({"note": "x" * 2001}, "2,000 characters"),
    ],
    ids=str,
)
def test_what_cannot_be_taken_says_why_and_keeps_the_rest(sign_in_as, focal, writer, draft, mail_folder, typed, told):
    sent = {"contributor": str(writer.id), "note": "Kept as typed", **typed}
    response = sign_in_as(focal).fill(page(draft, "/assignments"), sent)
    assert response.status_code == 422 and told in response.text
    assert "note" in typed or "Kept as typed" in response.text
    assert not given() and not mails(mail_folder)


def test_nobody_of_another_partner_and_nobody_suspended_is_chosen(sign_in_as, world, focal, writer, draft):
    stranger = world.person("contributor", "IT", "IT-X", name="A Stranger")
    suspended = world.person("contributor", "ET", "ET-MOLS", name="Gone Away", active=False)
    invited = world.person("contributor", "ET", "ET-MOLS", name="Not Yet In")
    desk = sign_in_as(focal)
    offered = desk.get(page(draft, "/assignments")).text
    assert "A Stranger" not in offered and "Gone Away" not in offered and "Not Yet In" in offered
    for person in (stranger, suspended, focal):
        assert desk.fill(page(draft, "/assignments"), {"contributor": str(person.id)}).status_code == 422
        answer = desk.post_form(page(draft, "/assignments/take-back"), {"contributor": str(person.id)})
        assert answer.status_code == 409
    assert desk.post_form(page(draft, "/assignments/take-back"), {"contributor": "x"}).status_code == 404
    assert desk.fill(page(draft, "/assignments"), {"contributor": str(invited.id)}).status_code == 303


def test_an_invited_contributor_is_told_to_use_the_invitation_in_their_language(
    sign_in_as, world, focal, draft, mail_folder
):
    invited = world.person("contributor", "ET", "ET-MOLS", language="fr")
    sign_in_as(focal).fill(page(draft, "/assignments"), {"contributor": str(invited.id)})
    (mail,) = mails(mail_folder)
    assert "invitation" in words(mail) and "vous a confié un travail sur l’initiative" in words(mail)


@pytest.mark.parametrize("status", ["submitted", "published"])
def test_what_is_not_being_written_is_not_handed_out(sign_in_as, world, focal, writer, status):
    initiative = getattr(world, status)(focal)
    desk = sign_in_as(focal)
    assert desk.get(page(initiative, "/assignments")).status_code == 409
    sent = {"contributor": str(writer.id), **sections("when")}
    assert desk.post_form(page(initiative, "/assignments"), sent).status_code == 409


def test_only_those_whom_it_concerns_come_to_these_pages(sign_in_as, world, focal, writer, draft):
    assign(draft, writer, [Section.WHEN], focal.actor)
    expected = {
        writer: 403,
        world.contributor("IT", "IT-X"): 404,
        world.focal_point("IT"): 404,
        world.secretariat(): 403,
    }
    for person, status in expected.items():
        client = sign_in_as(person)
        assert client.get(page(draft, "/assignments")).status_code == status, person.name
        for rest in ("/assignments", "/assignments/take-back"):
            assert client.post_form(page(draft, rest)).status_code == status, person.name
    assert sign_in_as(writer).get("/initiatives/handed-out").status_code == 403
    for person, status in ((focal, 403), (world.secretariat(), 403), (world.focal_point("IT"), 404)):
        client = sign_in_as(person)
        assert client.get(page(draft, "/hand-back")).status_code == status, person.name
        assert client.post_form(page(draft, "/hand-back")).status_code == status, person.name
    assert sign_in_as(focal).get("/initiatives/JVAP-ET-9999/assignments").status_code == 404


def test_words_that_are_too_long_are_kept(sign_in_as, focal, writer, draft):
    assign(draft, writer, [Section.WHEN], focal.actor)
    response = sign_in_as(writer).fill(page(draft, "/hand-back"), {"words": "y" * 2001})
    assert response.status_code == 422 and "y" * 2001 in response.text and given()[0].is_open


def test_lateness_is_said_in_words_to_both(sign_in_as, focal, writer, draft):
    with at(now() - timedelta(9)):
        assign(draft, writer, [Section.WHEN], focal.actor, due_on=now().date())
    for person in (focal, writer):
        home = sign_in_as(person).get("/").text
        assert "Overdue" in home and "was due on" in home


def test_somebody_suspended_shows_and_another_takes_over(sign_in_as, world, focal, writer, draft):
    assign(draft, writer, [Section.WHEN], focal.actor)
    desk = sign_in_as(focal)
    desk.post_form(f"/people/{writer.id}/suspend")
    for address in ("/", page(draft), "/initiatives/handed-out", f"/people/{focal.id}/handover"):
        shown = desk.get(address).text
        assert "Yonas Bekele" in shown and "Suspended" in shown, address
    other = world.person("contributor", "ET", "ET-RRS", password=PASSWORD)
    desk.fill(page(draft, "/assignments"), {"contributor": str(other.id), **sections("when")})
    desk.post_form(page(draft, "/assignments/take-back"), {"contributor": str(writer.id)})
    assert [one.contributor_id for one in given() if one.is_open] == [other.id]


def test_a_successor_finds_what_is_handed_out_and_hears_of_it(sign_in_as, world, focal, writer, draft, mail_folder):
    assign(draft, writer, [Section.WHEN], focal.actor)
    colleague = world.person("contributor", "ET", "ET-MOLS", password=PASSWORD)
    sign_in_as(focal).fill(f"/people/{focal.id}/handover", {"successor": str(colleague.id), "confirmed": "yes"})
    assert "Yonas Bekele" in sign_in_as(colleague).get("/").text
    before = len(mails(mail_folder))
    sign_in_as(writer).fill(page(draft, "/hand-back"), {})
    assert [mail["To"] for mail in mails(mail_folder)[before:]] == [colleague.email]


def test_what_is_complete_leads_to_handing_back_and_a_note_of_sending_back_is_seen(sign_in_as, world, focal):
    own = world.contributor(entity="ET-RRS")
    draft = world.complete(own, entity="ET-RRS")
    assign(draft, own, [Section.WHEN], focal.actor)
    theirs = sign_in_as(own)
    assert "Read it and hand it back" in theirs.get("/").text
    world.step(draft, Action.HAND_OVER, own)
    world.step(draft, Action.SEND_BACK, focal, "The money is missing")
    assert "Sent back to the Contributor: The money is missing" in theirs.get("/").text


def test_the_answer_of_the_secretariat_reaches_the_contributor(sign_in_as, world, focal, writer):
    draft = world.complete(focal)
    assign(draft, writer, [Section.WHEN], focal.actor)
    hand_back(draft, writer.actor)
    world.step(draft, Action.SUBMIT, focal)
    world.step(draft, Action.DECLINE, world.secretariat(), "Reported twice.")
    theirs = sign_in_as(writer)
    assert "Reported twice." in theirs.get("/").text
    assert theirs.get(page(draft)).status_code == 200


def test_without_contributors_the_page_says_what_to_do(sign_in_as, focal, draft):
    desk = sign_in_as(focal)
    assert "/people/invite" in desk.get(page(draft, "/assignments")).text
    assert "Nothing is handed out" in desk.get("/initiatives/handed-out").text


def test_the_homes_need_no_more_statements_for_more_assignments(sign_in_as, world, focal, writer):
    def hand(count):
        for _number in range(count):
            assign(world.draft(focal), writer, [Section.WHEN], focal.actor)

    def statements(person):
        client = sign_in_as(person)
        with counted() as sent:
            client.get("/")
        return len(sent)

    hand(2)
    few = [statements(person) for person in (focal, writer)]
    hand(3)
    assert [statements(person) for person in (focal, writer)] == few


def test_the_language_is_stated_only_by_who_may_change_the_basics(sign_in_as, world, focal, writer, draft):
    assign(draft, writer, [Section.RESULTS], focal.actor)
    for client, offered in ((sign_in_as(focal), True), (sign_in_as(writer), False)):
        for place in ("/edit/results", "/check"):
            assert ("State the language" in client.get(page(draft, place)).text) is offered, place


def test_what_awaits_sign_off_stands_once_on_the_home_of_the_focal_point(sign_in_as, world, focal):
    own = world.contributor(entity="ET-RRS")
    draft = world.complete(own, entity="ET-RRS")
    assign(draft, own, list(Section), focal.actor)
    world.step(draft, Action.HAND_OVER, own)
    home = sign_in_as(focal).get("/").text
    assert "Contributors have finished their part" not in home and draft.reference in home


def test_all_that_is_handed_to_somebody_is_counted_although_some_is_shown(
    sign_in_as, world, focal, writer, monkeypatch
):
    monkeypatch.setattr("app.web.handed.MOST", 1)
    for _number in range(3):
        assign(world.draft(focal), writer, [Section.WHEN], focal.actor)
    assert "3 initiatives are handed to you" in sign_in_as(writer).get("/").text


def test_who_has_not_come_in_yet_is_said_to_need_the_invitation_first(world, sign_in_as, focal, draft):
    invited = world.person("contributor", "ET", "ET-MOLS")
    desk = sign_in_as(focal)
    desk.fill(page(draft, "/assignments"), {"contributor": str(invited.id), **sections("where")})
    assert "has to use the invitation to come in first" in desk.get(page(draft)).text
