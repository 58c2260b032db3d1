"""Who reviews what: submissions are assigned to somebody of the secretariat, by themselves or by a colleague."""

from app.db import db, now
from app.domain.access import Actor, Permission, Subject, can, require
from app.domain.audit import Deed, Matter, Thing
from app.domain.errors import DomainError, NotPossible
from app.domain.reviewing import Duty
from app.domain.status import Status
from app.domain.text import Term, _
from app.domain.workflow import Action, step
from app.models import Event, Initiative, Person, Reviewer, Revision
from app.queries.flags import flags_of
from app.services.audit import note
from app.services.audit import person as about_person
from app.services.workflow import perform

OPEN = (Status.SUBMITTED, Status.RETURNED)
"""What has a reviewer: whatever has been submitted and is not decided."""


def assign_reviewer(revision: Revision, reviewer: Person | None, by: Actor) -> None:
    """Make `reviewer` look after the revision; None leaves it to everybody. Saying the same again changes nothing.

    Raises NotAllowed, NotPossible (it is decided), or DomainError on `reviewer` (who may not review).
    """
    require(by, Permission.REVIEWER_ASSIGN, revision.initiative.subject)
    if revision.status not in OPEN:
        raise NotPossible(_("This step is not possible now: the record is “%(status)s”."), status=revision.status)
    standing = db.session.get(Reviewer, revision.id)
    if reviewer is None:
        if standing is not None:
            db.session.delete(standing)
            _tell(revision, by, "")
    elif standing is None or standing.person_id != reviewer.id:
        _require_reviewer(reviewer)
        kept = standing or Reviewer(revision_id=revision.id)
        kept.person, kept.assigned_at, kept.assigned_by_id = reviewer, now(), by.person_id
        db.session.add(kept)
        _tell(revision, by, reviewer.name)
    db.session.flush()


def take(revision: Revision, by: Actor) -> bool:
    """Make the actor look after a submission that nobody does; False where a colleague was faster.

    The initiative is locked: of two who take the same, the second sees what the first has taken.
    """
    standing = db.session.get(Reviewer, revision.id, populate_existing=True)
    reviewer = db.session.get(Person, by.person_id) if by.person_id else None
    if reviewer is None or revision.status is not Status.SUBMITTED or (standing and standing.person_id != reviewer.id):
        return False
    assign_reviewer(revision, reviewer, by)
    return True


def give_duty(person: Person, duty: Duty | None, by: Actor) -> None:
    """Say to whom submissions go on that have waited too long. Raises NotAllowed, or DomainError on `duty`."""
    require(by, Permission.DUTY_GIVE, person.subject)
    if duty is not None and not _reviews(person):
        raise DomainError(_("Only somebody of the secretariat can be given this"), field="duty")
    person.duty = duty
    note(Deed.DUTY_GIVEN, by, about_person(person), {"duty": duty.value if duty else ""})
    db.session.flush()


def _tell(revision: Revision, by: Actor, reviewer: str) -> None:
    note(Deed.REVIEWER_ASSIGNED, by, Thing(Matter.INITIATIVE, revision.initiative.reference), {"reviewer": reviewer})


def _require_reviewer(person: Person) -> None:
    if not person.active or not _reviews(person):
        raise DomainError(_("Choose somebody of the secretariat who is not suspended"), field="reviewer")


def _reviews(person: Person) -> bool:
    return can(person.actor, Permission.REVISION_REVIEW, Subject())


def publish_unflagged(initiative: Initiative, by: Actor, key: str = "") -> Event:
    """Publish a submission together with others: only where nothing asks for a second look.

    Raises NotAllowed or NotPossible with the first reason.
    """
    revision = initiative.working or initiative.latest
    step(Action.PUBLISH, revision.status)
    reason = next(flags_of(revision), None)
    if reason is not None:
        raise NotPossible(_("Read this one first: %(reason)s"), reason=Term(reason))
    return perform(revision, Action.PUBLISH, by=by, key=key)
