"""A revision's answers as plain values, and as the JSON that events keep."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from app.domain.questions import Answer, Question, Section
from app.domain.rules import in_section
from app.models.revisions import QUESTIONS, Revision


def answers(revision: Revision, questions: Iterable[Question] = QUESTIONS) -> dict[str, Any]:
    """By question name; an empty answer is None or an empty list."""
    return {question.name: getattr(revision, question.name) for question in questions}


def section_answers(revision: Revision, section: Section) -> dict[str, Any]:
    return answers(revision, in_section(QUESTIONS, section, revision.initiative.kind))


def put(revision: Revision, values: Mapping[str, Any]) -> None:
    """Set answers in the order in which questions are declared: codes before their shares."""
    for question in QUESTIONS:
        if question.name in values:
            setattr(revision, question.name, values[question.name])


def as_json(value: Any) -> Any:
    """Dates as ISO 8601, decimals as text, choices as their codes."""
    match value:
        case None | bool() | int():
            return value
        case str():
            return str(value)
        case Decimal():
            return f"{value:f}"
        case date():
            return value.isoformat()
        case list():
            return [as_json(item) for item in value]
        case dict():
            return {key: as_json(item) for key, item in value.items()}
    raise TypeError(f"no JSON for {value!r}")


def from_json(question: Question, value: Any) -> Any:
    """The answer that `as_json()` wrote."""
    if isinstance(value, list) and question.columns:
        return [{c.name: from_json(c, row.get(c.name)) for c in question.columns} for row in value]
    if not isinstance(value, str):
        return value
    if question.choices:
        return question.choices(value)
    match question.answer:
        case Answer.DATE:
            return date.fromisoformat(value)
        case Answer.AMOUNT | Answer.PERCENT:
            return Decimal(value)
    return value


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """{question: [old, new]} for the answers that differ."""
    old, new = as_json(dict(before)), as_json(dict(after))
    return {name: [old.get(name), new[name]] for name in new if old.get(name) != new[name]}


def fingerprint(values: Mapping[str, Any]) -> str:
    """Twelve characters that change when any of the answers does: what a form has seen."""
    text = json.dumps(as_json(dict(values)), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
