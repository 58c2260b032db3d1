"""Two initiatives side by side, with the evidence for and against an overlap."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup, escape

from app.domain.choices import FundingType
from app.domain.numbers import numbers_in
from app.domain.questions import Answer, CodeList
from app.models import QUESTIONS, Initiative, OverlapCandidate, OverlapOpinion, Revision
from app.queries.candidates import find_candidate, opinions_on
from app.queries.similar import committed_eur
from app.queries.text import plain
from app.web.listing import years_of
from app.web.presenting import code_names
from app.wording import locale, money, say, written_date

AROUND = 70
"""Characters of a text shown on either side of a number."""


@dataclass(frozen=True)
class Aspect:
    """One line of the comparison; "" where nothing is stated, which is no difference."""

    label: str
    one: str
    other: str

    @property
    def differs(self) -> bool:
        return bool(self.one and self.other) and plain(self.one) != plain(self.other)


@dataclass(frozen=True)
class ScorePart:
    """`weight` 0: it changes the whole score."""

    name: str
    weight: int
    worth: int
    words: str


@dataclass(frozen=True)
class Passage:
    """Where the texts of one of them quote a number that both have; `text` is safe markup."""

    reference: str
    question: str
    text: str


@dataclass(frozen=True)
class Evidence:
    aspects: list[Aspect]
    parts: list[ScorePart]
    passages: list[Passage]
    opinions: Sequence[OverlapOpinion]
    score: int | None


def evidence_on(one: Revision, other: Revision) -> Evidence:
    row = find_candidate(one.initiative, other.initiative)
    numbers = set(row.quoted) if row else set()
    return Evidence(
        aspects=[
            Aspect(label, ours, theirs) for (label, ours), (_same, theirs) in zip(_told(one), _told(other), strict=True)
        ],
        parts=parts_of(row) if row else [],
        passages=[*_passages(one, numbers), *_passages(other, numbers)],
        opinions=opinions_on(one.initiative, other.initiative),
        score=row.score if row else None,
    )


def parts_of(row: OverlapCandidate) -> list[ScorePart]:
    return [ScorePart(say(name), weight, worth, say(words)) for name, weight, worth, words in row.parts]


def reference_and_title(initiative: Initiative, revision: Revision) -> str:
    return f"{initiative.reference} · {revision.title_in(locale()) or _('Without a title')}"


def _told(revision: Revision) -> Iterator[tuple[str, str]]:
    """(label, words), the same lines for every initiative."""
    yield _("Title in English"), revision.title_in("en") or ""
    yield _("Title in French"), revision.title_in("fr") or ""
    yield _("Partner"), revision.initiative.partner.name(locale())
    yield _("Kind"), say(revision.initiative.kind.label)
    yield _("Dates"), _dates(revision)
    yield _("Countries"), countries_of(revision)
    for kind in FundingType:
        yield say(kind.label), _amounts(revision, kind)
    yield _("Committed, in EUR"), money(committed_eur(revision))
    yield _("Lead organisation"), revision.lead_organisation or ""
    yield _("Implementing organisations"), ", ".join(row["name"] for row in revision.implementers)
    yield _("Funders"), ", ".join(dict.fromkeys(row["funder"] for row in revision.funding))
    yield _("Partner’s own reference"), revision.partner_reference or ""
    yield _("Part of"), revision.parent or ""


def _dates(revision: Revision) -> str:
    if revision.starts_on and revision.ends_on:
        return f"{written_date(revision.starts_on)} – {written_date(revision.ends_on)}"
    day = revision.starts_on or revision.adopted_on or revision.in_force_from
    return written_date(day) if day else years_of(revision)


def countries_of(revision: Revision) -> str:
    names = code_names(CodeList.COUNTRIES)
    return ", ".join(sorted((names.get(code, code) for code in revision.countries), key=plain))


def _amounts(revision: Revision, kind: FundingType) -> str:
    lines = [line for line in revision.funding_rows if line.type is kind]
    return "; ".join(f"{money(line.amount, line.currency)} ({line.year})" for line in lines)


def _passages(revision: Revision, numbers: set[str]) -> Iterator[Passage]:
    reference = revision.initiative.reference
    for question in QUESTIONS:
        if question.private or question.answer not in (Answer.TEXT, Answer.LONG_TEXT):
            continue
        text = getattr(revision, question.name) or ""
        for start, end, key in numbers_in(text):
            if key in numbers:
                yield Passage(reference, say(question.label), _marked(text, start, end))


def _marked(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    left, right = "…" if start > AROUND else "", "…" if end + AROUND < len(text) else ""
    return Markup("{}{}<mark>{}</mark>{}{}").format(left, before, escape(text[start:end]), after, right)
