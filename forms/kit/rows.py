"""Lists in a form: rows that can be added and removed with and without JavaScript."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import FieldList, Form, FormField
from wtforms.fields.core import UnboundField

from app.domain.questions import Question
from app.domain.rules import is_empty
from forms.kit.fields import Amount, Asked

MOST_READ = 2000
"""Rows of one list that are read at all; how many an answer may have is a rule (`app.domain.rules.MOST_ROWS`)."""


class RowForm(Form):
    """The fields of one row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self:
            if isinstance(field, Amount) and "currency" in self:
                field.currency = self["currency"].data or ""

    @property
    def is_blank(self) -> bool:
        return all(is_empty(field.data) and not field.process_errors for field in self)


class Rows(Asked, FieldList):
    """The rows of a ROWS answer; blank rows are let go."""

    control = "rows"
    notes: Sequence[str] | None = None
    """A sentence beside each row, for lists that have them; `total` is the one below all of them.

    `asks` is the address of which a script asks them anew.
    """
    total = asks = ""
    _own_errors: Sequence[str] = ()
    entries: list[Any]

    def __init__(self, row: type[RowForm], question: Question, optional: bool, **kwargs: Any) -> None:
        super().__init__(
            question=question,
            optional=optional,
            unbound_field=UnboundField(FormField, row),
            max_entries=MOST_READ,
            **kwargs,
        )
        self.row_label, self.add_label = question.row_label, question.add_label

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        super().process(formdata, *args, **kwargs)
        if not formdata:
            while len(self.entries) < self.question.blank_rows:
                self.append_entry()

    @property
    def filled(self) -> list[Any]:
        """The entries that are not blank."""
        return [entry for entry in self.entries if not entry.form.is_blank]

    @property
    def data(self) -> list[Mapping[str, Any]]:
        return [entry.data for entry in self.filled]

    @property
    def errors(self) -> list[Any]:
        """The list's own messages, then the errors of each row that has any."""
        return [*self._own_errors, *(entry.errors for entry in self.filled if entry.errors)]

    @errors.setter
    def errors(self, messages: Sequence[str]) -> None:
        self._own_errors = messages

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Every filled row's own fields; the rules across them come with the form's."""
        self.errors = ()
        results = [entry.validate(form) for entry in self.filled]
        return all(results)

    def blank_row(self) -> Any:
        """An unused row for the script that adds rows: its names hold `__index__` for the number."""
        name, identity = f"{self.name}-__index__", f"{self.id}-__index__"
        blank = self.meta.bind_field(
            self._form, self.unbound_field, {"name": name, "id": identity, "translations": self._translations}
        )
        blank.process(None, {})
        blank.index = "__index__"
        return blank

    def change(self, command: str) -> None:
        """`add`, or `remove:2`: as the buttons without JavaScript ask for."""
        verb, _, index = command.partition(":")
        if verb == "add" and len(self.entries) < MOST_READ:
            self.append_entry()
        elif verb == "remove" and index.isdigit() and int(index) < len(self.entries):
            self.pop_entry(int(index))
