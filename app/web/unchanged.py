"""A version that says what the published one says: somebody opened it to update, and changed nothing."""

from dataclasses import dataclass

from flask import url_for

from app.domain.access import Permission, can
from app.domain.status import EDITABLE
from app.models import Revision
from app.queries.cycles import find_open_cycle
from app.queries.history import differences
from app.web.access import actor


@dataclass(frozen=True)
class Unchanged:
    """`cycle` and `href` name the open cycle in which its reader can say that it is still accurate, or are ""."""

    cycle: str = ""
    href: str = ""


def unchanged(revision: Revision) -> Unchanged | None:
    """None where it differs from what is published, holds text that cannot be read yet, or is not being written."""
    published = revision.initiative.published
    if revision.status not in EDITABLE or published is None or revision.held or differences(published, revision):
        return None
    cycle = find_open_cycle() if can(actor(), Permission.CYCLE_ANSWER, revision.initiative.subject) else None
    return Unchanged(cycle.name, url_for("answering.show", cycle=cycle.slug)) if cycle else Unchanged()
