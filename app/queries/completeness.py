"""What a revision still lacks: the one answer for the task list, "check your answers" and the submission."""

from app.domain.labelled import Labelled
from app.domain.questions import Kind, Section
from app.domain.rules import Problem, in_section, incomplete, is_empty
from app.domain.text import _
from app.models import QUESTION, QUESTIONS, Revision
from app.models.answers import answers, section_answers


class SectionState(Labelled):
    NOTHING_YET = "nothing_yet", _("Nothing yet")
    STARTED = "started", _("Started")
    TO_CORRECT = "to_correct", _("To correct")
    COMPLETE = "complete", _("Complete")


def gaps(revision: Revision) -> list[Problem]:
    """Each section kept as typed because it must be corrected first, then each missing or too short answer."""
    held = [_held_problem(section) for section in Section if section in held_sections(revision)]
    return held + incomplete(QUESTIONS, answers(revision), revision.initiative.kind)


def held_sections(revision: Revision) -> set[Section]:
    return {held.section for held in revision.held}


def section_of(problem: Problem) -> Section:
    asked = QUESTION[problem.question]
    assert asked.section is not None
    return asked.section


def state_of(revision: Revision, section: Section, has_gaps: bool) -> SectionState:
    """The state of a section, given whether `gaps()` names any of its questions."""
    if section in held_sections(revision):
        return SectionState.TO_CORRECT
    if all(is_empty(value) for value in section_answers(revision, section).values()):
        return SectionState.NOTHING_YET
    return SectionState.STARTED if has_gaps else SectionState.COMPLETE


def is_optional(section: Section, kind: Kind) -> bool:
    """Whether nothing in the section is required to submit."""
    return not any(question.required_of(kind) for question in in_section(QUESTIONS, section, kind))


def _held_problem(section: Section) -> Problem:
    first = next(question for question in QUESTIONS if question.section is section)
    return Problem(first.name, _("Something in this section could not be read: open it and correct it"))
