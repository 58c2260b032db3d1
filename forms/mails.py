"""The form of a mail's text, and of how a person wants to hear of what happens."""

from typing import Any

from wtforms import Form, TextAreaField

from app.domain.mails import MailChoice
from app.domain.text import _
from app.wording import say
from forms.people import Choice, Line


class Body(TextAreaField):
    control = "textarea"
    width = "full"
    rows = 16


class MailTextForm(Form):
    subject = Line(_("Subject"), width="full")
    body = Body(
        _("Text"),
        description=_("A blank line begins a new paragraph. An address on a line of its own becomes a link."),
    )


class MailChoiceForm(Form):
    mails = Choice(_("Mails about what happens"))

    def __init__(self, formdata: Any = None, *, chosen: MailChoice) -> None:
        super().__init__(formdata, data={"mails": chosen})
        self.mails.choices = [(choice.value, say(choice.label)) for choice in MailChoice]
