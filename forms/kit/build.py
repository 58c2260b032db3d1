"""`form_for()`: a form made from declared questions. A form that wants more is an ordinary WTForms class."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms.fields.core import UnboundField

from app.domain.questions import Answer, CodeList, Kind, Question
from app.domain.rules import Problem, invalid, is_empty
from app.domain.text import _
from app.wording import say
from forms.kit import fields
from forms.kit.rows import RowForm, Rows

Codes = Mapping[CodeList, fields.Choices]
SHORT_LIST = 7


class AnswersForm(FlaskForm):
    """The form of some questions; the request as a whole is checked for its token."""

    questions: Sequence[Question] = ()
    must: Sequence[Question] = ()
    """Questions that this form does not save without."""

    class Meta(FlaskForm.Meta):
        csrf = False

    def answers(self) -> dict[str, Any]:
        """By question name, as typed values; what could not be read is empty."""
        return {question.name: self[question.name].data for question in self.questions}

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether every answer can be read and none contradicts a rule; each problem lands on its field."""
        readable = super().validate(extra_validators)
        missing = [Problem(q.name, _("This answer is missing")) for q in self.must if is_empty(self[q.name].data)]
        for problem in (*invalid(self.questions, self.answers()), *missing):
            readable = self.blame(problem) and readable
        return readable

    def blame(self, problem: Problem) -> bool:
        """Put a problem on its field, unless that already has one; always False."""
        field = self[problem.question]
        if problem.row is not None and problem.column:
            field = field.filled[problem.row].form[problem.column]
        if not field.errors:
            field.errors = [say(problem.message, problem.params)]
        return False

    def put_back(self, name: str, typed: Mapping[str, Sequence[str]], answer: Any) -> None:
        """Fill one field anew: with what is kept as `typed`, otherwise with the saved `answer`."""
        sent = MultiDict((key, value) for key, values in typed.items() for value in values)
        self[name].raw_data = None  # what was typed before is shown no more
        self[name].process(sent or None, answer)

    def tick(self, name: str, code: str) -> None:
        """Add a tick to a list, as its box would; a question or a code that is not there changes nothing."""
        field = self._fields.get(name)
        if isinstance(field, fields.Tick) and code in {choice.value for choice in field.iter_choices()}:
            field.data = list(dict.fromkeys([*(field.data or []), code]))

    def change_rows(self, command: str) -> None:
        """`add:funding` or `remove:funding:2`; anything else changes nothing."""
        verb, _, rest = command.partition(":")
        name, _, index = rest.partition(":")
        field = self._fields.get(name)
        if isinstance(field, Rows):
            field.change(f"{verb}:{index}")

    def understood(self) -> list[str]:
        """How the amounts were understood, one sentence each, for the message after saving."""
        rows = [entry.form for field in self if isinstance(field, Rows) for entry in field.filled]
        return [field.understood for row in rows for field in row if isinstance(field, fields.Amount)]


def form_for(questions: Sequence[Question], kind: Kind, codes: Codes) -> type[AnswersForm]:
    """A form class with one field a question, in their order."""
    members: dict[str, Any] = {asked.name: _field(asked, asked.required_of(kind), codes) for asked in questions}
    return type("SectionForm", (AnswersForm,), {"questions": tuple(questions), **members})


def _row_form(columns: Sequence[Question], codes: Codes) -> type[RowForm]:
    members = {column.name: _field(column, bool(column.required), codes, in_row=True) for column in columns}
    return type("Row", (RowForm,), members)


_SIMPLE: Mapping[Answer, type[fields.Asked]] = {
    Answer.TEXT: fields.Text,
    Answer.REFERENCE: fields.Text,
    Answer.LONG_TEXT: fields.LongText,
    Answer.EMAIL: fields.Email,
    Answer.URL: fields.Link,
    Answer.DATE: fields.Date,
    Answer.YEAR: fields.Whole,
    Answer.AMOUNT: fields.Amount,
    Answer.PERCENT: fields.Percent,
}


def _field(asked: Question, required: bool, codes: Codes, *, in_row: bool = False) -> "UnboundField[Any]":
    told: dict[str, Any] = {"question": asked, "optional": not required}
    match asked.answer:
        case Answer.ROWS:
            return UnboundField(Rows, _row_form(asked.columns, codes), **told)
        case Answer.CODES:
            listed = fields.options(codes[asked.codes] if asked.codes else [])
            return UnboundField(fields.Tick, choices=listed, **told)
        case Answer.YES_NO:
            pairs = fields.options([("yes", say(_("Yes"))), ("no", say(_("No")))])
            return UnboundField(fields.YesNo, choices=pairs, coerce=fields.coerce_yes_no, **told)
        case Answer.CHOICE if asked.choices:
            return _closed(fields.labelled(asked.choices), fields.coerce_choice(asked.choices), told, in_row)
        case Answer.CODE if asked.codes:
            return _closed(codes[asked.codes], fields.coerce_code, told, in_row)
    return UnboundField(_SIMPLE[asked.answer], **told)


def _closed(choices: fields.Choices, coerce: Any, told: dict[str, Any], in_row: bool) -> "UnboundField[Any]":
    short = told["question"].answer is Answer.CHOICE or not told["optional"]
    if not in_row and short and len(choices) <= SHORT_LIST and not isinstance(choices, dict):
        return UnboundField(fields.Radio, choices=fields.options(choices), coerce=coerce, **told)
    flat = [pair for group in choices.values() for pair in group] if isinstance(choices, dict) else choices
    return UnboundField(fields.Select, choices=fields.options([("", ""), *flat]), coerce=coerce, **told)
