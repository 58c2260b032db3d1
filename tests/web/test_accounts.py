"""Signing in and out, passwords, sessions that end, the lockout by rate, the language."""

import re
from datetime import timedelta
from email import message_from_bytes, policy
from urllib.parse import urlsplit

import pytest

from app.db import at, db, now
from app.domain.access import Role
from app.domain.choices import Language
from app.models import EndedSignIn, Person, SignInAttempt
from app.services import people
from app.services.sign_outs import forget_ended
from tests.world import PASSWORD, World

OTHER = "quatre mots sans lien évident"


@pytest.fixture
def settings(app):
    """Settings that are put back after the test."""
    kept = dict(app.config)
    yield app.config
    app.config.clear()
    app.config.update(kept)


@pytest.fixture
def focal(world: World) -> Person:
    return world.person(Role.FOCAL_POINT, password=PASSWORD, email="someone@gov.example")


def sign_in(client, email="someone@gov.example", password=PASSWORD, **more):
    return client.fill("/sign-in", {"email": email, "password": password, **more})


def mails(folder):
    return [message_from_bytes(f.read_bytes(), policy=policy.default) for f in sorted(folder.glob("*.eml"))]


def words(mail):
    return mail.get_body(("plain",)).get_content()


def link_in(mail):
    return urlsplit(re.search(r"http\S+", words(mail)).group()).path


def is_signed_in(client):
    return client.get("/account").status_code == 200


# signing in and out


def test_the_right_password_leads_to_the_home_page(client, focal):
    before = focal.last_sign_in_at
    answer = sign_in(client, email=" SomeOne@gov.example")
    assert (answer.status_code, answer.location) == (302, "/")
    assert is_signed_in(client)
    assert before is None and focal.last_sign_in_at is not None


def test_accents_in_a_password_may_be_typed_in_either_unicode_form(client, world):
    world.entity("ET-MOLS")
    by = world.secretariat().actor
    people.add(people.Newcomer("new@gov.example", "New", Role.FOCAL_POINT, "ET"), by, OTHER)
    assert sign_in(client, "new@gov.example", OTHER).status_code == 302


def test_who_signed_in_goes_on_where_they_were_sent_from(client, focal):
    answer = client.get("/people?q=a")
    assert answer.status_code == 302
    answer = client.fill(answer.location, {"email": focal.email, "password": PASSWORD})
    assert answer.location == "/people?q=a"


def test_sign_out_ends_the_session_and_needs_post(client, focal):
    sign_in(client)
    assert client.get("/sign-out").status_code == 405
    assert client.post_form("/sign-out").status_code == 302
    assert not is_signed_in(client)


def cookie_of(client):
    return client.get_cookie("session").value


def test_no_copy_of_the_cookie_outlives_signing_out_and_other_devices_stay(app, client, focal):
    sign_in(client)
    thief, phone = app.test_client(), app.test_client()
    thief.set_cookie("session", cookie_of(client))
    sign_in(phone)
    assert is_signed_in(thief)
    client.post_form("/sign-out")
    assert not is_signed_in(thief) and is_signed_in(phone)
    thief.set_cookie("session", cookie_of(phone))
    assert is_signed_in(thief)


def test_a_cookie_that_names_no_sign_in_is_refused(client, focal):
    sign_in(client)
    with client.session_transaction() as session:
        session.pop("sign_in")
    assert not is_signed_in(client)


def test_signing_out_twice_is_no_fault_and_is_forgotten_in_time(client, focal, session):
    sign_in(client)
    kept = cookie_of(client)
    client.post_form("/sign-out")
    client.set_cookie("session", kept)
    assert client.post_form("/sign-out").status_code == 302
    assert session.query(EndedSignIn).count() == 1
    assert forget_ended() == 0
    with at(now() + timedelta(days=31)):
        assert forget_ended() == 1


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_failure_gets_the_same_answer(client, world, focal, language):
    world.person(Role.ANALYST, email="out@gov.example", password=PASSWORD, active=False)
    world.person(Role.ANALYST, email="invited@gov.example")
    client.post_form("/language", {"language": language})
    answers = []
    for email, password in [
        ("someone@gov.example", "wrong"),
        ("nobody@gov.example", "wrong"),
        ("out@gov.example", PASSWORD),
        ("out@gov.example", "wrong"),
        ("invited@gov.example", "wrong"),
        ("no address", "wrong"),
    ]:
        answer = sign_in(client, email, password)
        assert answer.status_code == 422
        page = re.sub(r'value="[^"]*"', "", answer.text)
        answers.append(page)
        assert PASSWORD not in answer.text
    assert len(set(answers)) == 1
    assert answer.text.count('role="alert"') == 1


def test_a_wrong_password_keeps_the_e_mail_as_typed(client, focal):
    assert 'value="someone@gov.example"' in sign_in(client, password="wrong").text


def test_an_empty_form_says_what_is_missing_and_counts_for_nothing(client, session):
    answer = sign_in(client, "", "")
    assert answer.status_code == 422 and "Enter your e-mail address and your password" in answer.text
    assert session.query(SignInAttempt).count() == 0


def test_a_missing_token_is_refused(client, focal):
    for path in ("/sign-in", "/reset-password", "/language"):
        data = {"email": focal.email, "password": PASSWORD, "language": "fr"}
        assert client.post(path, data=data).status_code == 400
    assert not is_signed_in(client)


EVIL = ["//evil.example", "http://evil.example/", "https:evil.example", r"\\evil.example", "/\\evil.example",
        "///evil.example", " //evil.example", "javascript:alert(1)", "/\t/evil.example", "%2F%2Fevil.example"]  # fmt: skip


@pytest.mark.parametrize("there", EVIL)
def test_nobody_is_sent_to_a_foreign_address(client, focal, there):
    for answer in (sign_in(client, next=there), client.post_form("/language", {"language": "fr", "next": there})):
        assert answer.status_code in (302, 303)
        target = answer.location.replace("\\", "/").strip()
        assert urlsplit(target).netloc in ("", "localhost") and not target.startswith("//")
        assert not urlsplit(target).scheme


def test_json_gets_no_other_door(client, focal):
    answer = client.post("/sign-in", json={"email": focal.email, "password": PASSWORD})
    assert answer.status_code == 400


@pytest.mark.parametrize(("demo", "status"), [(True, 302), (False, 422)])
def test_demo_accounts_sign_in_while_it_is_a_demo(client, world, settings, demo, status):
    demo_account = world.person(Role.ANALYST, password=PASSWORD)
    settings["DEMO"] = demo
    assert sign_in(client, demo_account.email).status_code == status


def test_a_demo_session_ends_with_the_demo(sign_in_as, world, settings):
    client = sign_in_as(world.person(Role.ANALYST))
    assert is_signed_in(client)
    settings["DEMO"] = False
    assert not is_signed_in(client)


# without a session


def test_reading_without_a_session_leads_to_sign_in(client):
    answer = client.get("/initiatives?q=a&page=2")
    assert answer.location == "/sign-in?next=/initiatives?q%3Da%26page%3D2"
    assert client.get("/").location == "/sign-in"


def test_sending_without_a_session_says_that_it_has_ended(client):
    answer = client.post_form("/initiatives", {"kind": "project", "title": "T"})
    assert answer.status_code == 401 and "Your session has ended" in answer.text


@pytest.mark.parametrize(
    ("pauses", "stays"),
    [([1.9] * 3, True), ([2.1], False), ([1.9] * 6, True), ([1.9] * 7, False)],
)
def test_a_session_ends_after_two_idle_hours_or_twelve_in_all(sign_in_as, focal, pauses, stays):
    client = sign_in_as(focal)
    moment = now()
    with at(moment):
        assert client.get("/account", frozen=True).status_code == 200
    for pause in pauses:
        moment += timedelta(hours=pause)
        with at(moment):
            answer = client.get("/account", frozen=True)
    assert (answer.status_code == 200) is stays
    if not stays:
        with at(moment):
            assert "Your session has ended" in client.get(answer.location, frozen=True).text


def test_after_an_idle_session_one_can_sign_in_again(client, focal):
    sign_in(client)
    with at(now() + timedelta(hours=3)):
        assert client.get("/account", frozen=True).status_code == 302
    with client.session_transaction() as session:
        session["seen_at"] = 1
    sign_in(client)
    assert is_signed_in(client)


def test_the_cookie_is_closed_to_scripts_and_other_sites(app, client, focal, settings):
    cookie = sign_in(client).headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    settings["SESSION_COOKIE_SECURE"] = True
    assert "Secure" in app.test_client().get("/sign-in", base_url="https://localhost").headers["Set-Cookie"]


def test_nobody_stays_signed_in_by_a_ticked_box(client, focal):
    answer = client.post_form("/sign-in", {"email": focal.email, "password": PASSWORD, "remember": "y"})
    assert not [cookie for cookie in answer.headers.getlist("Set-Cookie") if "remember_token=" in cookie]


def test_a_suspended_person_is_out_at_the_next_request_and_old_sessions_stay_dead(sign_in_as, world, focal):
    client = sign_in_as(focal)
    assert is_signed_in(client)
    people.suspend(focal, world.secretariat().actor)
    assert not is_signed_in(client)
    people.reactivate(focal, world.secretariat().actor)
    assert not is_signed_in(client)


# lockout


@pytest.mark.parametrize("email", ["someone@gov.example", "nobody@gov.example"])
def test_too_many_failures_lock_the_e_mail_known_or_not(client, focal, session, email):
    for _ in range(5):
        assert sign_in(client, email, "wrong").status_code == 422
    answer = sign_in(client, email, PASSWORD)
    assert answer.status_code == 429
    assert re.search(r"Wait 1[45] minutes", answer.text)
    assert 800 < int(answer.headers["Retry-After"]) <= 900
    assert session.query(SignInAttempt).count() == 5
    with at(now() + timedelta(minutes=15)):
        data = {"email": email, "password": PASSWORD, "csrf_token": client.token()}
        assert client.post("/sign-in", data=data, frozen=True).status_code == (302 if "someone" in email else 422)


def test_the_page_says_it_in_french(client, world):
    client.post_form("/language", {"language": "fr"})
    for _ in range(6):
        answer = sign_in(client, "nobody@gov.example", "wrong")
    assert answer.status_code == 429 and '<html lang="fr">' in answer.text


def test_too_many_failures_lock_the_address(client, focal, settings):
    settings["SIGN_IN_PER_ADDRESS"] = 3
    for number in range(3):
        sign_in(client, f"{number}@gov.example", "wrong")
    assert sign_in(client).status_code == 429
    data = {"email": focal.email, "password": PASSWORD, "csrf_token": client.token()}
    assert client.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": "10.0.0.9"}).status_code == 302


def test_a_success_forgives_the_failures_before_it(client, focal):
    for _ in range(2):
        for _ in range(4):
            sign_in(client, password="wrong")
        assert sign_in(client).status_code == 302
        client.post_form("/sign-out")


def test_requests_for_a_new_password_are_throttled_too(client, mail_folder):
    for _ in range(5):
        assert client.fill("/reset-password", {"email": "nobody@gov.example"}).status_code == 200
    assert client.fill("/reset-password", {"email": "nobody@gov.example"}).status_code == 429


# passwords


def test_a_new_password_by_mail(client, focal, mail_folder):
    assert client.fill("/reset-password", {"email": focal.email}).status_code == 200
    (mail,) = mails(mail_folder)
    link = link_in(mail)
    assert mail["To"] == focal.email and "24" in words(mail)
    short = client.fill(link, {"password": "short", "password_confirm": "other"})
    assert short.status_code == 422 and "not the same" in short.text
    short = client.fill(link, {"password": "short", "password_confirm": "short"})
    assert short.status_code == 422 and "12 to 128" in short.text
    assert client.fill(link, {"password": OTHER, "password_confirm": OTHER}).location == "/sign-in"
    assert sign_in(client).status_code == 422
    assert sign_in(client, password=OTHER).status_code == 302
    assert len(mails(mail_folder)) == 2, "the person is told that the password was changed"


def test_the_link_is_good_once_and_not_if_tampered_with(client, focal, mail_folder):
    client.fill("/reset-password", {"email": focal.email})
    link = link_in(mails(mail_folder)[0])
    client.fill(link, {"password": OTHER, "password_confirm": OTHER})
    for bad in (link, link[:-2], "/reset-password/x"):
        assert client.get(bad).location == "/reset-password"
        assert "Ask for a new one" in client.get("/reset-password").text
        data = {"password": PASSWORD, "password_confirm": PASSWORD}
        assert client.post_form(bad, data).status_code == 302
    assert sign_in(client, password=OTHER).status_code == 302


def test_the_link_to_a_new_password_gets_old(client, focal, mail_folder, settings):
    client.fill("/reset-password", {"email": focal.email})
    settings["SECURITY_RESET_PASSWORD_WITHIN"] = timedelta(seconds=-1)
    assert client.get(link_in(mails(mail_folder)[0])).location == "/reset-password"
    assert "older than" in client.get("/reset-password").text


def test_asking_for_a_new_password_tells_nobody_who_has_an_account(client, world, focal, mail_folder):
    world.person(Role.ANALYST, email="out@gov.example", password=PASSWORD, active=False)
    answers = set()
    for email in (focal.email, "nobody@gov.example", "out@gov.example"):
        answer = client.fill("/reset-password", {"email": email})
        answers.add(
            (answer.status_code, re.sub(r"""printed [^<]*|value="[^"]*\"""", "", answer.text.replace(email, "")))
        )
    assert len(answers) == 1
    assert [mail["To"] for mail in mails(mail_folder)] == [focal.email]
    assert client.fill("/reset-password", {"email": ""}).status_code == 422


def test_links_in_mails_lead_to_us_whatever_the_request_calls_us(client, focal, mail_folder, settings):
    settings["PUBLIC_URL"] = "https://jvap.example/"
    data = {"csrf_token": client.token(), "email": focal.email}
    client.post("/reset-password", data=data, headers={"Host": "evil.example"})
    client.fill("/reset-password", {"email": focal.email})
    assert all("https://jvap.example/reset-password/" in words(mail) for mail in mails(mail_folder))


def test_changing_ones_own_password_ends_all_other_sessions(sign_in_as, client, focal, mail_folder):
    other = sign_in_as(focal)
    sign_in(client)
    wrong = {"password": "wrong", "new_password": OTHER, "new_password_confirm": OTHER}
    assert client.fill("/account/password", wrong).status_code == 422
    same = {"password": PASSWORD, "new_password": PASSWORD, "new_password_confirm": PASSWORD}
    assert client.fill("/account/password", same).status_code == 422
    assert client.fill("/account/password", {**wrong, "password": PASSWORD}).location == "/account"
    assert is_signed_in(client) and not is_signed_in(other)
    assert len(mails(mail_folder)) == 1


def test_passwords_are_kept_as_argon2_only(focal):
    assert focal.password.startswith("$argon2id$")


# language


def test_the_language_is_remembered_before_and_after_signing_in(client, focal):
    answer = client.post_form("/language", {"language": "fr", "next": "/sign-in?next=/people"})
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/people")
    assert '<html lang="fr">' in client.get("/sign-in").text
    sign_in(client)
    client.post_form("/language", {"language": "fr", "next": "/account"})
    assert focal.language is Language.FR
    assert '<html lang="fr">' in client.get("/account").text


@pytest.mark.parametrize("language", ["de", "", "<b>"])
def test_other_languages_are_refused(client, language):
    assert client.post_form("/language", {"language": language}).status_code == 400


def test_mails_are_in_the_language_of_the_person_addressed(client, world, mail_folder):
    person = world.person(Role.ANALYST, language=Language.FR)
    client.fill("/reset-password", {"email": person.email})
    (mail,) = mails(mail_folder)
    assert '<html lang="fr">' in mail.get_body(("html",)).get_content()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", ["/account", "/account/password"])
def test_the_account_renders_in_both_languages(sign_in_as, world, path, language):
    client = sign_in_as(world.person(Role.CONTRIBUTOR, entity="ET-MOLS", language=Language(language)))
    assert f'<html lang="{language}">' in client.get(path).text


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", ["/sign-in", "/reset-password"])
def test_the_doors_render_in_both_languages(client, path, language):
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200 and f'<html lang="{language}">' in answer.text
    assert db.session.query(SignInAttempt).count() == 0
