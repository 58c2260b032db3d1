"""Cycles on both engines: what is asked of a Partner, and what counts as an answer."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.db import at, now
from app.domain.choices import ImplementationStatus
from app.domain.cycles import Answered, DomainAnswer, PartnerState, Saying, state_of
from app.domain.errors import DomainError, NotAllowed, NotFound, NotPossible
from app.domain.questions import Kind
from app.domain.status import Status
from app.domain.workflow import Action
from app.models import Attestation
from app.queries.cycles import find_open_cycle, progress_by_partner, progress_of
from app.services import attestations
from app.services.initiatives import open_revision
from app.services.workflow import perform

ALL = {"1", "2", "3", "4", "5"}


def before(days=60):
    """In the time before the cycle of these tests opens."""
    return at(now() - timedelta(days))


def later(days=60):
    """After its end."""
    return at(now() + timedelta(days))


@pytest.fixture
def focal(world):
    return world.focal_point().actor


@pytest.fixture
def published(world):
    """A project of Ethiopia, in domains 1 and 2, in the reports since before the cycle."""
    with before():
        return world.published(ends_on=None)


@pytest.fixture
def cycle(world):
    return world.cycle()


def answer(cycle, initiative):
    return progress_of(cycle, initiative.partner_code).initiatives.get(initiative.id, "not asked")


def domains(cycle, partner="ET"):
    return {code for code, given in progress_of(cycle, partner).domains.items() if given}


def said(session):
    return [one.said for one in session.scalars(select(Attestation).order_by(Attestation.id))]


# what is asked


def test_what_is_published_is_asked_and_nothing_else(world, published, cycle):
    world.draft(title="A draft")
    world.submitted(title="Waits")
    world.withdrawn(title="Withdrawn")
    world.declined(title="Declined")
    foreign = world.published(world.focal_point("IT"))
    since = world.published(title="Published since")
    assert set(progress_of(cycle, "ET").initiatives) == {published.id, since.id}
    assert set(progress_of(cycle, "IT").initiatives) == {foreign.id}


def test_what_is_withdrawn_meanwhile_asks_nothing_any_more(world, published, cycle):
    world.step(published, Action.WITHDRAW, world.secretariat(), "It never began.")
    assert answer(cycle, published) == "not asked"
    assert domains(cycle) == set()


def test_a_closed_cycle_is_read_as_at_its_end(world, published, cycle, focal):
    attestations.attest_accurate(cycle, published, focal)
    with later():
        world.published(title="Published after closing", domains=["5"], main_domain="5", domain_shares=[])
        world.step(published, Action.WITHDRAW, world.secretariat(), "Gone.")
        progress = progress_of(cycle, "ET")
        assert dict(progress.initiatives) == {published.id: Answered.STILL_ACCURATE}
        assert progress.domains["5"] is None and progress.domains["1"] is DomainAnswer.REPORTED
        assert not progress.new


def test_a_newer_version_asks_no_second_answer(world, published, cycle, focal):
    attestations.attest_accurate(cycle, published, focal)
    revision = world.revised(published, title="Another title")
    perform(revision, Action.SUBMIT, by=focal)
    world.step(published, Action.PUBLISH, world.secretariat())
    assert dict(progress_of(cycle, "ET").initiatives) == {published.id: Answered.UPDATED}


# answers for initiatives


def test_still_accurate_is_said_by_somebody_and_taken_back(world, published, cycle, focal, session):
    made = attestations.attest_accurate(cycle, published, focal)
    assert (made.person_name, made.partner_code, made.at) == (focal.name, "ET", now())
    assert answer(cycle, published) is Answered.STILL_ACCURATE
    attestations.take_back(cycle, focal, initiative=published)
    assert answer(cycle, published) is None
    attestations.attest_accurate(cycle, published, focal)
    assert said(session) == [Saying.STILL_ACCURATE, Saying.TAKEN_BACK, Saying.STILL_ACCURATE]


def test_an_update_answers_when_it_is_submitted_and_until_it_is_taken_back(world, published, cycle, focal):
    revision = world.revised(published, title="Another title")
    assert answer(cycle, published) is None
    perform(revision, Action.SUBMIT, by=focal)
    assert answer(cycle, published) is Answered.UPDATED
    perform(revision, Action.TAKE_BACK, by=focal)
    assert answer(cycle, published) is None
    perform(revision, Action.SUBMIT, by=focal)
    perform(revision, Action.RETURN, by=world.secretariat().actor, note="Which year?")
    assert answer(cycle, published) is Answered.UPDATED


def test_a_version_submitted_before_the_opening_is_no_answer(world, published, focal):
    with before(40):
        perform(world.revised(published, title="Another title"), Action.SUBMIT, by=focal)
    cycle = world.cycle()
    assert answer(cycle, published) is None
    world.step(published, Action.PUBLISH, world.secretariat())
    assert answer(cycle, published) is None
    attestations.attest_accurate(cycle, published, focal)
    assert answer(cycle, published) is Answered.STILL_ACCURATE


def test_the_answers_of_one_cycle_are_not_those_of_the_next(world, published, cycle, focal):
    attestations.attest_accurate(cycle, published, focal)
    attestations.attest_nothing(cycle, "5", focal)
    following = world.cycle("Next", (31, 60))
    with later(40):
        assert answer(following, published) is None and domains(following) == {"1", "2"}


def test_what_is_new_says_so_before_and_after_its_publication(world, cycle):
    initiative = world.submitted()
    progress = progress_of(cycle, "ET")
    assert (list(progress.new), dict(progress.initiatives)) == ([initiative.id], {})
    assert {code for code, given in progress.domains.items() if given is DomainAnswer.SUBMITTED} == {"1", "2"}
    world.step(initiative, Action.PUBLISH, world.secretariat())
    progress = progress_of(cycle, "ET")
    assert (list(progress.new), dict(progress.initiatives)) == ([], {initiative.id: Answered.NEW})


def test_what_was_taken_back_is_not_new(world, cycle):
    world.step(world.submitted(), Action.TAKE_BACK, world.focal_point())
    progress = progress_of(cycle, "ET")
    assert not progress.new and state_of(progress) is PartnerState.NO_ANSWER


# the end of an initiative


def test_an_end_goes_into_a_new_version_that_is_submitted_at_once(published, cycle, focal):
    day = now().date() - timedelta(3)
    attestations.end(cycle, published, day, focal)
    assert answer(cycle, published) is Answered.ENDED
    working = published.working
    assert working.status is Status.SUBMITTED and working.ends_on == day
    assert working.implementation_status is ImplementationStatus.COMPLETED
    assert published.published.implementation_status is ImplementationStatus.ONGOING


def test_a_policy_ends_without_an_implementation_status(world, cycle, focal):
    with before():
        policy = world.published(kind=Kind.POLICY, starts_on=None, ends_on=None, implementation_status=None)
    attestations.end(cycle, policy, now().date(), focal)
    assert policy.working.ends_on == now().date() and policy.working.implementation_status is None


def test_an_end_is_taken_back_with_the_version_that_it_opened(published, cycle, focal):
    attestations.end(cycle, published, now().date(), focal)
    attestations.take_back(cycle, focal, initiative=published)
    assert answer(cycle, published) is None
    assert published.working is None and published.revisions[-1].status is Status.DISCARDED
    attestations.end(cycle, published, now().date(), focal)
    assert answer(cycle, published) is Answered.ENDED


def test_an_end_that_somebody_wrote_on_is_taken_back_and_kept_in_the_draft(world, published, cycle, focal):
    attestations.end(cycle, published, now().date(), focal)
    world.step(published, Action.RETURN, world.secretariat(), "Which year?")
    world.answer(published.working, world.focal_point(), title="Another title")
    world.step(published, Action.SUBMIT, world.focal_point())
    attestations.take_back(cycle, focal, initiative=published)
    assert answer(cycle, published) is None
    assert published.working.status is Status.DRAFT and published.working.ends_on == now().date()


def test_discarding_what_was_submitted_takes_the_answer_back(world, published, cycle, focal):
    perform(world.revised(published, title="Another title"), Action.SUBMIT, by=focal)
    world.step(published, Action.RETURN, world.secretariat(), "Which year?")
    assert answer(cycle, published) is Answered.UPDATED
    world.step(published, Action.DISCARD, world.focal_point())
    assert answer(cycle, published) is None


def test_discarding_a_later_draft_leaves_the_answer(world, published, cycle, focal):
    perform(world.revised(published, title="Another title"), Action.SUBMIT, by=focal)
    world.step(published, Action.PUBLISH, world.secretariat())
    world.revised(published)
    world.step(published, Action.DISCARD, world.focal_point())
    assert answer(cycle, published) is Answered.UPDATED


def test_what_was_discarded_is_not_new(world, cycle):
    initiative = world.returned()
    world.step(initiative, Action.DISCARD, world.focal_point())
    progress = progress_of(cycle, "ET")
    assert not progress.new and state_of(progress) is PartnerState.NO_ANSWER
    assert DomainAnswer.SUBMITTED not in progress.domains.values()


def test_an_end_that_the_secretariat_has_decided_on_stays(world, published, cycle, focal):
    attestations.end(cycle, published, now().date(), focal)
    world.step(published, Action.PUBLISH, world.secretariat())
    assert answer(cycle, published) is Answered.ENDED
    with pytest.raises(NotPossible, match="dealt with"):
        attestations.take_back(cycle, focal, initiative=published)


@pytest.mark.parametrize(
    ("day", "words"), [(date(2020, 12, 31), "before the start"), ("after closing", "cycle closes")]
)
def test_an_end_outside_its_limits_is_refused(published, cycle, focal, day, words):
    day = cycle.closes_on + timedelta(1) if day == "after closing" else day
    with pytest.raises(DomainError, match=words) as error:
        attestations.end(cycle, published, day, focal)
    assert error.value.field == "ends_on" and published.working is None


def test_the_first_and_the_last_possible_end_are_not(world, cycle, focal):
    with before():
        early, late = world.published(ends_on=None), world.published(ends_on=None)
    attestations.end(cycle, early, early.published.starts_on, focal)
    attestations.end(cycle, late, cycle.closes_on, focal)


def test_an_end_is_refused_where_a_version_is_open(published, cycle, focal):
    open_revision(published, focal)
    with pytest.raises(NotPossible, match="open already"):
        attestations.end(cycle, published, now().date(), focal)


# domains


def test_a_domain_is_reported_by_what_is_published_or_waits_since_before(world, published, focal):
    with before(40):
        world.submitted(domains=["4"], main_domain="4", domain_shares=[])
        world.returned(domains=["5"], main_domain="5", domain_shares=[])
    cycle = world.cycle()
    assert domains(cycle) == {"1", "2", "4"}
    assert set(progress_of(cycle, "ET").domains) == ALL
    assert state_of(progress_of(cycle, "ET")) is PartnerState.NO_ANSWER


def test_nothing_to_report_is_said_once_and_taken_back(published, cycle, focal, session):
    attestations.attest_nothing(cycle, "5", focal)
    assert progress_of(cycle, "ET").domains["5"] is DomainAnswer.NOTHING
    assert domains(cycle, "IT") == set()
    with pytest.raises(NotPossible, match="stands already"):
        attestations.attest_nothing(cycle, "5", focal)
    attestations.take_back(cycle, focal, domain="5")
    assert progress_of(cycle, "ET").domains["5"] is None
    with pytest.raises(NotPossible, match="nothing to take back"):
        attestations.take_back(cycle, focal, domain="5")
    assert said(session) == [Saying.NOTHING_TO_REPORT, Saying.TAKEN_BACK]


def test_nothing_cannot_be_said_of_a_domain_in_which_something_is_reported(published, cycle, focal):
    with pytest.raises(NotPossible):
        attestations.attest_nothing(cycle, "1", focal)
    with pytest.raises(NotFound):
        attestations.attest_nothing(cycle, "99", focal)


def test_what_is_submitted_afterwards_says_more_than_nothing(world, published, cycle, focal):
    attestations.attest_nothing(cycle, "5", focal)
    world.submitted(domains=["5"], main_domain="5", domain_shares=[])
    assert progress_of(cycle, "ET").domains["5"] is DomainAnswer.SUBMITTED


# the state of a Partner


def test_a_partner_goes_from_no_answer_to_answered_and_back(world, published, cycle, focal):
    def state():
        return state_of(progress_of(cycle, "ET"))

    assert state() is PartnerState.NO_ANSWER
    attestations.attest_accurate(cycle, published, focal)
    assert state() is PartnerState.IN_PROGRESS
    for domain in ("3", "4", "5"):
        attestations.attest_nothing(cycle, domain, focal)
    assert state() is PartnerState.ANSWERED
    with before(40):
        other = world.submitted()
    world.step(other, Action.PUBLISH, world.secretariat())
    assert state() is PartnerState.IN_PROGRESS


def test_one_partner_and_all_partners_are_read_alike(world, published, cycle, focal):
    world.submitted(world.focal_point("IT"))
    attestations.attest_accurate(cycle, published, focal)
    attestations.attest_nothing(cycle, "5", world.focal_point("SN").actor)
    every = {partner.code: progress for partner, progress in progress_by_partner(cycle)}
    assert len(every) == 75
    for code in ("ET", "IT", "SN", "KE"):
        alone = progress_of(cycle, code)
        assert (dict(every[code].initiatives), every[code].domains) == (dict(alone.initiatives), alone.domains)
        assert set(every[code].new) == set(alone.new)


# who, when, how often


def test_a_form_that_is_sent_twice_says_its_answer_once(published, cycle, focal, session):
    for _ in range(2):
        attestations.attest_nothing(cycle, "5", focal, key="a")
        attestations.end(cycle, published, now().date(), focal, key="b")
    for _ in range(2):
        attestations.take_back(cycle, focal, initiative=published, key="c")
        attestations.take_back(cycle, focal, domain="5", key="d")
    for _ in range(2):
        attestations.attest_accurate(cycle, published, focal, key="e")
    assert len(said(session)) == 5


def test_another_answer_is_refused_while_one_stands(published, cycle, focal):
    attestations.attest_accurate(cycle, published, focal)
    with pytest.raises(NotPossible, match="stands already"):
        attestations.attest_accurate(cycle, published, focal)


@pytest.mark.parametrize("days", [(10, 30), (-30, -10)])
def test_nothing_can_be_said_while_the_cycle_is_not_open(world, published, focal, days):
    with before():
        cycle = world.cycle("Call", (days[0] + 60, days[1] + 60))
    for attempt in (
        lambda: attestations.attest_accurate(cycle, published, focal),
        lambda: attestations.attest_nothing(cycle, "5", focal),
        lambda: attestations.end(cycle, published, now().date(), focal),
        lambda: attestations.take_back(cycle, focal, initiative=published),
        lambda: attestations.take_back(cycle, focal, domain="5"),
    ):
        with pytest.raises(NotPossible, match=r"opens on|is closed"):
            attempt()


def test_entering_and_submitting_stay_possible_outside_cycles(world):
    world.cycle("Past", (-30, 1))
    with later(10):
        assert find_open_cycle() is None
        assert world.published().published is not None


def test_only_a_focal_point_of_the_partner_answers(world, published, cycle):
    for person in (world.contributor(), world.focal_point("IT"), world.secretariat(), world.analyst()):
        with pytest.raises(NotAllowed):
            attestations.attest_accurate(cycle, published, person.actor)
        with pytest.raises(NotAllowed):
            attestations.end(cycle, published, now().date(), person.actor)
        with pytest.raises(NotAllowed):
            attestations.take_back(cycle, person.actor, initiative=published)
    with pytest.raises(NotAllowed):
        attestations.attest_nothing(cycle, "5", world.contributor().actor)
    with pytest.raises(NotAllowed):
        attestations.attest_nothing(cycle, "5", world.secretariat().actor)


def test_a_later_version_that_is_discarded_or_taken_back_leaves_the_answer_of_an_earlier_one(world, published, cycle):
    desk = world.focal_point()

    def send_another():
        world.revised(published)
        world.step(published, Action.SUBMIT, desk)

    send_another()
    world.step(published, Action.PUBLISH, world.secretariat())
    assert answer(cycle, published) is Answered.UPDATED
    send_another()
    assert answer(cycle, published) is Answered.UPDATED
    world.step(published, Action.TAKE_BACK, desk)
    assert answer(cycle, published) is Answered.UPDATED
    world.step(published, Action.SUBMIT, desk)
    world.step(published, Action.RETURN, world.secretariat(), "Which year?")
    world.step(published, Action.DISCARD, desk)
    assert answer(cycle, published) is Answered.UPDATED
