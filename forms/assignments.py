"""The forms with which work is handed to a Contributor, and handed back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import HiddenField

from app.domain.questions import Answer, Question, Section
from app.domain.text import _
from app.models import Assignment, Person
from app.services.assignments import LONGEST_NOTE
from app.wording import locale, say
from forms.kit import fields
from forms.kit.build import AnswersForm

_CONTRIBUTOR = Question("contributor", _("Contributor"), Answer.CODE, required=True)
_SECTIONS = Question(
    "sections",
    _("Sections"),
    Answer.CODES,
    help=_("All of them hand over the whole initiative. What is not ticked can be read and not changed."),
    required=True,
)
_DUE_ON = Question(
    "due_on", _("Due on"), Answer.DATE, help=_("Day, month and year, for example 31 1 2020."), width="20"
)
_NOTE = Question(
    "note",
    _("Note"),
    Answer.LONG_TEXT,
    help=_("What is needed. It goes into the mail and stands on their home page."),
    max_length=LONGEST_NOTE,
    width="full",
)
_WORDS = Question(
    "words",
    _("A word to the Focal Point"),
    Answer.LONG_TEXT,
    help=_("What is done, and what the Focal Point should look at."),
    max_length=LONGEST_NOTE,
    width="full",
)


class HandingForm(AnswersForm):
    """To whom, what, until when; begins with what the Contributor holds already, otherwise with all sections."""

    questions = must = (_CONTRIBUTOR, _SECTIONS)

    contributor = fields.Select(question=_CONTRIBUTOR, optional=False, coerce=fields.coerce_code)
    sections = fields.Tick(question=_SECTIONS, optional=False)
    due_on = fields.Date(question=_DUE_ON, optional=True)
    note = fields.LongText(question=_NOTE, optional=True)
    key = HiddenField()

    def __init__(self, people: Sequence[Person], offered: Sequence[Section], held: Assignment | None = None) -> None:
        super().__init__(data=_of(held, offered))
        self.contributor.choices = fields.options([("", ""), *((str(one.id), _named(one)) for one in people)])
        self.sections.choices = fields.options([(section.value, say(section.label)) for section in offered])

    @property
    def chosen(self) -> list[Section]:
        return [Section(value) for value in self.sections.data or []]


def _of(held: Assignment | None, offered: Sequence[Section]) -> dict[str, Any]:
    due_on: date | None = held.due_on if held else None
    sections = held.sections if held else []
    return {
        "contributor": str(held.contributor_id) if held else None,
        "sections": [section.value for section in sections or offered],
        "due_on": due_on,
        "note": held.note if held else "",
    }


def _named(person: Person) -> str:
    entity = person.entity.name(locale()) if person.entity else ""
    return say(_("%(name)s, %(entity)s"), {"name": person.name, "entity": entity}) if entity else person.name


class HandingBackForm(AnswersForm):
    questions = (_WORDS,)

    words = fields.LongText(question=_WORDS, optional=True)
    key = HiddenField()
