"""What a Partner answers in an open cycle. Answers are events: taking one back adds another."""

from datetime import date

from sqlalchemy import select

from app.db import db, now
from app.domain.access import Actor, Permission, Subject, require
from app.domain.audit import Deed
from app.domain.choices import ImplementationStatus
from app.domain.cycles import Answered, DomainAnswer, Phase, Saying
from app.domain.errors import DomainError, NotFound, NotPossible
from app.domain.letters import Letter
from app.domain.questions import Kind, Section
from app.domain.status import Status
from app.domain.text import _
from app.domain.workflow import Action
from app.models import Attestation, Cycle, Initiative, Occasion, Partner, Revision
from app.models.answers import section_answers
from app.queries.cycles import answers_of, progress_of
from app.queries.history import occasions_of
from app.services.audit import note
from app.services.initiatives import open_revision, save_section
from app.services.snapshots import as_thing
from app.services.workflow import perform


def find_attested(cycle: Cycle, key: str, by: Actor) -> Attestation | None:
    """What this actor attested with the form of that key: sent twice, it is said once."""
    found = select(Attestation).where(Attestation.cycle_id == cycle.id, Attestation.person_id == by.person_id)
    return db.session.scalar(found.where(Attestation.key == key)) if key else None


def attest_accurate(cycle: Cycle, initiative: Initiative, by: Actor, *, key: str = "") -> Attestation:
    """Say that what is published of this initiative is still accurate.

    Raises NotAllowed, or NotPossible where the cycle is not open or another answer stands.
    """
    partner = enter(cycle, initiative.partner_code, by)
    if done := find_attested(cycle, key, by):
        return done
    if standing_answer(cycle, initiative) is not None:
        raise NotPossible(_("An answer for %(reference)s stands already."), reference=initiative.reference)
    return put_down(cycle, partner, Saying.STILL_ACCURATE, by, key, initiative)


def attest_nothing(cycle: Cycle, domain: str, by: Actor, *, key: str = "") -> Attestation:
    """Say that the actor's Partner has nothing to report in this domain. Raises as `attest_accurate()`."""
    partner = enter(cycle, by.partner, by)
    if done := find_attested(cycle, key, by):
        return done
    if standing_domain_answer(cycle, partner, domain) is not None:
        raise NotPossible(_("An answer for domain %(code)s stands already."), code=domain)
    return put_down(cycle, partner, Saying.NOTHING_TO_REPORT, by, key, domain)


def end(cycle: Cycle, initiative: Initiative, ends_on: date, by: Actor, *, key: str = "") -> Attestation:
    """Say that an initiative has ended: its end date goes into a new version, which is submitted for review at once.

    Raises NotAllowed, NotPossible, DomainError on `ends_on`, or Incomplete where the published answers would not
    pass as a submission any more.
    """
    partner = enter(cycle, initiative.partner_code, by)
    if done := find_attested(cycle, key, by):
        return done
    require_endable(cycle, initiative)
    check_end(cycle, initiative, ends_on)
    revision = open_revision(initiative, by)
    told = {**section_answers(revision, Section.WHEN), "ends_on": ends_on}
    if initiative.kind is Kind.PROJECT:
        told["implementation_status"] = ImplementationStatus.COMPLETED
    save_section(revision, Section.WHEN, told, by)
    perform(revision, Action.SUBMIT, by=by)
    return put_down(cycle, partner, Saying.ENDED, by, key, initiative)


def take_back(
    cycle: Cycle, by: Actor, *, initiative: Initiative | None = None, domain: str | None = None, key: str = ""
) -> Attestation:
    """Take back what was attested about an initiative or about a domain.

    With *ended* its submission is taken back too, while nobody has decided on it. The version that the answer had
    opened is discarded if nobody touched it since; otherwise the draft keeps what was written, and the end date.
    """
    partner = enter(cycle, initiative.partner_code if initiative else by.partner, by)
    if done := find_attested(cycle, key, by):
        return done
    if initiative is None:
        if standing_domain_answer(cycle, partner, domain or "") is not DomainAnswer.NOTHING:
            raise NotPossible(_("There is nothing to take back."))
        return put_down(cycle, partner, Saying.TAKEN_BACK, by, key, domain or "")
    answer = standing_answer(cycle, initiative)
    if answer not in (Answered.STILL_ACCURATE, Answered.ENDED):
        raise NotPossible(_("There is nothing to take back."))
    if answer is Answered.ENDED and not was_recorded(cycle, initiative.partner_code, initiative.id):
        _take_submission_back(initiative, by)
    return put_down(cycle, partner, Saying.TAKEN_BACK, by, key, initiative)


def was_recorded(cycle: Cycle, partner: str, about: int | str) -> bool:
    """Whether what was attested last about this initiative or domain was put down from an e-mail or note."""
    attested = answers_of(cycle, partner).attested.get(about)
    return attested is not None and attested.letter is not None


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


def enter(cycle: Cycle, partner: str | None, by: Actor, permission: Permission = Permission.CYCLE_ANSWER) -> str:
    """Check right and time; whoever else answers for the Partner at this moment waits until this request has ended."""
    require(by, permission, Subject(partner=partner))
    assert partner is not None
    require_open(cycle)
    db.session.execute(select(Partner.code).where(Partner.code == partner).with_for_update())
    return partner


def standing_answer(cycle: Cycle, initiative: Initiative) -> Answered | None:
    answers = progress_of(cycle, initiative.partner_code).initiatives
    if initiative.id not in answers:
        raise NotFound(_("There is no published initiative with this reference."))
    return answers[initiative.id]


def standing_domain_answer(cycle: Cycle, partner: str, domain: str) -> DomainAnswer | None:
    answers = progress_of(cycle, partner).domains
    if domain not in answers:
        raise NotFound(_("There is no such domain."))
    return answers[domain]


def check_end(cycle: Cycle, initiative: Initiative, ends_on: date) -> None:
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


def put_down(
    cycle: Cycle,
    partner: str,
    said: Saying,
    by: Actor,
    key: str,
    about: Initiative | str,
    *,
    letter: Letter | None = None,
    ended_on: date | None = None,
) -> Attestation:
    """Add what is said about an initiative or a domain (by its code), with the letter that it was put down from."""
    initiative = about if isinstance(about, Initiative) else None
    made = Attestation(
        cycle=cycle,
        partner_code=partner,
        initiative=initiative,
        domain_code=None if isinstance(about, Initiative) else about,
        said=said,
        at=now(),
        person_id=by.person_id,
        person_name=by.name,
        role=by.role,
        key=key or None,
        ended_on=ended_on,
        channel=letter.channel if letter else None,
        received_on=letter.received_on if letter else None,
        received_from=letter.sender if letter else None,
        received_text=letter.text if letter else None,
    )
    db.session.add(made)
    db.session.flush()
    told = {"reference": initiative.reference} if initiative else {"domain": made.domain_code}
    came = {"channel": str(letter.channel), "received": letter.received_on.isoformat()} if letter else {}
    deed = Deed.ANSWER_RECORDED if letter else Deed.ATTESTED
    note(deed, by, as_thing(cycle), {"said": str(said), "partner": partner, **told, **came})
    return made
