"""The task list: one row a section, with its state in words."""

from dataclasses import dataclass, replace

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.domain.access import Permission, can
from app.domain.errors import NotFound
from app.domain.questions import Section
from app.domain.rules import sections_of
from app.domain.text import _ as mark
from app.models import QUESTIONS, Initiative, Revision
from app.queries.completeness import SectionState, gaps, is_optional, section_of, state_of
from app.web.access import actor
from app.web.asked import AskedQuestion, asked_of, unsettled, waiting


@dataclass(frozen=True)
class Task:
    """What the macro `task_list` draws."""

    label: str
    href: str
    state: SectionState
    note: str


def tasks(revision: Revision) -> list[Task]:
    """A row for each section of the revision's kind, in the order in which they are filled.

    A section that is not for the signed-in person to write leads to where it is read.
    """
    found, asked, initiative = gaps(revision), asked_of(revision), revision.initiative
    order = sections_of(QUESTIONS, initiative.kind)
    theirs = {section for section in order if is_theirs(initiative, section)}
    rows = []
    for section in order:
        missing = [problem for problem in found if section_of(problem) is section]
        questions = unsettled(asked, section)
        state = _asked(state_of(revision, section, bool(missing)), questions)
        note = _note(state, len(missing), is_optional(section, initiative.kind), questions)
        if len(theirs) < len(order):
            whose = _("Handed to you") if section in theirs else _("Not handed to you: you can read it")
            note = " · ".join(filter(None, (whose, note)))
        read = section_to_read(revision, section)
        rows.append(Task(section.label, _address(revision, section) if section in theirs else read, state, note))
    return rows


def is_theirs(initiative: Initiative, section: Section) -> bool:
    """Whether the section is the signed-in person's to write: a Contributor may have been handed some only."""
    return can(actor(), Permission.REVISION_OPEN, replace(initiative.subject, section=section))


def section_to_read(revision: Revision, section: Section) -> str:
    """Its place on the page that shows all answers."""
    return url_for("entering.check", reference=revision.initiative.reference, _anchor=f"s-{section.value}")


def _address(revision: Revision, section: Section) -> str:
    return url_for("entering.edit", reference=revision.initiative.reference, section=section.value)


def _asked(state: SectionState, questions: list[AskedQuestion]) -> SectionState:
    """What cannot be read is told first, then what is asked, then what is missing."""
    if state is SectionState.TO_CORRECT or not questions:
        return state
    if waiting(questions):
        return SectionState.QUESTION
    return SectionState.ANSWERED if state is not SectionState.STARTED else state


def _note(state: SectionState, missing: int, optional: bool, questions: list[AskedQuestion]) -> str:
    if state is SectionState.QUESTION:
        count = len(waiting(questions))
        return str(ngettext("%(num)s question to answer", "%(num)s questions to answer", count))
    if state is SectionState.NOTHING_YET:
        return str(_("Optional")) if optional else ""
    if state is SectionState.STARTED:
        return str(_("Answers missing or too short: %(count)s", count=missing))
    return ""


def section_or_404(revision: Revision, value: str) -> Section:
    """The section of that name that the revision's kind has."""
    for section in sections_of(QUESTIONS, revision.initiative.kind):
        if section.value == value:
            return section
    raise NotFound(mark("There is no such section."))
