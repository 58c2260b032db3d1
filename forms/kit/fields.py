"""Fields that keep what was typed, say in words why they cannot read it, and know how they are drawn.

`data` is the typed value (None where empty or unreadable), `typed` what the person wrote. The templates draw a
field by its `control`, `width` and `unit`; `understood` tells how an amount or a date was read.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import format_decimal
from wtforms import Field, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import Choice, SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import ListWidget, TextArea, TextInput

from app.domain.amounts import parse_amount
from app.domain.choices import Language
from app.domain.dates import parse_date
from app.domain.errors import DomainError
from app.domain.labelled import Labelled
from app.domain.questions import Question
from app.domain.text import _
from app.wording import money, number, say, say_error, written_date

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
"""What no keyboard types and PostgreSQL does not store."""


class _Unlimited(TextInput):
    """A limit is told and checked, never enforced by cutting off what is pasted."""

    validation_attrs: list[str] = []


class _UnlimitedArea(TextArea):
    validation_attrs: list[str] = []


class Asked:
    """What every field made from a question has."""

    control = "text"
    understood: Any = ""
    flags: Any
    language: Language | None = None
    """That of the text that is asked for, where it is known; set by the form that knows it."""
    tells_language = True
    """Whether the label says it beside the question; not where the question's own words do."""

    def __init__(self, question: Question, optional: bool, **kwargs: Any) -> None:
        told: Any = super()
        told.__init__(label=question.label, description=question.help, **kwargs)
        self.question = question
        self.width = question.width
        self.unit = question.unit
        self.flags.optional_to_submit = optional
        self.flags.maxlength, self.flags.minlength = question.max_length, question.min_length


class Text(Asked, StringField):
    """Text without the blanks around it; an empty one is None."""

    widget = _Unlimited()

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if valuelist:  # a form that does not hold the field leaves the answer as it was
            self.data = _CONTROL.sub("", valuelist[0].replace("\r\n", "\n")).strip() or None

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else (self.data or "")


class LongText(Text):
    control = "textarea"
    widget = _UnlimitedArea()


class Email(Text):
    control = "email"


class Link(Text):
    control = "url"


class Parsed(Asked, Field):
    """A value written as text; `parse` raises DomainError with the message for the field."""

    widget = _Unlimited()
    parse: Callable[[str], Any]
    written: Callable[[Any], str]

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if not valuelist:
            return
        text = valuelist[0].strip()
        self.data = None
        if not text:
            return
        try:
            self.data = type(self).parse(text)
        except DomainError as error:
            raise ValueError(say_error(error)) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else type(self).written(self.data)


def _parse_whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise DomainError(_("Enter a whole number, for example 2020"))
    return int(text)


def _parse_percent(text: str) -> Decimal:
    try:
        return parse_amount(text.rstrip("% \u00a0"))
    except DomainError:
        raise DomainError(_("Enter a percentage from 0 to 100, for example 33.5")) from None


def _in_readers_notation(value: Decimal) -> str:
    """As the reader writes it, and as `parse_amount` reads it again."""
    return str(format_decimal(value, format="#,##0.##" if value == value.to_integral_value() else "#,##0.00"))


class Date(Parsed):
    parse = staticmethod(parse_date)

    @staticmethod
    def written(value: date) -> str:
        return f"{value.day} {value.month} {value.year}"

    @property
    def understood(self) -> str:
        return say(_("Understood as %(value)s"), {"value": written_date(self.data)}) if self.data else ""


class Whole(Parsed):
    control = "number"
    parse = staticmethod(_parse_whole)
    written = staticmethod(str)


class Percent(Parsed):
    control = "number"
    parse = staticmethod(_parse_percent)
    written = staticmethod(number)


class Amount(Parsed):
    control = "amount"
    currency = ""
    """Set by the row that knows it."""
    parse = staticmethod(parse_amount)
    written = staticmethod(_in_readers_notation)

    @property
    def understood(self) -> str:
        if self.data is None:
            return ""
        return say(_("Understood as %(value)s"), {"value": money(self.data, self.currency).strip()})


Choices = Sequence[tuple[str, str]] | Mapping[str, Sequence[tuple[str, str]]]


def options(choices: Choices) -> list[SelectChoice]:
    """The pairs as the library takes them; those of a mapping under the name of their group."""
    if isinstance(choices, Mapping):
        return [SelectChoice(code, name, optgroup=group) for group, pairs in choices.items() for code, name in pairs]
    return [SelectChoice(code, name) for code, name in choices]


class _Closed:
    """One value of a list; an unknown one is kept as typed and refused in words."""

    iter_choices: Callable[[], Iterable[Any]]
    data: Any

    def pre_validate(self, form: Any) -> None:
        known = {choice.value for choice in self.iter_choices()}
        if self.data is not None and str(self.data) not in known:
            shown, self.data = str(self.data)[:60], None
            raise ValidationError(say(_("Choose one from the list: “%(value)s” is not in it"), {"value": shown}))


class Radio(_Closed, Asked, RadioField):
    """One of a short list."""

    control = "radio"
    validate_choice = False


class YesNo(Radio):
    """Yes, no or not answered."""

    def iter_choices(self) -> Any:
        chosen = {True: "yes", False: "no"}.get(self.data) if isinstance(self.data, bool) else None
        for option in self.choices:
            yield Choice(option.value, option.label, option.value == chosen, {})

    def pre_validate(self, form: Any) -> None:
        if not isinstance(self.data, bool | None):
            super().pre_validate(form)


class Select(_Closed, Asked, SelectField):
    """One of a long list; the first line is empty."""

    control = "select"


class Tick(Asked, SelectMultipleField):
    """Any of a list."""

    control = "checkboxes"
    widget = ListWidget(prefix_label=False)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = list(dict.fromkeys(value for value in valuelist if value))

    def pre_validate(self, form: Any) -> None:
        known = {choice.value for choice in self.iter_choices()}
        unknown = [value for value in self.data or [] if value not in known]
        if unknown:
            shown = ", ".join(unknown)[:60]
            raise ValidationError(say(_("Choose from the list: “%(value)s” is not in it"), {"value": shown}))


def coerce_code(value: Any) -> str | None:
    return str(value) if value not in (None, "") else None


def coerce_choice(choices: type[Labelled]) -> Callable[[Any], str | None]:
    """Accepts a code, also with blanks or hyphens for underscores and in any case; an unknown one stays text."""

    def coerce(value: Any) -> str | None:
        text = "" if value is None else str(value).strip()
        code = text.lower().replace(" ", "_").replace("-", "_")
        return choices(code) if code in {str(member) for member in choices} else text or None

    return coerce


_YES, _NO = ("yes", "y", "true", "on", "1", "oui"), ("no", "n", "false", "off", "0", "non")


def coerce_yes_no(value: Any) -> Any:
    """True, False, None where nothing was chosen; anything else stays as typed and is refused by the list."""
    if isinstance(value, bool) or value is None:
        return value
    typed = str(value).strip().lower()
    return True if typed in _YES else False if typed in _NO else typed or None


def labelled(choices: Iterable[Labelled]) -> list[tuple[str, str]]:
    return [(member.value, say(member.label)) for member in choices]
