"""Which organisations are likely one: pure functions over how each of them is called.

Every two of 5,000 are not compared: those that share one of their rarest words, stand side by side in the alphabet,
or have to do with one acronym.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import combinations

from rapidfuzz import fuzz

from app.domain.likeness import STOP_WORDS

ALIKE = 88
"""Names less like each other than this (of 100) are not worth a question."""

RAREST = 3
CROWD = 30
"""A word that more organisations share tells nothing."""
NEIGHBOURS = 3
SHORTEST_ACRONYM = 3


class Reason(StrEnum):
    NAME = "name"
    ACRONYM = "acronym"
    EXPANSION = "expansion"


@dataclass(frozen=True)
class Called:
    """An organisation by its plain spellings (see `app.queries.text.plain`).

    `capitals` are the words in capital letters within its names, `acronyms` what it states as such; both plain.
    """

    id: int
    spellings: frozenset[str]
    acronyms: frozenset[str]
    capitals: frozenset[str] = frozenset()

    @cached_property
    def names(self) -> list[str]:
        """Its spellings without bare acronyms, in which a letter more or less means somebody else."""
        return [name for name in self.spellings if name not in self.acronyms and len(name) > 5]

    @cached_property
    def stated(self) -> frozenset[str]:
        """Its acronyms that are long enough to tell something."""
        return _long(self.acronyms)

    @cached_property
    def short(self) -> frozenset[str]:
        """Whatever stands for an acronym in how it is called."""
        return _long(self.acronyms | self.capitals | {name for name in self.spellings if " " not in name})

    @cached_property
    def initials(self) -> frozenset[str]:
        """The first letters of the telling words of its names of three or more."""
        words = [[word for word in name.split() if word not in STOP_WORDS] for name in self.names]
        return frozenset("".join(word[0] for word in name) for name in words if len(name) >= SHORTEST_ACRONYM)


@dataclass(frozen=True)
class Pair:
    """Two that are likely one, the smaller id first; `score` from 0 to 100."""

    first: int
    second: int
    score: int
    reason: Reason

    @property
    def ids(self) -> tuple[int, int]:
        return self.first, self.second


def likely_pairs(found: Sequence[Called]) -> list[Pair]:
    """The likeliest first."""
    by_id = {one.id: one for one in found}
    judged = (judge(by_id[first], by_id[second]) for first, second in _candidates(found))
    return sorted(filter(None, judged), key=lambda pair: (-pair.score, pair.ids))


def judge(one: Called, other: Called) -> Pair | None:
    """None where nothing speaks for their being one."""
    first, second = sorted((one.id, other.id))
    score = max((_alike(mine, theirs) for mine in one.names for theirs in other.names), default=0)
    if one.stated & other.stated:
        return Pair(first, second, max(95, round(score)), Reason.ACRONYM)
    if _expands(one, other) or _expands(other, one):
        return Pair(first, second, max(90, round(score)), Reason.EXPANSION)
    return Pair(first, second, round(score), Reason.NAME) if score >= ALIKE else None


def _alike(mine: str, theirs: str) -> float:
    """Half whether one's words lie within the other's, half whether they are the same."""
    same = fuzz.token_sort_ratio(mine, theirs, score_cutoff=2 * ALIKE - 100)
    return (fuzz.token_set_ratio(mine, theirs) + same) / 2 if same else 0


def _expands(one: Called, other: Called) -> bool:
    """Whether one is called by the acronym of the other: as its name, within it, or as the other's first letters."""
    return bool(one.short & (other.stated | other.initials))


def _long(acronyms: Iterable[str]) -> frozenset[str]:
    return frozenset(one for one in acronyms if len(one) >= SHORTEST_ACRONYM)


def _candidates(found: Sequence[Called]) -> set[tuple[int, int]]:
    groups = [*_by_words(found), *_by_acronyms(found), *_by_alphabet(found)]
    return {(first, second) for group in groups for first, second in combinations(sorted(group), 2)}


def _by_words(found: Sequence[Called]) -> Iterator[set[int]]:
    words = {(one.id, name): set(name.split()) - STOP_WORDS for one in found for name in one.names}
    holders: dict[str, set[int]] = defaultdict(set)
    for (identity, _name), inside in words.items():
        for word in inside:
            holders[word].add(identity)
    chosen: dict[str, set[int]] = defaultdict(set)
    for (identity, _name), inside in words.items():
        for word in _rarest(inside, holders):
            chosen[word].add(identity)
    yield from chosen.values()


def _rarest(words: Iterable[str], holders: Mapping[str, set[int]]) -> list[str]:
    """Of the words that several share and not a crowd."""
    telling = [word for word in words if 1 < len(holders[word]) <= CROWD]
    return sorted(telling, key=lambda word: (len(holders[word]), word))[:RAREST]


def _by_acronyms(found: Sequence[Called]) -> Iterator[set[int]]:
    holders: dict[str, set[int]] = defaultdict(set)
    for one in found:
        for short in one.short | one.initials:
            holders[short].add(one.id)
    return (group for group in holders.values() if len(group) <= CROWD)


def _by_alphabet(found: Sequence[Called]) -> Iterator[set[int]]:
    listed = sorted((name, one.id) for one in found for name in one.names)
    for place, (_name, identity) in enumerate(listed):
        for _other, neighbour in listed[place + 1 : place + 1 + NEIGHBOURS]:
            if neighbour != identity:
                yield {identity, neighbour}
