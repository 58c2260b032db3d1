"""What was typed in a form that could not be taken, question by question, so that it can be copied.

It shows what was sent and nothing else: who has lost the right to read a record learns nothing of it here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _

from app.domain.questions import Answer, Question
from app.models import QUESTION
from app.web.presenting import present

_DESCRIPTION = "label"


@dataclass(frozen=True)
class Typed:
    """`label` is a question's, to be translated."""

    label: str
    text: str


def typed_answers() -> list[Typed]:
    """In the order in which they were sent; what was left empty is left out."""
    found = [Typed(QUESTION[name].label, _text(QUESTION[name])) for name in _names()]
    return [typed for typed in [*found, *_descriptions()] if typed.text]


def _names() -> list[str]:
    names = (name.partition("-")[0] for name in request.form)
    return [name for name in dict.fromkeys(names) if name in QUESTION]


def _text(question: Question) -> str:
    if question.answer is Answer.ROWS:
        return "\n".join(filter(None, (_row(question, number) for number in _numbers(question))))
    return _written(question, request.form.getlist(question.name))


def _numbers(question: Question) -> list[str]:
    parts = (name.split("-") for name in request.form if name.startswith(f"{question.name}-"))
    return list(dict.fromkeys(part[1] for part in parts if len(part) == 3))


def _row(question: Question, number: str) -> str:
    """A row of which only the choices are there that a new row begins with says nothing."""
    sent = {column: request.form.getlist(f"{question.name}-{number}-{column.name}") for column in question.columns}
    if not any("".join(values).strip() for column, values in sent.items() if not (column.choices or column.codes)):
        return ""
    shown = ((column, _written(column, values)) for column, values in sent.items())
    return " · ".join(_("%(name)s: %(value)s", name=_(column.label), value=text) for column, text in shown if text)


def _written(question: Question, values: Sequence[str]) -> str:
    sent = [value.strip() for value in values if value.strip()]
    if question.codes or question.choices:
        return present(question, sent if question.answer is Answer.CODES else sent[-1] if sent else None).text
    return "\n".join(sent)


def _descriptions() -> list[Typed]:
    """Of documents: those that were changed, and that of the one to be attached."""
    changed = [
        text.strip()
        for name, text in request.form.items()
        if name.partition("-")[0] == _DESCRIPTION and text != request.form.get(name.replace(_DESCRIPTION, "was", 1), "")
    ]
    return [Typed(_("What the document shows"), text) for text in changed]
