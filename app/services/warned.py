"""Keeps the number of warnings by which the queue is filtered."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from app.db import db, now
from app.models import Initiative, Revision, WarningCount
from app.queries.warned import OPEN, uncounted, warnings_of

STANDS_FOR = timedelta(days=1)
"""Some checks look at today's date."""

AT_ONCE = 500
_INSERT: Mapping[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def count_warnings(revision: Revision) -> None:
    """Write down how many warnings stand on it now."""
    db.session.flush()
    _keep(warnings_of([revision]))


def count_again(initiative: Initiative) -> None:
    """Of the submission that is open, if any is."""
    if initiative.working is not None and initiative.working.status in OPEN:
        count_warnings(initiative.working)


def count_due(most: int = AT_ONCE) -> int:
    """Count those that nobody counted yet, or not for a day; how many that were."""
    due = uncounted(now() - STANDS_FOR, most)
    _keep(warnings_of(due))
    return len(due)


def _keep(numbers: Mapping[int, int]) -> None:
    """A job and a reviewer may count the same one at once: the later number stands."""
    insert = _INSERT[db.session.connection().dialect.name]
    for revision_id, number in sorted(numbers.items()):
        seen = {"number": number, "counted_at": now()}
        made = insert(WarningCount).values(revision_id=revision_id, **seen)
        db.session.execute(made.on_conflict_do_update(index_elements=["revision_id"], set_=seen))
