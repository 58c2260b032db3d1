"""What the secretariat decides of two initiatives."""

from collections.abc import Sequence
from typing import Any

from wtforms import Form
from wtforms.validators import InputRequired, Optional

from app.domain.links import Relation
from app.domain.text import _
from app.wording import say
from forms.overlaps import Remark
from forms.people import Choice, Line

_HELP = {
    Relation.SAME: _("The same: counted once together, with the one you choose below."),
    Relation.PART_OF: _("Part of the other: its money lies within that of the programme you choose below."),
    Relation.DISTINCT: _("Distinct: counted apart, and not asked about any more."),
}


class LinkForm(Form):
    relation = Choice(_("What are they to each other?"), validators=[InputRequired(_("Choose one from the list"))])
    head = Choice(
        _("With which one is it counted?"),
        description=_("The programme of a part. Of two that are the same, leave it empty for the one published first."),
        validators=[Optional()],
    )
    reason = Remark(_("Reason"))

    def __init__(self, ends: Sequence[tuple[str, str]], formdata: Any = None) -> None:
        """`ends` are both initiatives as (reference, words)."""
        super().__init__(formdata)
        self.relation.choices = [(one.value, say(_HELP[one])) for one in Relation]
        self.head.choices = list(ends)
        self.head.flags.optional_to_submit = True


class UndoForm(Form):
    reason = Remark(_("Reason"))

    def __init__(self, formdata: Any = None) -> None:
        super().__init__(formdata)
        self.reason.id = self.reason.label.field_id = "undo-reason"


class PairForm(Form):
    """Two references, to look at any pair; it is sent by GET."""

    one = Line(_("Reference of an initiative"), width="20", validators=[InputRequired(_("Enter a reference"))])
    other = Line(_("Reference of another one"), width="20", validators=[InputRequired(_("Enter a reference"))])
