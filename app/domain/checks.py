"""What looks odd in the answers of a submission: each a doubt with its reason, never a bar.

Pure functions over answers as `app.models.answers` gives them. They are conservative: a check that is wrong twice
is not read a third time.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from app.domain.choices import FundingType, ImplementationStatus, Language
from app.domain.questions import Kind
from app.domain.text import _

Answers = Mapping[str, Any]

LONG_PAST = timedelta(days=90)
"""An end that is set in stone takes a quarter to be reported as reached."""

SMALLEST, LARGEST = Decimal(1_000), Decimal(1_000_000_000)
"""EUR: below, thousands or millions were probably meant; above, a programme of programmes or a slip of zeros."""

ROUNDING = Decimal("1.05")
"""Rates of different years alone let what is disbursed exceed what was committed by so much."""

FEW_WORDS = 15
"""A summary that adds fewer different words to its title says nothing of its own."""

SHORTENERS = frozenset({"bit.ly", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "is.gd", "buff.ly", "rb.gy", "cutt.ly"})
LOCAL_ENDINGS = (".local", ".internal", ".lan", ".localhost", ".test", ".invalid", ".example")


class Check(StrEnum):
    """The value is kept with a dismissal: it never changes."""

    ENDED_BUT_ONGOING = "ended-but-ongoing"
    COMPLETED_BEFORE_START = "completed-before-start"
    DISBURSED_OVER_COMMITTED = "disbursed-over-committed"
    AMOUNT_SMALL = "amount-small"
    AMOUNT_LARGE = "amount-large"
    AMOUNT_LIKE_YEAR = "amount-like-year"
    SUMMARY_REPEATS_TITLE = "summary-repeats-title"
    DOMAIN_WITHOUT_PRIORITY = "domain-without-priority"
    SHARES_UNTOUCHED = "shares-untouched"
    LINK_ODD = "link-odd"
    LIKELY_TWIN = "likely-twin"
    PART_WITHOUT_PROGRAMME = "part-without-programme"
    OTHER_LANGUAGE = "other-language"


@dataclass(frozen=True)
class Facts:
    """What the answers themselves do not say.

    `eur` holds each funding line in EUR, in their order, None without a rate; `domain_of` the domain of each priority
    of the revision's taxonomy; `twins` the references of published initiatives that look alike.
    """

    kind: Kind
    today: date
    eur: Sequence[Decimal | None] = ()
    domain_of: Mapping[str, str] = field(default_factory=dict)
    twins: Sequence[str] = ()


@dataclass(frozen=True)
class Doubt:
    """Stands beside the answer of `question`; `concerns` are all questions whose answers gave rise to it."""

    check: Check
    question: str
    message: str
    params: Mapping[str, object] = field(default_factory=dict)
    concerns: tuple[str, ...] = ()


def doubts(answers: Answers, facts: Facts) -> list[Doubt]:
    """In the order of the checks."""
    return [doubt for check in _CHECKS for doubt in check(answers, facts)]


def _ended_but_ongoing(answers: Answers, facts: Facts) -> Iterator[Doubt]:
    ends, status = answers.get("ends_on"), answers.get("implementation_status")
    if ends and status is ImplementationStatus.ONGOING and ends + LONG_PAST < facts.today:
        message = _("It is said to be ongoing, but its end was on %(day)s.")
        concerns = ("ends_on", "implementation_status")
        yield Doubt(Check.ENDED_BUT_ONGOING, "implementation_status", message, {"day": ends}, concerns)


def _completed_before_start(answers: Answers, facts: Facts) -> Iterator[Doubt]:
    starts, status = answers.get("starts_on"), answers.get("implementation_status")
    if starts and status is ImplementationStatus.COMPLETED and starts > facts.today:
        message = _("It is said to be completed, but it begins on %(day)s.")
        concerns = ("starts_on", "implementation_status")
        yield Doubt(Check.COMPLETED_BEFORE_START, "implementation_status", message, {"day": starts}, concerns)


def _disbursed_over_committed(answers: Answers, facts: Facts) -> Iterator[Doubt]:
    lines = answers.get("funding") or []
    if not lines or None in facts.eur or len(facts.eur) != len(lines):
        return
    committed, disbursed = (
        sum((eur or Decimal(0) for row, eur in zip(lines, facts.eur, strict=True) if row["type"] == kind), Decimal(0))
        for kind in (FundingType.COMMITTED, FundingType.DISBURSED)
    )
    if committed and disbursed > committed * ROUNDING:
        message = _("More is disbursed (%(disbursed)s EUR) than committed (%(committed)s EUR).")
        params = {"disbursed": round(disbursed), "committed": round(committed)}
        yield Doubt(Check.DISBURSED_OVER_COMMITTED, "funding", message, params, ("funding",))


def _amounts(answers: Answers, facts: Facts) -> Iterator[Doubt]:
    lines = answers.get("funding") or []
    for row, eur in zip(lines, facts.eur, strict=False):
        amount = row.get("amount")
        params = {"amount": amount, "currency": row.get("currency"), "funder": row.get("funder")}
        if not amount:
            continue
        if amount == amount.to_integral_value() and 2000 <= amount <= 2050:
            message = _("The amount of %(funder)s, %(amount)s %(currency)s, looks like a year.")
            yield Doubt(Check.AMOUNT_LIKE_YEAR, "funding", message, params, ("funding",))
        elif eur is not None and eur < SMALLEST:
            message = _("The amount of %(funder)s is only %(amount)s %(currency)s: are thousands or millions meant?")
            yield Doubt(Check.AMOUNT_SMALL, "funding", message, params, ("funding",))
        elif eur is not None and eur > LARGEST:
            message = _("The amount of %(funder)s is more than a thousand million EUR: %(amount)s %(currency)s.")
            yield Doubt(Check.AMOUNT_LARGE, "funding", message, params, ("funding",))


def _words(text: object) -> list[str]:
    return re.findall(r"[^\W_]+", str(text or "").casefold())


def _summary_repeats_title(answers: Answers, facts: Facts) -> Iterator[Doubt]:
    title, summary = set(_words(answers.get("title"))), set(_words(answers.get("summary")))
    if len(title) >= 3 and len(title & summary) * 2 > len(title) and len(summary - title) < FEW_WORDS:
        message = _("The summary says hardly more than the title.")
        yield Doubt(Check.SUMMARY_REPEATS_TITLE, "summary", message, concerns=("title", "summary"))


def _domain_without_priority(answers: Answers, facts: Facts) -> Iterator[Doubt]:
    served = {facts.domain_of.get(code) for code in answers.get("priorities") or []}
    offered = set(facts.domain_of.values())
    if lacking := [code for code in answers.get("domains") or [] if code in offered and code not in served]:
        message = _("No priority is chosen in: domain %(domains)s.")
        params = {"domains": ", ".join(lacking)}
        yield Doubt(Check.DOMAIN_WITHOUT_PRIORITY, "priorities", message, params, ("domains", "priorities"))


def _shares_untouched(answers: Answers, facts: Facts) -> Iterator[Doubt]:
    """Shares split money: without any they change no figure."""
    if not answers.get("funding"):
        return
    for chosen, shares, message in (
        ("domains", "domain_shares", _("No share is stated: the money is split equally over %(count)s domains.")),
        ("countries", "country_shares", _("No share is stated: the money is split equally over %(count)s countries.")),
    ):
        count = len(answers.get(chosen) or [])
        if count > 1 and not answers.get(shares):
            yield Doubt(Check.SHARES_UNTOUCHED, shares, message, {"count": count}, (chosen, shares))


def _links(answers: Answers, facts: Facts) -> Iterator[Doubt]:
    for row in answers.get("links") or []:
        url = str(row.get("url") or "")
        if message := _odd(url):
            yield Doubt(Check.LINK_ODD, "links", message, {"url": url}, ("links",))


def _odd(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return _("The link %(url)s is no address that a reader can open.")
    if re.search(r"\s", url) or not host:
        return _("The link %(url)s is no address that a reader can open.")
    if parts.username or _is_local(host):
        return _("The link %(url)s leads to a place that others cannot reach.")
    if host.removeprefix("www.") in SHORTENERS:
        return _("The link %(url)s hides where it leads, and may lapse: give the address itself.")
    if parts.scheme != "https":
        return _("The link %(url)s is not secured (http): try it with https.")
    return ""


def _is_local(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return "." not in host or host.endswith(LOCAL_ENDINGS)
    return True


def _twins(answers: Answers, facts: Facts) -> Iterator[Doubt]:
    if facts.twins:
        message = _("It looks like what is published already: %(references)s.")
        yield Doubt(Check.LIKELY_TWIN, "title", message, {"references": ", ".join(facts.twins)}, ("title",))


_PART_OF = re.compile(
    r"\b(?:(?:phase|lot|component|composante|volet|tranche)\s+(?:\d{1,2}|[ivx]{1,4})"
    r"|(?:part of|implemented under|funded under|within) the [\w\s-]{0,60}?programme"
    r"|(?:s.inscrit dans|fait partie d[eu]|dans le cadre d[eu])\s?(?:le|la)?\s[\w\s-]{0,60}?programme"
    r"|trust fund|fonds fiduciaire|T05-EUTF-[\w-]+)\b",
    re.IGNORECASE,
)


def _part_without_programme(answers: Answers, facts: Facts) -> Iterator[Doubt]:
    if facts.kind is not Kind.PROJECT or answers.get("parent"):
        return
    texts = [str(answers.get(name) or "") for name in ("title", "summary")]
    if found := next((match for text in texts if (match := _PART_OF.search(text))), None):
        message = _("The text says “%(words)s”, but no parent programme is named: its money may be counted twice.")
        concerns = ("title", "summary", "parent")
        params = {"words": " ".join(found.group().split())[:80]}
        yield Doubt(Check.PART_WITHOUT_PROGRAMME, "parent", message, params, concerns)


_TELLING = {
    Language.EN: frozenset({"the", "and", "of", "with", "for", "that", "which", "this", "their", "by", "to", "in"}),
    Language.FR: frozenset({"les", "des", "et", "dans", "pour", "avec", "qui", "une", "aux", "du", "le", "la"}),
}


def _other_language(answers: Answers, facts: Facts) -> Iterator[Doubt]:
    declared = answers.get("language")
    if declared is None:
        return
    words = _words(answers.get("summary"))
    counts = {language: sum(word in telling for word in words) for language, telling in _TELLING.items()}
    other = next(language for language in Language if language is not declared)
    if counts[other] >= 10 and counts[other] > 3 * counts[declared]:
        message = _("The summary reads as %(found)s, but the language of the texts is said to be %(declared)s.")
        params = {"found": other, "declared": declared}
        yield Doubt(Check.OTHER_LANGUAGE, "language", message, params, ("language", "summary"))


_CHECKS: tuple[Callable[[Answers, Facts], Iterator[Doubt]], ...] = (
    _ended_but_ongoing,
    _completed_before_start,
    _disbursed_over_committed,
    _amounts,
    _summary_repeats_title,
    _domain_without_priority,
    _shares_untouched,
    _links,
    _twins,
    _part_without_programme,
    _other_language,
)
