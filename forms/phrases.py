"""The form of a phrase for questions."""

from typing import Any

from wtforms import Form, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app.domain.text import _
from app.models import QUESTION, Phrase
from app.queries.documents import DOCUMENTS
from app.wording import say
from forms.kit.fields import options
from forms.people import LongChoice


class Words(TextAreaField):
    control = "textarea"
    width = "full"
    rows = 2


class PhraseForm(Form):
    """One of several on a page: its ids begin with the number of the phrase."""

    text_en = Words(_("In English"), validators=[InputRequired(_("Write the phrase in both languages"))])
    text_fr = Words(_("In French"), validators=[InputRequired(_("Write the phrase in both languages"))])
    question = LongChoice(_("Suits the field"), description=_("Leave it empty if it suits any."))

    def __init__(self, formdata: Any = None, phrase: Phrase | None = None) -> None:
        told = {"text_en": phrase.text_en, "text_fr": phrase.text_fr, "question": phrase.question} if phrase else {}
        super().__init__(formdata, data=told)
        self.question.choices = [SelectChoice("", ""), *options(_fields())]
        self.question.flags.optional_to_submit = True
        for field in self:
            field.id = f"{phrase.id if phrase else 'new'}-{field.short_name}"
            field.label.field_id = field.id

    def answers(self) -> dict[str, Any]:
        texts = {name: self[name].data.replace("\0", "") for name in ("text_en", "text_fr")}
        return {**texts, "question": self.question.data or None}


def _fields() -> dict[str, list[tuple[str, str]]]:
    """The fields of each section."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, asked in QUESTION.items():
        if asked.section:
            found.setdefault(say(asked.section.label), []).append((name, say(asked.label)))
    found[list(found)[-1]].append((DOCUMENTS, say(_("Documents"))))
    return found
