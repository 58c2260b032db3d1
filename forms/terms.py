"""The form of a term that suggests a domain or a priority."""

from typing import Any

from wtforms import Form
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app.domain.choices import Language
from app.domain.classification import Level
from app.domain.text import _
from app.queries.taxonomy import current_version, domains
from app.services.terms import one_line
from app.wording import locale, say
from forms.kit.fields import options
from forms.people import Choice, Line, LongChoice


class TermForm(Form):
    term = Line(
        _("Word or phrase"),
        description=_(
            "It is found in the singular and the plural, with and without accents, in small and capital letters."
        ),
        filters=[lambda typed: one_line(typed or "")],
        validators=[InputRequired(_("Enter a word or a phrase"))],
    )
    language = Choice(_("Language of the term"), validators=[InputRequired(_("Choose a language"))])
    code = LongChoice(_("Points to"), validators=[InputRequired(_("Choose a domain or a priority"))])

    def __init__(self, formdata: Any = None) -> None:
        super().__init__(formdata, data={"language": locale()})
        self.language.choices = [(language.value, say(language.label)) for language in Language]
        self.code.choices = [SelectChoice("", ""), *options(_codes())]

    def answers(self) -> dict[str, Any]:
        level, _colon, code = self.code.data.partition(":")
        return {
            "written": self.term.data,
            "language": Language(self.language.data),
            "level": Level(level),
            "code": code,
        }


def _codes() -> dict[str, list[tuple[str, str]]]:
    """Each domain with its priorities."""
    return {
        f"{domain.code} {domain.short(locale())}": [
            (f"{Level.DOMAIN}:{domain.code}", f"{domain.code} {domain.short(locale())}"),
            *(
                (f"{Level.PRIORITY}:{priority.code}", f"{priority.code} {priority.name(locale())}")
                for area in domain.areas
                for priority in area.priorities
            ),
        ]
        for domain in domains(current_version().name)
    }
