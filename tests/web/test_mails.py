"""The outbox on its page, what becomes of mails that are stuck, the texts of mails, the choice of mails."""

import re
from datetime import timedelta

import pytest

from app.db import db, now
from app.domain.access import Role
from app.domain.choices import Language
from app.domain.mail_texts import STANDARD
from app.domain.mails import MailChoice, MailKind, MailState
from app.mail import send
from app.models import MailMark, MailText, Outgoing
from tests.web.test_accounts import link_in, mails, settings  # noqa: F401

SECRET = "http://localhost/reset-password/secret"


def written(person, kind="password_changed", **columns):
    send(kind, person, moment=now(), hours=24, link=SECRET)
    mail = db.session.query(Outgoing).order_by(Outgoing.id.desc()).first()
    for name, value in columns.items():
        setattr(mail, name, value)
    db.session.commit()
    return mail


@pytest.fixture
def desk(world, sign_in_as):
    return sign_in_as(world.secretariat())


# the outbox


def test_the_administrator_of_the_demo_reads_mails(client, sign_in_as, world, mail_folder):
    person = world.person(Role.ANALYST, email="a@gov.example", name="<b>Ana</b>")
    admin = sign_in_as(world.administrator())
    assert "No mail yet" in admin.get("/mails").text
    client.fill("/reset-password", {"email": person.email})
    index = admin.get("/mails").text
    assert "a@gov.example" in index
    page = admin.get(re.search(r'href="(/mails/\d+)"', index)[1]).text
    assert f'href="http://localhost{link_in(mails(mail_folder)[0])}?lang=en"' in page
    assert "<b>Ana" not in page and "&lt;b&gt;Ana" in page
    assert "&lt;b&gt;Ana" in mails(mail_folder)[0].get_body(("html",)).get_content()
    for name in ("x", "0", "99999999999999999999"):
        assert admin.get(f"/mails/{name}").status_code == 404


def test_a_personal_link_is_shown_to_the_demos_administrator_only(world, sign_in_as, desk, settings):  # noqa: F811
    admin, person = sign_in_as(world.administrator()), world.analyst()
    secret, plain = written(person, "reset"), written(person)
    assert SECRET in admin.get(f"/mails/{secret.id}").text
    page = desk.get(f"/mails/{secret.id}").text
    assert SECRET not in page and "shown to nobody else" in page
    assert SECRET in desk.get(f"/mails/{plain.id}").text
    settings["DEMO"] = False
    assert SECRET not in admin.get(f"/mails/{secret.id}").text


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.ADMINISTRATOR, Role.SECRETARIAT)])
def test_nobody_else_sees_the_outbox_or_the_texts(sign_in_as, world, role):
    client, mail = sign_in_as(world.person(role)), written(world.analyst(), state=MailState.FAILED)
    for page in ("/mails", f"/mails/{mail.id}", "/mail-texts", "/mail-texts/digest/en"):
        assert client.get(page).status_code == 403, page
    for address in (f"/mails/{mail.id}/again", f"/mails/{mail.id}/aside", "/mail-texts/digest/en"):
        assert client.post_form(address, {"subject": "x", "body": "{events}"}).status_code == 403


def test_mails_are_found_by_state_kind_and_address(world, desk):
    person = world.person(Role.ANALYST, email="first@gov.example")
    written(person, state=MailState.FAILED, reason="550 No such user here")
    written(world.person(Role.ANALYST, email="second@gov.example"), "reset")
    page = desk.get("/mails").text
    assert "550 No such user here" in page and "1 mail waits for your decision" in page
    found = {
        query: ["first@" in (text := desk.get(f"/mails?{query}").text), "second@gov.example</td>" in text]
        for query in ("state=failed", "state=waiting&state=sent", "kind=reset", "kind=reset&state=failed", "to=FIRST", "to=%25")
    }  # fmt: skip
    assert found == {
        "state=failed": [True, False], "state=waiting&state=sent": [False, True], "kind=reset": [False, True],
        "kind=reset&state=failed": [False, False], "to=FIRST": [True, False], "to=%25": [False, False],
    }  # fmt: skip
    for unknown in ("state=nonsense", "kind=nonsense", "page=0"):
        assert desk.get(f"/mails?{unknown}").status_code == 400


def test_the_list_is_paged_and_a_chip_takes_its_filter_away(world, desk):
    person = world.analyst()
    for _ in range(51):
        written(person)
    page = desk.get("/mails?state=waiting&to=demo").text
    assert page.count('<th scope="row"') == 50 and "page=2" in page
    assert desk.get("/mails?page=2").text.count('<th scope="row"') == 1
    assert desk.get("/mails?page=3").status_code == 404
    assert 'href="/mails?to=demo"' in page and 'href="/mails?state=waiting"' in page


def test_a_stuck_mail_is_sent_again_or_set_aside(world, desk, mail_folder):
    failed, unsure = (written(world.analyst(), state=state) for state in (MailState.FAILED, MailState.UNSURE))
    assert "may have left" in desk.get(f"/mails/{unsure.id}").text
    assert desk.fill(f"/mails/{failed.id}", {}, action=f"/mails/{failed.id}/again").status_code == 303
    assert desk.fill(f"/mails/{unsure.id}", {}, action=f"/mails/{unsure.id}/aside").status_code == 303
    assert (failed.state, unsure.state) == (MailState.WAITING, MailState.CANCELLED)
    assert desk.post_form(f"/mails/{failed.id}/again").status_code == 409
    assert "/again" not in desk.get(f"/mails/{failed.id}").text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_pages_render_in_both_languages(world, sign_in_as, language):
    client = sign_in_as(world.person(Role.SECRETARIAT, language=Language(language)))
    for state in MailState:
        more = {"sent_at": now()} if state is MailState.SENT else {}
        more |= {"claim": "x", "claimed_at": now()} if state is MailState.SENDING else {}
        mail = written(world.analyst(), state=state, reason="451 Later", **more)
        assert f'<html lang="{language}">' in client.get(f"/mails/{mail.id}").text
    texts = [f"/mail-texts/{kind}/{of}" for kind in MailKind for of in Language]
    for page in ("/mails", "/mail-texts", *texts):
        assert f'<html lang="{language}">' in client.get(page).text


# written in a request


def test_a_mail_whose_request_failed_is_not_sent(session, world, mail_folder):
    send("password_changed", world.analyst(), moment=now(), link="http://localhost")
    session.rollback()
    session.commit()
    assert not mails(mail_folder) and not session.query(Outgoing).count()


def test_a_mail_server_that_does_not_answer_is_no_fault_of_the_request(client, world, settings):  # noqa: F811
    settings.update(MAIL_TO_FOLDER=False, MAIL_SERVER="127.0.0.1", MAIL_PORT=1)
    answer = client.fill("/reset-password", {"email": world.analyst().email})
    assert answer.status_code == 200
    mail = db.session.query(Outgoing).one()
    assert mail.state is MailState.WAITING and "ConnectionRefused" in mail.reason and mail.due_at > now()


def test_the_job_says_in_one_line_what_it_did(app, world, mail_folder):
    written(world.analyst(), due_at=now() - timedelta(minutes=1))
    done = app.test_cli_runner().invoke(args=["jobs", "run"])
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert "Wrote 0 mails about cycles." in lines and "Wrote 0 mails about what happened." in lines
    assert "Sent 1 mails, put 0 off, gave 0 up; 0 are unsure, 0 were set aside." in lines
    assert len(mails(mail_folder)) == 1


# texts


PAGE = "/mail-texts/reset/en"


def test_a_text_is_previewed_saved_used_and_put_back(world, desk, mail_folder, client):
    typed = {
        "subject": "Password for {name}",
        "body": "Dear {name}, <b>click</b>:\r\n\r\n{link}\r\n\r\nThe secretariat",
    }
    shown = desk.fill(PAGE, {**typed, "preview": "1"})
    assert shown.status_code == 200 and "Not saved yet" in shown.text
    assert "Password for Aster Bekele" in shown.text and "&lt;b&gt;click" in shown.text
    assert not db.session.query(MailText).count()
    assert desk.fill(PAGE, typed).location == PAGE
    assert "Changed by" in desk.get(PAGE).text and "Your text" in desk.get("/mail-texts").text
    person = world.person(Role.ANALYST, name="Ana", language=Language.EN)
    client.fill("/reset-password", {"email": person.email})
    (mail,) = mails(mail_folder)
    assert (
        mail["Subject"] == "Password for Ana" and "Dear Ana, <b>click</b>:" in mail.get_body(("plain",)).get_content()
    )
    assert desk.post_form(f"{PAGE}/standard").status_code == 303
    assert "This is the standard text" in desk.get(PAGE).text
    client.fill("/reset-password", {"email": person.email})
    assert mails(mail_folder)[1]["Subject"] == STANDARD[MailKind.RESET].subject


@pytest.mark.parametrize("button", [{}, {"preview": "1"}])
@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"body": "Dear {name}"}, "Leave {link} in the text"),
        ({"body": "{link} {cycle}"}, "Nothing is put in place of “{cycle}”"),
        ({"subject": "{nonsense}"}, "Nothing is put in place of “{nonsense}”"),
        ({"subject": " "}, "Write something here"),
        ({"body": "{link}" + "x" * 5000}, "Shorten this to 5,000"),
    ],
)
def test_a_text_that_cannot_be_used_is_refused_with_what_was_typed(desk, changed, words, button):
    answer = desk.fill(PAGE, {**changed, **button})
    assert answer.status_code == 422 and words in answer.text
    assert not db.session.query(MailText).count()
    for typed in changed.values():
        assert typed.strip() in answer.text


def test_there_is_no_text_of_another_kind_or_language(desk):
    for page in ("/mail-texts/nonsense/en", "/mail-texts/reset/de"):
        assert desk.get(page).status_code == 404


# the choice


def test_a_focal_point_chooses_one_mail_a_day_or_each_at_once(world, sign_in_as):
    focal = world.focal_point()
    client = sign_in_as(focal)
    for choice in (MailChoice.AT_ONCE, MailChoice.DAILY):
        assert client.fill("/account", {"mails": choice}, action="/account/mails").location == "/account"
        assert db.session.get(MailMark, focal.id).choice is choice
    assert client.post_form("/account/mails", {"mails": "never"}).status_code == 400


def test_the_secretariat_is_told_of_its_one_mail_a_day_and_others_of_none(desk, world, sign_in_as):
    assert "one mail that lists them" in desk.get("/account").text
    assert desk.post_form("/account/mails", {"mails": "at_once"}).status_code == 400
    assert "/account/mails" not in sign_in_as(world.analyst()).get("/account").text
