"""The signed-in person's home: what waits for them, one sentence and one button each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_security import current_user

from app.db import now
from app.domain.access import Permission, can
from app.domain.languages import Reading
from app.domain.reviewing import Age
from app.domain.status import Status
from app.models import Correction, Event, Revision
from app.queries.completeness import gaps
from app.queries.corrections import open_contests, recent_corrections
from app.queries.history import last_notes, recent_answers
from app.queries.initiatives import in_status, newest_published
from app.queries.languages import read_title
from app.queries.names import domain_shorts, provisional_versions
from app.queries.news import came_of, is_open_to
from app.queries.queue import Wanted, count_submissions, submissions
from app.queries.review_questions import count_open
from app.web import handed
from app.web.access import actor, signed_in
from app.web.cycle_page import open_cycle
from app.web.listing import domains_of
from app.wording import locale, say, written_date

blueprint = Blueprint("home", __name__)
SHOWN = 5
ANSWERS_SHOWN_FOR = timedelta(days=90)


@dataclass(frozen=True)
class HomeRow:
    title: str
    href: str
    reference: str
    partner: str
    reading: Reading | None
    """Of the title; None where there is none."""
    note: str = ""
    domains: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Waiting:
    """Something to do: its heading, one sentence, one button, and the first few records concerned."""

    title: str
    text: str
    button: str
    href: str
    rows: list[HomeRow]
    status: Status


@blueprint.get("/")
@signed_in
def home() -> ResponseReturnValue:
    waiting = [*_of_the_partner(), *_of_the_secretariat()]
    return render_template(
        "home.html",
        waiting=waiting,
        cycle=open_cycle(),
        answers=_answers(),
        corrected=_corrected(),
        contested=_contested(),
        newest=_newest(),
        status_counts=_elsewhere(),
        provisional=bool(provisional_versions()),
    )


def _of_the_partner() -> Iterator[Waiting | handed.Group]:
    if not can(actor(), Permission.INITIATIVE_CREATE):
        return
    yield from _waiting(Status.RETURNED, _returned)
    yield from handed.to_write()
    if can(actor(), Permission.REVISION_SUBMIT):
        yield from handed.finished_parts()
        yield from _waiting(Status.AWAITING_SIGN_OFF, _handed_over)
    yield from _waiting(Status.DRAFT, _drafts)
    yield from handed.handed_out_now()


def _waiting(status: Status, describe: Callable[[int, list[Revision]], Waiting]) -> Iterator[Waiting]:
    count, first = in_status(actor(), status, SHOWN)
    if count:
        yield describe(count, list(first))


def _returned(count: int, first: list[Revision]) -> Waiting:
    notes, questions = last_notes(first), count_open(first)
    told = {revision.id: [notes[revision.id].note] if revision.id in notes else [] for revision in first}
    rows = [
        _row(revision, " · ".join([*_asked(questions.get(revision.initiative_id, 0)), *told[revision.id]]))
        for revision in first
    ]
    return Waiting(
        title=ngettext("%(num)s was returned to you", "%(num)s were returned to you", count),
        text=_("The secretariat says what to correct. Correct it and submit again: nothing is lost.")
        if can(actor(), Permission.REVISION_SUBMIT)
        else _("The secretariat says what to correct. Correct it and hand it over again: nothing is lost."),
        button=_("Read why and correct"),
        href=_list_or_only(Status.RETURNED, count, rows),
        rows=rows,
        status=Status.RETURNED,
    )


def _asked(count: int) -> list[str]:
    return [str(ngettext("%(num)s question to answer", "%(num)s questions to answer", count))] if count else []


def _handed_over(count: int, first: list[Revision]) -> Waiting:
    rows = [_row(revision, _("Last change on %(day)s", day=written_date(revision.changed_at))) for revision in first]
    return Waiting(
        title=ngettext("%(num)s awaits your sign-off", "%(num)s await your sign-off", count),
        text=_("Contributors have handed these over. Read them, then submit them or send them back."),
        button=_("Read and sign off"),
        href=_list_or_only(Status.AWAITING_SIGN_OFF, count, rows),
        rows=rows,
        status=Status.AWAITING_SIGN_OFF,
    )


def _drafts(count: int, first: list[Revision]) -> Waiting:
    """One that was sent back says why, before what it lacks."""
    notes = last_notes(first)
    told = {revision.id: [notes[revision.id].note] if revision.id in notes else [] for revision in first}
    rows = [_row(revision, " · ".join([*told[revision.id], _lacking(revision)])) for revision in first]
    return Waiting(
        title=ngettext("%(num)s draft is open", "%(num)s drafts are open", count),
        text=_("What you have typed is kept. Only submitting asks for completeness."),
        button=_("Continue writing"),
        href=_list_or_only(Status.DRAFT, count, rows),
        rows=rows,
        status=Status.DRAFT,
    )


def _lacking(revision: Revision) -> str:
    missing = len(gaps(revision))
    if not missing:
        ready = _("Everything needed is there: it can be submitted.")
        return str(ready if can(actor(), Permission.REVISION_SUBMIT) else _("Everything needed is there."))
    text = ngettext(
        "%(num)s answer is missing or must be corrected", "%(num)s answers are missing or must be corrected", missing
    )
    return str(text)


def _of_the_secretariat() -> Iterator[Waiting]:
    if not can(actor(), Permission.QUEUE_READ):
        return
    count = count_submissions()
    if not count:
        return
    first = submissions(size=SHOWN)
    oldest = first[0].days_waiting
    rows = [_row(found.revision, say_days(found.days_waiting)) for found in first]
    yield Waiting(
        title=ngettext("%(num)s submission waits for review", "%(num)s submissions wait for review", count),
        text=_("The oldest comes first. It has waited: %(days)s.", days=say_days(oldest)),
        button=_("Open the queue"),
        href=url_for("review.queue"),
        rows=rows,
        status=Status.SUBMITTED,
    )


def say_days(days: int) -> str:
    return str(ngettext("%(num)s day", "%(num)s days", days) if days else _("since today"))


def _elsewhere() -> list[tuple[str, str]]:
    """What the Partner has with others, what of the queue concerns this reviewer: (sentence, address)."""
    if can(actor(), Permission.QUEUE_READ):
        return list(_of_the_reviewer())
    if not can(actor(), Permission.INITIATIVE_CREATE):
        return []
    count, _first = in_status(actor(), Status.SUBMITTED, 1)
    if not count:
        return []
    text = ngettext("%(num)s is with the secretariat", "%(num)s are with the secretariat", count)
    return [(text, url_for("initiatives.index", status=Status.SUBMITTED.value))]


def _of_the_reviewer() -> Iterator[tuple[str, str]]:
    person = current_user
    own = count_submissions(Wanted(reviewers=frozenset({str(person.id)})))
    if own:
        text = ngettext("%(num)s is assigned to you", "%(num)s are assigned to you", own)
        yield text, url_for("review.queue", reviewer=person.id)
    ages = [age for age in Age if age.escalates_to and age.escalates_to is person.duty]
    late = count_submissions(Wanted(age=frozenset(ages))) if ages else 0
    if late:
        text = ngettext(
            "%(num)s has waited so long that it has gone on to you",
            "%(num)s have waited so long that they have gone on to you",
            late,
        )
        yield text, url_for("review.queue", age=[age.value for age in ages])


def _answers() -> list[HomeRow]:
    """What the secretariat decided of late on what this desk had sent, with its reason.

    A Contributor reads what came of what they wrote, the Focal Point's steps too.
    """
    if not can(actor(), Permission.INITIATIVE_CREATE):
        return []
    if not can(actor(), Permission.REVISION_SUBMIT):
        since = now() - ANSWERS_SHOWN_FOR
        return [_came_of(event) for event in came_of(current_user, since, SHOWN)]
    return [_answer(event) for event in recent_answers(actor(), now() - ANSWERS_SHOWN_FOR, SHOWN)]


def _answer(event: Event) -> HomeRow:
    assert event.action is not None
    told = _("%(what)s on %(day)s", what=_(event.action.label), day=written_date(event.at))
    return _row(event.revision, f"{told} · {event.note}" if event.note else told)


def _came_of(event: Event) -> HomeRow:
    """Who may no longer read it sees its reference and what happened; the page behind says the same."""
    what = event.action.label if event.action else event.occasion.label
    told = _("%(what)s by %(name)s on %(day)s", what=_(what), name=event.person_name, day=written_date(event.at))
    if is_open_to(current_user, event):
        return _row(event.revision, f"{told} · {event.note}" if event.note else told)
    return replace(_row(event.revision, told), title=event.initiative.reference, reading=None)


def _corrected() -> list[HomeRow]:
    """What the secretariat corrected of late in what this desk had sent, and what became of it."""
    if not can(actor(), Permission.INITIATIVE_CREATE):
        return []
    return [_correction(one) for one in recent_corrections(actor(), now() - ANSWERS_SHOWN_FOR, SHOWN)]


def _contested() -> list[HomeRow]:
    """Contests that wait for the secretariat's answer."""
    return [_correction(one) for one in open_contests(SHOWN)] if can(actor(), Permission.QUEUE_READ) else []


def _correction(one: Correction) -> HomeRow:
    event = one.event
    told = (
        [_("%(what)s on %(day)s", what=say(event.section.label), day=written_date(event.at))] if event.section else []
    )
    told += [say(one.verdict.label)] if one.verdict else [_("Contested")] if one.is_open else []
    href = url_for("contesting.show", reference=event.initiative.reference, _anchor=f"correction-{one.event_id}")
    return replace(_row(event.revision, " · ".join([*told, one.contest if one.is_open else event.note])), href=href)


def _newest() -> list[HomeRow]:
    shorts = domain_shorts(locale())
    return [
        _row(revision, _("Published on %(day)s", day=written_date(revision.published_at)), shorts)
        for revision in newest_published(actor(), SHOWN)
    ]


def _row(revision: Revision, note: str, shorts: dict[tuple[str, str], str] | None = None) -> HomeRow:
    initiative = revision.initiative
    return HomeRow(
        title=revision.title_in(locale()) or _("Without a title"),
        reading=read_title(revision, locale()),
        href=url_for("initiatives.show", reference=initiative.reference),
        reference=initiative.reference,
        partner=initiative.partner.name(locale()),
        note=note,
        domains=tuple(domains_of(revision, shorts)) if shorts else (),
    )


def _list_or_only(status: Status, count: int, rows: list[HomeRow]) -> str:
    """Straight to the record where there is only one."""
    return rows[0].href if count == 1 else url_for("initiatives.index", status=status.value)
