"""The forms about people: their passwords, an invitation, a ministry or agency."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import EmailField, Form, PasswordField, RadioField, SelectField, StringField
from wtforms.validators import EqualTo, InputRequired, ValidationError

from app.domain.access import Role
from app.domain.choices import Language
from app.domain.errors import DomainError
from app.domain.text import _
from app.models import Entity, Partner
from app.queries.people import entities_of
from app.services.people import LONGEST_PASSWORD, SHORTEST_PASSWORD, Newcomer
from app.wording import locale, say, say_error

PASSWORD_HELP = _("12 characters or more. Three or four words that do not belong together are easy to remember.")


class Line(StringField):
    """One line of text; `width` is the length of its answer."""

    control = "text"

    def __init__(self, label: str, *, width: str = "30", **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.width = width


class OptionalLine(Line):
    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.flags.optional_to_submit = True


class EmailLine(Line, EmailField):
    """Without the blanks that come along when an address is pasted."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        super().process_formdata([value.strip() for value in valuelist])


class PasswordLine(Line, PasswordField):
    """Never sent back to the browser."""

    def __init__(self, label: str, *, new: bool = False, **kwargs: Any) -> None:
        autocomplete = "new-password" if new else "current-password"
        super().__init__(label, width="20", render_kw={"autocomplete": autocomplete}, **kwargs)


class _Listed:
    """One of a list; what is not in it is refused in words."""

    data: Any
    iter_choices: Any

    def pre_validate(self, _form: Form) -> None:
        if self.data and str(self.data) not in {str(choice.value) for choice in self.iter_choices()}:
            raise ValidationError(_("Choose one from the list"))


class Choice(_Listed, RadioField):
    control = "radio"


class LongChoice(_Listed, SelectField):
    control = "select"
    width = "30"


class NewPasswordForm(Form):
    password = PasswordLine(
        _("New password"), new=True, description=PASSWORD_HELP, validators=[InputRequired(_("Enter a password"))]
    )
    password_confirm = PasswordLine(
        _("The same password again"),
        new=True,
        validators=[EqualTo("password", _("The two passwords are not the same"))],
    )

    def validate_password(self, field: PasswordLine) -> None:
        if not SHORTEST_PASSWORD <= len(field.data) <= LONGEST_PASSWORD:
            raise ValidationError(
                say(
                    _("Choose a password of %(least)s to %(most)s characters"),
                    {"least": SHORTEST_PASSWORD, "most": LONGEST_PASSWORD},
                )
            )


class InvitationForm(Form):
    """Asks for role and Partner only where the inviter has a choice."""

    name = Line(_("Name"), validators=[InputRequired(_("Enter the person's name"))])
    email = EmailLine(
        _("E-mail address"),
        description=_("The invitation goes to this address, and the person signs in with it."),
        validators=[InputRequired(_("Enter an e-mail address, for example name@ministry.example"))],
    )
    role = Choice(_("Role"), validators=[InputRequired(_("Choose a role"))])
    partner = LongChoice(_("Partner"), description=_("For Focal Points and Contributors only."))
    entity = LongChoice(
        _("Ministry or agency"), description=_("A Contributor writes for one ministry or agency of the Partner.")
    )
    language = Choice(_("Language of the invitation"), validators=[InputRequired(_("Choose a language"))])

    def __init__(self, formdata: Any = None, *, roles: Sequence[Role], partners: Sequence[Partner]) -> None:
        super().__init__(formdata, data={"language": locale()})
        self.only_role = roles[0] if len(roles) == 1 else None
        self.only_partner = partners[0].code if len(partners) == 1 else None
        self.role.choices = [(role.value, say(role.label)) for role in roles]
        self.language.choices = [(language.value, say(language.label)) for language in Language]
        self.partner.choices = [("", ""), *partner_choices(partners)]
        self.entity.choices = [("", ""), *entity_choices(partners)]
        if self.only_role:
            del self.role
        if self.only_partner:
            del self.partner

    def validate(self, extra_validators: Any = None) -> bool:
        """Role, Partner and entity have to fit each other."""
        fits = super().validate(extra_validators)
        role = self.only_role or (Role(self.role.data) if self.role.data and not self.role.errors else None)
        if role and role.of_a_partner and not self.only_partner and not self.partner.data:
            self.partner.errors = [*self.partner.errors, _("Choose the Partner of this person")]
        elif role is Role.CONTRIBUTOR and not self.entity.data:
            self.entity.errors = [*self.entity.errors, _("Choose the ministry or agency of this Contributor")]
        return fits and not self.errors

    def newcomer(self) -> Newcomer:
        return Newcomer(
            email=self.email.data,
            name=self.name.data,
            role=self.only_role or Role(self.role.data),
            partner=self.only_partner or self.partner.data or None,
            entity=self.entity.data or None,
            language=Language(self.language.data),
        )


class EntityForm(Form):
    partner = LongChoice(_("Partner"), validators=[InputRequired(_("Choose a Partner"))])
    name_en = Line(_("Name in English"))
    name_fr = OptionalLine(_("Name in French"))

    def __init__(self, formdata: Any = None, *, partners: Sequence[Partner]) -> None:
        super().__init__(formdata)
        self.only_partner = partners[0].code if len(partners) == 1 else None
        self.partner.choices = [("", ""), *partner_choices(partners)]
        if self.only_partner:
            del self.partner

    def answers(self) -> Mapping[str, str]:
        partner = self.only_partner or self.partner.data
        return {"partner": partner, "name_en": self.name_en.data or "", "name_fr": self.name_fr.data or ""}


def partner_choices(partners: Sequence[Partner]) -> list[tuple[str, str]]:
    return sorted(((partner.code, partner.name(locale())) for partner in partners), key=lambda pair: pair[1])


def entity_choices(partners: Sequence[Partner]) -> list[tuple[str, str]]:
    language = locale()
    several = len(partners) > 1
    named = [
        (entity.code, _of_partner(entity, language) if several else entity.name(language))
        for entity in entities_of(partners)
    ]
    return sorted(named, key=lambda pair: pair[1])


def _of_partner(entity: Entity, language: str) -> str:
    return say(_("%(name)s: %(value)s"), {"name": entity.partner.name(language), "value": entity.name(language)})


def blame(form: Form, error: DomainError) -> None:
    """Put a broken rule on the field that broke it; one that names no field of the form is raised again."""
    if error.field not in form:
        raise error
    form[error.field].errors = [say_error(error)]
