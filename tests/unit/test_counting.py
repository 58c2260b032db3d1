"""Splitting, rounding and counting: nothing is lost, nothing is counted twice."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.amounts import LARGEST
from app.domain.counting import (
    CENT,
    FINE,
    Counted,
    count_initiatives,
    count_pairs,
    shares,
    split,
    to_cents,
    to_eur,
    total_eur,
)

percents = st.decimals(min_value=0, max_value=100, places=2)
stated = st.dictionaries(st.integers(0, 300), st.none() | percents, min_size=1, max_size=60)
amounts = st.decimals(min_value=0, max_value=LARGEST, places=2)
figures = st.dictionaries(st.integers(0, 300), st.decimals(min_value=0, max_value=10**9, places=4), max_size=60)

# shares


def percent(**given: object) -> dict[str, Decimal | None]:
    return {key: None if value is None else Decimal(str(value)) for key, value in given.items()}


@pytest.mark.parametrize(
    ("given_", "parts"),
    [
        (percent(a=None), {"a": "1"}),
        (percent(a=None, b=None, c=None), {"a": "1/3", "b": "1/3", "c": "1/3"}),
        (percent(a=40, b=60), {"a": "2/5", "b": "3/5"}),
        (percent(a=40, b=None, c=None), {"a": "2/5", "b": "3/10", "c": "3/10"}),
        (percent(a=100, b=None), {"a": "1", "b": "0"}),
        (percent(a=33.33, b=33.33, c=33.33), {"a": "1/3", "b": "1/3", "c": "1/3"}),
        (percent(a=100, b=100), {"a": "1/2", "b": "1/2"}),
        (percent(a=0, b=0), {"a": "1/2", "b": "1/2"}),
        (percent(a=0, b=None), {"a": "0", "b": "1"}),
        (percent(a=20), {"a": "1"}),
        ({}, {}),
    ],
)
def test_what_is_not_stated_shares_the_rest_equally(given_, parts):
    assert shares(given_) == {key: Fraction(part) for key, part in parts.items()}


@given(stated)
def test_shares_are_parts_of_one_whole(given_):
    parts = shares(given_)
    assert sum(parts.values()) == 1
    assert list(parts) == list(given_)
    assert min(parts.values()) >= 0


# split


@pytest.mark.parametrize(
    ("amount", "keys", "pieces"),
    [
        ("100.00", "abc", ["33.34", "33.33", "33.33"]),
        ("0.01", "abc", ["0.01", "0.00", "0.00"]),
        ("0.02", "abc", ["0.01", "0.01", "0.00"]),
        ("0.00", "ab", ["0.00", "0.00"]),
        ("1000000.01", "ab", ["500000.01", "500000.00"]),
    ],
)
def test_the_cents_that_are_left_go_to_the_first(amount, keys, pieces):
    assert list(split(Decimal(amount), shares(dict.fromkeys(keys))).values()) == [Decimal(piece) for piece in pieces]


def test_the_cents_that_are_left_go_to_the_largest_remainders_before_the_first():
    parts = {"a": Fraction(1, 10), "b": Fraction(9, 10)}
    assert split(Decimal("0.01"), parts) == {"a": Decimal(0), "b": Decimal("0.01")}


@given(amounts, stated, st.sampled_from([CENT, FINE]))
def test_pieces_add_up_exactly_and_each_is_within_a_unit(amount, given_, unit):
    parts = shares(given_)
    pieces = split(amount, parts, unit)
    assert sum(pieces.values()) == amount
    for key, piece in pieces.items():
        assert piece >= 0
        assert abs(Fraction(piece) - Fraction(amount) * parts[key]) < Fraction(unit)
        assert piece == piece.quantize(unit)


# rounding a column


@given(figures)
def test_a_rounded_column_adds_up_and_each_figure_is_within_a_cent(column):
    rounded = to_cents(column)
    assert list(rounded) == list(column)
    assert sum(rounded.values(), Decimal(0)) == sum(column.values(), Decimal(0)).quantize(CENT, ROUND_HALF_UP)
    for key, figure in rounded.items():
        assert figure >= 0
        assert abs(figure - column[key]) < CENT
        assert figure == figure.quantize(CENT)


def test_rounding_up_the_total_does_not_pull_one_figure_too_far():
    column = {"large": Decimal("0.9969"), **{f"small {n}": Decimal("0.0009") for n in range(9)}}
    rounded = to_cents(column)
    assert sum(rounded.values()) == Decimal("1.01")
    assert rounded["large"] == Decimal("1.00")


@pytest.mark.parametrize("column", [{}, {"a": Decimal(0)}, {"a": Decimal(0), "b": Decimal("0.0000")}])
def test_a_column_of_nothing_stays_nothing(column):
    assert to_cents(column) == dict.fromkeys(column, Decimal("0.00"))


def test_whole_cents_stay_as_they_are():
    column = {"a": Decimal("12.34"), "b": Decimal("0.01"), "c": Decimal("99999999.99")}
    assert to_cents(column) == column


# conversion


@pytest.mark.parametrize(
    ("amount", "rate", "eur"),
    [
        ("1000000.01", "1", "1000000.01"),
        ("655957", "655.957", "1000.00"),
        ("1", "655.957", "0.00"),
        ("0", "1.1", "0.00"),
        ("0.01", "2", "0.01"),
        ("100", "1.1095", "90.13"),
        ("100000000000000", "0.5", "200000000000000.00"),
    ],
)
def test_an_amount_is_converted_to_the_cent(amount, rate, eur):
    assert str(to_eur(Decimal(amount), Decimal(rate))) == eur


@given(amounts, st.decimals(min_value="0.0001", max_value=10**6, places=8))
def test_a_converted_amount_is_within_half_a_cent(amount, rate):
    assert abs(Fraction(to_eur(amount, rate)) - Fraction(amount) / Fraction(rate)) <= Fraction(1, 200)


# counting

PROGRAMME, PART, COPY, TWIN, ALONE = "programme", "part", "copy", "twin", "alone"


def record(identity, eur=None, *, as_=None, values=(), within=()):
    money = None if eur is None else Decimal(str(eur))
    return Counted(identity, as_ or identity, tuple(values), money, frozenset(within))


def test_linked_duplicates_count_once_together():
    records = [record(ALONE), record(TWIN), record(COPY, as_=TWIN), record("third", as_=TWIN)]
    assert count_initiatives(records) == 2
    assert count_initiatives(iter(records)) == 2
    assert count_initiatives([]) == 0


def test_a_duplicate_counts_without_its_twin():
    assert count_initiatives([record(COPY, as_=TWIN)]) == 1


def test_parts_of_programmes_are_initiatives_of_their_own():
    assert count_initiatives([record(PROGRAMME), record(PART, within=[PROGRAMME])]) == 2


def test_pairs_count_an_initiative_once_in_each_of_its_values():
    records = [
        record(ALONE, values="123"),
        record(TWIN, values="12"),
        record(COPY, as_=TWIN, values="23"),
        record("none"),
    ]
    assert count_pairs(records) == 3 + 3
    assert count_pairs([record(ALONE, values="11")]) == 1


@pytest.mark.parametrize(
    ("records", "total"),
    [
        ([], None),
        ([record(ALONE)], None),
        ([record(ALONE, "10.01"), record(TWIN, "5")], "15.01"),
        ([record(ALONE, "10"), record("without")], "10"),
        # duplicates: the money of the one counted, the other's only where that states none
        ([record(TWIN, "5"), record(COPY, "7", as_=TWIN)], "5"),
        ([record(COPY, "7", as_=TWIN), record(TWIN, "5")], "5"),
        ([record(TWIN), record(COPY, "7", as_=TWIN)], "7"),
        ([record(COPY, "7", as_=TWIN)], "7"),
        ([record(TWIN, "0"), record(COPY, "7", as_=TWIN)], "0"),
        ([record(COPY, "7", as_=TWIN), record("third", "9", as_=TWIN)], "7"),
        # parts: within a programme that states money, at any depth
        ([record(PROGRAMME, "100"), record(PART, "30", within=[PROGRAMME])], "100"),
        ([record(PART, "30", within=[PROGRAMME]), record(PROGRAMME, "100")], "100"),
        ([record(PROGRAMME), record(PART, "30", within=[PROGRAMME])], "30"),
        ([record(PART, "30", within=[PROGRAMME])], "30"),
        ([record(PROGRAMME, "100"), record("middle", within=[PROGRAMME]), record(PART, "30", within=["middle", PROGRAMME])], "100"),
        ([record(PROGRAMME, "0"), record(PART, "30", within=[PROGRAMME])], "0"),
        # both at once: a duplicate of a part adds its money only if it lies in no programme itself
        ([record(PROGRAMME, "100"), record(PART, "30", within=[PROGRAMME]), record(COPY, "7", as_=PART, within=[PROGRAMME])], "100"),
    ],
)  # fmt: skip
def test_money_is_added_up_once(records, total):
    assert total_eur(records) == (None if total is None else Decimal(total))


@given(st.lists(amounts, min_size=1, max_size=30))
def test_money_of_unrelated_initiatives_adds_up_exactly(eur):
    assert total_eur(record(n, one) for n, one in enumerate(eur)) == sum(eur, Decimal(0))
