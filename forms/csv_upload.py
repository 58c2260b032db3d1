"""The forms that load a CSV file: choosing it, and confirming what was previewed."""

from typing import Any, ClassVar

from wtforms import Form, HiddenField
from wtforms.validators import InputRequired, ValidationError

from app.domain.text import _
from forms.documents import FileField


class CsvFileForm(Form):
    most_bytes: ClassVar[int]
    file = FileField(
        _("CSV file"),
        description=_("In UTF-8, parted by commas or semicolons, with the columns of the example."),
        render_kw={"accept": ".csv,text/csv"},
        validators=[InputRequired(_("Choose a file"))],
    )

    def validate_file(self, field: Any) -> None:
        if not getattr(field.data, "filename", ""):
            raise ValidationError(_("Choose a file"))

    @property
    def content(self) -> bytes:
        """At most one byte more than a file may have: enough to know that it is too large."""
        with self.file.data.stream as stream:
            read: bytes = stream.read(self.most_bytes + 1)
        return read


class PreviewedForm(Form):
    """Holds what was previewed, signed."""

    previewed = HiddenField()
