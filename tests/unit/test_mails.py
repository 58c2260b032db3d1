"""Which reminder is due, how long a mail waits, what may stand in its text."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from app.domain.cycles import Period
from app.domain.errors import DomainError
from app.domain.mail_texts import LONGEST_BODY, LONGEST_SUBJECT, PLACEHOLDERS, STANDARD, check_text, fill
from app.domain.mails import RETRIES, MailKind, Stage, pause_after, stage_due

OPENS, CLOSES = date(2026, 10, 1), date(2027, 1, 31)


def stage(day: date, opens: date = OPENS, closes: date = CLOSES, closed_at: datetime | None = None) -> Stage | None:
    return stage_due(Period(opens, closes, closed_at), datetime.combine(day, time(9), UTC))


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 9, 30), None),
        (date(2026, 10, 1), Stage.OPENING),
        (date(2026, 12, 31), Stage.OPENING),
        (date(2027, 1, 1), Stage.DAYS_30),
        (date(2027, 1, 23), Stage.DAYS_30),
        (date(2027, 1, 24), Stage.DAYS_7),
        (date(2027, 1, 29), Stage.DAYS_7),
        (date(2027, 1, 30), Stage.DAYS_1),
        (date(2027, 1, 31), Stage.DAYS_1),
        (date(2027, 2, 1), Stage.AFTER),
        (date(2027, 2, 14), Stage.AFTER),
        (date(2027, 2, 15), None),
    ],
)
def test_the_latest_stage_whose_day_has_come_is_due_and_no_other(day, due):
    assert stage(day) is due


def test_a_short_cycle_has_no_stage_before_its_opening():
    opens, closes = date(2026, 10, 1), date(2026, 10, 21)
    days = [opens + timedelta(number) for number in range(22)]
    assert [stage(day, opens, closes) for day in days] == (
        [Stage.OPENING] * 13 + [Stage.DAYS_7] * 6 + [Stage.DAYS_1] * 2 + [Stage.AFTER]
    )
    assert stage(opens, opens, opens + timedelta(1)) is Stage.OPENING


def test_a_cycle_closed_by_hand_is_over_and_one_called_off_was_never_open():
    closed = datetime(2026, 11, 5, 12, tzinfo=UTC)
    assert stage(date(2026, 11, 5), closed_at=closed) is Stage.OPENING
    assert stage(date(2026, 11, 6), closed_at=closed) is Stage.AFTER
    before = datetime(2026, 9, 20, tzinfo=UTC)
    assert stage(date(2026, 9, 21), closed_at=before) is None


def test_each_pause_is_twice_as_long_and_none_longer_than_six_hours():
    pauses = [pause_after(number) for number in range(1, RETRIES)]
    assert pauses[:3] == [timedelta(minutes=5), timedelta(minutes=10), timedelta(minutes=20)]
    assert max(pauses) == pauses[-1] == timedelta(hours=6)
    assert pause_after(10_000) == timedelta(hours=6)


# texts


def test_every_kind_has_a_standard_text_that_may_be_used():
    assert set(STANDARD) == set(MailKind)
    for kind, text in STANDARD.items():
        check_text(kind, text.subject, text.body)
        assert set(text.placeholders) <= set(PLACEHOLDERS)


def test_placeholders_are_replaced_once_and_what_is_unknown_stays():
    assert fill("{name}: {link}", {"name": "{link}", "link": "x"}) == "{link}: x"
    assert fill("{other} {} {{name}}", {"name": "Ana"}) == "{other} {} {Ana}"


@pytest.mark.parametrize(
    ("subject", "body", "field", "words"),
    [
        ("", "{link}", "subject", "Write something"),
        ("Hello", "", "body", "Write something"),
        ("x" * (LONGEST_SUBJECT + 1), "{link}", "subject", "Shorten"),
        ("Hello", "{link}" + "x" * LONGEST_BODY, "body", "Shorten"),
        ("Hello {cycle}", "{link}", "subject", "Nothing is put"),
        ("Hello", "{link} {nonsense}", "body", "Nothing is put"),
        ("Hello", "{link} {name.__class__}", "body", "Nothing is put"),
        ("Hello", "{link} {", "body", "Nothing is put"),
        ("Hello", "{link} {na me}", "body", "Nothing is put"),
        ("Hello", "{{ link }}", "body", "Nothing is put"),
        ("Hello {link}", "Dear {name}", "body", "Leave"),
    ],
)
def test_a_text_that_cannot_be_used_is_refused_on_its_field(subject, body, field, words):
    with pytest.raises(DomainError, match=words) as error:
        check_text(MailKind.INVITATION, subject, body)
    assert error.value.field == field


def test_the_news_need_what_happened_and_no_link():
    check_text(MailKind.DIGEST, "News", "{events}")
    with pytest.raises(DomainError, match="Leave"):
        check_text(MailKind.DIGEST, "News", "{account}")
