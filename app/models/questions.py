"""`question()`: a column that knows its label, help, limits and section, declared in one line.

The form field, the completeness rule, the reviewer's comparison, the export's column and the dictionary's row
all come from the `Question` that these helpers attach. Three ways of storing an answer:

- `question()`: a column of the table;
- `codes_question()`: codes kept as child rows, one a code;
- `rows_question()`: child rows with columns of their own, each declared with `question()` on the child.

A text declared with `translatable()` brings a second question, which asks for its translation.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import Enum, ForeignKey, String, Text
from sqlalchemy.orm import MappedColumn, mapped_column
from sqlalchemy.types import TypeEngine

from app.db import Scaled
from app.domain.labelled import Labelled
from app.domain.questions import Answer, Question, Section
from app.domain.text import _

V = TypeVar("V")


def labelled_type(choices: type[Labelled], name: str = "") -> Enum:
    """A closed list as text with a CHECK, so that both engines refuse what is not in it.

    The CHECK is named after the list; a table that uses the list twice gives names of its own.
    """
    name = name or "".join(f"_{c.lower()}" if c.isupper() else c for c in choices.__name__).strip("_")
    values = [member.value for member in choices]
    return Enum(
        choices,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=max(40, *map(len, values)),
        values_callable=lambda _: values,
    )


def _column_type(asked: Question) -> TypeEngine[Any] | None:
    if asked.choices:
        return labelled_type(asked.choices)
    match asked.answer:
        case Answer.TEXT | Answer.EMAIL | Answer.URL | Answer.REFERENCE | Answer.CODE:
            return String(asked.max_length or 80)
        case Answer.LONG_TEXT:
            return Text()
        case Answer.AMOUNT | Answer.PERCENT:
            return Scaled(2)
    return None


def question(
    label: str,
    section: Section | None = None,
    *,
    answer: Answer = Answer.TEXT,
    references: str | None = None,
    indexed: bool = False,
    **declared: Any,
) -> MappedColumn[Any]:
    """A column that carries its Question in `info`; nullable on a revision, since drafts are incomplete."""
    asked = Question(name="", label=label, answer=answer, section=section, **declared)
    kind = _column_type(asked)
    parts: list[Any] = [] if kind is None else [kind]
    if references:
        parts.append(ForeignKey(references))
    needed = section is None and bool(asked.required)
    return mapped_column(*parts, nullable=not needed, index=indexed or None, info={"question": asked})


def translatable(label: str, translation: str, section: Section, **declared: Any) -> MappedColumn[Any]:
    """A text that may stand in the other official language too; `translation` is the label that asks for it."""
    return question(label, section, translation=translation, width="full", **declared)


def natural_order(code: str) -> list[tuple[int, str]]:
    """A key that puts 3.1.2 before 3.1.12."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in code.split(".")]


class RowsAnswer(Generic[V]):
    """An answer kept in child rows, read and set like a plain attribute of the revision."""

    def __init__(self, asked: Question, rows: str, get: Callable[..., V], put: Callable[..., None]) -> None:
        self.question = asked
        self.rows = rows
        self._get, self._put = get, put

    def __set_name__(self, owner: type, name: str) -> None:
        self.question = replace(self.question, name=name)

    def __get__(self, instance: Any, owner: type | None = None) -> V:
        if instance is None:
            return cast(V, self)
        return self._get(getattr(instance, self.rows))

    def __set__(self, instance: Any, value: V) -> None:
        self._put(instance, getattr(instance, self.rows), value)


def codes_question(
    label: str, section: Section, *, rows: str, code: str, make: Callable[[Any, str], Any], **declared: Any
) -> RowsAnswer[list[str]]:
    """A set of codes, one child row each; rows that stay keep whatever else they hold."""

    def get(children: Sequence[Any]) -> list[str]:
        return sorted((getattr(child, code) for child in children), key=natural_order)

    def put(revision: Any, children: list[Any], codes: Sequence[str]) -> None:
        wanted = dict.fromkeys(codes)
        children[:] = [child for child in children if getattr(child, code) in wanted]
        held = {getattr(child, code) for child in children}
        children.extend(make(revision, value) for value in wanted if value not in held)

    asked = Question(name="", label=label, answer=Answer.CODES, section=section, **declared)
    return RowsAnswer(asked, rows, get, put)


def shares_question(
    label: str, section: Section, *, rows: str, code: str, columns: tuple[Question, ...], **declared: Any
) -> RowsAnswer[list[dict[str, Any]]]:
    """The stated percentages of codes that another question has chosen (`columns`: the code, the percent)."""
    name = columns[0].name

    def get(children: Sequence[Any]) -> list[dict[str, Any]]:
        stated = [child for child in children if child.percent is not None]
        return [{name: getattr(c, code), "percent": c.percent} for c in sorted(stated, key=lambda c: getattr(c, code))]

    def put(revision: Any, children: list[Any], value: Sequence[dict[str, Any]]) -> None:
        percents = {row[name]: row.get("percent") for row in value}
        for child in children:
            child.percent = percents.get(getattr(child, code))

    asked = Question(
        name="", label=label, answer=Answer.ROWS, section=section, columns=columns, blank_rows=0, **declared
    )
    return RowsAnswer(asked, rows, get, put)


def rows_question(
    label: str,
    section: Section,
    *,
    rows: str,
    child: type[Any],
    **declared: Any,
) -> RowsAnswer[list[dict[str, Any]]]:
    """An ordered list whose columns are the questions declared on `child`; setting replaces the rows."""
    columns = column_questions(child)
    names = [column.name for column in columns]

    def get(children: Sequence[Any]) -> list[dict[str, Any]]:
        return [{name: getattr(row, name) for name in names} for row in sorted(children, key=lambda r: r.position)]

    def put(revision: Any, children: list[Any], value: Sequence[dict[str, Any]]) -> None:
        if get(children) != list(value):
            children[:] = [child(position=n, **row) for n, row in enumerate(value)]

    asked = Question(name="", label=label, answer=Answer.ROWS, section=section, columns=columns, **declared)
    return RowsAnswer(asked, rows, get, put)


def ask_translations(model: type[Any], *, rows: str, make: Callable[[str, str], Any]) -> None:
    """Give the model an attribute for the translation of each translatable text, kept as one child row each."""
    for asked in column_questions(model):
        if asked.translation:
            translation = replace(
                asked,
                name=f"{asked.name}_translation",
                label=asked.translation,
                help=_IN_THE_OTHER,
                required=False,
                min_length=None,
                translation="",
                translates=asked.name,
            )
            setattr(model, translation.name, _one_row(translation, rows, make))


_IN_THE_OTHER = _("In French if the texts are in English, in English if they are in French. You may leave it out.")


def _one_row(asked: Question, rows: str, make: Callable[[str, str], Any]) -> RowsAnswer[str | None]:
    """The answer `asked` kept as the child row that names the question it translates; none while it is empty."""
    original = asked.translates

    def get(children: Sequence[Any]) -> str | None:
        return next((child.text for child in children if child.question == original), None)

    def put(revision: Any, children: list[Any], value: str | None) -> None:
        standing = next((child for child in children if child.question == original), None)
        if not value:
            children[:] = [child for child in children if child is not standing]
        elif standing is None:
            children.append(make(original, value))
        else:
            standing.text = value

    return RowsAnswer(asked, rows, get, put)


def column_questions(model: type[Any]) -> tuple[Question, ...]:
    """The questions declared as columns of a model, named after their attributes, in order."""
    columns = model.__table__.columns
    return tuple(replace(c.info["question"], name=c.key) for c in columns if "question" in c.info)


def declared_questions(model: type[Any]) -> tuple[Question, ...]:
    """Every question of a model, in the order in which the class body declares them, translations after their texts."""
    plain = {question.name: question for question in column_questions(model)}
    found = [
        value.question if isinstance(value, RowsAnswer) else plain[name]
        for name, value in vars(model).items()
        if isinstance(value, RowsAnswer) or name in plain
    ]
    translations = {asked.translates: asked for asked in found if asked.translates}
    texts = [asked for asked in found if not asked.translates]
    return tuple(one for asked in texts for one in (asked, translations.get(asked.name)) if one)
