"""Reading: the list of initiatives, one initiative, its history."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.domain.access import Permission, can
from app.models import Initiative
from app.queries.history import PAGE_SIZE as EVENTS
from app.queries.history import count_events, events_of, publications_of
from app.queries.initiatives import PAGE_SIZE, count_listed, listed, load_initiative
from app.web.access import actor, requires, signed_in
from app.web.entering import task_list
from app.web.filters import OF_LISTS, filter_panel, selection_of_request
from app.web.listing import asked_sort, columns, has_provisional, rows_of
from app.web.paging import page_of
from app.web.record import may_read_working, record_of, shown_version
from app.web.timeline import told, told_to_readers
from app.wording import locale

blueprint = Blueprint("initiatives", __name__, url_prefix="/initiatives")


@blueprint.get("")
@signed_in
def index() -> ResponseReturnValue:
    chosen, sort = selection_of_request(), asked_sort()
    page = page_of(count_listed(actor(), chosen), PAGE_SIZE)
    found = listed(actor(), chosen, sort, locale(), page.number)
    keep = {"sort": sort} if "sort" in request.args else {}
    return render_template(
        "initiatives/list.html",
        rows=rows_of(found, chosen.as_at),
        columns=columns(sort),
        page=page,
        panel=filter_panel(chosen, OF_LISTS, keep=keep),
        provisional=has_provisional(found),
        as_at=chosen.as_at,
    )


@blueprint.get("/<reference>")
@requires(Permission.INITIATIVE_READ, load_initiative)
def show(initiative: Initiative) -> ResponseReturnValue:
    """The task list for those who may edit now, unless they ask for a version to read; the record for all others."""
    asked = request.args.get("version")
    edits = initiative.working is not None and can(actor(), Permission.REVISION_EDIT, initiative.subject)
    if edits and not asked:
        return task_list(initiative)
    revision = shown_version(initiative, asked)
    return render_template("initiatives/record.html", edits=edits, **record_of(initiative, revision))


@blueprint.get("/<reference>/history")
@requires(Permission.INITIATIVE_READ, load_initiative)
def history(initiative: Initiative) -> ResponseReturnValue:
    """All that happened, for those who may read unpublished content; for others when it was in the reports."""
    whole = may_read_working(initiative)
    page = page_of(count_events(initiative) if whole else 0, EVENTS)
    entries = told(events_of(initiative, page.number)) if whole else told_to_readers(publications_of(initiative))
    title = shown_version(initiative, None).title_in(locale())
    return render_template(
        "initiatives/history.html", initiative=initiative, title=title, entries=entries, page=page, whole=whole
    )
