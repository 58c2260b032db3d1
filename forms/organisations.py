"""The forms of an organisation: what it is called, and how else it is spelled."""

from typing import Any

from wtforms import Form
from wtforms.validators import InputRequired

from app.domain.text import _
from app.models import Organisation
from app.services.terms import one_line
from forms.people import Line, OptionalLine


def _clean(typed: str | None) -> str:
    return one_line(typed or "")


class NamesForm(Form):
    name_en = Line(
        _("Name in English"), width="full", filters=[_clean], validators=[InputRequired(_("Enter a name in English"))]
    )
    name_fr = Line(
        _("Name in French"), width="full", filters=[_clean], validators=[InputRequired(_("Enter a name in French"))]
    )
    acronym_en = OptionalLine(_("Acronym in English"), width="20", filters=[_clean])
    acronym_fr = OptionalLine(_("Acronym in French"), width="20", filters=[_clean])

    def __init__(self, organisation: Organisation, formdata: Any = None) -> None:
        super().__init__(formdata, obj=organisation)

    def answers(self) -> dict[str, str]:
        return {field.short_name: field.data or "" for field in self}


class SpellingForm(Form):
    spelling = Line(
        _("Another spelling"),
        width="full",
        description=_("Whoever types it, in whatever case and with or without accents, means this organisation."),
        filters=[_clean],
        validators=[InputRequired(_("Enter a name of letters or digits"))],
    )
