"""How long something waits, and to whom it goes on."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.reviewing import Age, Duty, age_of, whole_days


@pytest.mark.parametrize(
    ("days", "age", "duty"),
    [
        (0, Age.FRESH, None),
        (6, Age.FRESH, None),
        (7, Age.SECOND, Duty.SECOND_REVIEWER),
        (13, Age.SECOND, Duty.SECOND_REVIEWER),
        (14, Age.HEAD, Duty.HEAD),
        (400, Age.HEAD, Duty.HEAD),
    ],
)
def test_what_waits_goes_on_at_day_7_and_at_day_14_and_never_lapses(days, age, duty):
    assert age_of(days) is age and age.escalates_to is duty


def test_the_ages_meet():
    assert [(age.first, age.below) for age in Age] == [(0, 7), (7, 14), (14, None)]


def test_only_whole_days_count():
    moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert whole_days(moment - timedelta(days=7, seconds=-1), moment) == 6
    assert whole_days(moment - timedelta(days=7), moment) == 7
    assert whole_days(moment + timedelta(days=1), moment) == 0
