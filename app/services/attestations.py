"""What a Partner answers in an open cycle. Answers are events: taking one back adds another."""

from datetime import date

from sqlalchemy import select

from app.db import db, now
from app.domain.access import Actor, Permission, Subject, require
from app.domain.audit import Deed
from app.domain.choices import ImplementationStatus
from app.domain.cycles import Answered, DomainAnswer, Phase, Saying
from app.domain.errors import DomainError, NotFound, NotPossible
from app.domain.questions import Kind, Section
from app.domain.status import Status
from app.domain.text import _
from app.domain.workflow import Action
from app.models import Attestation, Cycle, Initiative, Occasion, Partner, Revision
from app.models.answers import section_answers
from app.queries.cycles import progress_of
from app.queries.history import occasions_of
from app.services.audit import note
from app.services.cycles import as_thing
from app.services.initiatives import open_revision, save_section
from app.services.workflow import perform


def find_attested(cycle: Cycle, key: str, by: Actor) -> Attestation | None:
    """What this actor attested with the form of that key: sent twice, it is said once."""
    found = select(Attestation).where(Attestation.cycle_id == cycle.id, Attestation.person_id == by.person_id)
    return db.session.scalar(found.where(Attestation.key == key)) if key else None


def attest_accurate(cycle: Cycle, initiative: Initiative, by: Actor, *, key: str = "") -> Attestation:
    """Say that what is published of this initiative is still accurate.

    Raises NotAllowed, or NotPossible where the cycle is not open or another answer stands.
    """
    partner = _enter(cycle, initiative.partner_code, by)
    if done := find_attested(cycle, key, by):
        return done
    if _standing_answer(cycle, initiative) is not None:
        raise NotPossible(_("An answer for %(reference)s stands already."), reference=initiative.reference)
    return _say(cycle, partner, Saying.STILL_ACCURATE, by, key, initiative=initiative)


def attest_nothing(cycle: Cycle, domain: str, by: Actor, *, key: str = "") -> Attestation:
    """Say that the actor's Partner has nothing to report in this domain. Raises as `attest_accurate()`."""
    partner = _enter(cycle, by.partner, by)
    if done := find_attested(cycle, key, by):
        return done
    if _standing_domain_answer(cycle, partner, domain) is not None:
        raise NotPossible(_("An answer for domain %(code)s stands already."), code=domain)
    return _say(cycle, partner, Saying.NOTHING_TO_REPORT, by, key, domain_code=domain)


def end(cycle: Cycle, initiative: Initiative, ends_on: date, by: Actor, *, key: str = "") -> Attestation:
    """Say that an initiative has ended: its end date goes into a new version, which is submitted for review at once.

    Raises NotAllowed, NotPossible, DomainError on `ends_on`, or Incomplete where the published answers would not
    pass as a submission any more.
    """
    partner = _enter(cycle, initiative.partner_code, by)
    if done := find_attested(cycle, key, by):
        return done
    require_endable(cycle, initiative)
    _check_end(cycle, initiative, ends_on)
    revision = open_revision(initiative, by)
    told = {**section_answers(revision, Section.WHEN), "ends_on": ends_on}
    if initiative.kind is Kind.PROJECT:
        told["implementation_status"] = ImplementationStatus.COMPLETED
    save_section(revision, Section.WHEN, told, by)
    perform(revision, Action.SUBMIT, by=by)
    return _say(cycle, partner, Saying.ENDED, by, key, initiative=initiative)


def take_back(
    cycle: Cycle, by: Actor, *, initiative: Initiative | None = None, domain: str | None = None, key: str = ""
) -> Attestation:
    """Take back what was attested about an initiative or about a domain.

    With *ended* its submission is taken back too, while nobody has decided on it. The version that the answer had
    opened is discarded if nobody touched it since; otherwise the draft keeps what was written, and the end date.
    """
    partner = _enter(cycle, initiative.partner_code if initiative else by.partner, by)
    if done := find_attested(cycle, key, by):
        return done
    if initiative is None:
        if _standing_domain_answer(cycle, partner, domain or "") is not DomainAnswer.NOTHING:
            raise NotPossible(_("There is nothing to take back."))
        return _say(cycle, partner, Saying.TAKEN_BACK, by, key, domain_code=domain)
    answer = _standing_answer(cycle, initiative)
    if answer not in (Answered.STILL_ACCURATE, Answered.ENDED):
        raise NotPossible(_("There is nothing to take back."))
    if answer is Answered.ENDED:
        _take_submission_back(initiative, by)
    return _say(cycle, partner, Saying.TAKEN_BACK, by, key, initiative=initiative)


def require_open(cycle: Cycle) -> None:
    """Raise NotPossible, saying when it opens or that it is closed."""
    if cycle.phase is Phase.PLANNED:
        message = _("The cycle “%(name)s” opens on %(day)s. You can enter and submit initiatives at any time.")
        raise NotPossible(message, name=cycle.name, day=cycle.opens_on)
    if cycle.phase is Phase.CLOSED:
        message = _("The cycle “%(name)s” is closed. You can still enter, update and submit initiatives.")
        raise NotPossible(message, name=cycle.name)


def require_endable(cycle: Cycle, initiative: Initiative) -> None:
    """Raise NotPossible where a version is open already; NotFound where nothing is published."""
    require_open(cycle)
    if initiative.published is None:
        raise NotFound(_("There is no published initiative with this reference."))
    if initiative.working is not None:
        message = _("A version of %(reference)s is open already (%(status)s): state the end there.")
        raise NotPossible(message, reference=initiative.reference, status=initiative.working.status)


def _enter(cycle: Cycle, partner: str | None, by: Actor) -> str:
    """Check right and time; whoever else answers for the Partner at this moment waits until this request has ended."""
    require(by, Permission.CYCLE_ANSWER, Subject(partner=partner))
    assert partner is not None
    require_open(cycle)
    db.session.execute(select(Partner.code).where(Partner.code == partner).with_for_update())
    return partner


def _standing_answer(cycle: Cycle, initiative: Initiative) -> Answered | None:
    answers = progress_of(cycle, initiative.partner_code).initiatives
    if initiative.id not in answers:
        raise NotFound(_("There is no published initiative with this reference."))
    return answers[initiative.id]


def _standing_domain_answer(cycle: Cycle, partner: str, domain: str) -> DomainAnswer | None:
    answers = progress_of(cycle, partner).domains
    if domain not in answers:
        raise NotFound(_("There is no such domain."))
    return answers[domain]


def _check_end(cycle: Cycle, initiative: Initiative, ends_on: date) -> None:
    assert initiative.published is not None
    starts_on = initiative.published.starts_on
    if starts_on and ends_on < starts_on:
        message = _("The end cannot lie before the start, which is %(day)s")
        raise DomainError(message, field="ends_on", day=starts_on)
    if ends_on > cycle.closes_on:
        message = _("The end cannot lie after %(day)s, the day on which the cycle closes")
        raise DomainError(message, field="ends_on", day=cycle.closes_on)


def _take_submission_back(initiative: Initiative, by: Actor) -> None:
    working = initiative.working
    if working is None or working.status is not Status.SUBMITTED:
        message = _(
            "The secretariat has dealt with the end of %(reference)s already: open the initiative to correct it."
        )
        raise NotPossible(message, reference=initiative.reference)
    untouched = _is_untouched(working)
    perform(working, Action.TAKE_BACK, by=by)
    if untouched:
        perform(working, Action.DISCARD, by=by)


def _is_untouched(revision: Revision) -> bool:
    """Whether nothing happened to the version but what `end()` does: opened, given its end, submitted."""
    return occasions_of(revision) == [Occasion.REVISED, Occasion.EDITED, Occasion.STEPPED]


def _say(
    cycle: Cycle,
    partner: str,
    said: Saying,
    by: Actor,
    key: str,
    *,
    initiative: Initiative | None = None,
    domain_code: str | None = None,
) -> Attestation:
    made = Attestation(
        cycle=cycle,
        partner_code=partner,
        initiative=initiative,
        domain_code=domain_code,
        said=said,
        at=now(),
        person_id=by.person_id,
        person_name=by.name,
        role=by.role,
        key=key or None,
    )
    db.session.add(made)
    db.session.flush()
    about = {"reference": initiative.reference} if initiative else {"domain": domain_code}
    note(Deed.ATTESTED, by, as_thing(cycle), {"said": str(said), "partner": partner, **about})
    return made
