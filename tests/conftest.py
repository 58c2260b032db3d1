"""Fixtures for all tests: the application, a transaction a test on each engine, clients of people."""

import os
import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ["INSTANCE_PATH"] = tempfile.mkdtemp(prefix="jvap-tests-")
os.environ.pop("DATABASE_URL", None)
pytest.register_assert_rewrite("tests.client", "tests.world")

from flask import Flask  # noqa: E402
from sqlalchemy import Connection, Engine, event  # noqa: E402
from sqlalchemy.orm import Session, scoped_session  # noqa: E402

from app import create_app  # noqa: E402
from app.db import db  # noqa: E402
from app.models import Person  # noqa: E402
from tests import databases  # noqa: E402
from tests.client import CheckingClient  # noqa: E402
from tests.world import World  # noqa: E402

SETTINGS: dict[str, Any] = {
    "TESTING": True,
    "DEMO": True,
    "MAIL_TO_FOLDER": True,
    "SECRET_KEY": "for tests only",
    "SECURITY_PASSWORD_SALT": "for tests only",
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {"argon2__time_cost": 1, "argon2__memory_cost": 64},
    "SQLALCHEMY_DATABASE_URI": "sqlite://",
}


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this machine can be reached."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        local = self.family == socket.AF_UNIX or address[0] in ("127.0.0.1", "::1", "localhost")
        assert local, f"a test reached for the network: {address}"
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str:
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker: str) -> Path:
    """A folder that all workers of one run share."""
    base = tmp_path_factory.getbasetemp()
    return base if worker == "main" else base.parent


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One application a worker, without a context; its database is put under it by `session`."""
    made = create_app({**SETTINGS, "MAIL_FOLDER": str(tmp_path_factory.mktemp("mail"))})
    made.test_client_class = CheckingClient

    @made.teardown_request
    def _nothing_is_left(error: BaseException | None) -> None:
        left = [*db.session.new, *db.session.dirty, *db.session.deleted]
        assert not left and not db.session.info.get("flushed"), f"the request ended with uncommitted state: {left}"

    return made


@event.listens_for(Session, "after_flush")
def _flushed(session: Session, _context: object) -> None:
    session.info["flushed"] = True


@event.listens_for(Session, "after_transaction_end")
def _settled(session: Session, transaction: Any) -> None:
    if transaction.parent is None:
        session.info["flushed"] = False


@pytest.fixture(scope="session")
def sqlite_engine(app: Flask, tmp_path_factory: pytest.TempPathFactory, worker: str) -> Iterator[Engine]:
    engine = databases.furnished(app, databases.sqlite_url(tmp_path_factory.mktemp("sqlite"), worker))
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def postgresql_engine(app: Flask, shared_folder: Path, worker: str) -> Iterator[Engine]:
    server = databases.postgres_server(shared_folder)
    engine = databases.furnished(app, databases.postgres_url(server, f"jvap_{worker}"))
    yield engine
    engine.dispose()


@pytest.fixture(params=databases.ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    """Schema and reference data, on each engine in turn."""
    found: Engine = request.getfixturevalue(f"{request.param}_engine")
    return found


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as opened:
        outer = opened.begin()
        yield opened
        outer.rollback()


@pytest.fixture
def session(app: Flask, connection: Connection) -> Iterator[scoped_session[Any]]:
    """The session of this test, inside an application context; everything is undone at the end."""
    with databases.bound(app, connection):
        yield db.session


@pytest.fixture
def world(session: scoped_session[Any]) -> World:
    """Builds people and initiatives through the services."""
    return World()


@pytest.fixture
def client(app: Flask, session: scoped_session[Any]) -> CheckingClient:
    """A visitor who has not signed in."""
    made = app.test_client()
    assert isinstance(made, CheckingClient)
    return made


@pytest.fixture
def sign_in_as(app: Flask, session: scoped_session[Any]) -> Callable[[Person], CheckingClient]:
    """`sign_in_as(person)` is a client of their own."""

    def signed_in(person: Person) -> CheckingClient:
        made = app.test_client()
        assert isinstance(made, CheckingClient)
        made.sign_in(person)
        return made

    return signed_in


@pytest.fixture
def mail_folder(app: Flask) -> Path:
    """Where the mails of this test go, empty at its start."""
    folder = Path(app.config["MAIL_FOLDER"])
    folder.mkdir(parents=True, exist_ok=True)
    for mail in folder.iterdir():
        mail.unlink()
    return folder
