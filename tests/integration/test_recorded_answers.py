"""Answers that came by e-mail or note, on both engines: they count, they say so, they can be taken back."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.db import now
from app.domain.cycles import Answered, DomainAnswer, PartnerState, Saying, state_of
from app.domain.errors import DomainError, NotAllowed, NotPossible
from app.domain.letters import Channel, Letter
from app.models import Attestation, AuditEntry
from app.queries.cycles import answers_of, progress_of
from app.services.attestations import attest_accurate, take_back
from app.services.cycles import close_cycle
from app.services.recorded_answers import Stated, record, take_back_recorded
from tests.integration.test_cycles import before


@pytest.fixture
def published(world):
    with before():
        return world.published(ends_on=None)


@pytest.fixture
def cycle(world):
    return world.cycle()


@pytest.fixture
def secretariat(world):
    return world.secretariat().actor


@pytest.fixture
def letter():
    return Letter(Channel.EMAIL, now().date() - timedelta(2), "The director", "All of it stands.")


def everything(published):
    domains = [Stated(Saying.NOTHING_TO_REPORT, domain=code) for code in "345"]
    return [Stated(Saying.STILL_ACCURATE, reference=published.reference), *domains]


def test_it_counts_as_the_partners_answer_and_tells_of_its_letter(world, published, cycle, secretariat, letter):
    record(cycle, "ET", letter, everything(published), secretariat)
    assert state_of(progress_of(cycle, "ET")) is PartnerState.ANSWERED
    said = answers_of(cycle, "ET").said(published.id)
    assert (said.letter, said.by) == (letter, secretariat.name)


def test_an_end_by_letter_stands_and_changes_nothing_that_is_published(published, cycle, secretariat, letter):
    ended = Stated(Saying.ENDED, reference=published.reference, ended_on=date(2026, 6, 30))
    record(cycle, "ET", letter, [ended], secretariat)
    assert progress_of(cycle, "ET").initiatives[published.id] is Answered.ENDED
    assert answers_of(cycle, "ET").said(published.id).ended_on == date(2026, 6, 30)
    assert published.working is None and published.published.ends_on is None


def test_the_partner_takes_it_back(world, published, cycle, secretariat, letter):
    ended = Stated(Saying.ENDED, reference=published.reference, ended_on=date(2026, 6, 30))
    record(cycle, "ET", letter, [ended], secretariat)
    take_back(cycle, world.focal_point().actor, initiative=published)
    assert progress_of(cycle, "ET").initiatives[published.id] is None


def test_the_secretariat_takes_back_what_it_recorded_and_nothing_else(world, published, cycle, secretariat, letter):
    record(cycle, "ET", letter, [Stated(Saying.NOTHING_TO_REPORT, domain="5")], secretariat)
    assert progress_of(cycle, "ET").domains["5"] is DomainAnswer.NOTHING
    take_back_recorded(cycle, "ET", secretariat, domain="5")
    assert progress_of(cycle, "ET").domains["5"] is None
    with pytest.raises(NotPossible, match="taken back already"):
        take_back_recorded(cycle, "ET", secretariat, domain="5")
    attest_accurate(cycle, published, world.focal_point().actor)
    with pytest.raises(NotPossible, match="Nothing was recorded"):
        take_back_recorded(cycle, "ET", secretariat, reference=published.reference)


def test_sent_twice_it_is_recorded_once(session, published, cycle, secretariat, letter):
    for _twice in range(2):
        record(cycle, "ET", letter, everything(published), secretariat, key="k")
    assert session.scalar(select(func.count(Attestation.id))) == 4


def test_a_letter_is_put_down_whole_or_not_at_all(session, published, cycle, secretariat, letter, world):
    attest_accurate(cycle, published, world.focal_point().actor)
    with pytest.raises(NotPossible, match="stands already"), session.begin_nested():
        record(cycle, "ET", letter, everything(published), secretariat)
    assert session.scalar(select(func.count(Attestation.id))) == 1


def test_what_cannot_be_is_refused_with_its_field(published, cycle, secretariat, letter):
    tomorrow = Letter(Channel.NOTE, now().date() + timedelta(1), "The director", "Note 1")
    for one, stated, field in (
        (tomorrow, everything(published), "received_on"),
        (letter, [], "accurate"),
        (letter, [Stated(Saying.ENDED, reference=published.reference, ended_on=date(1999, 1, 1))], "ends_on"),
    ):
        with pytest.raises(DomainError) as error:
            record(cycle, "ET", one, stated, secretariat)
        assert error.value.field == field


def test_another_partners_initiative_is_refused(world, published, cycle, secretariat, letter):
    foreign = world.published(world.focal_point("IT"))
    with pytest.raises(NotPossible, match="not an initiative of this Partner"):
        record(cycle, "ET", letter, [Stated(Saying.STILL_ACCURATE, reference=foreign.reference)], secretariat)


def test_only_the_secretariat_records_and_only_while_the_cycle_is_open(world, published, cycle, secretariat, letter):
    for person in (world.focal_point(), world.contributor(), world.analyst()):
        with pytest.raises(NotAllowed):
            record(cycle, "ET", letter, everything(published), person.actor)
    close_cycle(cycle, secretariat)
    with pytest.raises(NotPossible, match="is closed"):
        record(cycle, "ET", letter, everything(published), secretariat)


def test_it_is_told_in_the_audit_log(session, published, cycle, secretariat, letter):
    record(cycle, "ET", letter, everything(published), secretariat)
    session.commit()
    told = session.scalars(select(AuditEntry).where(AuditEntry.deed == "answer_recorded")).all()
    assert len(told) == 4 and '"channel":"email"' in told[0].details
    assert not any(letter.text in entry.details for entry in told)
