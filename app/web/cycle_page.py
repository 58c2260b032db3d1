"""What the pages of a cycle show: every initiative and domain of a Partner with its answer, and how far it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.db import now
from app.domain.access import Permission, can
from app.domain.cycles import Answered, DomainAnswer, PartnerState, Progress, state_of
from app.domain.languages import Reading
from app.domain.letters import Channel
from app.domain.status import EDITABLE, Status
from app.domain.text import _ as mark
from app.models import Cycle, Initiative, Partner, Revision
from app.queries.cycles import (
    Answers,
    Said,
    answers_of,
    domain_codes,
    find_open_cycle,
    progress_of,
    readable_new,
    standing_revisions,
)
from app.queries.languages import read_title
from app.queries.names import domain_shorts
from app.queries.standings import standings
from app.queries.taxonomy import current_version
from app.web.access import actor
from app.web.paging import Page, page_of
from app.wording import locale, number, say, written_date

SIZE = 50


@dataclass(frozen=True)
class InitiativeRow:
    """`working` is the status of a version that is not published yet, for those who may know of it.

    `told` is who answered, and when.
    """

    reference: str
    title: str
    reading: Reading | None
    """Of the title; None where there is none."""
    href: str
    answer: Answered | None
    told: str
    working: Status | None
    can_be_taken_back: bool
    quoted: str
    """The letter that the answer was recorded from; "" where the Partner answered here."""

    @property
    def is_editable(self) -> bool:
        return self.working in EDITABLE


@dataclass(frozen=True)
class DomainRow:
    code: str
    short: str
    answer: DomainAnswer | None
    told: str
    quoted: str

    @property
    def can_be_taken_back(self) -> bool:
        return self.answer is DomainAnswer.NOTHING


@dataclass(frozen=True)
class NewRow:
    reference: str
    title: str
    reading: Reading | None
    """Of the title; None where there is none."""
    href: str
    status: Status


@dataclass(frozen=True)
class PartnerPage:
    """`left` and `answered` are those of this page of the list of published initiatives."""

    progress: Progress
    state: PartnerState
    days_left: int
    left: list[InitiativeRow]
    answered: list[InitiativeRow]
    domains: list[DomainRow]
    new: list[NewRow]
    pages: Page


def of_partner(cycle: Cycle, partner: Partner) -> PartnerPage:
    answers = answers_of(cycle, partner.code)
    progress = answers.progress(domain_codes())
    given = progress.initiatives
    order = sorted(given, key=lambda initiative: (given[initiative] is not None, initiative))
    pages = page_of(len(order), SIZE)
    shown = order[pages.first - 1 : pages.last]
    rows = _initiative_rows(cycle, shown, progress, answers)
    return PartnerPage(
        progress=progress,
        state=state_of(progress),
        days_left=days_left(cycle),
        left=[row for row in rows if row.answer is None],
        answered=[row for row in rows if row.answer is not None],
        domains=[_domain_row(code, answer, answers) for code, answer in _named(progress)],
        new=[_new_row(revision) for revision in readable_new(answers, progress.new, actor())],
        pages=pages,
    )


def _initiative_rows(cycle: Cycle, shown: list[int], progress: Progress, answers: Answers) -> list[InitiativeRow]:
    standing = {revision.initiative_id: revision for revision in standing_revisions(cycle, shown)}
    return [_initiative_row(standing[one], progress.initiatives[one], answers.said(one)) for one in shown]


def _initiative_row(revision: Revision, answer: Answered | None, said: Said | None) -> InitiativeRow:
    initiative = revision.initiative
    theirs = can(actor(), Permission.WORKING_READ, initiative.subject)
    working = initiative.working.status if initiative.working and theirs else None
    undecided = answer is Answered.ENDED and working is Status.SUBMITTED
    return InitiativeRow(
        reference=initiative.reference,
        title=title_of(revision),
        reading=read_title(revision, locale()),
        href=_address(initiative),
        answer=answer,
        told=_told(said) if answer else "",
        working=working,
        can_be_taken_back=answer is Answered.STILL_ACCURATE or undecided or bool(said and said.ended_on),
        quoted=_quoted(said) if answer else "",
    )


def _named(progress: Progress) -> Iterable[tuple[tuple[str, str], DomainAnswer | None]]:
    shorts, version = domain_shorts(locale()), current_version().name
    return (((code, shorts[version, code]), answer) for code, answer in progress.domains.items())


def _domain_row(named: tuple[str, str], answer: DomainAnswer | None, answers: Answers) -> DomainRow:
    code, short = named
    said = answers.said(code) if answer is DomainAnswer.NOTHING else None
    return DomainRow(code, short, answer, _told(said), _quoted(said))


def _new_row(revision: Revision) -> NewRow:
    return NewRow(
        reference=revision.initiative.reference,
        title=title_of(revision),
        reading=read_title(revision, locale()),
        href=_address(revision.initiative),
        status=revision.status,
    )


def title_of(revision: Revision) -> str:
    """In the reader's language."""
    return revision.title_in(locale()) or _("Without a title")


def _address(initiative: Initiative) -> str:
    return url_for("initiatives.show", reference=initiative.reference)


def _told(said: Said | None) -> str:
    """Who answered and when; of a recorded answer also the letter, and an end that is not published yet."""
    if said is None:
        return ""
    if said.letter is None:
        return str(_("%(name)s on %(day)s", name=said.by, day=written_date(said.at)))
    letter = said.letter
    words = _BY_LETTER[letter.channel]
    told = say(words, {"day": written_date(letter.received_on), "sender": letter.sender, "name": said.by})
    if said.ended_on:
        ended = _("Ended on %(day)s: what is published does not say so yet.", day=written_date(said.ended_on))
        return f"{told} {ended}"
    return told


_BY_LETTER = {
    Channel.EMAIL: mark("By e-mail of %(day)s from %(sender)s, recorded by %(name)s."),
    Channel.NOTE: mark("By note of %(day)s from %(sender)s, recorded by %(name)s."),
}


def _quoted(said: Said | None) -> str:
    return said.letter.text if said and said.letter else ""


def days_left(cycle: Cycle) -> int:
    """Whole days after today in which the cycle is still open."""
    return (cycle.closes_on - now().date()).days


@dataclass(frozen=True)
class OpenCycle:
    """The open cycle on the home page: its end, one sentence and one button."""

    name: str
    closes_on: date
    text: str
    button: str
    href: str
    asks: bool
    """Whether the reader has something left to answer."""


def open_cycle() -> OpenCycle | None:
    """For those who may read a Partner's answers, as long as a cycle is open."""
    who = actor()
    cycle = find_open_cycle() if can(who, Permission.CYCLE_READ) else None
    if cycle is None:
        return None
    href = url_for("answering.show", cycle=cycle.slug)
    if who.partner is None:
        text = _answered_so_far(cycle)
        return OpenCycle(cycle.name, cycle.closes_on, text, _("Open the cycle"), href, asks=False)
    progress = progress_of(cycle, who.partner)
    left = progress.asked > progress.answered
    asks = left and can(who, Permission.CYCLE_ANSWER)
    button = _("Answer") if asks else _("See the answers")
    return OpenCycle(cycle.name, cycle.closes_on, _how_far(progress), button, href, asks=asks)


def _answered_so_far(cycle: Cycle) -> str:
    found = standings(cycle).values()
    done = sum(one.state is PartnerState.ANSWERED for one in found)
    told = _("%(done)s of %(all)s Partners have answered.", done=number(done), all=number(len(found)))
    left = days_left(cycle)
    return f"{told} {ngettext('%(num)s day is left.', '%(num)s days are left.', left)}"


def _how_far(progress: Progress) -> str:
    if progress.answered == progress.asked:
        return str(_("Everything is answered."))
    return str(
        _(
            "%(answered)s of %(asked)s answers are given.",
            answered=number(progress.answered),
            asked=number(progress.asked),
        )
    )
