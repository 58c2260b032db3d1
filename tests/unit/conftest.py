"""Unit tests reach no database: a connection is a fault of the test."""

from typing import Any, NoReturn

import pytest
from sqlalchemy import Engine


@pytest.fixture(autouse=True)
def _no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise AssertionError("a unit test reached for the database")

    monkeypatch.setattr(Engine, "connect", refuse)
