"""The rules that an initiative's answers must meet: one truth for the forms, the task list and submission.

`invalid()` finds what cannot be saved as an answer at all (the form keeps it as typed); `incomplete()` finds
what a submission still lacks. Both take answers as `app.models.answers` gives them: by question name, empty
answers as None or an empty list.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from app.domain.questions import Answer, Kind, Question, Section
from app.domain.text import _

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Problem:
    """A broken rule: the question to blame and, in a ROWS answer, the row and column."""

    question: str
    message: str
    row: int | None = None
    column: str | None = None
    params: Mapping[str, object] = field(default_factory=dict)


def is_empty(value: object) -> bool:
    return value is None or value == "" or value == []


def invalid(questions: Sequence[Question], answers: Answers) -> list[Problem]:
    """Answers that contradict their question or each other; questions without an answer are skipped."""
    found = [problem for question in questions for problem in _question_problems(question, answers)]
    names = {question.name for question in questions}
    crossed = (problem for rule in _CROSS_RULES for problem in rule(answers))
    return found + [problem for problem in crossed if problem.question in names]


def incomplete(questions: Sequence[Question], answers: Answers, kind: Kind) -> list[Problem]:
    """What is missing or too short to submit, in the order of the questions."""
    asked = [question for question in questions if question.asked_of(kind)]
    return [problem for question in asked for problem in _gaps(question, answers, kind)]


def in_section(questions: Iterable[Question], section: Section, kind: Kind) -> list[Question]:
    return [q for q in questions if q.section is section and q.asked_of(kind)]


def sections_of(questions: Iterable[Question], kind: Kind) -> list[Section]:
    """The sections that hold a question for this kind, in the order in which they are filled."""
    used = {question.section for question in questions if question.asked_of(kind)}
    return [section for section in Section if section in used]


def _question_problems(question: Question, answers: Answers) -> Iterator[Problem]:
    value: Any = answers.get(question.name)
    if is_empty(value):
        return
    if question.answer is Answer.ROWS:
        yield from _row_problems(question, value)
    elif message := _value_problem(question, value):
        yield Problem(question.name, message[0], params=message[1])


MOST_ROWS = 200


def _row_problems(question: Question, rows: Sequence[Answers]) -> Iterator[Problem]:
    if len(rows) > MOST_ROWS:
        yield Problem(
            question.name,
            _("This list takes %(limit)s rows: it has %(count)s"),
            params={"limit": MOST_ROWS, "count": len(rows)},
        )
    for number, row in enumerate(rows):
        for column in question.columns:
            value = row.get(column.name)
            if is_empty(value):
                if column.required:
                    yield Problem(question.name, _("Fill this in, or remove the row"), number, column.name)
            elif message := _value_problem(column, value):
                yield Problem(question.name, message[0], number, column.name, message[1])


def _value_problem(question: Question, value: Any) -> tuple[str, dict[str, object]] | None:
    if question.answer in _SHAPES and not _SHAPES[question.answer][0].fullmatch(value):
        return _SHAPES[question.answer][1], {}
    if isinstance(value, str) and question.max_length and len(value) > question.max_length:
        return _("Shorten this to %(limit)s characters or fewer: it has %(length)s"), {
            "limit": question.max_length,
            "length": len(value),
        }
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        if question.minimum is not None and value < question.minimum:
            return _("Enter a figure of %(limit)s or more"), {"limit": _limit(question, question.minimum)}
        if question.maximum is not None and value > question.maximum:
            return _("Enter a figure of %(limit)s or less"), {"limit": _limit(question, question.maximum)}
    return None


def _limit(question: Question, limit: int) -> int | str:
    """A year is no figure and has no separators."""
    return str(limit) if question.answer is Answer.YEAR else limit


_SHAPES = {
    Answer.URL: (
        re.compile(r"https?://[^\s/$.?#<>\"][^\s<>\"]*", re.IGNORECASE),
        _("Enter the whole address, beginning with https:// or http://"),
    ),
    Answer.EMAIL: (
        re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+"),
        _("Enter an e-mail address like name@example.org"),
    ),
}


def _gaps(question: Question, answers: Answers, kind: Kind) -> Iterator[Problem]:
    value = answers.get(question.name)
    if is_empty(value):
        if question.required_of(kind):
            yield Problem(question.name, _("This answer is missing"))
    elif isinstance(value, str) and question.min_length and len(value) < question.min_length:
        params = {"limit": question.min_length, "length": len(value)}
        yield Problem(question.name, _("Write at least %(limit)s characters: it has %(length)s"), params=params)


def _end_before_start(answers: Answers) -> Iterator[Problem]:
    start, end = answers.get("starts_on"), answers.get("ends_on")
    if start and end and end < start:
        yield Problem("ends_on", _("The end lies before the start"))


def _force_before_adoption(answers: Answers) -> Iterator[Problem]:
    adopted, in_force = answers.get("adopted_on"), answers.get("in_force_from")
    if adopted and in_force and in_force < adopted:
        yield Problem("in_force_from", _("It cannot be in force before it was adopted"))


def _shares(name: str, column: str, chosen: str) -> Callable[[Answers], Iterator[Problem]]:
    def rule(answers: Answers) -> Iterator[Problem]:
        codes = list(answers.get(chosen) or [])
        rows: Sequence[Answers] = answers.get(name) or []
        seen: set[str] = set()
        for number, row in enumerate(rows):
            if row.get(column) in seen:
                yield Problem(name, _("This one stands in the list twice"), number, column)
            elif row.get(column) and row[column] not in codes:
                yield Problem(name, _("This one is not chosen above"), number, column)
            seen.add(row.get(column, ""))
        yield from _sum(name, [row.get("percent") for row in rows], len(codes) - len(seen))

    return rule


def _sum(name: str, percents: Sequence[Decimal | None], silent: int) -> Iterator[Problem]:
    stated = [percent for percent in percents if percent is not None]
    total = sum(stated, Decimal(0))
    unstated = silent + len(percents) - len(stated)
    if not stated:
        return
    if total > 100 or (unstated <= 0 and total != 100):
        yield Problem(name, _("Together the shares make %(total)s %%, not 100 %%"), params={"total": total})
    elif unstated > 0 and total == 100:
        yield Problem(name, _("The shares make 100 %, and nothing is left for those without a share"))


def _main_domain_chosen(answers: Answers) -> Iterator[Problem]:
    main = answers.get("main_domain")
    if main and main not in (answers.get("domains") or []):
        yield Problem("main_domain", _("The main domain is not among the domains chosen"))


_CROSS_RULES: tuple[Callable[[Answers], Iterator[Problem]], ...] = (
    _end_before_start,
    _force_before_adoption,
    _main_domain_chosen,
    _shares("domain_shares", "domain", "domains"),
    _shares("country_shares", "country", "countries"),
)
