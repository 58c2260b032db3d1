"""Amounts as people type them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.amounts import LARGEST, parse_amount
from app.domain.errors import DomainError

READ = [
    ("1250000.50", "1250000.50"),
    ("1250000,50", "1250000.50"),
    ("1 250 000,50", "1250000.50"),
    ("1 250 000.50", "1250000.50"),
    ("1,250,000.50", "1250000.50"),
    ("1.250.000,50", "1250000.50"),
    ("1'250'000.50", "1250000.50"),
    ("1’250’000,50", "1250000.50"),
    ("1'250'000", "1250000.00"),
    ("1,250,000", "1250000.00"),
    ("1.250.000", "1250000.00"),
    ("1\u202f250\u202f000,50", "1250000.50"),
    ("1\u00a0250\u00a0000", "1250000.00"),
    ("1\u2009250\u2009000", "1250000.00"),
    ("  1250000  ", "1250000.00"),
    ("1250000", "1250000.00"),
    ("1,250", "1250.00"),
    ("1.250", "1250.00"),
    ("12.345", "12345.00"),
    ("999,999", "999999.00"),
    ("1,25", "1.25"),
    ("1.25", "1.25"),
    ("1,5", "1.50"),
    ("1250,", "1250.00"),
    ("0", "0.00"),
    ("-0", "0.00"),
    ("0,5", "0.50"),
    ("0.05", "0.05"),
    ("00012", "12.00"),
    ("+5", "5.00"),
    ("1,250.5", "1250.50"),
    ("10 000", "10000.00"),
    ("46,000,000", "46000000.00"),
    ("27.900.000", "27900000.00"),
    ("250000000", "250000000.00"),
    ("١٢٣٤", "1234.00"),
    ("۱۲۳۴", "1234.00"),
    ("１２３", "123.00"),
    ("100000000000000", "100000000000000.00"),
]
REFUSED = [
    "about two million", "1,25,0", "1.2.3", "1e6", "-5", "-1,250.00", "−5", "", " ", ".", ",", ".5", "1,2,3", "1..2", "1,,000",
    "1,000,00", "1.000.00", "0.005", "0,250", "٠.٢٥٠", "1,250.000", "1.250,000", "1,250,000.505", "1234,567", "1234.567",
    "1.250,000.50", "1,250.000.000", "12,34,567", "EUR 100", "100 EUR", "€100", "100%", "1_000", "0x10", "5-", "--5", "NaN", "Infinity", "²",
    "1 million", "1/2", "(100)", "=1+1", "١٬٢٣٤", "100000000000000.01", "9" * 40, "9" * 5000, "1" + ",000" * 40,
]  # fmt: skip


@pytest.mark.parametrize(("typed", "amount"), READ)
def test_an_amount_is_read(typed, amount):
    read = parse_amount(typed)
    assert str(read) == amount


@pytest.mark.parametrize("typed", REFUSED, ids=lambda typed: typed[:20])
def test_what_is_no_amount_is_refused_in_words(typed):
    with pytest.raises(DomainError) as refused:
        parse_amount(typed)
    assert refused.value.message


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("-5", "0 or more"),
        ("9" * 30, "too large"),
        ("1,25,0", "unclear"),
        ("about two million", "in figures"),
    ],
)
def test_the_message_names_the_fault(typed, words):
    with pytest.raises(DomainError, match=words):
        parse_amount(typed)


@given(st.decimals(min_value=0, max_value=LARGEST, places=2), st.sampled_from([(",", "."), (".", ","), (" ", ","), ("'", "."), ("\u202f", ",")]))  # fmt: skip
def test_every_amount_written_with_decimals_is_read_back_in_every_convention(amount, signs):
    grouped = f"{abs(amount):,.2f}"
    written = grouped.translate(str.maketrans({",": signs[0], ".": signs[1]}))
    assert parse_amount(written) == amount


@given(st.text(max_size=30))
def test_whatever_is_typed_is_an_amount_or_a_message(typed):
    try:
        amount = parse_amount(typed)
    except DomainError:
        return
    assert Decimal(0) <= amount <= LARGEST
    assert amount == amount.quantize(Decimal("0.01"))
