"""The forms of a cycle: opening one, and the end of an initiative."""

from datetime import date

from wtforms import HiddenField

from app.domain.questions import Answer, Kind, Question
from app.domain.text import _
from forms.kit.build import AnswersForm, form_for

_DAY_HELP = _("Day, month and year, for example 31 1 2020.")

_NAME = Question(
    "name",
    _("Name"),
    Answer.TEXT,
    help=_("As the Partners will know it, for example Collection 2026."),
    required=True,
    max_length=80,
)
_OPENS_ON = Question("opens_on", _("First day"), Answer.DATE, help=_DAY_HELP, required=True, width="20")
_CLOSES_ON = Question(
    "closes_on",
    _("Last day"),
    Answer.DATE,
    help=_("Partners can answer until the end of this day, in universal time (UTC)."),
    required=True,
    width="20",
)
_ENDS_ON = Question("ends_on", _("End"), Answer.DATE, help=_DAY_HELP, required=True, width="20")


def cycle_form() -> AnswersForm:
    return _keyed((_NAME, _OPENS_ON, _CLOSES_ON))()


def end_form(ends_on: date | None) -> AnswersForm:
    """Begins with the end that is published."""
    return _keyed((_ENDS_ON,))(data={"ends_on": ends_on})


def _keyed(asked: tuple[Question, ...]) -> type[AnswersForm]:
    """`key` makes a repeated sending harmless; no answer may be empty."""
    return type("KeyedForm", (form_for(asked, Kind.PROJECT, {}),), {"key": HiddenField(), "must": asked})
