"""Empty databases for the migrations, apart from those of the other tests."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import Engine

from app import create_app
from app.db import db
from tests import databases

Made = Callable[[], Flask]


@pytest.fixture(params=databases.ENGINES)
def empty(request: pytest.FixtureRequest, tmp_path: Path, shared_folder: Path) -> Iterator[Made]:
    """`empty()` is an application on a new, empty database of the engine in turn."""
    made: list[Flask] = []

    def build() -> Flask:
        name = f"migrations_{uuid4().hex[:12]}"
        if request.param == "sqlite":
            url = databases.sqlite_url(tmp_path, name)
        else:
            url = databases.postgres_url(databases.postgres_server(shared_folder), name)
        made.append(create_app({"SQLALCHEMY_DATABASE_URI": url, "SECRET_KEY": "x", "SECURITY_PASSWORD_SALT": "x"}))
        return made[-1]

    yield build
    for app in made:
        with app.app_context():
            db.engine.dispose()


def engine_of(app: Flask) -> Engine:
    """The engine of the application itself, disposed of by `empty` at the end."""
    with app.app_context():
        return db.engine
