"""Questions on fields: asked by the secretariat, sent with a return, answered by the Partner, confirmed or reopened."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from app.db import db, now
from app.domain.access import Actor, Permission, require
from app.domain.audit import Deed, Matter, Thing
from app.domain.errors import DomainError, NotPossible
from app.domain.review import LONGEST_ANSWER, LONGEST_QUESTION, WITH_THE_PARTNER, QuestionState
from app.domain.status import Status
from app.domain.text import _
from app.domain.workflow import Action
from app.models import Event, Initiative, ReviewQuestion, Revision
from app.queries.review_questions import (
    askable,
    drafts_of,
    last_edits,
    own_drafts,
    section_asked,
    sent_by,
    settled_at,
    values_of,
    with_the_partner,
)
from app.services.audit import note


def save_drafts(revision: Revision, texts: Mapping[str, str], by: Actor) -> None:
    """Keep what `by` is about to ask, by field; an empty text takes a draft away. All of them, or none.

    They are kept whatever the status, so that nothing is lost when the Partner takes the record back meanwhile.
    Raises DomainError (with the field) where a text is too long, or without one where there is no such field.
    """
    require(by, Permission.REVISION_REVIEW, revision.initiative.subject)
    known = askable(revision)
    for name, text in texts.items():
        if name not in known:
            raise DomainError(_("There is no field “%(name)s” on this record to ask about."), name=name[:40])
        _check(text, LONGEST_QUESTION, name)
    standing = own_drafts(revision.initiative, by)
    if texts:
        _tell(revision.initiative, by, sorted(texts))
    for name, text in texts.items():
        _draft(revision.initiative, name, text.strip(), standing.get(name), by)
    db.session.flush()


def _tell(initiative: Initiative, by: Actor, fields: list[str]) -> None:
    note(Deed.QUESTIONS_KEPT, by, Thing(Matter.INITIATIVE, initiative.reference), {"questions": fields})


def _check(text: str, limit: int, name: str) -> None:
    if len(text.strip()) > limit:
        message = _("Shorten this to %(limit)s characters or fewer: it has %(length)s")
        raise DomainError(message, field=name, limit=limit, length=len(text.strip()))


def _draft(initiative: Initiative, name: str, text: str, standing: ReviewQuestion | None, by: Actor) -> None:
    if standing and text:
        standing.text = text
    elif standing:
        db.session.delete(standing)
    elif text:
        made = ReviewQuestion(initiative_id=initiative.id, question=name, text=text, state=QuestionState.DRAFT)
        made.asked_by_id, made.asked_by = by.person_id, by.name
        db.session.add(made)


def confirm(asked: ReviewQuestion, revision: Revision, by: Actor) -> None:
    """The reviewer is content with the answer, or needs none any more."""
    _settle(asked, revision, QuestionState.CLOSED, by)


def reopen(asked: ReviewQuestion, revision: Revision, text: str, by: Actor) -> None:
    """Ask again, in new words or in the old ones: what is asked goes along with the next return."""
    standing = own_drafts(revision.initiative, by).get(asked.question)
    again = text.strip() or asked.text
    texts = [standing.text, again] if standing and standing.text != again else [again]
    whole = "\n\n".join(texts)
    _check(whole, LONGEST_QUESTION, asked.question)
    if asked.state is not QuestionState.REOPENED:
        _settle(asked, revision, QuestionState.REOPENED, by)
        save_drafts(revision, {asked.question: whole}, by)


def _settle(asked: ReviewQuestion, revision: Revision, state: QuestionState, by: Actor) -> None:
    require(by, Permission.REVISION_REVIEW, revision.initiative.subject)
    if revision.status is not Status.SUBMITTED:
        raise NotPossible(_("It is not with the secretariat now: it is “%(status)s”."), status=revision.status)
    if asked.state is state:
        return
    if asked.state not in WITH_THE_PARTNER:
        raise NotPossible(_("This question was settled meanwhile: it is “%(state)s”."), state=asked.state)
    asked.state, asked.settled_by, asked.settled_at = state, by.name, now()
    _tell(revision.initiative, by, [asked.question])
    db.session.flush()


def ask_anew(revision: Revision, changed: Collection[str]) -> None:
    """The secretariat has changed these fields itself: only what the Partner makes of them from now on answers."""
    values = values_of(revision)
    for asked in with_the_partner(revision.initiative):
        if asked.question in changed and asked.state is QuestionState.OPEN:
            asked.value = values[asked.question]
    db.session.flush()


def answer_in_words(initiative: Initiative, texts: Mapping[int, str], by: Actor) -> None:
    """What the Partner's desk says to its questions, by their ids; it can be changed until it is submitted."""
    waiting = {asked.id: asked for asked in with_the_partner(initiative)}
    for identity, written in texts.items():
        text, asked = written.strip(), waiting.get(identity)
        if asked is None:
            raise DomainError(_("The question that you answer does not wait for an answer here."))
        section = section_asked(asked.question)
        require(by, Permission.REVISION_EDIT, replace(initiative.subject, section=section))
        _check(text, LONGEST_ANSWER, asked.question)
        if asked.answer != text:
            asked.answer = text
            asked.answered_by, asked.answered_at = (by.name, now()) if text else ("", None)
    db.session.flush()


def follow(event: Event, by: Actor) -> None:
    """What a step that was just taken means for the questions."""
    match event.action:
        case Action.RETURN:
            _send(event)
        case Action.SUBMIT:
            _close_what_changed(event)
        case Action.PUBLISH | Action.DECLINE | Action.DROP:
            _end(event, by)
    db.session.flush()


def unfollow(undone: Event) -> None:
    """What undoing a decision means: what went out with it is a draft again, what it settled is unsettled."""
    match undone.action:
        case Action.RETURN:
            _call_back(undone)
        case Action.PUBLISH | Action.DECLINE:
            for asked in settled_at(undone):
                asked.state = QuestionState.ANSWERED if asked.changed or asked.answer else QuestionState.OPEN
                asked.settled_by, asked.settled_at = "", None
    db.session.flush()


def _call_back(undone: Event) -> None:
    """Where its reviewer has begun another question on the field meanwhile, both become one."""
    for asked in sent_by(undone):
        newer = next((draft for draft in drafts_of(undone.initiative) if _same_place(draft, asked)), None)
        if newer is not None:
            newer.text = f"{asked.text}\n\n{newer.text}"[:LONGEST_QUESTION]
            db.session.delete(asked)
        else:
            asked.state, asked.asked_at, asked.event_id, asked.value = QuestionState.DRAFT, None, None, None


def _same_place(one: ReviewQuestion, other: ReviewQuestion) -> bool:
    return (one.question, one.asked_by_id) == (other.question, other.asked_by_id)


def _send(event: Event) -> None:
    values = values_of(event.revision)
    for asked in drafts_of(event.initiative):
        asked.state, asked.asked_at, asked.event_id = QuestionState.OPEN, event.at, event.id
        asked.value = values[asked.question]


def _close_what_changed(event: Event) -> None:
    """A question whose field is no longer as it was when it was asked is answered by that."""
    waiting = with_the_partner(event.initiative)
    if not waiting:
        return
    values, edits = values_of(event.revision), last_edits(event.revision)
    for asked in waiting:
        asked.answer_value = values[asked.question]
        asked.changed = asked.answer_value != asked.value
        asked.state = QuestionState.ANSWERED if asked.changed or asked.answer else QuestionState.OPEN
        if asked.changed and not asked.answer:
            edit = edits.get(asked.question, event)
            asked.answered_by, asked.answered_at = edit.person_name, edit.at


def _end(event: Event, by: Actor) -> None:
    """The decision settles what was asked; what was not sent stays with whoever wrote it, should it be undone."""
    for asked in with_the_partner(event.initiative):
        asked.state, asked.settled_by, asked.settled_at = QuestionState.CLOSED, by.name, event.at
