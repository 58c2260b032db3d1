"""How much two initiatives are alike, and in what: one pure function over what both of them state.

What either side leaves unsaid is left out of the score: a draft with a title only is compared by its title only.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.domain.questions import Kind
from app.domain.text import _

SAME_TITLE, LIKE_TITLE = 99, 70
"""From these likenesses of titles (0 to 100) on the words say so."""

NEAR_AMOUNT = Decimal("0.9")
"""The smaller of two totals is at least this part of the larger: rates and rounding may make the difference."""

PART = 0.7
"""The worth of countries or years that are common without being the same."""

WITHOUT_TITLE = 0.75
"""What countries, years, amounts and organisations are worth by themselves, where all four are stated: a title in
another language says nothing against them."""

OTHER_KIND = 0.75
"""A project and a policy are seldom one: what their score is multiplied by."""

WORTH_SHOWING = 65
"""Scores from here on are shown; docs/overlaps.md says what this finds and what it leaves."""

STOP_WORDS = frozenset({
    "a", "an", "and", "at", "by", "for", "from", "in", "into", "its", "of", "on", "or", "the", "to", "towards", "with",
    "au", "aux", "avec", "ce", "d", "dans", "de", "des", "du", "en", "et", "l",
    "la", "le", "les", "leur", "leurs", "ou", "par", "pour", "sur", "un", "une", "vers",
})  # fmt: skip
"""Words that titles share by chance; numbers and single letters stay, since “phase I” is not “phase II”."""


@dataclass(frozen=True)
class Traits:
    """What is compared besides the title; empty where nothing is stated.

    `amounts` are the funding lines as (currency, amount), `committed` is their committed total in EUR;
    `organisations` are whom the names mean, `lead` is one of them.
    """

    kind: Kind | None = None
    starts: date | None = None
    ends: date | None = None
    countries: frozenset[str] = frozenset()
    amounts: frozenset[tuple[str, Decimal]] = frozenset()
    committed: Decimal | None = None
    lead: str = ""
    organisations: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Likeness:
    """`score` from 0 to 100; `words` say what is alike, for translation at the edge."""

    score: int
    words: tuple[str, ...]


Judged = tuple[float, str] | None
"""A worth from 0 to 1 and its words ("" for what is not worth a word); None where a side states nothing."""


def likeness(title: float, ours: Traits, theirs: Traits) -> Likeness:
    """`title` is the likeness of the titles, from 0 to 100, in the language in which they are most alike."""
    judged = [(weight, judge(ours, theirs)) for weight, judge in _JUDGES]
    evidence = [(weight, one) for weight, one in judged if one is not None]
    stated = [(_TITLE_WEIGHT, _title(title)), *evidence]
    score = _mean(stated)
    if len(evidence) == len(_JUDGES):
        score = max(score, WITHOUT_TITLE * _mean(evidence))
    if ours.kind and theirs.kind and ours.kind is not theirs.kind:
        score *= OTHER_KIND
    return Likeness(round(100 * score), tuple(words for _weight, (_worth, words) in stated if words))


def words_of(titles: Collection[str]) -> set[str]:
    """The words by which plain titles are found (see `app.queries.text.plain`), as long as they are stored."""
    return {word[:LONGEST_WORD] for title in titles for word in title.split() if word not in STOP_WORDS}


LONGEST_WORD = 40


def _mean(judged: Sequence[tuple[int, tuple[float, str]]]) -> float:
    return sum(weight * worth for weight, (worth, _words) in judged) / sum(weight for weight, _one in judged)


def _title(percent: float) -> tuple[float, str]:
    if percent >= SAME_TITLE:
        return percent / 100, _("same title")
    return percent / 100, _("similar title") if percent >= LIKE_TITLE else ""


def _countries(ours: Traits, theirs: Traits) -> Judged:
    if not (ours.countries and theirs.countries):
        return None
    if ours.countries == theirs.countries:
        return 1, _("same countries")
    common = len(ours.countries & theirs.countries) / min(len(ours.countries), len(theirs.countries))
    return PART * common, _("countries in common") if common else ""


def _years(ours: Traits, theirs: Traits) -> Judged:
    if not (ours.starts and theirs.starts):
        return None
    if _span(ours) == _span(theirs):
        return 1, _("same years")
    apart = max(ours.starts, theirs.starts) > min(ours.ends or date.max, theirs.ends or date.max)
    return (0, "") if apart else (PART, _("overlapping years"))


def _span(traits: Traits) -> tuple[int | None, ...]:
    return tuple(day.year if day else None for day in (traits.starts, traits.ends))


def _amounts(ours: Traits, theirs: Traits) -> Judged:
    if not (ours.amounts and theirs.amounts):
        return None
    if ours.amounts & theirs.amounts:
        return 1, _("same amount")
    small, large = sorted((ours.committed or Decimal(0), theirs.committed or Decimal(0)))
    ratio = small / large if large else Decimal(0)
    return float(ratio), _("similar amount") if ratio >= NEAR_AMOUNT else ""


def _organisations(ours: Traits, theirs: Traits) -> Judged:
    if not (ours.organisations and theirs.organisations):
        return None
    if ours.lead and ours.lead == theirs.lead:
        return 1, _("same lead organisation")
    common = ours.organisations & theirs.organisations
    share = len(common) / min(len(ours.organisations), len(theirs.organisations))
    return share, _("organisations in common") if common else ""


_TITLE_WEIGHT = 50
_JUDGES: tuple[tuple[int, Callable[[Traits, Traits], Judged]], ...] = (
    (15, _countries),
    (10, _years),
    (15, _amounts),
    (10, _organisations),
)
