"""The secretariat's queue and a review page, with few and with many open submissions beside what is published."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.timing import seconds, show, world

FEW, MANY, PUBLISHED = 50, 5_000, 5_000
LIMIT = 0.2
"""Seconds of server time within which each page is to be given at MANY."""

DESK = "secretariat@demo.example"


def compare(folder: Path) -> None:
    few, many = queued(folder, FEW), queued(folder, MANY)
    for path, against in (
        ("/review", "/review"),
        ("/review?page=90", "/review"),
        ("/review?warned=with", "/review?warned=with"),
        ("/review?age=head", "/review?age=head"),
    ):
        compared(path, seconds(many, path, DESK), seconds(few, against, DESK))
    times = [seconds(app, f"/review/{last_submitted(app)}", DESK) for app in (many, few)]
    compared("a review page", *times)


def compared(what: str, many: float, few: float) -> None:
    show(f"{what} at {MANY} open", f"the same at {FEW}", many / few)
    show(f"{what} at {MANY} open", f"{LIMIT * 1000:.0f} ms", many / LIMIT)


def queued(folder: Path, size: int) -> Any:
    """A world with so many submissions that wait, their warnings counted."""
    from app.db import db
    from app.services.warned import count_due
    from seed.volume import add_initiatives

    app = world(folder / f"queue-{size}", PUBLISHED)
    with app.app_context():
        before = newest()
        add_initiatives(size, 2016)
        submit_after(before)
        db.session.commit()
        count_due(most=size + 100)
        db.session.commit()
    return app


def newest() -> int:
    from sqlalchemy import func, select

    from app.db import db
    from app.models import Revision

    return db.session.scalar(select(func.max(Revision.id))) or 0


def submit_after(revision_id: int) -> None:
    """What was added after this one waits for review instead of being published, for up to twenty days."""
    from sqlalchemy import bindparam, delete, select, update

    from app.db import db
    from app.domain.status import Status
    from app.models import Allocation, Revision, RevisionLead, TitleWord

    for table in (Allocation, RevisionLead, TitleWord):
        db.session.execute(delete(table).where(table.revision_id > revision_id))
    added = db.session.scalars(select(Revision.id).where(Revision.id > revision_id)).all()
    first = datetime.now(UTC) - timedelta(days=20)
    waiting = [
        {
            "of": identity,
            "status": Status.SUBMITTED,
            "published_at": None,
            "submitted_at": first + timedelta(days=20 * place / len(added)),
        }
        for place, identity in enumerate(added)
    ]
    table: Any = Revision.__table__
    db.session.execute(update(table).where(table.c.id == bindparam("of")), waiting)


def last_submitted(app: Any) -> str:
    from sqlalchemy import select

    from app.db import db
    from app.domain.status import Status
    from app.models import Initiative, Revision

    found = select(Initiative.reference).join(Initiative.revisions).where(Revision.status == Status.SUBMITTED)
    with app.app_context():
        return str(db.session.scalar(found.order_by(Revision.id.desc()).limit(1)))
