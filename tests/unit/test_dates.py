"""Dates as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import EARLIEST, LATEST, parse_date
from app.domain.errors import DomainError

READ = [
    ("31 1 2020", date(2020, 1, 31)),
    ("31/01/2020", date(2020, 1, 31)),
    ("31.1.2020", date(2020, 1, 31)),
    ("31-1-2020", date(2020, 1, 31)),
    ("2020-01-31", date(2020, 1, 31)),
    ("2020/1/31", date(2020, 1, 31)),
    ("  1  3  2020 ", date(2020, 3, 1)),
    ("1er mars 2020", date(2020, 3, 1)),
    ("1er  Mars  2020", date(2020, 3, 1)),
    ("31 janvier 2020", date(2020, 1, 31)),
    ("31 Janv. 2020", date(2020, 1, 31)),
    ("15 février 2021", date(2021, 2, 15)),
    ("15 fevrier 2021", date(2021, 2, 15)),
    ("14 AOÛT 2022", date(2022, 8, 14)),
    ("2 mai 2019", date(2019, 5, 2)),
    ("2 May 2019", date(2019, 5, 2)),
    ("1st of June 2018", date(2018, 6, 1)),
    ("2nd June 2018", date(2018, 6, 2)),
    ("3rd June 2018", date(2018, 6, 3)),
    ("30 sept. 2020", date(2020, 9, 30)),
    ("30 September, 2020", date(2020, 9, 30)),
    ("24 déc 2020", date(2020, 12, 24)),
    ("29 2 2024", date(2024, 2, 29)),
    ("12 11 2015", date(2015, 11, 12)),
    ("1 1 1950", EARLIEST),
    ("31 12 2100", LATEST),
    ("٣١ ١ ٢٠٢٠", date(2020, 1, 31)),
]
REFUSED = [
    ("31 2 2020", "no such day"),
    ("31 February 2020", "no such day"),
    ("29 2 2023", "no such day"),
    ("31 4 2020", "no such day"),
    ("0 1 2020", "no such day"),
    ("32 1 2020", "no such day"),
    ("1 31 2020", "no such day"),
    ("12/31/2020", "no such day"),
    ("2020-13-01", "no such day"),
    ("1 0 2020", "day, month and year"),
    ("31 1 20", "four digits"),
    ("31/1/99", "four digits"),
    ("2020", "day, month and year"),
    ("1 2020", "day, month and year"),
    ("January 2020", "day, month and year"),
    ("31 floréal 2020", "day, month and year"),
    ("soon", "day, month and year"),
    ("", "day, month and year"),
    ("31 1 2020 12:00", "day, month and year"),
    ("1 1 20200", "day, month and year"),
    ("1 1 1949", "1950 to 2100"),
    ("1 1 2101", "1950 to 2100"),
    ("1 1 0000", "no such day"),
    ("9" * 5000 + " 1 2020", "day, month and year"),
    ("1 " + "9" * 5000 + " 2020", "day, month and year"),
]


@pytest.mark.parametrize(("typed", "expected"), READ)
def test_a_date_is_read(typed, expected):
    assert parse_date(typed) == expected


@pytest.mark.parametrize(("typed", "words"), REFUSED, ids=lambda value: str(value)[:20])
def test_what_is_no_date_is_refused_in_words(typed, words):
    with pytest.raises(DomainError, match=words):
        parse_date(typed)


@given(
    st.dates(EARLIEST, LATEST),
    st.sampled_from(["%d %m %Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y"]),
)
def test_every_date_is_read_back_in_every_order(day, pattern):
    assert parse_date(day.strftime(pattern)) == day


@given(st.text(max_size=20))
def test_whatever_is_typed_is_a_date_or_a_message(typed):
    try:
        assert EARLIEST <= parse_date(typed) <= LATEST
    except DomainError as refused:
        assert refused.message
