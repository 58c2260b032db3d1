"""Questions on fields: those of an initiative, those that a return sent, and how many wait."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, select

from app.db import db
from app.domain.access import Actor
from app.domain.errors import NotFound
from app.domain.questions import Section
from app.domain.review import WITH_THE_PARTNER, QuestionState
from app.domain.text import _
from app.models import QUESTION, Event, Initiative, Occasion, ReviewQuestion, Revision
from app.models.answers import answers, as_json
from app.queries.documents import DOCUMENTS, files_of


def askable(revision: Revision) -> list[str]:
    """The fields on which something can be asked: the questions of its kind, and its documents."""
    kind = revision.initiative.kind
    return [*(name for name, asked in QUESTION.items() if asked.asked_of(kind)), DOCUMENTS]


def values_of(revision: Revision) -> dict[str, Any]:
    """Answers and documents as JSON, by field."""
    whole: dict[str, Any] = as_json({**answers(revision), **files_of(revision)})
    return whole


def questions_of(initiative: Initiative) -> Sequence[ReviewQuestion]:
    """All that was sent, oldest first."""
    sent = ReviewQuestion.state != QuestionState.DRAFT
    return _of(initiative, sent)


def with_the_partner(initiative: Initiative) -> Sequence[ReviewQuestion]:
    """Those that the Partner may still answer."""
    return _of(initiative, ReviewQuestion.state.in_(WITH_THE_PARTNER))


def drafts_of(initiative: Initiative) -> Sequence[ReviewQuestion]:
    """What the secretariat is about to ask, whoever of it."""
    return _of(initiative, ReviewQuestion.state == QuestionState.DRAFT)


def sent_by(event: Event) -> Sequence[ReviewQuestion]:
    """What went out with this return."""
    return _of(event.initiative, ReviewQuestion.event_id == event.id)


def settled_at(event: Event) -> Sequence[ReviewQuestion]:
    """What this decision settled."""
    closed = ReviewQuestion.state == QuestionState.CLOSED
    return _of(event.initiative, closed & (ReviewQuestion.settled_at == event.at))


def section_asked(question: str) -> Section:
    """The section of the field on which something is asked."""
    return Section.DOCUMENTS if question == DOCUMENTS else QUESTION[question].section or Section.BASICS


def label_asked(question: str) -> str:
    """What the field is called on which something is asked."""
    return _("Documents") if question == DOCUMENTS else QUESTION[question].label


def _of(initiative: Initiative, which: Any) -> Sequence[ReviewQuestion]:
    found = select(ReviewQuestion).where(ReviewQuestion.initiative_id == initiative.id, which)
    return db.session.scalars(found.order_by(ReviewQuestion.asked_at, ReviewQuestion.id)).all()


def get_question(initiative: Initiative, question_id: int) -> ReviewQuestion:
    """A sent question of this initiative; raises NotFound."""
    found = next((asked for asked in questions_of(initiative) if asked.id == question_id), None)
    if found is None:
        raise NotFound(_("There is no such question on this initiative."))
    return found


def can_return_without_note(initiative: Initiative) -> bool:
    """Whether something is asked: a question not sent yet, or one that has no answer."""
    waiting = (QuestionState.DRAFT, QuestionState.OPEN)
    return bool(_of(initiative, ReviewQuestion.state.in_(waiting)))


def sent_with(events: Iterable[Event]) -> dict[int, list[ReviewQuestion]]:
    """The questions that went out with each of these events, by the event's id."""
    ids = [event.id for event in events]
    found = select(ReviewQuestion).where(ReviewQuestion.event_id.in_(ids)).order_by(ReviewQuestion.id)
    by_event: dict[int, list[ReviewQuestion]] = {}
    for asked in db.session.scalars(found):
        by_event.setdefault(asked.event_id or 0, []).append(asked)
    return by_event


def count_open(revisions: Sequence[Revision]) -> dict[int, int]:
    """How many questions without words of an answer each initiative has, by its id."""
    return _count(revisions, (ReviewQuestion.state == QuestionState.OPEN) & (ReviewQuestion.answer == ""))


def count_answered(revisions: Sequence[Revision]) -> dict[int, int]:
    """How many answered questions of each initiative wait for the reviewer's verdict, by its id."""
    return _count(revisions, ReviewQuestion.state == QuestionState.ANSWERED)


def _count(revisions: Sequence[Revision], which: Any) -> dict[int, int]:
    ids = [revision.initiative_id for revision in revisions]
    found = select(ReviewQuestion.initiative_id, func.count()).where(ReviewQuestion.initiative_id.in_(ids), which)
    return dict(db.session.execute(found.group_by(ReviewQuestion.initiative_id)).all())


def last_edits(revision: Revision) -> dict[str, Event]:
    """The newest event in which each field was changed."""
    edits = select(Event).where(Event.revision_id == revision.id, Event.occasion == Occasion.EDITED)
    found: dict[str, Event] = {}
    for event in db.session.scalars(edits.order_by(Event.at, Event.id)):
        found.update(dict.fromkeys(event.changes or {}, event))
    return found


def own_drafts(initiative: Initiative, by: Actor) -> dict[str, ReviewQuestion]:
    return {asked.question: asked for asked in drafts_of(initiative) if asked.asked_by_id == by.person_id}
