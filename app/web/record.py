"""The record of an initiative as its readers see it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import abort
from flask_babel import format_decimal
from flask_babel import gettext as _

from app.domain.access import Permission, can
from app.domain.choices import FundingType
from app.domain.questions import CodeList, Kind
from app.domain.status import WORKING, Status
from app.domain.text import _ as mark
from app.domain.workflow import Action, Step, steps_from
from app.models import FundingLine, Initiative, Revision
from app.queries.corrections import corrections_of, is_opened_to_correct
from app.queries.documents import documents_of
from app.queries.history import last_note
from app.queries.initiatives import list_parts
from app.queries.languages import read_title
from app.queries.names import domain_shorts, is_provisional
from app.web.access import actor
from app.web.linked import linked_with
from app.web.listing import domains_of, rows_of, years_of
from app.web.presenting import code_names, initiative_link, readers_sections
from app.web.undoing import undoable_decision
from app.wording import locale, money, say

_WHERE_IT_IS = {
    Status.DRAFT: mark("Version %(new)s is being written; version %(old)s stands in the reports."),
    Status.AWAITING_SIGN_OFF: mark("Version %(new)s awaits the Focal Point; version %(old)s stands in the reports."),
    Status.SUBMITTED: mark("Version %(new)s is with the secretariat; version %(old)s stands in the reports."),
    Status.RETURNED: mark("Version %(new)s was returned to the Partner; version %(old)s stands in the reports."),
}


@dataclass(frozen=True)
class FundingRow:
    funder: str
    year: int
    kind: FundingType
    amount: str
    eur: str
    rate: str


def may_read_working(initiative: Initiative) -> bool:
    return can(actor(), Permission.WORKING_READ, initiative.subject)


def versions_of(initiative: Initiative) -> list[Revision]:
    """The versions that the signed-in person may read, oldest first."""
    who = actor()
    return [
        revision
        for revision in initiative.revisions
        if can(who, Permission.INITIATIVE_READ, initiative.subject_of(revision))
    ]


def shown_version(initiative: Initiative, asked: str | None) -> Revision:
    """The version asked for, otherwise the working one, the published one or the newest; 404 if not theirs to see."""
    readable = versions_of(initiative)
    if asked:
        readable = [revision for revision in readable if str(revision.number) == asked]
    current = [revision for revision in readable if revision.status in WORKING]
    standing = [revision for revision in readable if revision.status is Status.PUBLISHED]
    found = [*current, *standing, *newest_of(readable)]
    if not found:
        abort(404)
    return found[0]


def newest_of(versions: list[Revision]) -> list[Revision]:
    """The newest one that was not discarded, where there is one, alone in a list."""
    kept = [revision for revision in versions if revision.status is not Status.DISCARDED]
    return (kept or versions)[-1:]


def record_of(initiative: Initiative, revision: Revision) -> dict[str, Any]:
    """What the template of the record shows."""
    steps = [step for step in steps_from(revision.status, actor(), initiative.subject) if _offered(step, revision)]
    versions = versions_of(initiative)
    parts = list_parts(initiative.reference, actor())
    return {
        "initiative": initiative,
        "revision": revision,
        "title": revision.title_in(locale()) or _("Without a title"),
        "reading": read_title(revision, locale()),
        "sections": readers_sections(revision, actor(), locale()),
        "facts": facts_of(revision),
        "domains": domains_of(revision, domain_shorts(locale())),
        "provisional": is_provisional(revision.taxonomy_version),
        "funding": funding_rows(revision),
        "documents": documents_of(revision),
        "parts": rows_of(parts),
        "versions": versions,
        "newest": newest_of(versions)[-1],
        "standing": standing_sentence(initiative),
        "steps": [step for step in steps if not step.careful],
        "careful_steps": [step for step in steps if step.careful],
        "last_note": last_note(_last_decided(initiative, revision)) if may_read_working(initiative) else None,
        "undoable": undoable_decision(initiative),
        "corrects": can(actor(), Permission.REVISION_CORRECT, initiative.subject) and initiative.working is None,
        "corrections": len(corrections_of(initiative)) if may_read_working(initiative) else 0,
        "linked": linked_with(initiative, revision),
        "reviews": revision.status is Status.SUBMITTED and can(actor(), Permission.REVISION_REVIEW, initiative.subject),
    }


def _offered(step: Step, revision: Revision) -> bool:
    """What is decided on the review page is not offered here.

    A discarded version can be taken up again while no other is written, and none was published after it.
    """
    if step.permission is Permission.REVISION_REVIEW:
        return False
    initiative = revision.initiative
    if step.action in (Action.DROP, Action.TAKE_BACK):
        opened = initiative.working is not None and is_opened_to_correct(initiative.working)
        return opened is (step.action is Action.DROP)
    return step.action is not Action.RESTORE or not (initiative.working or initiative.overtaken(revision))


def _last_decided(initiative: Initiative, shown: Revision) -> Revision:
    """A newer version that was declined concerns whoever reads the one that still stands."""
    return initiative.latest if initiative.latest.status is Status.DECLINED else shown


def standing_sentence(initiative: Initiative) -> str:
    """Where the working version is and which one stands in the reports, for those who may know of both."""
    working, published = initiative.working, initiative.published
    if not (working and published and may_read_working(initiative)):
        return ""
    return say(_WHERE_IT_IS[working.status], {"new": working.number, "old": published.number})


def facts_of(revision: Revision) -> list[tuple[str, str, str]]:
    """(label, value, what to know of it) for the side of the record."""
    initiative = revision.initiative
    entity = code_names(CodeList.ENTITIES).get(revision.entity or "", "")
    found = [
        (_("Partner"), initiative.partner.name(locale()), ""),
        (_("Entity"), entity, ""),
        (_("Kind"), say(initiative.kind.label), ""),
        (_("Period"), years_of(revision), ""),
        (_("Part of"), initiative_link(revision.parent) if revision.parent else "", ""),
    ]
    if initiative.kind is Kind.PROJECT:
        found += [_total(revision, kind) for kind in FundingType]
    return [fact for fact in found if fact[1]]


def _total(revision: Revision, kind: FundingType) -> tuple[str, str, str]:
    lines = [line for line in revision.funding_rows if line.type is kind]
    converted = [line.eur for line in lines if line.eur is not None]
    missing = len(lines) - len(converted)
    note = _("Without %(count)s of %(all)s lines, whose exchange rate is missing", count=missing, all=len(lines))
    if not lines:
        return say(kind.label), _("Not stated") if kind is FundingType.COMMITTED else "", ""
    total = money(sum(converted, Decimal(0))) if converted else _("Not converted")
    return say(kind.label), total, note if missing else ""


def funding_rows(revision: Revision) -> list[FundingRow]:
    return [_funding(line) for line in revision.funding_rows]


def _funding(line: FundingLine) -> FundingRow:
    amount = money(line.amount, line.currency)
    if line.eur is None:
        rate = _("no rate for %(year)s yet", year=line.year)
    elif line.currency == "EUR":
        rate = ""
    else:
        figure = format_decimal(line.rate, format="#,##0.####")
        rate = _("1 EUR = %(rate)s %(currency)s", rate=figure, currency=line.currency)
    return FundingRow(line.funder, line.year, line.type, amount, money(line.eur), rate)
