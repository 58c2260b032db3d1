"""Answers as a reader sees them: names for codes, dates and amounts in the reader's language, links that are safe.

Takes answers as `app.models.answers` gives them or as events keep them (dates and amounts as text, choices as
codes). Names are looked up once a list and request.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import g, url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from app.domain.access import Actor, Permission, can
from app.domain.languages import Reading, language_of
from app.domain.questions import Answer, CodeList, Question, Section
from app.domain.rules import in_section, is_empty, sections_of
from app.models import QUESTIONS, Revision
from app.queries.languages import read_answer
from app.queries.names import find_title, names_of
from app.queries.taxonomy import current_version
from app.queries.text import plain
from app.web.access import actor as signed_in_actor
from app.wording import locale as readers_language
from app.wording import money, number, percent, written, written_date

LISTED = (Answer.CODES, Answer.ROWS)


@dataclass(frozen=True)
class Presented:
    """One answer as texts (plain or safe markup), one for each line; none where nothing is stated.

    `listed` tells a list from a single answer, whatever the number of its lines.
    """

    lines: tuple[str, ...] = ()
    listed: bool = False

    @property
    def value(self) -> str | None:
        """The answer where it is a single one."""
        return None if self.listed or not self.lines else self.lines[0]

    @property
    def values(self) -> tuple[str, ...]:
        """The lines where it is a list."""
        return self.lines if self.listed else ()

    @property
    def text(self) -> str:
        """All of it in words only, a line for each line."""
        return "\n".join(line.striptags() if isinstance(line, Markup) else line for line in self.lines)

    def __bool__(self) -> bool:
        return bool(self.lines)


@dataclass(frozen=True)
class Row:
    """One question with its answer; fits the macro `summary_list`, which `change_href` and `missing` are for."""

    question: Question
    presented: Presented
    change_href: str | None = None
    missing: str | None = None
    reading: Reading | None = None
    """For a text: its language, and what there is of it in the other one."""

    @property
    def label(self) -> str:
        return self.question.label

    @property
    def value(self) -> str | None:
        return self.presented.value

    @property
    def values(self) -> tuple[str, ...]:
        return self.presented.values

    @property
    def private(self) -> bool:
        return self.question.private

    def with_change(self, href: str | None, missing: str | None = None) -> "Row":
        return replace(self, change_href=href, missing=missing)


@dataclass(frozen=True)
class RecordSection:
    section: Section
    rows: tuple[Row, ...]


def record_sections(revision: Revision, actor: Actor) -> list[RecordSection]:
    """Every section of the revision's kind with its answers; private ones only for those who may see them.

    A translation has a row once its text or itself is there.
    """
    kind = revision.initiative.kind
    private = can(actor, Permission.CONTACT_READ, revision.initiative.subject)
    return [
        RecordSection(
            section,
            tuple(
                _answered(asked, revision)
                for asked in in_section(QUESTIONS, section, kind)
                if (private or not asked.private) and not _translates_nothing(asked, revision)
            ),
        )
        for section in sections_of(QUESTIONS, kind)
    ]


def _translates_nothing(asked: Question, revision: Revision) -> bool:
    """A translation that is not there of a text that is not there is no row worth reading."""
    return bool(asked.translates) and not (getattr(revision, asked.translates) or getattr(revision, asked.name))


def _answered(asked: Question, revision: Revision) -> Row:
    value, language = getattr(revision, asked.name), language_of(asked, revision.language)
    presented = present(asked, value, version=revision.taxonomy_version)
    return Row(asked, presented, reading=Reading(value, language) if value and language else None)


def readers_sections(revision: Revision, actor: Actor, locale: str) -> list[RecordSection]:
    """As `record_sections()`, each text once: in the reader's language, or as it was written."""
    return [
        RecordSection(
            part.section,
            tuple(_read(row, revision, locale) for row in part.rows if not row.question.translates),
        )
        for part in record_sections(revision, actor)
    ]


def _read(row: Row, revision: Revision, locale: str) -> Row:
    if not row.question.translation:
        return row
    reading = read_answer(revision, row.question, locale)
    return replace(row, presented=Presented((reading.text,)), reading=reading) if reading else row


def present(question: Question, value: Any, locale: str | None = None, *, version: str | None = None) -> Presented:
    """The answer for a reader; `version` is the taxonomy's (default: the current one)."""
    if is_empty(value):
        return Presented(listed=question.answer in LISTED)
    if question.answer is Answer.ROWS:
        return Presented(tuple(_row(question, row, locale, version) for row in value), listed=True)
    if question.answer is Answer.CODES:
        names = [_named(question, code, locale, version) for code in value]
        ordered = sorted(names, key=plain) if question.codes is CodeList.COUNTRIES else names
        return Presented(tuple(ordered), listed=True)
    return Presented((_single(question, value, locale, version),))


def _single(question: Question, value: Any, locale: str | None, version: str | None) -> str:
    if question.codes:
        return _named(question, value, locale, version)
    if question.choices:
        return _choice(question, value)
    return _WRITERS.get(question.answer, str)(value)


def _named(question: Question, code: str, locale: str | None, version: str | None) -> str:
    assert question.codes is not None
    name = code_names(question.codes, locale, version).get(code, "")
    if question.codes in (CodeList.DOMAINS, CodeList.PRIORITIES):
        return f"{code} {name}".strip()
    return name or code


def code_names(codes: CodeList, locale: str | None = None, version: str | None = None) -> dict[str, str]:
    """{code: name} in the reader's language, kept for the request."""
    language = locale or readers_language()
    if version is None and codes in (CodeList.DOMAINS, CodeList.PRIORITIES):
        version = _kept(("taxonomy",), lambda: current_version().name)
    key = (codes, language, version)
    found: dict[str, str] = _kept(key, lambda: names_of(codes, language, version or ""))
    return found


def _kept(key: tuple[object, ...], find: Callable[[], Any]) -> Any:
    kept: dict[tuple[object, ...], Any] = g.setdefault("presented_names", {})
    if key not in kept:
        kept[key] = find()
    return kept[key]


def _choice(question: Question, value: str) -> str:
    assert question.choices is not None
    known = {member.value: member for member in question.choices}
    return written(known[value]) if value in known else str(value)


def _row(question: Question, row: Mapping[str, Any], locale: str | None, version: str | None) -> str:
    """One row in one line: what it is, then its figure."""
    shown = {
        c.name: _single(c, row[c.name], locale, version) for c in question.columns if not is_empty(row.get(c.name))
    }
    by_answer = {column.answer: column.name for column in question.columns}
    if Answer.URL in by_answer:
        return safe_link(str(row.get(by_answer[Answer.URL]) or ""), str(row.get("label") or ""))
    figure = _figure(row, by_answer)
    left_out = {by_answer.get(Answer.AMOUNT), by_answer.get(Answer.PERCENT), "currency" if figure else None}
    words = [
        text.lower() if question.column(name).choices else text for name, text in shown.items() if name not in left_out
    ]
    if not figure:
        return ", ".join(words)
    return str(_("%(what)s: %(figure)s", what=", ".join(words), figure=figure))


def _figure(row: Mapping[str, Any], by_answer: Mapping[Answer, str]) -> str:
    if Answer.PERCENT in by_answer:
        return _percent(row.get(by_answer[Answer.PERCENT]))
    if Answer.AMOUNT in by_answer:
        amount = _decimal(row.get(by_answer[Answer.AMOUNT]))
        return "" if amount is None else money(amount, str(row.get("currency") or ""))
    return ""


def _decimal(value: Any) -> Decimal | None:
    try:
        return None if value is None else Decimal(str(value))
    except InvalidOperation:
        return None


def _percent(value: Any) -> str:
    return percent(_decimal(value))


def _date(value: date | str) -> str:
    return written_date(date.fromisoformat(value) if isinstance(value, str) else value)


def safe_link(url: str, label: str = "") -> str:
    """A link out of the site; an address that is neither http nor https stays text."""
    if not url.lower().startswith(("http://", "https://")):
        return f"{label} ({url})" if label else url
    return Markup('<a href="{}" rel="noopener nofollow">{}</a>').format(url, label or url)


def mail_link(address: str) -> str:
    return Markup('<a href="mailto:{}">{}</a>').format(address, address)


def initiative_link(reference: str) -> str:
    """Another initiative: a link with its title for those who may read it, otherwise its reference alone."""
    title = _kept(("title", reference), lambda: find_title(reference, signed_in_actor(), readers_language()))
    if title is None:
        return reference
    href = url_for("initiatives.show", reference=reference)
    return Markup('<a href="{}">{}</a> {}').format(href, reference, escape(title))


_WRITERS: dict[Answer, Callable[[Any], str]] = {
    Answer.DATE: _date,
    Answer.YES_NO: lambda value: _("Yes") if value else _("No"),
    Answer.AMOUNT: lambda value: number(_decimal(value)),
    Answer.PERCENT: _percent,
    Answer.URL: lambda value: safe_link(str(value)),
    Answer.EMAIL: lambda value: mail_link(str(value)),
    Answer.REFERENCE: lambda value: initiative_link(str(value)),
}
