"""Questions on fields as a reader sees them: at their field, on the task list, in the history."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import request, url_for

from app.domain.access import Permission, can
from app.domain.questions import Section
from app.domain.review import QuestionState
from app.domain.text import _ as mark
from app.models import QUESTION, Initiative, ReviewQuestion, Revision
from app.queries.documents import DOCUMENTS
from app.queries.review_questions import questions_of, values_of
from app.services.review_questions import answer_in_words
from app.web.access import actor
from app.web.changes import Change, changes_of

REPLY = "reply-"
Asked = dict[str, list["AskedQuestion"]]


@dataclass(frozen=True)
class AskedQuestion:
    """`change` is what its field was when it was asked and is since; `typed` the answer as it was sent just now."""

    id: int
    name: str
    label: str
    section: Section
    href: str
    text: str
    who: str
    at: datetime | None
    state: QuestionState
    answer: str
    typed: str
    answered_by: str
    answered_at: datetime | None
    change: Change | None
    settled_by: str
    settled_at: datetime | None

    @property
    def has_answer(self) -> bool:
        return bool(self.answer or self.change)

    @property
    def is_settled(self) -> bool:
        return self.state in (QuestionState.CLOSED, QuestionState.REOPENED)

    @property
    def waits(self) -> bool:
        """For the Partner, who has neither changed the field nor said anything."""
        return not self.is_settled and not self.has_answer


def label_of(name: str) -> str:
    return mark("Documents") if name == DOCUMENTS else QUESTION[name].label


def section_of(name: str) -> Section:
    return (QUESTION[name].section if name in QUESTION else None) or Section.DOCUMENTS


def asked_of(revision: Revision) -> Asked:
    """What was asked of an initiative, by field, compared with the answers of this revision; nothing for readers."""
    if not can(actor(), Permission.WORKING_READ, revision.initiative.subject):
        return {}
    found = questions_of(revision.initiative)
    values = values_of(revision) if found else {}
    by_field: Asked = {}
    for asked in found:
        new = asked.answer_value if asked.settled_at else values[asked.question]
        by_field.setdefault(asked.question, []).append(presented(asked, revision, new))
    return by_field


def presented(asked: ReviewQuestion, revision: Revision, new: object) -> AskedQuestion:
    moved = {asked.question: [asked.value, new]} if asked.value != new else {}
    if asked.settled_at and not asked.changed:
        moved = {}
    private = can(actor(), Permission.CONTACT_READ, revision.initiative.subject)
    changes = changes_of(moved, revision.taxonomy_version, private=private)
    return AskedQuestion(
        id=asked.id,
        name=asked.question,
        label=label_of(asked.question),
        section=section_of(asked.question),
        href=_address(revision, asked.question),
        text=asked.text,
        who=asked.asked_by,
        at=asked.asked_at,
        state=asked.state,
        answer=asked.answer,
        typed=request.form.get(f"{REPLY}{asked.id}", asked.answer),
        answered_by=asked.answered_by,
        answered_at=asked.answered_at,
        change=changes[0] if changes and changes[0].is_seen else None,
        settled_by=asked.settled_by,
        settled_at=asked.settled_at,
    )


def told_in_history(asked: ReviewQuestion, revision: Revision) -> AskedQuestion:
    """As it was answered when it was submitted again, whatever the field became later."""
    return presented(asked, revision, asked.answer_value if asked.changed else asked.value)


def _address(revision: Revision, name: str) -> str:
    reference, section = revision.initiative.reference, section_of(name).value
    return url_for("entering.edit", reference=reference, section=section, _anchor=f"asked-{name}")


def unsettled(asked: Asked, section: Section | None = None) -> list[AskedQuestion]:
    """Those that the Partner may still answer, of one section or of all."""
    every = (one for questions in asked.values() for one in questions if not one.is_settled)
    return [one for one in every if section in (None, one.section)]


def waiting(questions: Iterable[AskedQuestion]) -> list[AskedQuestion]:
    return [one for one in questions if one.waits]


def take_replies(initiative: Initiative) -> None:
    """Keep what was typed beside the questions of the form that was sent."""
    replies = _replies(request.form)
    if replies:
        answer_in_words(initiative, replies, actor())


def _replies(form: Mapping[str, str]) -> dict[int, str]:
    numbered = re.compile(rf"{REPLY}(\d{{1,9}})")
    sent = ((numbered.fullmatch(name), text) for name, text in form.items())
    return {int(found[1]): text.replace("\0", "").replace("\r\n", "\n") for found, text in sent if found}


def of_section(asked: Asked, section: Section) -> Mapping[str, Sequence[AskedQuestion]]:
    """What stands at the fields of its form: not what is closed."""
    return {
        name: [one for one in questions if one.state is not QuestionState.CLOSED]
        for name, questions in asked.items()
        if section_of(name) is section
    }
