"""The job is stopped between any two statements, killed outright, and run twice at once: counted at the mail server."""

import os
import signal
import smtplib
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from unittest.mock import patch
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import Engine, delete, event, select

from app.db import at, db, now
from app.domain.access import Role
from app.domain.mails import MailKind, MailState
from app.mail import send
from app.mail.jobs import run_mail_jobs
from app.models import CycleMailing, MailMark, Outgoing
from tests import databases
from tests.mail_server import MailServer, mail_server
from tests.world import World

ROOT = Path(__file__).parents[2]


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture(params=databases.ENGINES)
def own_engine(request, app: Flask, tmp_path: Path, shared_folder: Path) -> Iterator[Engine]:
    """A database of this test alone, in which commits are commits, put under the application."""
    name = f"mails_{uuid4().hex[:12]}"
    if request.param == "sqlite":
        url = databases.sqlite_url(tmp_path, name)
    else:
        url = databases.postgres_url(databases.postgres_server(shared_folder), name)
    engine = databases.furnished(app, url)
    with app.app_context():
        standing, db.engines[None] = db.engines[None], engine  # type: ignore[index]
        yield engine
        db.session.remove()
        db.engines[None] = standing  # type: ignore[index]
    engine.dispose()


@pytest.fixture
def settings(app: Flask, own_engine: Engine, server: MailServer) -> Iterator[None]:
    kept = dict(app.config)
    app.config.update(MAIL_TO_FOLDER=False, DEMO=False, MAIL_SERVER="127.0.0.1", MAIL_PORT=server.port)
    yield
    app.config.clear()
    app.config.update(kept)


def write(person):
    send("password_changed", person, moment=now(), link="http://localhost/reset-password")
    db.session.commit()


def found() -> dict[str, MailState]:
    db.session.rollback()
    return {mail.message_id: mail.state for mail in db.session.scalars(select(Outgoing))}


# stopped


class Killed(BaseException):
    """The process is gone."""


class Harm:
    """Kills at the n-th step: before or after any statement or commit, before or after any word to the mail server."""

    def __init__(self, last: int) -> None:
        self.left = last

    def statement(self, _connection, cursor, statement, *_more) -> None:
        """SQLite's own BEGIN changes nothing, and what is lost in it would hold its lock in this process."""
        if statement.startswith("BEGIN"):
            return
        try:
            self.step()
        except Killed:
            cursor.close()
            raise

    def step(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Killed  # and again at whatever tidies up: the dead do nothing

    def around(self, function):
        def harmed(*args, **kwargs):
            self.step()
            answer = function(*args, **kwargs)
            self.step()
            return answer

        return harmed


WORDS = ("connect", "putcmd", "send", "getreply")


@contextmanager
def killed_at(number: int) -> Iterator[Harm]:
    """`left` of what it gives is negative if the run was killed."""
    harm = Harm(number)
    commit = harm.around(db.session.commit)
    words = {name: harm.around(getattr(smtplib.SMTP, name)) for name in WORDS}
    methods = {name: (lambda word: lambda self, *args, **kwargs: word(self, *args, **kwargs))(w) for name, w in words.items()}  # fmt: skip
    opened: list[socket.socket] = []
    methods["_get_socket"] = _kept_in(opened, smtplib.SMTP._get_socket)
    statements = ("before_cursor_execute", "after_cursor_execute")
    for name in statements:
        event.listen(Engine, name, harm.statement)
    try:
        with patch.multiple(smtplib.SMTP, **methods), patch.object(type(db.session), "commit", lambda _: commit()):
            yield harm
    except Killed:
        pass
    finally:
        for name in statements:
            event.remove(Engine, name, harm.statement)
        for one in opened:  # a process that dies closes them
            one.close()


def _kept_in(opened, connect):
    def get_socket(*args):
        opened.append(connect(*args))
        return opened[-1]

    return get_socket


def forget_everything():
    db.session.rollback()
    for table in (Outgoing, CycleMailing, MailMark):
        db.session.execute(delete(table))
    db.session.commit()


def furnish() -> None:
    """A Focal Point who is due a reminder, and news."""
    world = World()
    with at(now() - timedelta(days=3)):
        world.person(Role.FOCAL_POINT, password="set")
        world.secretariat()
        world.cycle("Collection", (0, 100))
    with at(now() - timedelta(days=2)):
        world.returned()


def test_stopped_between_any_two_statements_nothing_is_sent_twice_and_nothing_is_lost(settings, server):
    """The whole job (a reminder, news), stopped at step 0, 1, 2 … and run again."""
    furnish()
    unsure = 0
    for number in count():
        forget_everything()
        server.taken.clear()
        with killed_at(number) as harm:
            list(run_mail_jobs())
        db.session.rollback()
        with at(now() + timedelta(hours=12)):
            list(run_mail_jobs())
        assert set(server.counted.values()) <= {1}, f"sent twice when stopped at step {number}"
        kinds = sorted(db.session.scalars(select(Outgoing.kind)))
        assert kinds == [MailKind.CYCLE_OPENS, MailKind.DIGEST], number
        states = found()
        for message_id, state in states.items():
            assert state in (MailState.SENT, MailState.UNSURE), f"lost when stopped at step {number}"
            assert state is MailState.UNSURE or server.counted[message_id] == 1
        unsure += MailState.UNSURE in states.values()
        if harm.left >= 0:
            break
    assert number > 60 and 0 < unsure < number / 3, (number, unsure)


# killed outright, and two at once


def start_job(engine: Engine, server: MailServer, folder: Path) -> "subprocess.Popen[bytes]":
    """`flask jobs run` as cron runs it."""
    told = {
        "INSTANCE_PATH": str(folder),
        "DATABASE_URL": engine.url.render_as_string(hide_password=False),
        "FLASK_APP": "wsgi.py",
        "DEMO": "0",
        "MAIL_TO_FOLDER": "0",
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_PORT": str(server.port),
    }
    command = [sys.executable, "-m", "flask", "jobs", "run"]
    return subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **told}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def write_many(number: int) -> None:
    world = World()
    for person in [world.person(Role.ANALYST) for _ in range(number)]:
        write(person)


def test_a_run_that_is_killed_while_the_server_takes_a_mail_leaves_that_one_unsure(
    settings, own_engine, server, tmp_path
):
    write_many(5)
    running = start_job(own_engine, server, tmp_path)

    def kill_at_the_third(_mail):
        if len(server.taken) == 3:
            running.send_signal(signal.SIGKILL)
            running.wait(20)

    server.on_data = kill_at_the_third
    running.communicate(timeout=60)
    assert running.returncode == -signal.SIGKILL and len(server.taken) == 3
    again = start_job(own_engine, server, tmp_path)
    told, errors = again.communicate(timeout=60)
    assert again.returncode == 0 and b"Sent 2 mails" in told, errors
    assert set(server.counted.values()) == {1} and len(server.taken) == 5
    assert sorted(found().values()) == [MailState.SENDING, *[MailState.SENT] * 4]
    with at(now() + timedelta(hours=1)):
        list(run_mail_jobs())
    assert sorted(found().values()) == [*[MailState.SENT] * 4, MailState.UNSURE] and len(server.taken) == 5


def test_two_runs_at_once_share_the_mails(settings, own_engine, server, tmp_path):
    write_many(40)
    furnish()
    runs = [start_job(own_engine, server, tmp_path) for _ in range(2)]
    for run in runs:
        _told, errors = run.communicate(timeout=120)
        assert run.returncode == 0, errors
    assert len(server.taken) == 42 and set(server.counted.values()) == {1}
    assert set(found().values()) == {MailState.SENT}
