"""What a revision still lacks: the one answer for the task list, "check your answers" and the submission."""

from app.domain.labelled import Labelled
from app.domain.questions import Kind, Section
from app.domain.rules import Problem, in_section, incomplete, is_empty
from app.domain.text import _
from app.models import QUESTION, QUESTIONS, Revision
from app.models.answers import answers, section_answers
from app.queries.documents import documents_of

AS_TYPED = _("Something in this section could not be read: open it and correct it")


class SectionState(Labelled):
    NOTHING_YET = "nothing_yet", _("Nothing yet")
    STARTED = "started", _("Started")
    TO_CORRECT = "to_correct", _("To correct")
    COMPLETE = "complete", _("Complete")
    QUESTION = "question", _("Question from the secretariat")
    ANSWERED = "answered", _("Answered")


def gaps(revision: Revision) -> list[Problem]:
    """What stands in the way of submitting, in the order of the sections.

    A section kept as typed is one thing to correct, whatever its stored answers lack: what was typed is not read yet.
    """
    held, kind = held_sections(revision), revision.initiative.kind
    lacking = incomplete(QUESTIONS, answers(revision), kind)
    found = [_held_problem(section) for section in held] + [p for p in lacking if section_of(p) not in held]
    order = list(Section)
    return sorted(found, key=lambda problem: order.index(section_of(problem)))


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
    answered = not all(is_empty(value) for value in section_answers(revision, section).values())
    if not answered and not (section is Section.DOCUMENTS and documents_of(revision)):
        return SectionState.NOTHING_YET
    return SectionState.STARTED if has_gaps else SectionState.COMPLETE


def is_optional(section: Section, kind: Kind) -> bool:
    """Whether nothing in the section is required to submit."""
    return not any(question.required_of(kind) for question in in_section(QUESTIONS, section, kind))


def _held_problem(section: Section) -> Problem:
    first = next(question for question in QUESTIONS if question.section is section)
    return Problem(first.name, AS_TYPED)
