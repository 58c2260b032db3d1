"""The audit log: for administrators only, to read, to search, to take away as a file."""

from dataclasses import dataclass, fields
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.db import now
from app.domain.access import Permission
from app.domain.audit import Deed, Matter
from app.domain.text import _ as mark
from app.models import AuditEntry
from app.queries.audit import Slice, Sought, count_up_to, head, slice_of
from app.queries.selection import UnknownFilter
from app.web.access import actor, requires
from app.web.downloads import workbook_response
from app.web.filters import Group, Option
from app.web.paging import here
from app.wording import say, written_date
from reports import audit as words

blueprint = Blueprint("audit", __name__, url_prefix="/audit")
SIZE = 50
LARGEST = 2**31 - 1
_IN_MEMORY = 4 * 1024 * 1024
_LINKS = {
    Matter.INITIATIVE: ("initiatives.show", "reference"),
    Matter.REPORT: ("reports.show", "slug"),
    Matter.CYCLE: ("answering.show", "cycle"),
    Matter.ORGANISATION: ("organisations.show", "organisation_id"),
}


@dataclass(frozen=True)
class Row:
    """An entry as the page shows it; `href` leads to the record, `by_href` to what else its doer did."""

    entry: AuditEntry
    deed: str
    who: str
    role: str
    matter: str
    thing: str
    href: str | None
    by_href: str | None
    about_href: str | None
    details: list[tuple[str, str]]


@blueprint.get("")
@requires(Permission.AUDIT_READ)
def index() -> ResponseReturnValue:
    sought = _sought()
    found = slice_of(sought, SIZE, before=_number("before"), after=_number("after"))
    return render_template(
        "audit/index.html",
        rows=[_row(entry) for entry in found.entries],
        sought=sought,
        deeds=Group("deed", mark("What was done"), [Option(d, d.label, d in sought.deeds) for d in Deed]),
        chips=_chips(sought),
        head=head(),
        steps=_steps(found),
        workbook=_file_address("xlsx"),
        csv=_file_address("csv"),
    )


@blueprint.get("/entries.csv")
@requires(Permission.AUDIT_READ)
def csv() -> Response:
    into = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - the answer closes it
    words.audit_csv(_sought(), into)
    response: Response = send_file(
        into, mimetype="text/csv", as_attachment=True, download_name=f"jvap-audit-{now():%Y-%m-%d}.csv"
    )
    return response


@blueprint.get("/entries.xlsx")
@requires(Permission.AUDIT_READ)
def workbook() -> Response:
    sought, most = _sought(), words.MOST_IN_A_WORKBOOK
    if count_up_to(sought, most) > most:
        message = mark("These are more than %(most)s entries: choose fewer days, or take the CSV file.")
        raise UnknownFilter(message, most=most)
    chosen = [label for label, _href in _chips(sought)]
    return workbook_response(words.audit_workbook(sought, chosen, actor().name), "audit")


def _sought() -> Sought:
    """The selection in the address; raises UnknownFilter (400)."""
    deeds = tuple(dict.fromkeys(request.args.getlist("deed")))
    if astray := [deed for deed in deeds if deed not in list(Deed)]:
        raise UnknownFilter(mark("The audit log knows no deed “%(value)s”"), value=astray[0][:40])
    texts = {name: request.args.get(name, "").strip()[:200] for name in ("who", "about", "q")}
    return Sought(**texts, deeds=deeds, since=_day("since"), until=_day("until"))


def _day(name: str) -> date | None:
    text = request.args.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        message = mark("“%(value)s” is no day: write it as 2026-11-25")
        raise UnknownFilter(message, value=text[:20]) from None


def _number(name: str) -> int | None:
    text = request.args.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        raise UnknownFilter(mark("There is no entry “%(value)s”"), value=text[:20])
    return min(int(text), LARGEST)


def _chips(sought: Sought) -> list[tuple[str, str]]:
    """What is set, each with the address without it."""
    labels = {"who": _("Who"), "about": _("Record"), "q": _("Words"), "since": _("From"), "until": _("Until")}
    chips = []
    for name in (field.name for field in fields(sought) if field.name in labels):
        if value := getattr(sought, name):
            shown = written_date(value) if isinstance(value, date) else value
            text = _("%(name)s: %(value)s", name=labels[name], value=shown)
            chips.append((text, _here(**{name: None})))
    return chips + [(say(Deed(deed).label), _without(deed, sought)) for deed in sought.deeds]


def _here(**changed: None) -> str:
    """The present selection from its newest entry, without what is named."""
    return here(before=None, after=None, **changed)


def _without(deed: str, sought: Sought) -> str:
    """The present selection with all its deeds but one."""
    address, others = _here(deed=None), [("deed", other) for other in sought.deeds if other != deed]
    return f"{address}{'&' if '?' in address else '?'}{urlencode(others)}" if others else address


def _steps(found: Slice) -> list[tuple[str, str, str]]:
    """(icon, label, address) of the ways on from this page."""
    steps, entries = [], found.entries
    if entries and found.newer:
        steps.append(("previous", _("Newer entries"), here(before=None, after=entries[0].id)))
    if entries and found.older:
        steps.append(("next", _("Older entries"), here(after=None, before=entries[-1].id)))
    return steps


def _file_address(kind: str) -> str:
    query = _here().partition("?")[2]
    address = url_for(".workbook" if kind == "xlsx" else ".csv")
    return f"{address}?{query}" if query else address


def _row(entry: AuditEntry) -> Row:
    link = _LINKS.get(Matter(entry.object_kind)) if entry.object_kind in list(Matter) else None
    return Row(
        entry=entry,
        deed=words.deed_in_words(entry),
        who=words.person_in_words(entry),
        role=words.role_in_words(entry),
        matter=words.matter_in_words(entry),
        thing=entry.object_name or entry.object_key,
        href=_address(entry, link),
        by_href=url_for(".index", who=entry.person_name) if entry.person_name else None,
        about_href=url_for(".index", about=entry.object_name or entry.object_key) if entry.object_kind else None,
        details=words.details_in_words(entry),
    )


def _address(entry: AuditEntry, link: tuple[str, str] | None) -> str | None:
    if entry.object_kind == Matter.PERSON:
        return url_for("people.index", q=entry.object_name)
    if link is None:
        return None
    endpoint, name = link
    values: dict[str, Any] = {name: entry.object_key}
    return url_for(endpoint, **values)
