"""A world of a given size, the time that a page takes in it, and the line of the table."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

RUNS = 3
ANALYST = "analyst@demo.example"


def world(folder: Path, size: int) -> Any:
    """An application with `size` published initiatives on its own SQLite file."""
    from flask_migrate import upgrade

    from app import create_app
    from app.db import db
    from seed.demo import load_demo
    from seed.reference import load_reference
    from seed.volume import add_initiatives

    folder.mkdir(parents=True, exist_ok=True)
    app = create_app({"SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / str(size)}.sqlite", "TESTING": True})
    with app.app_context():
        upgrade()
        for fill in (load_reference, load_demo, lambda: add_initiatives(size, 2015)):
            fill()
            db.session.commit()
    return app


def seconds(app: Any, path: str, email: str = ANALYST) -> float:
    """The median time in which this person is given the page, after it was given once."""
    client = app.test_client()
    with client.session_transaction() as session:
        session.update(_user_id=key_of(app, email), _fresh=True, fs_cc="set", fs_paa=time.time(), sign_in=uuid4().hex)
    given = client.get(path)
    if given.status_code != 200:
        raise RuntimeError(f"{path} answers {given.status_code}")
    return timed(lambda: client.get(path).get_data())


def key_of(app: Any, email: str) -> str:
    from sqlalchemy import select

    from app.db import db
    from app.models import Person

    with app.app_context():
        found = select(Person.fs_uniquifier).where(Person.email == email)
        return str(db.session.scalars(found).one())


def timed(work: Callable[[], object]) -> float:
    """The median of a few runs, in seconds."""
    taken = []
    for _run in range(RUNS):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def show(what: str, against: str, ratio: float) -> None:
    print(f"{what:<44}{against:<34}{ratio:>8.2f}")
