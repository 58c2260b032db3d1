"""Finding likely twins of a title, against reading every published title."""

from collections.abc import Callable
from difflib import SequenceMatcher
from typing import Any

TITLE = "German contribution to Better Migration Management in the Horn of Africa"


def ways(app: Any) -> dict[str, Callable[[], object]]:
    """{what: how}; the first is ours, the others are what it is measured against."""
    return {
        "ours": lambda: within(app, ours),
        "difflib over all titles": lambda: within(app, by_difflib),
        "rapidfuzz over all titles": lambda: within(app, by_rapidfuzz),
        "LIKE for any of its words": lambda: within(app, by_like),
    }


def within(app: Any, way: Callable[[], object]) -> object:
    with app.app_context():
        return way()


def ours() -> object:
    from app.queries.similar import twins_of_title

    return twins_of_title([TITLE])


def by_difflib() -> object:
    from app.queries.text import plain

    matcher = SequenceMatcher(b=plain(TITLE))
    found = []
    for identity, title in titles():
        matcher.set_seq1(title)
        if matcher.quick_ratio() > 0.6 and matcher.ratio() > 0.6:
            found.append(identity)
    return found


def by_rapidfuzz() -> object:
    from rapidfuzz import fuzz, process

    from app.queries.text import plain

    return process.extract(plain(TITLE), dict(titles()), scorer=fuzz.token_set_ratio, score_cutoff=70, limit=40)


def by_like() -> object:
    from sqlalchemy import or_, select

    from app.db import db
    from app.domain.likeness import words_of
    from app.domain.status import Status
    from app.models import Revision
    from app.queries.text import plain

    words = [Revision.sort_en.contains(word) for word in words_of([plain(TITLE)])]
    return db.session.execute(
        select(Revision.id, Revision.sort_en).where(Revision.status == Status.PUBLISHED, or_(*words))
    ).all()


def titles() -> list[Any]:
    from sqlalchemy import select

    from app.db import db
    from app.domain.status import Status
    from app.models import Revision

    published = select(Revision.id, Revision.sort_en).where(Revision.status == Status.PUBLISHED)
    return [tuple(row) for row in db.session.execute(published)]
