"""The secretariat's queue. What is done with a submission is on its own page: reviewing.py."""

from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.db import now
from app.domain.access import Permission
from app.domain.questions import Kind
from app.queries.queue import PAGE_SIZE, Submission, count_submissions, submissions
from app.web.access import requires
from app.web.paging import page_of
from app.wording import locale

blueprint = Blueprint("review", __name__)


@dataclass(frozen=True)
class QueueRow:
    """`waiting` is in days; `returned` how often it came back to the Partner before."""

    href: str
    reference: str
    title: str
    partner: str
    kind: Kind
    submission: Submission
    waiting: int


@blueprint.get("/review")
@requires(Permission.QUEUE_READ)
def queue() -> ResponseReturnValue:
    page = page_of(count_submissions(), PAGE_SIZE)
    return render_template("review/queue.html", rows=[_row(found) for found in submissions(page.number)], page=page)


def _row(found: Submission) -> QueueRow:
    initiative = found.revision.initiative
    return QueueRow(
        href=url_for("reviewing.show", reference=initiative.reference),
        reference=initiative.reference,
        title=found.revision.title_in(locale()) or _("Without a title"),
        partner=initiative.partner.name(locale()),
        kind=initiative.kind,
        submission=found,
        waiting=found.days_waiting(now()),
    )
