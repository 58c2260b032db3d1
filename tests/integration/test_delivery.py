"""Mails over a real mail server: what arrives, what is refused, what nobody knows."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.db import at, db, now
from app.domain.access import Role
from app.domain.choices import Language
from app.domain.errors import NotAllowed, NotPossible
from app.domain.mails import RETRIES, MailState
from app.mail import send
from app.mail.delivery import deliver, tidy
from app.models import Outgoing
from app.services.outbox import send_again, set_aside
from tests.mail_server import mail_server


@pytest.fixture
def server(app, session):
    kept = dict(app.config)
    with mail_server() as running:
        settings = {"MAIL_TO_FOLDER": False, "DEMO": False, "MAIL_SERVER": "127.0.0.1", "MAIL_PORT": running.port}
        app.config.update(settings)
        yield running
    app.config.clear()
    app.config.update(kept)


def later(hours=12):
    return at(now() + timedelta(hours=hours))


def write(person, kind="password_changed", **values):
    """A mail in the outbox; the newest."""
    send(kind, person, **{"moment": now(), "link": "http://localhost/reset-password", **values})
    db.session.commit()
    return db.session.scalar(select(Outgoing).order_by(Outgoing.id.desc()).limit(1))


def states():
    db.session.expire_all()
    return [mail.state for mail in db.session.scalars(select(Outgoing).order_by(Outgoing.id))]


# what arrives


def test_a_mail_arrives_as_plain_text_and_html_in_the_language_of_its_reader(world, server):
    person = world.person(Role.ANALYST, language=Language.FR, name="Zoé <b>Diop</b>")
    mail = write(person)
    assert deliver()[MailState.SENT] == 1
    (taken,) = server.taken
    assert taken["Subject"] == mail.subject == "Votre mot de passe pour le Suivi du PACV a été changé"
    assert taken["To"] == person.email and taken["Message-ID"] == mail.message_id
    assert "JVAP Follow-up" in taken["From"] and taken["Auto-Submitted"] == "auto-generated"
    plain, html = (taken.get_body((part,)).get_content() for part in ("plain", "html"))
    assert "Zoé <b>Diop</b>" in plain and "Zoé &lt;b&gt;Diop&lt;/b&gt;" in html
    assert '<html lang="fr">' in html and '<a href="http://localhost/reset-password"' in html
    assert mail.state is MailState.SENT and mail.sent_at and mail.attempts == 1


def test_several_mails_share_a_connection_and_each_leaves_once(world, server):
    for _ in range(3):
        write(world.person(Role.ANALYST))
    assert deliver()[MailState.SENT] == 3
    assert deliver() == {}
    assert set(server.counted.values()) == {1} and len(server.taken) == 3


def test_a_line_that_begins_with_a_dot_arrives_whole(world, server):
    write(world.analyst(), link=".htaccess")
    deliver()
    assert "\r\n.htaccess\r\n" in server.taken[0].get_body(("plain",)).get_content()


def test_a_link_that_lets_its_reader_in_is_not_kept(world, server):
    mail = write(world.analyst(), "reset", link="http://localhost/reset-password/secret", hours=24)
    assert "secret" in mail.text and "secret" in mail.html
    deliver()
    assert "secret" in server.taken[0].get_body(("plain",)).get_content()
    assert (mail.text, mail.html) == ("", "") and mail.subject


def test_who_is_suspended_is_not_written_to(world, server):
    person = world.analyst()
    mail = write(person)
    person.active = False
    assert tidy()[MailState.CANCELLED] == 1
    deliver()
    assert mail.state is MailState.CANCELLED and "suspended" in mail.reason and not server.taken


# what is refused


def test_one_reader_who_is_refused_does_not_hold_up_the_others(world, server):
    first, second, third = (write(world.person(Role.ANALYST)) for _ in range(3))
    server.refused = {second.to: "550 No such user here"}
    assert deliver() == {MailState.SENT: 2, MailState.FAILED: 1}
    assert server.readers == [first.to, third.to]
    assert second.state is MailState.FAILED and second.reason == "550 No such user here"


def test_a_refusal_for_now_is_tried_again_later_and_not_before(world, server):
    mail = write(world.analyst())
    server.refused = {"*": "451 Come again later"}
    assert deliver() == {MailState.WAITING: 1}
    assert (mail.attempts, mail.reason) == (1, "451 Come again later")
    server.refused = {}
    assert deliver() == {}
    with later():
        assert deliver() == {MailState.SENT: 1}
    assert server.readers == [mail.to] and mail.reason == ""


def test_after_many_attempts_it_is_given_up_with_the_reason(world, server):
    mail = write(world.analyst())
    server.refused = {"*": "451 Come again later"}
    moments = [now() + timedelta(days=day) for day in range(RETRIES + 1)]
    done = []
    for moment in moments:
        with at(moment):
            done.append(deliver())
    assert done == [{MailState.WAITING: 1}] * (RETRIES - 1) + [{MailState.FAILED: 1}, {}]
    assert mail.reason == "451 Come again later" and not server.taken


def test_content_that_the_server_refuses_has_not_left(world, server):
    server.answer = "552 Too large"
    mail = write(world.analyst())
    assert deliver() == {MailState.FAILED: 1} and mail.claim is None
    server.answer = "452 Full"
    write(world.analyst())
    assert deliver() == {MailState.WAITING: 1}


def test_a_server_that_is_not_there_costs_nothing_but_time(app, world, server):
    mail = write(world.analyst())
    port, app.config["MAIL_PORT"] = app.config["MAIL_PORT"], 1
    assert deliver() == {MailState.WAITING: 1} and "ConnectionRefusedError" in mail.reason
    app.config["MAIL_PORT"] = port
    with later():
        deliver()
    assert len(server.taken) == 1


# what nobody knows


def test_a_connection_that_ends_after_the_content_leaves_the_mail_unsure(world, server):
    mail = write(world.analyst())
    server.hangs_up = True
    assert deliver() == {MailState.UNSURE: 1} and mail.reason
    server.hangs_up = False
    with later(100):
        assert deliver() == {}
    assert len(server.taken) == 1


def test_a_person_decides_what_becomes_of_an_unsure_mail(world, server):
    one, other, waiting = (write(world.person(Role.ANALYST)) for _ in range(3))
    one.state = other.state = MailState.UNSURE
    db.session.commit()
    by = world.secretariat().actor
    send_again(one, by)
    set_aside(other, by)
    for mail in (one, other, waiting):
        with pytest.raises(NotPossible):
            send_again(mail, by)
    with pytest.raises(NotAllowed):
        set_aside(one, world.focal_point().actor)
    deliver()
    assert states() == [MailState.SENT, MailState.CANCELLED, MailState.SENT]
    assert sorted(server.counted) == sorted([one.message_id, waiting.message_id])
