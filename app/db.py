"""The database: one session, constraint names, time, and the types that both engines store exactly."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, DateTime, Dialect, Engine, MetaData, TypeDecorator, event
from sqlalchemy.orm import DeclarativeBase, Session

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base, session_options={"autoflush": True})
migrate = Migrate(render_as_batch=True, compare_type=True)

read_only: ContextVar[bool] = ContextVar("read_only", default=False)
"""Set while a GET is answered: then nothing can be flushed, and SQLite takes no write lock."""


_clock: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The time, in UTC, to the second: what is stored in every `..._at` column."""
    return _clock.get() or datetime.now(UTC).replace(microsecond=0)


@contextmanager
def at(moment: datetime | None) -> Iterator[None]:
    """Let `now()` answer `moment`: for the demo world, whose story lies in the past, and for tests."""
    token = _clock.set(moment)
    try:
        yield
    finally:
        _clock.reset(token)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite stores none of its own."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC).replace(tzinfo=None) if dialect.name == "sqlite" else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Scaled(TypeDecorator[Decimal]):
    """A Decimal with a fixed number of places, stored as an integer: exact on both engines, also in sums."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value.scaleb(self.places).to_integral_value(ROUND_HALF_UP))

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(int(value)).scaleb(-self.places)


class WriteInReadOnlyRequest(RuntimeError):
    """A GET tried to write: a fault of the program."""


@event.listens_for(Session, "before_flush")
def _refuse_writes_in_a_get(session: Session, *_: Any) -> None:
    if read_only.get() and (session.new or session.dirty or session.deleted):
        raise WriteInReadOnlyRequest(f"{[*session.new, *session.dirty, *session.deleted]}")


def _lower(text: Any) -> Any:
    """SQLite's own knows no accents: É would not be found as é."""
    return text.lower() if isinstance(text, str) else text


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if not type(connection).__module__.startswith("sqlite3"):
        return
    connection.isolation_level = None
    connection.create_function("lower", 1, _lower, deterministic=True)
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "busy_timeout=10000", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Any) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN" if read_only.get() else "BEGIN IMMEDIATE")
