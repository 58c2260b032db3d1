"""Answers as cells: dates and figures by their type, codes by their names, lists as lines of text."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from app.domain.labelled import Labelled
from app.domain.questions import Answer, CodeList, Question
from app.domain.rules import is_empty
from app.models import QUESTIONS
from app.queries.names import names_of
from app.wording import locale, say, written
from reports.kit.declared import Column, Kind, Value

KINDS: Mapping[Answer, Kind] = {
    Answer.DATE: Kind.DATE,
    Answer.LONG_TEXT: Kind.LONG_TEXT,
    Answer.AMOUNT: Kind.AMOUNT,
    Answer.PERCENT: Kind.SHARE,
    Answer.YEAR: Kind.YEAR,
    Answer.CODES: Kind.LONG_TEXT,
    Answer.ROWS: Kind.LONG_TEXT,
}


def question_columns(*, private: bool) -> list[Column]:
    """One column a question, in the order in which they are asked; private ones only where allowed."""
    return [
        Column(asked.name, say(asked.label), KINDS.get(asked.answer, Kind.TEXT))
        for asked in QUESTIONS
        if private or not asked.private
    ]


class Names:
    """The names behind codes in the reader's language, each list read once a workbook."""

    def __init__(self) -> None:
        self._kept: dict[tuple[CodeList, str], dict[str, str]] = {}

    def of(self, codes: CodeList, code: str, version: str) -> str:
        key = (codes, version)
        if key not in self._kept:
            self._kept[key] = names_of(codes, locale(), version)
        return self._kept[key].get(code, code)

    def with_code(self, codes: CodeList, code: str, version: str) -> str:
        return f"{code} {self.of(codes, code, version)}"


def cell(asked: Question, value: Any, names: Names, version: str) -> Value:
    """The answer as one cell; a list is one line for each of its items."""
    if is_empty(value):
        return None
    match asked.answer:
        case Answer.CODES:
            return "\n".join(_named(asked, code, names, version) for code in value)
        case Answer.ROWS:
            return "\n".join(_row(asked, row, names, version) for row in value)
        case Answer.CODE:
            return _named(asked, value, names, version)
    if isinstance(value, bool | Labelled):
        return written(value)
    return value  # type: ignore[no-any-return]


def _named(asked: Question, code: str, names: Names, version: str) -> str:
    assert asked.codes is not None
    if asked.codes is CodeList.ENTITIES:
        return names.of(asked.codes, code, version)
    return names.with_code(asked.codes, code, version)


def _row(asked: Question, row: Mapping[str, Any], names: Names, version: str) -> str:
    parts = (cell(column, row.get(column.name), names, version) for column in asked.columns)
    return ", ".join(f"{part:f}" if isinstance(part, Decimal) else str(part) for part in parts if part is not None)
