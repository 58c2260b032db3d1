"""What is asked of a published initiative that looks like the one being written."""

from typing import Any

from wtforms import Form, HiddenField, TextAreaField
from wtforms.validators import InputRequired

from app.domain.choices import Resemblance
from app.domain.text import _
from app.models import OverlapOpinion
from app.wording import say
from forms.people import Choice


class Remark(TextAreaField):
    control = "textarea"
    width = "full"
    rows = 2

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, filters=[lambda text: (text or "").replace("\0", "").strip()], **kwargs)
        self.flags.optional_to_submit = True


class OpinionForm(Form):
    """One of several on a page: its ids begin with the reference of the other initiative."""

    other = HiddenField()
    answer = Choice(
        _("How does yours relate to it?"),
        description=_("Part of it: yours lies within that programme. The same: somebody else reports it already."),
        validators=[InputRequired(_("Choose one from the list"))],
    )
    remark = Remark(_("Remark for the secretariat"))

    def __init__(self, reference: str, said: OverlapOpinion | None = None, formdata: Any = None) -> None:
        told = {"answer": said.answer.value, "remark": said.remark} if said else {}
        super().__init__(formdata, data={**told, "other": reference})
        self.answer.choices = [(one.value, say(one.label)) for one in Resemblance]
        for field in self:
            field.id = f"{reference}-{field.short_name}".lower()
            field.label.field_id = field.id
