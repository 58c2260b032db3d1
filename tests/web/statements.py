"""Counts the statements that a block sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event


@contextmanager
def counted() -> Iterator[list[str]]:
    """The list grows with every statement."""
    sent: list[str] = []

    def _note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", _note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", _note)
