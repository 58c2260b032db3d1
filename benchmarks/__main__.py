"""`make bench`: prints a table of ratios. Small numbers are good; nothing here passes or fails."""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from benchmarks import similar

FEW, MANY = 500, 5_000
RUNS = 3


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="jvap-bench-"))
    os.environ.update(INSTANCE_PATH=str(folder), DEMO="1")
    few, many = world(folder, FEW), world(folder, MANY)
    print(f"{'what':<44}{'against':<34}{'ratio':>8}")
    for path in (
        "/initiatives",
        "/reports/by-domain",
        "/reports/by-partner",
        "/reports/by-country",
        "/reports/by-year",
    ):
        show(f"{path} at {MANY} initiatives", f"the same at {FEW}", seconds(many, path) / seconds(few, path))
    taken = {what: timed(how) for what, how in similar.ways(many).items()}
    for against in list(taken)[1:]:
        show(f"twins of a title among {MANY}", against, taken["ours"] / taken[against])
    columns, rows = exported(many)
    show(f"workbook writer, {len(rows)} rows", "pandas.to_excel", timed(lambda: ours(columns, rows)) / pandas(rows))


def world(folder: Path, size: int) -> Any:
    """An application with `size` published initiatives on its own SQLite file."""
    from flask_migrate import upgrade

    from app import create_app
    from app.db import db
    from seed.demo import load_demo
    from seed.reference import load_reference
    from seed.volume import add_initiatives

    app = create_app({"SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / str(size)}.sqlite", "TESTING": True})
    with app.app_context():
        upgrade()
        for fill in (load_reference, load_demo, lambda: add_initiatives(size, 2015)):
            fill()
            db.session.commit()
    return app


def seconds(app: Any, path: str) -> float:
    """The median time in which an analyst is given the page."""
    client = app.test_client()
    with client.session_transaction() as session:
        session.update(_user_id=analyst(app), _fresh=True, fs_cc="set", fs_paa=time.time())
    return timed(lambda: client.get(path).get_data())


def analyst(app: Any) -> str:
    from sqlalchemy import select

    from app.db import db
    from app.models import Person

    with app.app_context():
        found = select(Person.fs_uniquifier).where(Person.email == "analyst@demo.example")
        return str(db.session.scalars(found).one())


def exported(app: Any) -> tuple[Any, list[dict[str, Any]]]:
    """The columns and rows of the sheet Initiatives."""
    from app.domain.access import Actor, Role
    from app.queries.selection import Selection
    from reports.initiatives import Export

    with app.test_request_context("/"):
        export = Export(Selection(), Actor(name="Benchmark", role=Role.ANALYST), "")
        return export.columns(), list(export.rows(export.revisions()))


def ours(columns: Any, rows: list[dict[str, Any]]) -> bytes:
    from reports.kit.workbook import Book

    book = Book("Benchmark", "Benchmark")
    sheet = book.sheet("Initiatives", columns)
    for row in rows:
        sheet.append(row)
    return book.bytes()


def pandas(rows: list[dict[str, Any]]) -> float:
    import pandas as pd

    plain = [{name: getattr(value, "text", value) for name, value in row.items()} for row in rows]
    return timed(lambda: pd.DataFrame(plain).to_excel(BytesIO(), index=False))


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


if __name__ == "__main__":
    main()
