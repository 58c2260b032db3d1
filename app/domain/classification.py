"""Which domains or priorities a text speaks of, and by which of its words. Suggests; decides nothing.

A cue is a term, or one word of a label, that speaks for a code. Cues and texts come as stems in both languages
(`app.queries.words` makes them). A word weighs more the fewer codes it speaks for: 1 where it is one code's own,
close to 0 where it is everybody's. A phrase weighs as much as its words together, or as itself where it is rarer
than they are. One word of a label weighs half of what it would as a term.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from app.domain.choices import Language
from app.domain.labelled import Labelled
from app.domain.text import _


class Level(Labelled):
    """What a term speaks for."""

    DOMAIN = "domain", _("Domain")
    PRIORITY = "priority", _("Priority")


TERM, LABEL_WORD = 1.0, 0.5
LEAST = 0.6
"""A suggestion needs as much: one term of its own or two words of its labels, not one word by chance."""

LEAST_OF_BEST = 1 / 3
"""What has less than this part of the best one's score is not offered beside it."""

MOST_WORDS, LEAST_SHOWN = 6, 1 / 10
"""So many passages are shown with a suggestion, none of less than this part of the weightiest one's weight."""

_WORD = re.compile(r"\w+")

Stems = Mapping[Language, str]
Key = tuple[str, ...]


@dataclass(frozen=True)
class Cue:
    """Stems that, one after the other, speak for a code."""

    code: str
    language: Language
    stems: tuple[str, ...]
    strength: float = TERM


@dataclass(frozen=True)
class Word:
    """A word of a text: where it stands, its stems by language, and whether it continues the phrase before it."""

    start: int
    end: int
    stems: Stems
    continues: bool = True

    @property
    def key(self) -> Key:
        """The same for a word and its plural, whichever language finds it."""
        return tuple(self.stems[language] for language in Language)


@dataclass(frozen=True)
class Text:
    """A text as it was typed, with its words in their order; those that only join others are left out."""

    written: str
    words: Sequence[Word]


@dataclass(frozen=True)
class Suggestion:
    """A code and the words of the text that speak for it, as they were typed, the weightiest first."""

    code: str
    score: float
    words: tuple[str, ...]


@dataclass
class _Evidence:
    """What was found for one code. A word counts once, however often and in whichever language it was met."""

    weights: dict[Key, float] = field(default_factory=dict)
    passages: dict[str, tuple[float, str]] = field(default_factory=dict)
    """{words in small letters: (weight, as typed)}."""

    @property
    def score(self) -> float:
        return sum(self.weights.values())

    def add(self, written: str, weights: Mapping[Key, float]) -> None:
        for key, weight in weights.items():
            self.weights[key] = max(weight, self.weights.get(key, 0.0))
        passage = " ".join(_WORD.findall(written.casefold()))
        weight, shown = self.passages.get(passage, (0.0, " ".join(written.split())))
        self.passages[passage] = max(weight, sum(weights.values())), shown

    def words(self) -> tuple[str, ...]:
        """The weightiest passages; one within another is left out."""
        least = LEAST_SHOWN * max(weight for weight, _written in self.passages.values())
        telling = (passage for passage, (weight, _written) in self.passages.items() if weight >= least)
        ordered = sorted(telling, key=lambda passage: (-self.passages[passage][0], passage))
        whole = [p for p in ordered if not any(f" {p} " in f" {other} " for other in ordered if other != p)]
        return tuple(self.passages[passage][1] for passage in whole[:MOST_WORDS])


def suggest(texts: Iterable[Text], cues: Sequence[Cue], most: int) -> list[Suggestion]:
    """The codes of which the texts speak, the likeliest first, at most so many; equals in the order of the cues."""
    rarity, found = _rarity(cues), {cue.code: _Evidence() for cue in cues}
    beginning: dict[tuple[Language, str], list[Cue]] = defaultdict(list)
    for cue in cues:
        beginning[cue.language, cue.stems[0]].append(cue)
    for text in texts:
        for cue, words in _met(text, beginning):
            passage = text.written[words[0].start : words[-1].end]
            weights = zip((word.key for word in words), _weights(cue, rarity), strict=True)
            found[cue.code].add(passage, dict(weights))
    ordered = sorted(found, key=lambda code: -round(found[code].score, 6))
    least = max(LEAST, LEAST_OF_BEST * max((evidence.score for evidence in found.values()), default=0.0))
    chosen = [code for code in ordered if found[code].score >= least]
    return [Suggestion(code, found[code].score, found[code].words()) for code in chosen[:most]]


Rarity = Mapping[tuple[Language, tuple[str, ...]], float]


def _rarity(cues: Iterable[Cue]) -> Rarity:
    """{(language, stems): from 1 for what is one code's own to nearly 0}, of whole cues and of each of their words."""
    codes: dict[tuple[Language, tuple[str, ...]], set[str]] = defaultdict(set)
    for cue in cues:
        for stems in (cue.stems, *((stem,) for stem in cue.stems)):
            codes[cue.language, stems].add(cue.code)
    total = len(set().union(*codes.values())) + 1
    return {stems: log(total / len(spoken_for)) / log(total) for stems, spoken_for in codes.items()}


def _weights(cue: Cue, rarity: Rarity) -> list[float]:
    """What each word of a cue weighs. Together they weigh no less than the cue as a whole is rare."""
    words = [rarity[cue.language, (stem,)] for stem in cue.stems]
    raised = max(1.0, rarity[cue.language, cue.stems] / sum(words))
    return [cue.strength * raised * word for word in words]


def _met(text: Text, beginning: Mapping[tuple[Language, str], Sequence[Cue]]) -> Iterator[tuple[Cue, Sequence[Word]]]:
    """Every cue that stands in the text, with the words in which it stands."""
    for at, word in enumerate(text.words):
        for language, stem in word.stems.items():
            for cue in beginning.get((language, stem), ()):
                words = text.words[at : at + len(cue.stems)]
                unbroken = all(word.continues for word in words[1:])
                if unbroken and tuple(word.stems[language] for word in words) == cue.stems:
                    yield cue, words
