"""The forms of one person's page: name and language, role and place, duty in the secretariat."""

from collections.abc import Sequence
from typing import Any

from wtforms import Form, SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.widgets import ListWidget

from app.domain.access import Role
from app.domain.choices import Language
from app.domain.reviewing import Duty
from app.domain.text import _
from app.models import Partner, Person
from app.services.placing import Place
from app.wording import say
from forms.people import Choice, Line, LongChoice, entity_choices, partner_choices

YES = "yes"


class Confirmation(SelectMultipleField):
    """One box to tick."""

    control = "checkboxes"
    widget = ListWidget(prefix_label=False)


class DetailsForm(Form):
    name = Line(_("Name"), validators=[InputRequired(_("Enter the person's name"))])
    language = Choice(_("Language of pages and mails"), validators=[InputRequired(_("Choose a language"))])

    def __init__(self, formdata: Any = None, *, person: Person) -> None:
        super().__init__(formdata, data={"name": person.name, "language": person.language.value})
        self.language.choices = [(language.value, say(language.label)) for language in Language]


class PlaceForm(Form):
    """Asks for role and Partner only where there is a choice, and for the box only where nobody else is left."""

    role = Choice(_("Role"), validators=[InputRequired(_("Choose a role"))])
    partner = LongChoice(_("Partner"), description=_("For Focal Points and Contributors only."))
    entity = LongChoice(
        _("Ministry or agency"), description=_("A Contributor writes for one ministry or agency of the Partner.")
    )
    leaving_nobody = Confirmation(_("This is the last Focal Point of the Partner who can sign in"))

    def __init__(
        self,
        formdata: Any = None,
        *,
        person: Person,
        roles: Sequence[Role],
        partners: Sequence[Partner],
        last_focal_point: bool,
    ) -> None:
        standing = {"role": person.role.value, "partner": person.partner_code, "entity": person.entity_code}
        super().__init__(formdata, data=standing)
        self.only_role = roles[0] if len(roles) == 1 else None
        self.only_partner = partners[0].code if len(partners) == 1 else None
        self.role.choices = [(role.value, say(role.label)) for role in roles]
        self.partner.choices = [("", ""), *partner_choices(partners)]
        self.entity.choices = [("", ""), *entity_choices(partners)]
        self.leaving_nobody.choices = [(YES, say(_("The Partner may be without a Focal Point for now")))]
        if self.only_role:
            del self.role
        if self.only_partner:
            del self.partner
        if not last_focal_point:
            del self.leaving_nobody

    def place(self) -> Place:
        """What does not belong to the role is left away: it stands there from before."""
        role = self.only_role or Role(self.role.data)
        return Place(
            role=role,
            partner=(self.only_partner or self.partner.data or None) if role.of_a_partner else None,
            entity=(self.entity.data or None) if role is Role.CONTRIBUTOR else None,
        )

    @property
    def confirmed(self) -> bool:
        return "leaving_nobody" in self and YES in (self.leaving_nobody.data or ())


class DutyForm(Form):
    duty = Choice(
        _("Looks after what has waited too long as"),
        description=_("After 7 days a submission goes on to the second reviewer, after 14 to the head."),
        validators=[],
    )

    def __init__(self, formdata: Any = None, *, person: Person) -> None:
        super().__init__(formdata, data={"duty": person.duty.value if person.duty else ""})
        self.duty.choices = [("", say(_("Nothing besides reviewing"))), *((d.value, say(d.label)) for d in Duty)]

    def chosen(self) -> Duty | None:
        return Duty(self.duty.data) if self.duty.data else None
