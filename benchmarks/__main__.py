"""`make bench`: prints a table of ratios. Small numbers are good; nothing here passes or fails."""

import os
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

from benchmarks import queue, similar
from benchmarks.timing import seconds, show, timed, world

FEW, MANY = 500, 5_000


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
    queue.compare(folder)
    columns, rows = exported(many)
    show(f"workbook writer, {len(rows)} rows", "pandas.to_excel", timed(lambda: ours(columns, rows)) / pandas(rows))


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


if __name__ == "__main__":
    main()
