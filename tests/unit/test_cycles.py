"""When a cycle is open, which answer stands, and how far a Partner is."""

from datetime import UTC, date, datetime

import pytest

from app.domain.cycles import (
    Answered,
    DomainAnswer,
    PartnerState,
    Period,
    Phase,
    Progress,
    Saying,
    answer_of,
    domain_answer_of,
    state_of,
)

FIRST, LAST = date(2026, 10, 1), date(2027, 1, 31)


def moment(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "closed_at", "phase"),
    [
        (moment(2026, 9, 30, 23, 59, 59), None, Phase.PLANNED),
        (moment(2026, 10, 1), None, Phase.OPEN),
        (moment(2027, 1, 31, 23, 59, 59), None, Phase.OPEN),
        (moment(2027, 2, 1), None, Phase.CLOSED),
        (moment(2026, 12, 1, 11, 59, 59), moment(2026, 12, 1, 12), Phase.OPEN),
        (moment(2026, 12, 1, 12), moment(2026, 12, 1, 12), Phase.CLOSED),
        (moment(2026, 9, 1), moment(2026, 9, 1), Phase.CLOSED),
    ],
)
def test_a_cycle_is_open_from_its_first_day_to_its_last_unless_it_is_closed_before(now, closed_at, phase):
    assert Period(FIRST, LAST, closed_at).phase(now) is phase


def test_what_happened_in_the_present_second_counts_and_nothing_after_the_end_does():
    period = Period(FIRST, LAST)
    assert period.until(moment(2026, 11, 1)) == moment(2026, 11, 1, 0, 0, 1)
    assert period.until(moment(2028, 1, 1)) == period.ends_at == moment(2027, 2, 1)


@pytest.mark.parametrize(
    ("attested", "submitted", "is_new", "answer"),
    [
        (None, False, False, None),
        (None, False, True, None),
        (None, True, False, Answered.UPDATED),
        (None, True, True, Answered.NEW),
        (Saying.STILL_ACCURATE, False, False, Answered.STILL_ACCURATE),
        (Saying.STILL_ACCURATE, False, True, Answered.STILL_ACCURATE),
        (Saying.STILL_ACCURATE, True, False, Answered.UPDATED),
        (Saying.STILL_ACCURATE, True, True, Answered.NEW),
        (Saying.ENDED, True, False, Answered.ENDED),
        (Saying.ENDED, True, True, Answered.NEW),
        (Saying.ENDED, False, False, None),
        (Saying.ENDED, False, True, None),
        (Saying.TAKEN_BACK, False, False, None),
        (Saying.TAKEN_BACK, False, True, None),
        (Saying.TAKEN_BACK, True, False, Answered.UPDATED),
        (Saying.TAKEN_BACK, True, True, Answered.NEW),
    ],
)
def test_the_answer_for_an_initiative(attested, submitted, is_new, answer):
    assert answer_of(attested, submitted=submitted, is_new=is_new) is answer


@pytest.mark.parametrize(
    ("reported", "submitted", "attested", "answer"),
    [
        (True, False, None, DomainAnswer.REPORTED),
        (True, True, None, DomainAnswer.REPORTED),
        (True, False, Saying.NOTHING_TO_REPORT, DomainAnswer.REPORTED),
        (True, True, Saying.NOTHING_TO_REPORT, DomainAnswer.REPORTED),
        (False, True, None, DomainAnswer.SUBMITTED),
        (False, True, Saying.NOTHING_TO_REPORT, DomainAnswer.SUBMITTED),
        (False, True, Saying.TAKEN_BACK, DomainAnswer.SUBMITTED),
        (False, False, Saying.NOTHING_TO_REPORT, DomainAnswer.NOTHING),
        (False, False, Saying.TAKEN_BACK, None),
        (False, False, None, None),
    ],
)
def test_the_answer_for_a_domain(reported, submitted, attested, answer):
    assert domain_answer_of(reported=reported, submitted=submitted, attested=attested) is answer


YES, ENDED, NEW = Answered.STILL_ACCURATE, Answered.ENDED, Answered.NEW
REPORTED, SENT, NOTHING = DomainAnswer.REPORTED, DomainAnswer.SUBMITTED, DomainAnswer.NOTHING


@pytest.mark.parametrize(
    ("initiatives", "domains", "new", "answered", "asked", "state"),
    [
        ([], [None, None], 0, 0, 2, PartnerState.NO_ANSWER),
        ([None], [REPORTED, None], 0, 0, 2, PartnerState.NO_ANSWER),
        ([None, None], [REPORTED, REPORTED], 0, 0, 2, PartnerState.NO_ANSWER),
        ([None], [REPORTED, None], 1, 0, 2, PartnerState.IN_PROGRESS),
        ([YES, None], [REPORTED, REPORTED], 0, 1, 2, PartnerState.IN_PROGRESS),
        ([None], [REPORTED, NOTHING], 0, 1, 2, PartnerState.IN_PROGRESS),
        ([YES, ENDED], [REPORTED, None], 0, 2, 3, PartnerState.IN_PROGRESS),
        ([], [NOTHING, None], 0, 1, 2, PartnerState.IN_PROGRESS),
        ([], [SENT, None], 1, 1, 2, PartnerState.IN_PROGRESS),
        ([], [NOTHING, NOTHING], 0, 2, 2, PartnerState.ANSWERED),
        ([], [SENT, NOTHING], 1, 2, 2, PartnerState.ANSWERED),
        ([YES, ENDED, NEW], [REPORTED, NOTHING], 0, 4, 4, PartnerState.ANSWERED),
        ([YES], [REPORTED, REPORTED], 0, 1, 1, PartnerState.ANSWERED),
        ([], [REPORTED, REPORTED], 0, 0, 0, PartnerState.NO_ANSWER),
        ([], [REPORTED, REPORTED], 1, 0, 0, PartnerState.IN_PROGRESS),
    ],
)
def test_how_far_a_partner_is(initiatives, domains, new, answered, asked, state):
    progress = Progress(dict(enumerate(initiatives)), {str(n): answer for n, answer in enumerate(domains)}, range(new))
    assert (progress.answered, progress.asked, state_of(progress)) == (answered, asked, state)
