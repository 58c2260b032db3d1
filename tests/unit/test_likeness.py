"""How much two initiatives are alike: the score and its words."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.domain.likeness import STOP_WORDS, WORTH_SHOWING, Traits, likeness, words_of
from app.domain.questions import Kind

OURS = Traits(
    kind=Kind.PROJECT,
    starts=date(2016, 4, 1),
    ends=date(2019, 9, 30),
    countries=frozenset({"ET", "KE"}),
    amounts=frozenset({("EUR", Decimal(6_000_000))}),
    committed=Decimal(6_000_000),
    lead="giz",
    organisations=frozenset({"giz", "bmz"}),
)
NOTHING = Traits()


def test_the_same_in_everything_is_a_hundred():
    found = likeness(100, OURS, OURS)
    assert found.score == 100
    assert found.words == ("same title", "same countries", "same years", "same amount", "same lead organisation")


@pytest.mark.parametrize(
    ("title", "words"),
    [(100, ("same title",)), (98.9, ("similar title",)), (70, ("similar title",)), (69.9, ())],
)
def test_a_title_alone_is_compared_by_the_title_only(title, words):
    for ours, theirs in ((NOTHING, OURS), (OURS, NOTHING), (NOTHING, NOTHING)):
        assert likeness(title, ours, theirs).score == round(title)
        assert likeness(title, ours, theirs).words == words


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"countries": frozenset({"ET"})}, "countries in common"),
        ({"starts": date(2018, 1, 1)}, "overlapping years"),
        ({"ends": None}, "overlapping years"),
        ({"amounts": frozenset({("USD", Decimal(1))}), "committed": Decimal(6_500_000)}, "similar amount"),
        ({"lead": "iom", "organisations": frozenset({"iom", "bmz"})}, "organisations in common"),
    ],
)
def test_what_is_nearly_the_same_says_so_and_counts_for_less(changed, words):
    found = likeness(100, OURS, replace(OURS, **changed))
    assert words in found.words
    assert 80 < found.score < 100


@pytest.mark.parametrize(
    "changed",
    [
        {"countries": frozenset({"SN"})},
        {"starts": date(2020, 1, 1), "ends": None},
        {"amounts": frozenset({("EUR", Decimal(90_000_000))}), "committed": Decimal(90_000_000)},
        {"lead": "iom", "organisations": frozenset({"iom"})},
    ],
)
def test_what_is_different_has_no_word_and_lowers_the_score(changed):
    found = likeness(100, OURS, replace(OURS, **changed))
    assert len(found.words) == 4
    assert found.score < 92


def test_one_common_funding_line_is_the_same_amount_whatever_the_totals():
    programme = replace(OURS, amounts=OURS.amounts | {("EUR", Decimal(40_000_000))}, committed=Decimal(46_000_000))
    assert "same amount" in likeness(100, OURS, programme).words


def test_amounts_without_a_rate_are_alike_only_where_they_are_equal():
    ours = replace(OURS, committed=None)
    assert "same amount" in likeness(100, ours, ours).words
    other = replace(ours, amounts=frozenset({("SSP", Decimal(5))}))
    assert likeness(100, ours, other).score == 85


def test_a_project_and_a_policy_are_seldom_one():
    assert likeness(100, OURS, replace(OURS, kind=Kind.POLICY)).score == 75
    assert likeness(100, replace(OURS, kind=None), replace(OURS, kind=Kind.POLICY)).score == 100


def test_a_policy_without_money_loses_nothing_by_it():
    law = Traits(kind=Kind.POLICY, starts=date(2019, 2, 1), countries=frozenset({"ET"}))
    assert likeness(100, law, law).score == 100


def test_evidence_brings_a_translated_title_above_the_line_and_leaves_a_common_one_below():
    assert likeness(0, OURS, OURS).score == 75 >= WORTH_SHOWING
    assert likeness(0, OURS, replace(OURS, countries=frozenset({"SN"}))).score < WORTH_SHOWING
    assert likeness(0, OURS, replace(OURS, amounts=frozenset())).score < WORTH_SHOWING
    elsewhere = replace(
        OURS, countries=frozenset({"SN"}), amounts=frozenset(), lead="iom", organisations=frozenset({"iom"})
    )
    assert likeness(85, OURS, elsewhere).score < WORTH_SHOWING


def test_it_does_not_matter_who_is_compared_with_whom():
    other = replace(
        OURS,
        countries=frozenset({"ET"}),
        ends=None,
        lead="bmz",
        committed=Decimal(1),
        amounts=frozenset({("EUR", Decimal(1))}),
    )
    assert likeness(72, OURS, other) == likeness(72, other, OURS)


def test_the_words_of_titles_leave_out_what_all_titles_share():
    assert words_of(("the law on the smuggling of migrants", "loi sur le trafic de migrants")) == {
        "law", "smuggling", "migrants", "loi", "trafic",
    }  # fmt: skip
    assert words_of(()) == words_of(("of the",)) == set()
    assert words_of(("x" * 60,)) == {"x" * 40}
    assert "i" not in STOP_WORDS and "ii" not in STOP_WORDS
