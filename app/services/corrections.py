"""The secretariat corrects what a Partner has submitted, visibly and by name; the Partner may contest it."""

from collections.abc import Mapping
from typing import Any

from app.db import db, now
from app.domain.access import Actor, Permission, require
from app.domain.corrections import LONGEST_WORDS, Verdict, is_correctable
from app.domain.errors import DomainError, NotPossible
from app.domain.questions import Section
from app.domain.rules import incomplete
from app.domain.status import Status
from app.domain.text import Term, _
from app.models import QUESTION, QUESTIONS, Correction, Initiative, Occasion, Revision
from app.models.answers import answers, as_json, from_json, section_answers
from app.services.events import record
from app.services.initiatives import open_to_correct, put_section
from app.services.review_questions import ask_anew
from app.services.warned import count_warnings


def correct(
    revision: Revision, section: Section, values: Mapping[str, Any], reason: str, by: Actor, *, key: str = ""
) -> Correction:
    """Set answers of a section while the submission stays with the secretariat.

    Raises NotAllowed, NotPossible (it is not with the secretariat), or DomainError on `reason` or on a question.
    """
    require_with_us(revision)
    require(by, Permission.REVISION_CORRECT, revision.initiative.subject)
    reason = _words(reason, "reason")
    given = {name: value for name, value in values.items() if is_correctable(QUESTION[name])}
    _require_complete(revision, given)
    changed = put_section(revision, section, given, by)
    if not changed:
        raise DomainError(
            _("Nothing is different: change an answer, or leave this page without saving."), field="reason"
        )
    event = record(revision, Occasion.CORRECTED, by, section=section, changes=changed, note=reason, key=key or None)
    db.session.flush()
    made = Correction(event_id=event.id, initiative_id=revision.initiative_id, event=event)
    db.session.add(made)
    ask_anew(revision, changed)
    db.session.flush()
    count_warnings(revision)
    return made


def require_with_us(revision: Revision) -> None:
    if revision.status is not Status.SUBMITTED:
        message = _("It is not with the secretariat any more: it is “%(status)s”. Nothing was corrected.")
        raise NotPossible(message, status=revision.status)


def _words(text: str, field: str) -> str:
    words = text.strip()
    if not words:
        raise DomainError(_("Write a reason: the other side reads it"), field=field)
    if len(words) > LONGEST_WORDS:
        message = _("Shorten this to %(limit)s characters or fewer: it has %(length)s")
        raise DomainError(message, field=field, limit=LONGEST_WORDS, length=len(words))
    return words


def _require_complete(revision: Revision, given: Mapping[str, Any]) -> None:
    """A correction takes no answer away without which it could not have been submitted."""
    kind, standing = revision.initiative.kind, answers(revision)
    before = {problem.question for problem in incomplete(QUESTIONS, standing, kind)}
    for problem in incomplete(QUESTIONS, {**standing, **given}, kind):
        if problem.question not in before:
            raise DomainError(problem.message, field=problem.question, **problem.params)


def contest(correction: Correction, words: str, by: Actor, *, key: str = "") -> None:
    """Say why a correction is wrong; it can be said in other words until the secretariat has answered."""
    initiative = correction.event.initiative
    require(by, Permission.CORRECTION_CONTEST, initiative.subject)
    words = _words(words, "words")
    if correction.verdict is not None:
        raise NotPossible(_("The secretariat has answered already: “%(verdict)s”."), verdict=correction.verdict)
    if words == correction.contest:
        return
    correction.contest, correction.contested_by, correction.contested_at = words, by.name, now()
    _tell(correction, Occasion.CONTESTED, words, by, key)


def keep(correction: Correction, words: str, by: Actor, *, key: str = "") -> None:
    """The correction stays, for a reason that the Partner reads."""
    words = _settle(correction, Verdict.KEPT, words, by)
    _tell(correction, Occasion.UPHELD, words, by, key)


def take_back(correction: Correction, words: str, by: Actor, *, key: str = "") -> Revision:
    """Set the old answers again, as another correction; what is published gets a new version for it.

    Raises NotPossible where an answer is not any more what the correction made of it.
    """
    event, initiative = correction.event, correction.event.initiative
    changed: Mapping[str, Any] = event.changes or {}
    words = _settle(correction, Verdict.TAKEN_BACK, words, by)
    _require_unchanged(initiative, changed)
    revision = open_to_correct(initiative, by)
    assert event.section is not None
    old = {name: from_json(QUESTION[name], before) for name, (before, _after) in changed.items()}
    correct(revision, event.section, {**section_answers(revision, event.section), **old}, words, by, key=key)
    return revision


def _require_unchanged(initiative: Initiative, changed: Mapping[str, Any]) -> None:
    standing = initiative.working or initiative.published or initiative.latest
    for name, (_before, after) in changed.items():
        if as_json(getattr(standing, name)) != after:
            message = _("“%(question)s” has been changed since this correction: correct it by hand, or keep it.")
            raise NotPossible(message, question=Term(QUESTION[name].label))


def _settle(correction: Correction, verdict: Verdict, words: str, by: Actor) -> str:
    require(by, Permission.REVISION_REVIEW, correction.event.initiative.subject)
    words = _words(words, "words")
    if not correction.is_open:
        raise NotPossible(_("No contest of this correction waits for an answer."))
    correction.verdict, correction.answer = verdict, words
    correction.answered_by, correction.answered_at = by.name, now()
    return words


def _tell(correction: Correction, occasion: Occasion, words: str, by: Actor, key: str) -> None:
    about = correction.event
    record(about.revision, occasion, by, section=about.section, note=words, key=key or None)
    db.session.flush()
