"""How much two initiatives are alike, and in what: one pure function over what both of them state.

What either side leaves unsaid is left out of the score: a draft with a title only is compared by its title only.
"""

from collections.abc import Callable, Collection
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


NUMBERS_WEIGHT = 50
"""A reference number that both texts quote weighs as much as their titles."""


@dataclass(frozen=True)
class Part:
    """One part of a score: its `worth` in percent counts with its `weight`, or changes the whole where that is 0."""

    name: str
    weight: int
    worth: int
    words: str


@dataclass(frozen=True)
class Likeness:
    """`score` from 0 to 100, of which `parts`; `words` say what is alike. For translation at the edge."""

    score: int
    words: tuple[str, ...]
    parts: tuple[Part, ...] = ()


Judged = tuple[float, str] | None
"""A worth from 0 to 1 and its words ("" for what is not worth a word); None where a side states nothing."""


def likeness(title: float, ours: Traits, theirs: Traits) -> Likeness:
    """`title` is the likeness of the titles, from 0 to 100, in the language in which they are most alike."""
    judged = {name: (weight, judge(ours, theirs)) for name, (weight, judge) in _JUDGES.items()}
    evidence = {name: (weight, one) for name, (weight, one) in judged.items() if one is not None}
    stated = {_("Title"): (_TITLE_WEIGHT, _title(title)), **evidence}
    score = _mean(stated.values())
    parts = [Part(name, weight, round(100 * worth), words) for name, (weight, (worth, words)) in stated.items()]
    if len(evidence) == len(_JUDGES) and WITHOUT_TITLE * _mean(evidence.values()) > score:
        score = WITHOUT_TITLE * _mean(evidence.values())
        parts.append(Part(_("Without the title"), 0, round(100 * WITHOUT_TITLE), _("the others speak for themselves")))
    if ours.kind and theirs.kind and ours.kind is not theirs.kind:
        score *= OTHER_KIND
        parts.append(Part(_("Kind"), 0, round(100 * OTHER_KIND), _("a project and a policy")))
    words = tuple(words for _weight, (_worth, words) in stated.values() if words)
    return Likeness(round(100 * score), words, tuple(parts))


def with_numbers(found: Likeness, in_common: bool) -> Likeness:
    """The same, where both quote a reference number: it weighs as much as the titles."""
    if not in_common:
        return found
    weight = sum(part.weight for part in found.parts)
    score = round((found.score * weight + 100 * NUMBERS_WEIGHT) / (weight + NUMBERS_WEIGHT))
    words = _("same reference number")
    part = Part(_("Reference numbers"), NUMBERS_WEIGHT, 100, words)
    return Likeness(score, (*found.words, words), (*found.parts, part))


def words_of(titles: Collection[str]) -> set[str]:
    """The words by which plain titles are found (see `app.queries.text.plain`), as long as they are stored."""
    return {word[:LONGEST_WORD] for title in titles for word in title.split() if word not in STOP_WORDS}


LONGEST_WORD = 40


def _mean(judged: Collection[tuple[int, tuple[float, str]]]) -> float:
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
_JUDGES: dict[str, tuple[int, Callable[[Traits, Traits], Judged]]] = {
    _("Countries"): (15, _countries),
    _("Years"): (10, _years),
    _("Amounts"): (15, _amounts),
    _("Organisations"): (10, _organisations),
}
