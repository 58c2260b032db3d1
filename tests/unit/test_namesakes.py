"""Which organisations are likely one."""

import pytest

from app.queries.namesakes import Called, Reason, judge, likely_pairs


def called(number, *spellings, acronyms=(), capitals=()):
    return Called(number, frozenset(spellings), frozenset(acronyms), frozenset(capitals))


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (called(1, "sahel water board"), called(2, "sahel water boards"), Reason.NAME),
        (called(1, "board of sahel water"), called(2, "sahel water board"), Reason.NAME),
        (
            called(1, "swb", "sahel water board", acronyms=["swb"]),
            called(2, "basket", acronyms=["swb"]),
            Reason.ACRONYM,
        ),
        (called(1, "sahel water board"), called(2, "swb"), Reason.EXPANSION),
        (called(1, "office of waters", acronyms=["swb"]), called(2, "swb niamey", capitals=["swb"]), Reason.EXPANSION),
        (called(1, "sahel water board"), called(2, "niger basin office"), None),
        (called(1, "ministry of labour kenya"), called(2, "ministry of health uganda"), None),
        (called(1, "iom", acronyms=["iom"]), called(2, "oim", acronyms=["oim"]), None),
        (called(1, "african union", acronyms=["au"]), called(2, "altai", acronyms=["au"]), None),
    ],
)
def test_what_speaks_for_two_being_one(one, other, reason):
    for pair in (judge(one, other), judge(other, one)):
        assert (pair and pair.reason) == reason
        assert pair is None or (pair.ids == (1, 2) and 88 <= pair.score <= 100)


def test_pairs_are_found_among_many_the_likeliest_first():
    crowd = [called(number, f"bureau {number * 7919:x}{number * 104729:x}") for number in range(10, 400)]
    found = likely_pairs(
        [*crowd, called(1, "sahel water board"), called(2, "sahel water board office"), called(3, "swb")]
    )
    ids = [pair.ids for pair in found]
    assert {(1, 2), (1, 3)} <= set(ids)
    assert [pair.score for pair in found] == sorted((pair.score for pair in found), reverse=True)


def test_nobody_has_no_twin():
    assert likely_pairs([]) == likely_pairs([called(1, "sahel water board")]) == []
