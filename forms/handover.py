"""To whom a desk is handed over."""

from collections.abc import Sequence
from typing import Any

from wtforms import Form

from app.domain.access import Role
from app.domain.choices import Language
from app.domain.text import _
from app.models import Person
from app.services.people import Newcomer
from app.wording import locale, say
from forms.people import Choice, EmailLine, Line, LongChoice


class HandoverForm(Form):
    """To a colleague of the Partner, or to somebody new who is invited.

    Without colleagues there is nothing to choose, and name and e-mail address are asked for; with some they are
    needed only for somebody new.
    """

    successor = LongChoice(
        _("Successor"), description=_("A colleague takes over at once; somebody new when they have come in.")
    )
    name = Line(_("Name of somebody new"))
    email = EmailLine(_("E-mail address of somebody new"))
    language = Choice(_("Language of the invitation"))

    def __init__(self, formdata: Any = None, *, colleagues: Sequence[Person]) -> None:
        super().__init__(formdata, data={"language": locale()})
        self.language.choices = [(language.value, say(language.label)) for language in Language]
        if colleagues:
            listed = ((str(person.id), f"{person.name} ({person.email})") for person in colleagues)
            self.successor.choices = [("", say(_("Somebody new, whom I invite below"))), *listed]
            for field in (self.name, self.email, self.language):
                field.flags.optional_to_submit = True
        else:
            del self.successor

    @property
    def colleague(self) -> str:
        """What was chosen from the list; "" for somebody new."""
        return str(self.successor.data or "") if "successor" in self else ""

    def validate(self, extra_validators: Any = None) -> bool:
        fits = super().validate(extra_validators)
        if not self.colleague:
            for field, message in ((self.name, _("Enter the person's name")), (self.email, _ADDRESS)):
                if not field.data:
                    field.errors = [*field.errors, message]
        elif self.name.data or self.email.data:
            message = _("Choose one successor: a colleague from the list, or somebody new")
            self.successor.errors = [*self.successor.errors, message]
        return fits and not self.errors

    def newcomer(self) -> Newcomer:
        language = Language(self.language.data or locale())
        return Newcomer(self.email.data or "", self.name.data or "", Role.FOCAL_POINT, language=language)


_ADDRESS = _("Enter an e-mail address, for example name@ministry.example")
